"""What an edit changed in the catalogue, each value before and after, to be done and undone.

A step of the history is a list of changes, kept as JSON. Images that have gone for good since then
are passed over.
"""

from __future__ import annotations

import json
from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import asdict, dataclass
from typing import Any, ClassVar

from sqlalchemy import Connection, delete, insert, select, update

from studio.core.organising import MARKS
from studio.storage.moved import Moved
from studio.storage.registry import slices
from studio.storage.schema import asset, collection, source, tag

# Only these are written by what a history says; the table's name and column never come from it.
_COLUMNS = {
    name: asset.c[name]
    for name in (
        *("rating", "flag", "color_label", "note", "removed"),
        *("missing", "path", "name", "folded_name", "source_id"),
    )
}
_TABLES = {table.name: table for table in (tag, collection, source)}
Value = int | str | float | None


@dataclass(frozen=True, slots=True)
class Cells:
    """One column of some assets; bytes (paths) are written as hex."""

    kind: ClassVar[str] = "cells"
    column: str
    ids: Sequence[int]
    before: Sequence[Value]  # one each, or one for all
    after: Sequence[Value]

    def apply(self, connection: Connection, *, undo: bool) -> Sequence[int]:
        """Write the values of before (undo) or after; returns the ids."""
        column = _COLUMNS[self.column]
        values = self.before if undo else self.after
        by_value: dict[Value, list[int]] = defaultdict(list)
        if len(values) == 1:
            by_value[values[0]] = list(self.ids)
        else:
            for asset_id, value in zip(self.ids, values, strict=True):
                by_value[value].append(asset_id)
        if len(by_value) > len(self.ids) // 4 and len(self.ids) > 1:
            raw = f"UPDATE asset SET {column.name} = ? WHERE id = ?"  # noqa: S608
            rows = [(self._read(v), asset_id) for v, ids in by_value.items() for asset_id in ids]
            connection.exec_driver_sql(raw, rows)
            return self.ids
        for value, ids in by_value.items():
            for part in slices(ids):
                statement = update(asset).where(asset.c.id.in_(part))
                connection.execute(statement.values({column: self._read(value)}))
        return self.ids

    def _read(self, value: Value) -> Any:
        return bytes.fromhex(str(value)) if self.column == "path" else value


@dataclass(frozen=True, slots=True)
class Tagging:
    """A tag given to assets, or taken off them."""

    kind: ClassVar[str] = "tagging"
    tag_id: int
    ids: Sequence[int]
    given: bool

    def apply(self, connection: Connection, *, undo: bool) -> Sequence[int]:
        """Give it or take it off; returns the ids."""
        rows = [(self.tag_id, asset_id) for asset_id in self.ids]
        if self.given != undo:
            statement = "INSERT OR IGNORE INTO asset_tag SELECT ?, id FROM asset WHERE id = ?"
        else:
            statement = "DELETE FROM asset_tag WHERE tag_id = ? AND asset_id = ?"
        if rows:
            connection.exec_driver_sql(statement, rows)
        return self.ids


@dataclass(frozen=True, slots=True)
class Row:
    """A row of tags, collections or sources that came, went (None), or says something else."""

    kind: ClassVar[str] = "row"
    table: str
    id: int
    before: dict[str, Value] | None
    after: dict[str, Value] | None

    def apply(self, connection: Connection, *, undo: bool) -> Sequence[int]:
        """Make the row what it was or became; no asset is touched by that alone."""
        table = _TABLES[self.table]
        wanted, found = (self.before, self.after) if undo else (self.after, self.before)
        if wanted is None:
            connection.execute(delete(table).where(table.c.id == self.id))
        elif found is None:
            connection.execute(insert(table).values(id=self.id, **wanted))
        else:
            values = {name: self._read(name, value) for name, value in wanted.items()}
            connection.execute(update(table).where(table.c.id == self.id).values(values))
        return ()

    def is_taken(self, connection: Connection, *, undo: bool) -> bool:
        """Whether another source is at the path that this one is to have."""
        wanted = self.before if undo else self.after
        if self.table != source.name or wanted is None or "path" not in wanted:
            return False
        path = source.c.path == self._read("path", wanted["path"])
        others = select(source.c.id).where(path, source.c.id != self.id)
        return connection.execute(others).first() is not None

    def _read(self, name: str, value: Value) -> Any:
        return bytes.fromhex(str(value)) if name == "path" else value


@dataclass(frozen=True, slots=True)
class Places:
    """Where assets stand on a board; None: not on it."""

    kind: ClassVar[str] = "places"
    collection_id: int
    ids: Sequence[int]
    before: Sequence[float | None]
    after: Sequence[float | None]

    def apply(self, connection: Connection, *, undo: bool) -> Sequence[int]:
        """Put them where they were or went; returns the ids."""
        wanted = self.before if undo else self.after
        off = [(self.collection_id, a) for a, p in zip(self.ids, wanted, strict=True) if p is None]
        on = [
            (self.collection_id, place, asset_id)
            for asset_id, place in zip(self.ids, wanted, strict=True)
            if place is not None
        ]
        if off:
            connection.exec_driver_sql(
                "DELETE FROM board_asset WHERE collection_id = ? AND asset_id = ?", off
            )
        if on:
            connection.exec_driver_sql(
                "INSERT OR REPLACE INTO board_asset (collection_id, position, asset_id)"
                " SELECT ?, ?, id FROM asset WHERE id = ?",
                on,
            )
        return self.ids


@dataclass(frozen=True, slots=True)
class Session:
    """An import: all its images came into the library. The number names them, however many."""

    kind: ClassVar[str] = "session"
    session: int

    def apply(self, connection: Connection, *, undo: bool) -> Sequence[int]:
        """Take them out, or put them back; returns the ids of those that moved."""
        mine = (asset.c.session == self.session) & (asset.c.removed == int(not undo))
        ids = [int(i) for i in connection.execute(select(asset.c.id).where(mine)).scalars()]
        connection.execute(update(asset).where(mine).values(removed=int(undo)))
        return ids


Change = Cells | Tagging | Row | Places | Session | Moved
_KINDS: dict[str, type[Change]] = {
    kind.kind: kind for kind in (Cells, Tagging, Row, Places, Session, Moved)
}


def moves(changes: Iterable[Change]) -> bool:
    """Whether lists have to be asked for again: images, tags or collections came or went."""
    return any(not isinstance(c, Cells) or c.column in ("removed", "source_id") for c in changes)


def marks_in(changes: Iterable[Change]) -> frozenset[str]:
    """Which of `MARKS` these changes touch; none where they touch something else as well."""
    found = {_field(change) for change in changes}
    return frozenset(found) if found <= MARKS else frozenset()


def _field(change: Change) -> str:
    if isinstance(change, Cells):
        return change.column
    is_tag = isinstance(change, Tagging) or (isinstance(change, Row) and change.table == "tag")
    return "tags" if is_tag else change.kind


def write(changes: Sequence[Change]) -> str:
    """The changes as the history keeps them."""
    rows = [{"kind": change.kind, **asdict(change)} for change in changes]
    return json.dumps(rows, separators=(",", ":"))


def read(text: str) -> list[Change]:
    """The changes of a step."""
    rows = json.loads(text)
    return [_KINDS[row.pop("kind")](**row) for row in rows]


def apply(connection: Connection, changes: Sequence[Change], *, undo: bool = False) -> list[int]:
    """Do all of them, or undo them from the last to the first; returns the assets, each once.

    None of them where a source is to go to a place that another source has by now.
    """
    if any(isinstance(c, Row) and c.is_taken(connection, undo=undo) for c in changes):
        return []
    ids: dict[int, None] = {}
    for change in reversed(changes) if undo else changes:
        ids.update(dict.fromkeys(change.apply(connection, undo=undo)))
    return list(ids)
