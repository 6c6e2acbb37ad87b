"""Going back to a backup when the catalogue itself is damaged."""

from __future__ import annotations

import sqlite3
from contextlib import closing
from datetime import UTC, datetime
from pathlib import Path

from studio.core.errors import CatalogueError
from studio.storage.catalogue import FILE
from studio.storage.lock import OwnerLock


def restore_newest(folder: Path) -> str | None:
    """Replace a damaged catalogue by the newest backup that opens; what was done, or None.

    None means that the catalogue is not damaged. The damaged file is kept beside it under
    another name. Raises CatalogueError when another process owns the library or there is no
    usable backup.
    """
    lock = OwnerLock(folder)
    if not (folder / FILE).is_file() or not lock.try_acquire():
        return None  # opening it says why
    try:
        if _is_sound(folder / FILE):
            return None
        stamp = f"{datetime.now(UTC):%Y%m%d-%H%M%S}"
        for backup in sorted((folder / "backups").glob("catalogue-*.sqlite3"), reverse=True):
            if not _is_sound(backup):
                continue
            content = backup.read_bytes()
            partial = folder / f"{FILE}.partial"
            partial.write_bytes(content)
            # The log of a damaged file must not be played into a sound one.
            for suffix in ("-wal", "-shm"):
                (folder / f"{FILE}{suffix}").unlink(missing_ok=True)
            (folder / FILE).rename(folder / f"damaged-{stamp}.sqlite3")
            partial.rename(folder / FILE)
            return f"The catalogue was damaged; {backup.name} took its place."
    finally:
        lock.release()
    raise CatalogueError("The catalogue is damaged and there is no backup of it that opens.")


def _is_sound(path: Path) -> bool:
    try:
        with closing(sqlite3.connect(f"file:{path}?mode=ro", uri=True)) as connection:
            return bool(connection.execute("PRAGMA quick_check").fetchone() == ("ok",))
    except sqlite3.Error:
        return False
