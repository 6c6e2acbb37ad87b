"""Names and ids that a new tag or collection gets."""

from __future__ import annotations

import os

from sqlalchemy import Connection, Table, func, select

from studio.core.errors import EditError
from studio.core.organising import MAX_NAME
from studio.storage.notes import printable


def clean_name(name: str) -> str:
    """A name without needless space; raises EditError where nothing or too much is left."""
    cleaned = " ".join(printable(name).split())
    if not cleaned:
        raise EditError("A name is missing.")
    if len(cleaned) > MAX_NAME:
        raise EditError(f"A name may have {MAX_NAME} letters.")
    return cleaned


def next_id(connection: Connection, table: Table) -> int:
    """An id that no row has. One that was given before may return: steps are undone in turn."""
    last = connection.execute(select(func.coalesce(func.max(table.c.id), 0))).scalar_one()
    return int(last) + 1


def file_name(path: bytes) -> str:
    """The name of a file as text: bytes that are no UTF-8 become the replacement character."""
    return os.path.basename(path).decode("utf-8", "replace")
