"""Names and ids that a new tag or collection gets."""

from __future__ import annotations

from sqlalchemy import Connection, Table, func, select

from studio.core.errors import EditError
from studio.core.organising import MAX_NAME


def clean_name(name: str) -> str:
    """A name without needless space; raises EditError where nothing or too much is left."""
    cleaned = " ".join(name.split())
    if not cleaned:
        raise EditError("A name is missing.")
    if len(cleaned) > MAX_NAME:
        raise EditError(f"A name may have {MAX_NAME} letters.")
    return cleaned


def next_id(connection: Connection, table: Table) -> int:
    """An id that no row has. One that was given before may return: steps are undone in turn."""
    last = connection.execute(select(func.coalesce(func.max(table.c.id), 0))).scalar_one()
    return int(last) + 1
