"""Keeps something that is read from the catalogue in memory, in step with the catalogue."""

from __future__ import annotations

import threading
from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import Generic, TypeVar

from studio.storage.connection import Database
from studio.storage.registry import SLICE

Index = TypeVar("Index")


class IndexKeeper(Generic[Index]):
    """Reads everything when it is asked for first, and afterwards what changed.

    This process hears of its own changes by `note`; another process writes only where this one
    may not, and there the files tell. At any doubt everything is read anew.
    """

    def __init__(self, database: Database) -> None:
        self._database = database
        self._lock = threading.Lock()  # of the index; held while it is read
        self._index: Index | None = None
        self._stamp: object = None
        self._noted_lock = threading.Lock()
        self._noted: set[int] = set()

    def note(self, ids: Iterable[int]) -> None:
        """These assets were written; to be called after the commit."""
        with self._noted_lock:
            self._noted.update(ids)

    def find(self) -> Index | None:
        """The index as of now, where that does not mean to read everything. CatalogueError."""
        # While everything is read, the lock is held and the index is None.
        if self._index is None or len(self._noted) > SLICE or self._read_stamp() != self._stamp:
            return None
        return self.get()

    def get(self) -> Index:
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

    def _build(self) -> Index:
        """Everything, read anew."""
        raise NotImplementedError

    def _refresh(self, index: Index, changed: Sequence[int]) -> Index | None:
        """The index with these assets read again; None when it does not add up."""
        raise NotImplementedError

    def _read_stamp(self) -> object:
        """What changes with the files, where somebody else may write them."""
        if not self._database.read_only:
            return None
        path = self._database.path
        return [_state(path), _state(path.with_name(f"{path.name}-wal"))]


def _state(path: Path) -> tuple[int, int] | None:
    try:
        found = path.stat()
    except OSError:
        return None
    return found.st_mtime_ns, found.st_size
