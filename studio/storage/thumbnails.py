"""The cache of thumbnails: a database of its own that may be deleted at any time."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from pathlib import Path

from studio.core.errors import CatalogueError, DamagedCatalogue
from studio.storage.connection import Database

FILE = "cache.sqlite3"


class ThumbnailCache:
    """Thumbnails (JPEG bytes) by asset id, in batches of one transaction: no fsync an image."""

    def __init__(self, folder: Path, *, read_only: bool) -> None:
        self._database = _find(folder / FILE) if read_only else _open_or_renew(folder / FILE)

    def store(self, thumbnails: Iterable[tuple[int, bytes]]) -> None:
        """Add or replace thumbnails."""
        rows = [(asset_id, jpeg) for asset_id, jpeg in thumbnails]
        if rows and self._database:
            with self._database.write() as connection:
                connection.exec_driver_sql("INSERT OR REPLACE INTO thumbnail VALUES (?, ?)", rows)

    def find(self, asset_id: int) -> bytes | None:
        """The JPEG bytes, or None where the cache has none."""
        if self._database is None:
            return None
        with self._database.read() as connection:
            row = connection.exec_driver_sql(
                "SELECT jpeg FROM thumbnail WHERE asset_id = ?", (asset_id,)
            ).first()
        return bytes(row[0]) if row else None

    def missing(self, ids: Sequence[int]) -> list[int]:
        """Those of `ids` that have no thumbnail."""
        if self._database is None:
            return list(ids)
        with self._database.read() as connection:
            rows = connection.exec_driver_sql("SELECT asset_id FROM thumbnail").all()
        present = {int(row[0]) for row in rows}
        return [asset_id for asset_id in ids if asset_id not in present]

    def forget(self, ids: Sequence[int]) -> None:
        """Drop the thumbnails of assets that are gone for good."""
        if self._database is not None:
            with self._database.write() as connection:
                connection.exec_driver_sql(
                    "DELETE FROM thumbnail WHERE asset_id = ?", [(asset_id,) for asset_id in ids]
                )

    def close(self) -> None:
        """Close the file."""
        if self._database is not None:
            self._database.close()


def _find(path: Path) -> Database | None:
    """The cache for a reader, who makes do without one that is lost or damaged."""
    if not path.is_file():
        return None
    database = Database(path, read_only=True)
    try:
        with database.read() as connection:
            connection.exec_driver_sql("SELECT count(*) FROM thumbnail WHERE asset_id = 0").all()
    except CatalogueError:
        database.close()
        return None
    return database


def _open_or_renew(path: Path) -> Database:
    try:
        return _open(path)
    except DamagedCatalogue:
        # A damaged cache costs a recomputation, never a question.
        for suffix in ("", "-wal", "-shm"):
            path.with_name(path.name + suffix).unlink(missing_ok=True)
        return _open(path)


def _open(path: Path) -> Database:
    database = Database(path, read_only=False)
    try:
        with database.write() as connection:
            connection.exec_driver_sql(
                "CREATE TABLE IF NOT EXISTS thumbnail"
                " (asset_id INTEGER PRIMARY KEY, jpeg BLOB NOT NULL)"
            )
    except CatalogueError:
        database.close()
        raise
    return database
