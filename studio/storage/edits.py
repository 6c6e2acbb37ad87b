"""Edits as changes of the catalogue: what is there is read, what differs is written down."""

from __future__ import annotations

from collections.abc import Sequence

from sqlalchemy import Connection, select

from studio.core import edit as edits
from studio.core.edit import Edit
from studio.core.errors import EditError
from studio.storage import collection_edits, source_edits, tag_edits
from studio.storage.changes import Cells, Change
from studio.storage.notes import printable
from studio.storage.registry import slices
from studio.storage.schema import asset

MAX_NOTE = 20_000


def plan(connection: Connection, edit: Edit) -> list[Change]:
    """What has to change for this edit; nothing where all is so already. Raises EditError."""
    if isinstance(edit, edits.TagEdit):
        return tag_edits.plan(connection, edit)
    if isinstance(edit, edits.CollectionEdit):
        return collection_edits.plan(connection, edit)
    if isinstance(edit, edits.SourceEdit):
        return source_edits.plan(connection, edit)
    match edit:
        case edits.SetRating(ids, stars):
            return set_column(connection, "rating", ids, stars)
        case edits.SetFlag(ids, flag):
            return set_column(connection, "flag", ids, int(flag))
        case edits.SetColorLabel(ids, color):
            return set_column(connection, "color_label", ids, color)
        case edits.SetNote(ids, note):
            if len(note) > MAX_NOTE:
                raise EditError(f"A note may have {MAX_NOTE:,} letters.")
            return set_column(connection, "note", ids, printable(note))
        case edits.SetRemoved(ids, removed):
            return set_column(connection, "removed", ids, int(removed))


def set_column(
    connection: Connection, column: str, ids: Sequence[int], value: int | str
) -> list[Change]:
    """The change that gives assets a value; those that have it are left out."""
    before: dict[int, int | str] = {}
    for part in slices(ids):
        rows = select(asset.c.id, asset.c[column]).where(
            asset.c.id.in_(part), asset.c[column] != value
        )
        before.update((int(row[0]), row[1]) for row in connection.execute(rows))
    changed = [asset_id for asset_id in ids if asset_id in before]
    if not changed:
        return []
    old = [before[asset_id] for asset_id in changed]
    return [Cells(column, changed, old[:1] if len(set(old)) == 1 else old, [value])]
