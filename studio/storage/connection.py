"""Engines for one SQLite file: a single writer, a pool of readers."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from threading import RLock
from typing import Any

from sqlalchemy import Connection, Engine, create_engine, event
from sqlalchemy.exc import DBAPIError
from sqlalchemy.pool import QueuePool

from studio.core.errors import CatalogueError, ReadOnlyLibrary


class Database:
    """One SQLite file in WAL mode. Reads run side by side; writes take turns."""

    def __init__(self, path: Path, *, read_only: bool) -> None:
        self.path = path
        self.read_only = read_only
        self._turn = RLock()
        self._writer = None if read_only else _engine(path, size=1, query_only=False)
        self._readers = _engine(path, size=4, query_only=True)

    @contextmanager
    def write(self) -> Iterator[Connection]:
        """One transaction on the writer; all of it is stored or nothing. Raises CatalogueError."""
        if self._writer is None:
            raise ReadOnlyLibrary("This library is open in another window; here it is read-only.")
        with self._turn, explained(), self._writer.begin() as connection:
            yield connection

    @contextmanager
    def read(self) -> Iterator[Connection]:
        """One consistent view for reading. Raises CatalogueError."""
        with explained(), self._readers.connect() as connection:
            yield connection

    def close(self) -> None:
        """Close every connection; the write-ahead log is folded into the file."""
        self._readers.dispose()
        if self._writer is not None:
            self._writer.dispose()


def _engine(path: Path, *, size: int, query_only: bool) -> Engine:
    engine = create_engine(
        f"sqlite:///{path}",
        poolclass=QueuePool,
        pool_size=size,
        max_overflow=0 if not query_only else 12,
        connect_args={"check_same_thread": False, "timeout": 10},
    )

    @event.listens_for(engine, "connect")
    def _on_connect(connection: Any, _record: Any) -> None:
        cursor = connection.cursor()
        if not query_only:
            cursor.execute("PRAGMA journal_mode=WAL")
            # In WAL mode NORMAL survives the death of the process; only a power cut may cost
            # the last transactions, and never the file.
            cursor.execute("PRAGMA synchronous=NORMAL")
        cursor.execute("PRAGMA foreign_keys=ON")
        cursor.execute("PRAGMA temp_store=MEMORY")
        if query_only:
            cursor.execute("PRAGMA query_only=ON")
        cursor.close()

    return engine


@contextmanager
def explained() -> Iterator[None]:
    """Turn the errors of SQLite into CatalogueError with words for a designer."""
    try:
        yield
    except (DBAPIError, sqlite3.Error) as error:
        raise CatalogueError(_words(str(getattr(error, "orig", error)))) from error


def _words(text: str) -> str:
    lowered = text.lower()
    if "full" in lowered:
        return "The disk is full: free some space, then try again. Nothing shown as done is lost."
    if "malformed" in lowered or "not a database" in lowered:
        return "The catalogue is damaged. Run “fashion-studio doctor --repair” on this library."
    if "readonly" in lowered or "unable to open" in lowered:
        return "The library's folder cannot be written to."
    if "locked" in lowered:
        return "Another program holds the catalogue; try again in a moment."
    return f"The catalogue reports an error ({text})."
