"""Engines for one SQLite file: a single writer, a pool of readers."""

from __future__ import annotations

import os
import sqlite3
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from threading import RLock

from sqlalchemy import Connection, Engine, create_engine, event
from sqlalchemy.exc import DBAPIError
from sqlalchemy.pool import QueuePool

from studio.core.errors import CatalogueError, DamagedCatalogue, ReadOnlyLibrary
from studio.storage import touched


class Database:
    """One SQLite file in WAL mode. Reads run side by side; writes take turns."""

    def __init__(self, path: Path, *, read_only: bool) -> None:
        self.path = path
        self.read_only = read_only
        self._turn = RLock()
        self._writer = None if read_only else _engine(path, size=1, query_only=False)
        self._readers = _engine(path, size=4, query_only=True)
        self._on_touched: Callable[[Sequence[int]], None] | None = None

    def watch(self, on_touched: Callable[[Sequence[int]], None]) -> None:
        """Have this called after each commit with the assets that it touched (see `touched`)."""
        self._on_touched = on_touched

    @contextmanager
    def write(self) -> Iterator[Connection]:
        """One transaction on the writer; all of it is stored or nothing. Raises CatalogueError."""
        if self._writer is None:
            raise ReadOnlyLibrary("This library is read-only here.")
        with self._turn, explained():
            ids: Sequence[int] = ()
            with self._writer.begin() as connection:
                info = connection.info  # of the connection to the file, which the pool keeps
                if self._on_touched and not info.get("watched"):
                    touched.watch(connection)
                yield connection
                if self._on_touched:
                    ids = touched.take(connection)
            if self._on_touched:
                info["watched"] = True
                self._on_touched(ids)

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
        "sqlite://",
        creator=lambda: _connect(path, query_only=query_only),
        poolclass=QueuePool,
        pool_size=size,
        max_overflow=0 if not query_only else 12,
    )

    @event.listens_for(engine, "begin")
    def _on_begin(connection: Connection) -> None:
        connection.exec_driver_sql("BEGIN" if query_only else "BEGIN IMMEDIATE")

    return engine


def _connect(path: Path, *, query_only: bool) -> sqlite3.Connection:
    # The driver's own transactions would commit before each change of the schema, and give a
    # reader another view for every statement: they are off, and `_on_begin` says what is one.
    connection = sqlite3.connect(
        _frozen_uri(path) if query_only and _is_frozen(path) else os.fsencode(path),
        uri=True,
        timeout=10,
        isolation_level=None,
        check_same_thread=False,
    )
    if not query_only:
        connection.execute("PRAGMA journal_mode=WAL")
        # In WAL mode NORMAL survives the death of the process; only a power cut may cost
        # the last transactions, and never the file.
        connection.execute("PRAGMA synchronous=NORMAL")
    connection.execute("PRAGMA foreign_keys=ON")
    connection.execute("PRAGMA temp_store=MEMORY")
    if query_only:
        connection.execute("PRAGMA query_only=ON")
    return connection


def _is_frozen(path: Path) -> bool:
    """Whether a reader cannot have the shared memory beside the file that WAL mode wants."""
    return path.is_file() and not os.access(path.parent, os.W_OK)


def _frozen_uri(path: Path) -> str:
    # Where nobody has left a log, nobody writes either, and the file alone is the truth.
    log = path.with_name(f"{path.name}-wal")
    return f"{path.absolute().as_uri()}?mode=ro{'' if log.exists() else '&immutable=1'}"


@contextmanager
def explained() -> Iterator[None]:
    """Turn the errors of SQLite into CatalogueError with words for a designer."""
    try:
        yield
    except (DBAPIError, sqlite3.Error) as error:
        text = str(getattr(error, "orig", error))
        if is_damage(error):
            raise DamagedCatalogue(
                "The catalogue is damaged. Run “fashion-studio doctor --repair” on this library."
            ) from error
        raise CatalogueError(_words(text)) from error
    except RecursionError as error:  # a search becomes one expression
        raise CatalogueError(_TOO_DEEP) from error


_TOO_DEEP = (
    "This search goes too deep: take some brackets out of it, or out of the smart collections"
    " that it asks for."
)


def is_damage(error: BaseException) -> bool:
    """Whether SQLite says that the file itself is broken, and not the disk, or the moment."""
    code = getattr(getattr(error, "orig", error), "sqlite_errorcode", 0)
    return code & 0xFF in (sqlite3.SQLITE_CORRUPT, sqlite3.SQLITE_NOTADB)


def _words(text: str) -> str:
    lowered = text.lower()
    if "stack overflow" in lowered or "tree is too large" in lowered:
        return _TOO_DEEP
    if "full" in lowered:
        return "The disk is full: free some space, then try again. Nothing shown as done is lost."
    if "i/o" in lowered:
        return "The drive reports an error: is it full, or no longer connected?"
    if "readonly" in lowered or "unable to open" in lowered:
        return "The library's folder cannot be written to."
    if "locked" in lowered:
        return "Another program holds the catalogue; try again in a moment."
    return f"The catalogue reports an error ({text})."
