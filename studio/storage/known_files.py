"""What the catalogue knows of the files below a folder, packed for a comparison with the disk."""

from __future__ import annotations

import os
from array import array
from collections.abc import Sequence

from sqlalchemy import Connection

from studio.core.asset import FoundFile

MISSING, REMOVED, FAILED, PENDING, OTHER = 1, 2, 4, 8, 16
_PAGE = 500  # rows that are tuples at one time: more keep the garbage collector busy

_ASSETS = (
    "SELECT path, id, size, mtime_ns,"
    " missing | removed * 2 | (state = 'failed') * 4 | (state = 'pending') * 8 FROM asset"
)
_OTHERS = "SELECT path, 0, size, mtime_ns, 16 FROM other_file"
# An image counts where both are at one path: it may be back where another was forgotten.
_STATEMENTS = (_OTHERS, _ASSETS)
_BETWEEN = " WHERE path >= ? AND path < ?"


class KnownFiles:
    """Columns of one row for each path; `places` says in which row a path is.

    A comparison takes what it meets out of `places`, so that the gone ones remain.
    """

    def __init__(self) -> None:
        self.places: dict[bytes, int] = {}
        self.ids = array("q")
        self.sizes = array("q")
        self.times = array("q")  # mtime_ns
        self.marks = bytearray()  # MISSING | REMOVED | FAILED | PENDING, or OTHER: no image

    def is_same(self, row: int, file: FoundFile) -> bool:
        """Whether a file has the size and time that are known of it."""
        return self.sizes[row] == file.size and self.times[row] == file.mtime_ns

    def add(self, connection: Connection, statement: str, values: Sequence[object]) -> None:
        """Append what a statement finds."""
        # The driver's own rows: SQLAlchemy's would cost as much as the walk that they are for.
        raw = connection.connection.cursor()
        try:
            raw.execute(statement, values)
            while rows := raw.fetchmany(_PAGE):
                paths, ids, sizes, times, marks = zip(*rows, strict=True)
                first = len(self.ids)
                self.places.update(zip(paths, range(first, first + len(rows)), strict=True))
                self.ids.extend(ids)
                self.sizes.extend(sizes)
                self.times.extend(times)
                self.marks.extend(marks)
        finally:
            raw.close()


def read_below(connection: Connection, folder: bytes) -> KnownFiles:
    """All that is known below a folder, at any depth."""
    known = KnownFiles()
    for statement in _STATEMENTS:
        known.add(connection, statement + _BETWEEN, bounds_below(folder))
    return known


def read_paths(connection: Connection, paths: Sequence[bytes]) -> KnownFiles:
    """What is known of these files (as many as fit one statement)."""
    known = KnownFiles()
    for statement in _STATEMENTS:
        known.add(connection, f"{statement} WHERE path IN ({','.join('?' * len(paths))})", paths)
    return known


def read_source(connection: Connection, source_id: int) -> KnownFiles:
    """All images of one source."""
    known = KnownFiles()
    known.add(connection, _ASSETS + " WHERE source_id = ?", (source_id,))
    return known


def bounds_below(folder: bytes) -> tuple[bytes, bytes]:
    """The first path that can lie below a folder, and the first one after them all."""
    separator = os.fsencode(os.sep)
    below = folder.rstrip(separator) + separator
    return below, below[:-1] + bytes([separator[0] + 1])
