"""The cache of thumbnails: a database of its own that may be deleted at any time."""

from __future__ import annotations

import contextlib
from collections.abc import Iterable, Sequence
from pathlib import Path

from studio.core.errors import CatalogueError
from studio.storage.connection import Database

FILE = "cache.sqlite3"


class ThumbnailCache:
    """Thumbnails (JPEG bytes) by asset id, in batches of one transaction: no fsync an image."""

    def __init__(self, folder: Path, *, read_only: bool) -> None:
        path = folder / FILE
        try:
            self._database = _open(path, read_only=read_only)
        except CatalogueError:
            if read_only:
                raise
            # A damaged cache costs a recomputation, never a question.
            for suffix in ("", "-wal", "-shm"):
                with contextlib.suppress(FileNotFoundError):
                    path.with_name(path.name + suffix).unlink()
            self._database = _open(path, read_only=read_only)

    def store(self, thumbnails: Iterable[tuple[int, bytes]]) -> None:
        """Add or replace thumbnails."""
        rows = [(asset_id, jpeg) for asset_id, jpeg in thumbnails]
        if rows:
            with self._database.write() as connection:
                connection.exec_driver_sql("INSERT OR REPLACE INTO thumbnail VALUES (?, ?)", rows)

    def find(self, asset_id: int) -> bytes | None:
        """The JPEG bytes, or None where the cache has none."""
        with self._database.read() as connection:
            row = connection.exec_driver_sql(
                "SELECT jpeg FROM thumbnail WHERE asset_id = ?", (asset_id,)
            ).first()
        return bytes(row[0]) if row else None

    def missing(self, ids: Sequence[int]) -> list[int]:
        """Those of `ids` that have no thumbnail."""
        with self._database.read() as connection:
            rows = connection.exec_driver_sql("SELECT asset_id FROM thumbnail").all()
        present = {int(row[0]) for row in rows}
        return [asset_id for asset_id in ids if asset_id not in present]

    def close(self) -> None:
        """Close the file."""
        self._database.close()


def _open(path: Path, *, read_only: bool) -> Database:
    database = Database(path, read_only=read_only)
    try:
        if not read_only:
            with database.write() as connection:
                connection.exec_driver_sql(
                    "CREATE TABLE IF NOT EXISTS thumbnail"
                    " (asset_id INTEGER PRIMARY KEY, jpeg BLOB NOT NULL)"
                )
        with database.read() as connection:
            connection.exec_driver_sql("SELECT count(*) FROM sqlite_master").all()
    except CatalogueError:
        database.close()
        raise
    return database
