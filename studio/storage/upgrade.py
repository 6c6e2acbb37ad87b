"""Bringing a catalogue to the current schema, after a backup."""

from __future__ import annotations

import os
import sqlite3
from contextlib import closing
from datetime import UTC, datetime
from pathlib import Path

from studio.core.errors import CatalogueError, CatalogueTooNew
from studio.storage.connection import Database, explained
from studio.storage.migrations import STEPS

KEPT_BACKUPS = 10


def upgrade(database: Database, backups: Path) -> None:
    """Run the steps that the file has not seen; each is one transaction with its version."""
    version = read_version(database)
    if version > len(STEPS):
        raise CatalogueTooNew(
            "This library was made by a newer version of Fashion Studio. Update to open it."
        )
    if database.read_only:
        if version < len(STEPS):
            raise CatalogueError("This library has to be opened for writing once, to update it.")
        return
    if 0 < version < len(STEPS):
        back_up(database.path, backups)
    for number, step in enumerate(STEPS[version:], start=version + 1):
        with database.write() as connection:
            step(connection)
            connection.exec_driver_sql(f"PRAGMA user_version = {number}")


def read_version(database: Database) -> int:
    """The schema's version that the file carries; 0 for a new one."""
    with database.read() as connection:
        row = connection.exec_driver_sql("PRAGMA user_version").one()
    return int(row[0])


def back_up(path: Path, folder: Path) -> Path:
    """Copy a catalogue while it may be in use; the oldest backups beyond ten go."""
    target = folder / f"catalogue-{datetime.now(UTC):%Y%m%d-%H%M%S-%f}.sqlite3"
    partial = target.with_suffix(".partial")
    try:
        folder.mkdir(exist_ok=True)
        try:
            with (
                explained(),
                closing(sqlite3.connect(os.fsencode(path))) as source,
                closing(sqlite3.connect(os.fsencode(partial))) as copy,
            ):
                source.backup(copy)
            partial.replace(target)
        except BaseException:
            partial.unlink(missing_ok=True)
            raise
        for old in sorted(folder.glob("catalogue-*.sqlite3"))[:-KEPT_BACKUPS]:
            old.unlink()
    except OSError as error:
        words = error.strerror or str(error)
        raise CatalogueError(f"The catalogue cannot be backed up ({words}).") from error
    return target
