"""Keeps the index of palettes in step with the catalogue."""

from __future__ import annotations

import threading
from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from sqlalchemy import ColumnElement, Connection, func, select

from studio.storage.connection import Database
from studio.storage.registry import SLICE
from studio.storage.schema import swatch

if TYPE_CHECKING:
    from studio.storage.palette_index import PaletteIndex


class PaletteKeeper:
    """Reads every palette at the first search by colour, and afterwards those that changed.

    This process hears of its own changes by `note`; another process writes only where this one
    may not, and there the files tell. At any doubt everything is read anew.
    """

    def __init__(self, database: Database) -> None:
        self._database = database
        self._lock = threading.Lock()  # of the index; held while it is read
        self._index: PaletteIndex | None = None
        self._stamp: object = None
        self._noted_lock = threading.Lock()
        self._noted: set[int] = set()

    def note(self, ids: Iterable[int]) -> None:
        """The palettes of these assets were written; to be called after the commit."""
        with self._noted_lock:
            self._noted.update(ids)

    def get(self) -> PaletteIndex:
        """The index as of now. Raises CatalogueError."""
        with self._lock:
            # First what changed, then the view to read it from: nothing noted later is lost.
            with self._noted_lock:
                changed, self._noted = self._noted, set()
            index, self._index = self._index, None  # whatever fails below leaves a doubt
            stamp = self._read_stamp()
            # More than fit one statement are read with all the others, which takes no longer.
            if index is not None and stamp == self._stamp and len(changed) <= SLICE:
                index = self._refresh(index, sorted(changed)) if changed else index
            else:
                index = None
            self._index = self._build() if index is None else index
            self._stamp = stamp
            return self._index

    def _read_stamp(self) -> object:
        """What changes with the files, where somebody else may write them."""
        if not self._database.read_only:
            return None
        path = self._database.path
        return [_state(path), _state(path.with_name(f"{path.name}-wal"))]

    def _build(self) -> PaletteIndex:
        with self._database.read() as connection:
            return _read(connection)

    def _refresh(self, index: PaletteIndex, changed: Sequence[int]) -> PaletteIndex | None:
        """The index with these assets read again; None when it does not add up."""
        with self._database.read() as connection:
            index = index.replace(changed, _read(connection, swatch.c.asset_id.in_(changed)))
            total = connection.execute(select(func.count()).select_from(swatch)).scalar_one()
        return index if len(index.rows) == total else None


def _read(connection: Connection, *which: ColumnElement[bool]) -> PaletteIndex:
    from studio.storage.palette_index import PaletteIndex

    lists = (
        func.group_concat(swatch.c.asset_id),
        func.group_concat(func.substr(swatch.c.hex, 2), ""),
        func.group_concat(swatch.c.coverage),
    )
    owners, colors, coverage = connection.execute(select(*lists).where(*which)).one()
    return PaletteIndex.parse(owners or "", colors or "", coverage or "")


def _state(path: Path) -> tuple[int, int] | None:
    try:
        found = path.stat()
    except OSError:
        return None
    return found.st_mtime_ns, found.st_size
