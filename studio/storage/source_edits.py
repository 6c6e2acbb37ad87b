"""Edits of sources and of the places of files as changes of the catalogue."""

from __future__ import annotations

import os
from typing import Any

from sqlalchemy import Connection, select

from studio.core import edit as edits
from studio.core.edit import SourceEdit
from studio.core.errors import EditError
from studio.storage.changes import Cells, Change, Row
from studio.storage.known_files import bounds_below
from studio.storage.moved import Moved, Place, read_holders, read_places
from studio.storage.names import file_name
from studio.storage.schema import asset, source


def plan(connection: Connection, edit: SourceEdit) -> list[Change]:
    """What has to change for this edit; nothing where all is so already. Raises EditError."""
    match edit:
        case edits.Relink(places):
            wanted: dict[int, Place] = {
                asset_id: (os.fsencode(file.path).hex(), source_id, file.size, file.mtime_ns, 0)
                for asset_id, file, source_id in places
            }
            return _relink(connection, wanted)
        case edits.RemoveSource(source_id):
            return _remove(connection, source_id)
        case edits.RelocateSource(source_id, path):
            return _relocate(connection, source_id, os.fsencode(path))


def find_source(connection: Connection, source_id: int) -> Any:
    """The row of a source; raises EditError where it is gone."""
    query = select(source).where(source.c.id == source_id, source.c.removed == 0)
    row = connection.execute(query).first()
    if row is None:
        raise EditError("This source is no longer there.")
    return row


def _relink(connection: Connection, wanted: dict[int, Place]) -> list[Change]:
    before = read_places(connection, list(wanted))
    after = {asset_id: place for asset_id, place in wanted.items() if asset_id in before}
    # An entry that the file has already takes the place that was left, and goes to the trash.
    holders = read_holders(connection, [bytes.fromhex(str(p[0])) for p in after.values()])
    twins: dict[int, Place] = {}
    for asset_id, place in after.items():
        twin = holders.get(bytes.fromhex(str(place[0])))
        if twin is not None and twin not in after:
            path, source_id, size, time, _missing = before[asset_id]
            twins[twin] = (path, source_id, size, time, 1)
    removed = _removal(connection, list(twins))
    before |= read_places(connection, list(twins))
    after |= twins
    ids = [asset_id for asset_id, place in after.items() if place != before[asset_id]]
    if not ids:
        return []
    return [*removed, Moved(ids, [before[i] for i in ids], [after[i] for i in ids])]


def _removal(connection: Connection, ids: list[int]) -> list[Change]:
    there = [
        asset_id
        for asset_id in ids
        if not connection.execute(select(asset.c.removed).where(asset.c.id == asset_id)).scalar()
    ]
    return [Cells("removed", there, [0], [1])] if there else []


def _remove(connection: Connection, source_id: int) -> list[Change]:
    row = find_source(connection, source_id)
    changes: list[Change] = [Row("source", source_id, {"removed": 0}, {"removed": 1})]
    outer = _find_outer(connection, bytes(row.path))
    query = select(asset.c.id, asset.c.removed).where(asset.c.source_id == source_id)
    found = connection.execute(query.order_by(asset.c.id)).all()
    if outer is not None:
        ids = [int(asset_id) for asset_id, _removed in found]
        return [*changes, Cells("source_id", ids, [source_id], [outer])] if ids else changes
    there = [int(asset_id) for asset_id, removed in found if not removed]
    return [*changes, Cells("removed", there, [0], [1])] if there else changes


def _find_outer(connection: Connection, path: bytes) -> int | None:
    """The innermost of the other folders that a folder lies in."""
    query = select(source.c.id, source.c.path).where(
        source.c.kind == "folder", source.c.removed == 0, source.c.path != path
    )
    around = [
        (len(bytes(row.path)), int(row.id))
        for row in connection.execute(query)
        if path.startswith(bounds_below(bytes(row.path))[0])
    ]
    return max(around)[1] if around else None


def _relocate(connection: Connection, source_id: int, path: bytes) -> list[Change]:
    row = find_source(connection, source_id)
    old = bytes(row.path)
    if path == old:
        return []
    if connection.execute(select(source.c.id).where(source.c.path == path)).first():
        raise EditError("This folder is a source already.")
    renamed = Row(
        "source",
        source_id,
        {"path": old.hex(), "name": row.name},
        {"path": path.hex(), "name": file_name(path) or row.name},
    )
    ids = connection.execute(select(asset.c.id).where(asset.c.source_id == source_id)).scalars()
    before = {
        asset_id: place
        for asset_id, place in read_places(connection, [int(i) for i in ids]).items()
        if bytes.fromhex(str(place[0])).startswith(bounds_below(old)[0])
    }
    after = [  # all are there, until a look says that some are not
        ((path + bytes.fromhex(str(place[0]))[len(old) :]).hex(), *place[1:-1], 0)
        for place in before.values()
    ]
    if not before:
        return [renamed]
    return [renamed, Moved(list(before), list(before.values()), after)]
