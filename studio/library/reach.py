"""Whether a source can be reached, or is on a drive that was pulled or a server that is away."""

from __future__ import annotations

import os
from pathlib import Path

# Where systems mount what comes and goes: a folder here that is gone is a drive, not a rename.
_MOUNTS = (b"/media", b"/run/media", b"/mnt", b"/Volumes", b"/net")
_TABLE = Path("/etc/fstab")


def is_reachable(path: bytes) -> bool:
    """Whether something may be said of the files below `path`.

    Where the folder alone is gone from a place that is there, it was moved or deleted, and that may
    be said; also where it is there and empty. Where its place is gone, too, or it is a mount point
    with nothing in it, the drive was pulled: its files are where they were.
    """
    try:
        with os.scandir(path) as entries:
            return next(iter(entries), None) is not None or not _is_mount_point(path)
    except (FileNotFoundError, NotADirectoryError):
        parent = os.path.dirname(path)
        return not _is_mount_point(path) and _has_entries(parent)
    except OSError:
        return False


def _is_mount_point(folder: bytes) -> bool:
    """Whether a drive or a server belongs here, mounted now or not."""
    parent = os.path.dirname(folder)
    return parent in _MOUNTS or os.path.dirname(parent) in _MOUNTS[:2] or folder in _read_table()


def _read_table() -> set[bytes]:
    """The places in the system's table of what is mounted where."""
    try:
        lines = _TABLE.read_bytes().splitlines()
    except OSError:
        return set()
    rows = [line.split() for line in lines if not line.lstrip().startswith(b"#")]
    return {row[1].replace(b"\\040", b" ").rstrip(b"/") for row in rows if len(row) > 1}


def _has_entries(folder: bytes) -> bool:
    try:
        with os.scandir(folder) as entries:
            return next(iter(entries), None) is not None
    except OSError:
        return False
