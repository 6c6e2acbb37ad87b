"""A library whose files are looked at for real, and whose analyses cost nothing."""

from __future__ import annotations

import itertools
import os
from collections.abc import Callable, Sequence
from pathlib import Path

from studio.core.asset import Analysis
from studio.core.collection import Changes
from studio.core.findings import Findings
from studio.imaging.fingerprint import content_fingerprint
from studio.library.rescanning import Rescan
from studio.storage.catalogue import Catalogue

_PNG = b"\x89PNG\r\n\x1a\n"
_clock = itertools.count(1_600_000_000_000_000_000, 1_000_000_000)


def draw(path: Path, content: str, size: int = 64) -> Path:
    """A file that begins like an image; each write has a time of its own."""
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(_PNG + content.encode().ljust(size, b"."))
    time = next(_clock)
    os.utime(path, ns=(time, time))
    return path


def look(catalogue: Catalogue, how: Callable[[Rescan], None]) -> Findings:
    """Look at the disk as a job does, and store an analysis of all that waits for one."""
    changes: list[Changes] = []
    scan = Rescan(catalogue, changes.append, lambda _assets: None, lambda: False)
    how(scan)
    found = [
        (asset_id, Analysis(40, 30, "PNG", b"jpeg", content_fingerprint(Path(path)), 0))
        for asset_id, path in catalogue.list_pending(limit=1_000_000)
        if os.path.exists(path)
    ]
    catalogue.store_analyses(found)
    return scan.findings


def rescan(catalogue: Catalogue, ids: Sequence[int] | None = None) -> Findings:
    """Look at all sources."""
    return look(catalogue, lambda scan: scan.rescan(ids))


def add(catalogue: Catalogue, *paths: Path) -> Findings:
    """Import files and folders."""
    return look(catalogue, lambda scan: scan.look_through(paths))


def rate(catalogue: Catalogue, asset_id: int, rating: int) -> None:
    """Say something of an image."""
    with catalogue._database.write() as connection:
        connection.exec_driver_sql("UPDATE asset SET rating = ? WHERE id = ?", (rating, asset_id))


def by_path(catalogue: Catalogue, folder: Path) -> dict[str, int]:
    """Ids of what is there, by the path in a folder."""
    present = catalogue.list_details(catalogue.list_ids())
    return {os.path.relpath(d.path, folder): d.id for d in present if not d.missing}


def missing(catalogue: Catalogue) -> set[str]:
    """Names of the missing images."""
    return {d.name for d in catalogue.list_details(catalogue.list_ids()) if d.missing}
