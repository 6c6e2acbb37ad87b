"""Edits of tags as changes of the catalogue."""

from __future__ import annotations

from collections.abc import Sequence

from sqlalchemy import Connection, select

from studio.core import edit as edits
from studio.core.edit import TagEdit
from studio.core.errors import EditError
from studio.storage.changes import Change, Row, Tagging, Value
from studio.storage.names import clean_name, next_id
from studio.storage.notes import printable
from studio.storage.registry import now
from studio.storage.schema import asset_tag, tag


def plan(connection: Connection, edit: TagEdit) -> list[Change]:
    """What has to change for this edit; nothing where all is so already. Raises EditError."""
    match edit:
        case edits.AddTag(ids, name):
            return _add_tag(connection, ids, name)
        case edits.RemoveTag(ids, name):
            found = find_tag(connection, name)
            tagged = [] if found is None else _tagged(connection, found, ids)
            return [Tagging(found, tagged, given=False)] if found and tagged else []
        case edits.RenameTag(name, new_name):
            return _rename_tag(connection, name, new_name)
        case edits.DeleteTag(name):
            return _delete_tag(connection, get_tag(connection, name))


def find_tag(connection: Connection, name: str) -> int | None:
    """The id of a tag, however it is written."""
    folded = " ".join(printable(name).split()).casefold()
    return connection.execute(select(tag.c.id).where(tag.c.folded_name == folded)).scalar()


def get_tag(connection: Connection, name: str) -> int:
    """The same; raises EditError for one that nobody gave."""
    found = find_tag(connection, name)
    if found is None:
        raise EditError(f"There is no tag “{name}”.")
    return found


def _tagged(connection: Connection, tag_id: int, ids: Sequence[int] | None = None) -> list[int]:
    """Which of these assets (of all) have the tag, in order."""
    query = select(asset_tag.c.asset_id).where(asset_tag.c.tag_id == tag_id)
    having = {int(asset_id) for asset_id in connection.execute(query).scalars()}
    return sorted(having) if ids is None else [i for i in ids if i in having]


def _add_tag(connection: Connection, ids: Sequence[int], name: str) -> list[Change]:
    name = clean_name(name)
    tag_id = find_tag(connection, name)
    if tag_id is None:
        changes: list[Change] = [_new_tag(connection, name)]
        tag_id = changes[0].id if isinstance(changes[0], Row) else 0
    else:
        old = read_tag(connection, tag_id)
        changes = [Row("tag", tag_id, old, {**old, "used_at": now()})]
    having = set(_tagged(connection, tag_id))
    fresh = [asset_id for asset_id in dict.fromkeys(ids) if asset_id not in having]
    if not fresh:
        return []
    return [*changes, Tagging(tag_id, fresh, given=True)]


def _new_tag(connection: Connection, name: str) -> Row:
    values: dict[str, Value] = {"name": name, "folded_name": name.casefold(), "used_at": now()}
    return Row("tag", next_id(connection, tag), None, values)


def read_tag(connection: Connection, tag_id: int) -> dict[str, Value]:
    """The row of a tag, without its id."""
    row = connection.execute(select(tag).where(tag.c.id == tag_id)).one()
    return {"name": row.name, "folded_name": row.folded_name, "used_at": row.used_at}


def _rename_tag(connection: Connection, name: str, new_name: str) -> list[Change]:
    tag_id, new_name = get_tag(connection, name), clean_name(new_name)
    other = find_tag(connection, new_name)
    old = read_tag(connection, tag_id)
    if other is None or other == tag_id:
        new: dict[str, Value] = {**old, "name": new_name, "folded_name": new_name.casefold()}
        return [Row("tag", tag_id, old, new)] if new != old else []
    owners = _tagged(connection, tag_id)
    having = set(_tagged(connection, other))
    moved = [asset_id for asset_id in owners if asset_id not in having]
    return [Tagging(other, moved, given=True), *_delete_tag(connection, tag_id)]


def _delete_tag(connection: Connection, tag_id: int) -> list[Change]:
    owners = _tagged(connection, tag_id)
    return [
        Tagging(tag_id, owners, given=False),
        Row("tag", tag_id, read_tag(connection, tag_id), None),
    ]
