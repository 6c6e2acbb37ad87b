"""Sources and assets: what the scan found, and what the analysis said of it."""

from __future__ import annotations

import json
import os
from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from sqlalchemy import Connection, bindparam, delete, func, insert, select, update

from studio.core.asset import Analysis, AssetState, FoundFile
from studio.storage.color_order import hue_order, lightness_order
from studio.storage.known_files import bounds_below
from studio.storage.schema import asset, asset_label, setting, source, swatch

# SQLite allows 32,766 variables in a statement; long id lists go in slices.
SLICE = 20_000

_LAST = "last_"  # keys of settings

_COMPACT = json.JSONEncoder(separators=(",", ":"))


@dataclass(frozen=True, slots=True)
class Registered:
    """What became of a batch of found files."""

    new_ids: tuple[int, ...]
    changed_ids: tuple[int, ...]  # size or time differ, or it failed: to be analysed again
    unchanged: int


def slices(ids: Sequence[int]) -> Iterator[Sequence[int]]:
    """`ids` in pieces that fit one statement."""
    for start in range(0, len(ids), SLICE):
        yield ids[start : start + SLICE]


def now() -> str:
    """This moment, ISO 8601 in UTC."""
    return datetime.now(UTC).isoformat(timespec="seconds")


def add_source(connection: Connection, path: str, kind: str) -> int:
    """The id of the source at `path`, added when it is new; a new folder is watched.

    An image belongs to the innermost of the folders that it lies in: a new one takes its own over.
    """
    raw = os.fsencode(path)
    found = connection.execute(select(source).where(source.c.path == raw)).first()
    if found is None:
        name = printable(Path(path).name or path)
        row = {"path": raw, "name": name, "kind": kind, "added_at": now(), "removed": 0}
        row |= {"watched": int(kind == "folder")}
        key = connection.execute(insert(source).values(row)).inserted_primary_key
        assert key is not None  # SQLite gives one for every row
        source_id = int(key[0])
    else:
        source_id = int(found.id)
        if found.removed or (kind == "folder" and found.kind != "folder"):
            row = {"kind": kind, "removed": 0, "watched": int(kind == "folder")}
            connection.execute(update(source).where(source.c.id == source_id).values(row))
            # Its images went with it and come back with it; a single file comes alone.
            if found.removed and kind == "folder":
                mine = update(asset).where(asset.c.source_id == source_id)
                connection.execute(mine.values(removed=0))
        else:
            return source_id
    if kind == "folder":
        _take_over(connection, source_id, raw)
    return source_id


def _take_over(connection: Connection, source_id: int, folder: bytes) -> None:
    """Give a folder the images below it that belonged to a folder around it."""
    outer = [
        int(row.id)
        for row in connection.execute(
            select(source.c.id, source.c.path).where(source.c.kind == "folder")
        )
        if folder.startswith(bounds_below(bytes(row.path))[0])
    ]
    below, after = bounds_below(folder)
    connection.execute(
        update(asset)
        .where(asset.c.path >= below, asset.c.path < after, asset.c.source_id.in_(outer))
        .values(source_id=source_id)
    )


def next_session(connection: Connection) -> int:
    """A number for an import that starts now; higher is later."""
    return _last(connection, "session") + 1


def remember_last(connection: Connection) -> None:
    """Before assets are deleted: numbers that were given are not given again.

    The history knows assets and imports by their numbers, and would take new ones for old ones.
    """
    for name in ("id", "session"):
        row = (_LAST + name, str(_last(connection, name)))
        connection.exec_driver_sql("INSERT OR REPLACE INTO setting VALUES (?, ?)", row)


def _last(connection: Connection, name: str) -> int:
    """The highest id or session that was ever given."""
    here = connection.execute(select(func.coalesce(func.max(asset.c[name]), 0))).scalar_one()
    kept = connection.execute(select(setting.c.value).where(setting.c.key == _LAST + name)).scalar()
    return max(int(here), int(kept or 0))


def register_files(
    connection: Connection, source_id: int, session: int, files: Sequence[FoundFile]
) -> Registered:
    """Add rows for files that are new; mark those that changed or failed for another analysis."""
    by_path = {os.fsencode(file.path): file for file in files}
    known: dict[bytes, Any] = {}
    paths = list(by_path)
    for start in range(0, len(paths), SLICE):
        query = select(
            asset.c.id,
            asset.c.path,
            asset.c.size,
            asset.c.mtime_ns,
            asset.c.state,
            asset.c.removed,
            asset.c.missing,
        ).where(asset.c.path.in_(paths[start : start + SLICE]))
        known.update((bytes(row.path), row) for row in connection.execute(query))
    added_at = now()
    new = [
        _new_row(source_id, session, raw, file, added_at)
        for raw, file in by_path.items()
        if raw not in known
    ]
    new_ids: tuple[int, ...] = ()
    if new:
        last = _last(connection, "id")
        for offset, row in enumerate(new, start=1):
            row["id"] = last + offset
        connection.execute(insert(asset), new)
        new_ids = tuple(int(row["id"]) for row in new)
    changed = [
        {"b_id": row.id, "size": file.size, "mtime_ns": file.mtime_ns}
        for raw, row in known.items()
        if not row.removed
        and (
            ((file := by_path[raw]).size, file.mtime_ns) != (row.size, row.mtime_ns)
            or row.state == AssetState.FAILED
        )
    ]
    if changed:
        statement = update(asset).where(asset.c.id == bindparam("b_id"))
        connection.execute(
            statement.values(state=AssetState.PENDING, missing=0, failure=""), changed
        )
    back = [int(row.id) for row in known.values() if row.missing]
    for part in slices(back):
        connection.execute(update(asset).where(asset.c.id.in_(part)).values(missing=0))
    return Registered(
        new_ids,
        tuple(int(row["b_id"]) for row in changed),
        len(by_path) - len(new) - len(changed),
    )


def _new_row(
    source_id: int, session: int, raw: bytes, file: FoundFile, added_at: str
) -> dict[str, Any]:
    name = printable(Path(file.path).name)
    return {
        "source_id": source_id,
        "path": raw,
        "name": name,
        "folded_name": name.casefold(),
        "size": file.size,
        "mtime_ns": file.mtime_ns,
        "session": session,
        "added_at": added_at,
        "state": AssetState.PENDING,
    }


def printable(name: str) -> str:
    """A name as text: bytes that are no UTF-8 become the replacement character."""
    return os.fsencode(name).decode("utf-8", "replace")


def store_analyses(connection: Connection, items: Sequence[tuple[int, Analysis]]) -> None:
    """Replace everything that is known of these assets by new analyses."""
    ids = [asset_id for asset_id, _ in items]
    for table in (asset_label, swatch):
        connection.execute(delete(table).where(table.c.asset_id.in_(ids)))
    _execute_many(
        connection,
        "UPDATE asset SET state = 'done', failure = '', missing = 0, unsure = ?, width = ?,"
        " height = ?, format = ?, captured_at = ?, fingerprint = ?, difference_hash = ?,"
        " color_order = ?, lightness_order = ?, bundle_id = ? WHERE id = ?",
        (_asset_values(asset_id, found) for asset_id, found in items),
    )
    _execute_many(
        connection,
        "INSERT INTO swatch VALUES (?, ?, ?, ?, ?, ?, ?)",
        (
            (asset_id, position, s.hex, s.coverage, s.family, s.name, s.role)
            for asset_id, found in items
            for position, s in enumerate(found.palette)
        ),
    )
    _execute_many(
        connection,
        "INSERT OR IGNORE INTO asset_label (asset_id, facet, label, position, score, unsure)"
        " VALUES (?, ?, ?, ?, ?, ?)",
        (row for asset_id, found in items for row in _label_rows(asset_id, found)),
    )
    _execute_many(
        connection,
        "INSERT OR REPLACE INTO prediction VALUES (?, ?, ?)",
        (
            (asset_id, found.bundle_id, _scores(found))
            for asset_id, found in items
            if found.bundle_id is not None
        ),
    )
    _execute_many(
        connection,
        "INSERT OR REPLACE INTO embedding VALUES (?, ?, ?)",
        (
            (asset_id, found.bundle_id, found.embedding)
            for asset_id, found in items
            if found.bundle_id is not None and found.embedding
        ),
    )


def _execute_many(connection: Connection, statement: str, rows: Iterable[tuple[Any, ...]]) -> None:
    """The driver's own executemany: an import writes thousands of rows a second."""
    batch = list(rows)
    if batch:
        connection.exec_driver_sql(statement, batch)


def _asset_values(asset_id: int, found: Analysis) -> tuple[Any, ...]:
    return (
        int(any(p.unsure for p in found.predictions if p.assigned)),
        found.width,
        found.height,
        found.format,
        found.captured_at,
        found.fingerprint,
        found.difference_hash,
        hue_order(found.palette),
        lightness_order(found.palette),
        found.bundle_id,
        asset_id,
    )


def _label_rows(asset_id: int, found: Analysis) -> Iterator[tuple[Any, ...]]:
    positions: dict[str, int] = {}
    if not any(p.facet == "color" for p in found.predictions):
        shares: dict[str, float] = {}
        for s in found.palette:
            shares[s.family] = shares.get(s.family, 0.0) + s.coverage
        for position, family in enumerate(found.colors):
            yield asset_id, "color", family, position, shares[family], 0
    for p in found.predictions:
        if p.assigned:
            position = positions.get(p.facet, 0)
            positions[p.facet] = position + 1
            yield asset_id, p.facet, p.label, position, p.score, int(p.unsure)


def _scores(found: Analysis) -> str:
    scores: dict[str, dict[str, float]] = defaultdict(dict)
    for facet, label, score, _assigned, _unsure in found.predictions:
        scores[facet][label] = round(score, 4)
    return _COMPACT.encode(scores)


def store_failures(connection: Connection, items: Sequence[tuple[int, str]]) -> None:
    """Mark assets as failed, each with its reason."""
    _execute_many(
        connection,
        "UPDATE asset SET state = 'failed', failure = ? WHERE id = ?",
        ((reason, asset_id) for asset_id, reason in items),
    )
