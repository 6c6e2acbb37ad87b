"""A change of the history: assets whose files are known to be somewhere else now."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import ClassVar

from sqlalchemy import Connection, bindparam, select, update

from studio.core.asset import AssetState
from studio.storage.names import file_name
from studio.storage.registry import SLICE, slices
from studio.storage.schema import asset

# [path as hex, id of the source, bytes, mtime_ns, whether it is missing]
Place = Sequence[str | int]


@dataclass(frozen=True, slots=True)
class Moved:
    """Where assets were and are. One that has moved on since then stays where it is now.

    So does one whose place another image has: no two can be at one path.
    """

    kind: ClassVar[str] = "moved"
    ids: Sequence[int]
    before: Sequence[Place]
    after: Sequence[Place]

    def apply(self, connection: Connection, *, undo: bool) -> Sequence[int]:
        """Put them where they were or went; returns the ids of those that could be."""
        wanted, left = (self.before, self.after) if undo else (self.after, self.before)
        expected = dict(zip(self.ids, left, strict=True))
        present = _read_paths(connection, self.ids)
        moves = {
            asset_id: place
            for asset_id, place in zip(self.ids, wanted, strict=True)
            if present.get(asset_id) == bytes.fromhex(str(expected[asset_id][0]))
        }
        write_places(connection, without_taken(connection, moves))
        return self.ids


def write_places(connection: Connection, moves: Mapping[int, Place]) -> None:
    """Give assets their places; they may change places with one another."""
    if not moves:
        return
    taken = read_holders(connection, [_path(place) for place in moves.values()])
    for asset_id in set(taken.values()):  # for a moment at a path that no file can have
        connection.execute(
            update(asset).where(asset.c.id == asset_id).values(path=b"\0%d" % asset_id)
        )
    connection.execute(
        update(asset).where(asset.c.id == bindparam("b_id")),
        [{"b_id": asset_id, **_columns(place)} for asset_id, place in moves.items()],
    )
    for part in slices(list(moves)):
        # One that could not be analysed, since it was on its way, is tried again.
        connection.execute(
            update(asset)
            .where(asset.c.id.in_(part), asset.c.state == AssetState.FAILED, asset.c.missing == 0)
            .values(state=AssetState.PENDING, failure="")
        )
        marks = ",".join("?" * len(part))
        connection.exec_driver_sql(
            f"DELETE FROM move_question WHERE asset_id IN ({marks})",  # noqa: S608 - only marks
            tuple(part),
        )


def without_taken(connection: Connection, moves: dict[int, Place]) -> dict[int, Place]:
    """Those of the moves whose places no other asset has, or one that goes elsewhere as well."""
    holders = read_holders(connection, [_path(place) for place in moves.values()])
    while True:
        kept = {
            asset_id: place
            for asset_id, place in moves.items()
            if holders.get(_path(place), asset_id) in moves
        }
        if len(kept) == len(moves):
            return kept
        moves = kept


def _columns(place: Place) -> dict[str, object]:
    path, source_id, size, mtime_ns, missing = place
    name = file_name(bytes.fromhex(str(path)))
    return {
        "path": bytes.fromhex(str(path)),
        "name": name,
        "folded_name": name.casefold(),
        "source_id": source_id,
        "size": size,
        "mtime_ns": mtime_ns,
        "missing": missing,
    }


def _path(place: Place) -> bytes:
    return bytes.fromhex(str(place[0]))


def _read_paths(connection: Connection, ids: Sequence[int]) -> dict[int, bytes]:
    return {
        int(row.id): bytes(row.path)
        for part in slices(ids)
        for row in connection.execute(select(asset.c.id, asset.c.path).where(asset.c.id.in_(part)))
    }


def read_holders(connection: Connection, paths: Sequence[bytes]) -> dict[bytes, int]:
    """Which assets are at these paths."""
    found: dict[bytes, int] = {}
    for start in range(0, len(paths), SLICE):
        query = select(asset.c.path, asset.c.id).where(
            asset.c.path.in_(paths[start : start + SLICE])
        )
        found.update((bytes(row.path), int(row.id)) for row in connection.execute(query))
    return found


def read_places(connection: Connection, ids: Sequence[int]) -> dict[int, Place]:
    """Where assets are."""
    columns = (asset.c.path, asset.c.source_id, asset.c.size, asset.c.mtime_ns, asset.c.missing)
    return {
        int(row[0]): (bytes(row[1]).hex(), *row[2:])
        for part in slices(ids)
        for row in connection.execute(select(asset.c.id, *columns).where(asset.c.id.in_(part)))
    }
