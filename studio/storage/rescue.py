"""Going back to a backup when the catalogue itself is damaged."""

from __future__ import annotations

import sqlite3
from contextlib import closing
from datetime import UTC, datetime
from pathlib import Path

from studio.core.errors import CatalogueError
from studio.storage.catalogue import FILE
from studio.storage.connection import explained, is_damage
from studio.storage.lock import OwnerLock
from studio.storage.registry import printable


def restore_newest(folder: Path) -> str | None:
    """Replace a damaged or lost catalogue by the newest backup that opens; what was done, or None.

    None means that the catalogue is sound, in use, or cannot be written (opening it says why).
    The damaged file is kept beside it under another name. Raises CatalogueError when there is no
    library or no usable backup, or the disk does not let it be read or written.
    """
    backups = sorted((folder / "backups").glob("catalogue-*.sqlite3"), reverse=True)
    if not backups and not (folder / FILE).exists():
        raise CatalogueError(f"There is no library in {printable(str(folder))}.")
    lock = OwnerLock(folder)
    try:
        if not lock.try_acquire():
            return None
    except OSError:
        return None
    try:
        lost = not _has_content(folder / FILE)
        if (lost and not backups) or (not lost and _is_sound(folder / FILE)):
            return None
        for backup in backups:
            if _has_content(backup) and _is_sound(backup):
                _replace(folder, backup)
                happened = "lost" if lost else "damaged"
                return f"The catalogue was {happened}; {backup.name} took its place."
    except OSError as error:
        words = error.strerror or str(error)
        raise CatalogueError(f"The catalogue cannot be repaired ({words}).") from error
    finally:
        lock.release()
    raise CatalogueError("The catalogue is damaged and there is no backup of it that opens.")


def _replace(folder: Path, backup: Path) -> None:
    partial = folder / f"{FILE}.partial"
    partial.write_bytes(backup.read_bytes())
    aside = f"damaged-{datetime.now(UTC):%Y%m%d-%H%M%S}.sqlite3"
    # The log of a damaged file must not be played into a sound one; it is kept with its file.
    for suffix in ("-wal", "-shm", ""):
        if (folder / f"{FILE}{suffix}").exists():
            (folder / f"{FILE}{suffix}").rename(folder / f"{aside}{suffix}")
    partial.rename(folder / FILE)


def _has_content(path: Path) -> bool:
    return path.is_file() and path.stat().st_size > 0


def _is_sound(path: Path) -> bool:
    """Whether SQLite finds no damage; raises CatalogueError when it cannot look."""
    with explained():
        try:
            # Read-only: closing it otherwise would fold the log into a file that may be broken.
            uri = f"{path.absolute().as_uri()}?mode=ro"
            with closing(sqlite3.connect(uri, uri=True, timeout=10)) as connection:
                return bool(connection.execute("PRAGMA quick_check").fetchone() == ("ok",))
        except sqlite3.Error as error:
            if is_damage(error):
                return False
            raise
