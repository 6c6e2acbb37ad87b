"""Keeps an index in memory in step with the catalogue."""

from __future__ import annotations

import threading
import time
from collections.abc import Callable, Iterable, Sequence
from pathlib import Path
from typing import Generic, Protocol, Self, TypeVar

from sqlalchemy import Connection

from studio.storage.connection import Database
from studio.storage.registry import SLICE
from studio.storage.touched import NAMES, SOURCES

_SETTLED_NS = 1_000_000_000


class Index(Protocol):
    """Rows of the catalogue packed for arithmetic; never altered, so that threads may share it."""

    @property
    def total(self) -> int:
        """The number of rows that were read."""

    def replace(self, changed: Sequence[int], new: Self) -> Self | None:
        """Another index, in which the `changed` assets have what `new` has of them, or nothing.

        None where that cannot be told, and everything has to be read anew.
        """


T = TypeVar("T", bound=Index)
Read = Callable[[Connection, Sequence[int] | None], T]  # None: of every asset
Count = Callable[[Connection], int]


class Keeper(Generic[T]):
    """Reads everything when it is asked for first, and afterwards what changed.

    This process hears of its own changes by `note`; another process writes only where this one
    may not, and there the files tell. At any doubt everything is read anew.
    """

    def __init__(self, database: Database, read: Read[T], count: Count) -> None:
        self._database = database
        self._read = read
        self._count = count
        self._lock = threading.Lock()  # of the index; held while it is read
        self._index: T | None = None
        self._stamp: object = None
        self._noted_lock = threading.Lock()
        self._noted: set[int] = set()

    def note(self, ids: Iterable[int]) -> None:
        """Rows of these assets (or `SOURCES`, `NAMES`) were written; call it after the commit."""
        with self._noted_lock:
            self._noted.update(ids)

    def find(self) -> T | None:
        """The index as of now, where that does not mean to read everything. CatalogueError."""
        # While everything is read, the lock is held and the index is None.
        if self._index is None or len(self._noted) > SLICE or self._read_stamp() != self._stamp:
            return None
        return self.get()

    def get(self) -> T:
        """The index as of now. Raises CatalogueError."""
        with self._lock:
            # First what changed, then the view to read it from: nothing noted later is lost.
            with self._noted_lock:
                changed, self._noted = self._noted, set()
            index, self._index = self._index, None  # whatever fails below leaves a doubt
            stamp = self._read_stamp()
            # More than fit one statement are read with all the others, which takes no longer.
            if index is not None and stamp == self._stamp and len(changed) <= SLICE:
                index = self._refresh(index, changed) if changed else index
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
        states = [_state(path), _state(path.with_name(f"{path.name}-wal"))]
        if max(changed for changed, _size in states) > time.time_ns() - _SETTLED_NS:
            return object()  # a write in the same tick of the clock would not be noticed
        return states

    def _build(self) -> T:
        with self._database.read() as connection:
            return self._read(connection, None)

    def _refresh(self, index: T, changed: Iterable[int]) -> T | None:
        """The index with these assets read again; None when it does not add up."""
        ids = sorted(asset_id for asset_id in changed if asset_id not in (SOURCES, NAMES))
        with self._database.read() as connection:
            fresh = index.replace(ids, self._read(connection, ids))
            total = self._count(connection)
        return fresh if fresh is not None and fresh.total == total else None


def _state(path: Path) -> tuple[int, int]:
    """When the file was written and how large it is; zeros where there is nothing in it."""
    try:
        found = path.stat()
    except OSError:
        return 0, 0
    return (found.st_mtime_ns, found.st_size) if found.st_size else (0, 0)
