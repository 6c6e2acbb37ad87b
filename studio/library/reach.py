"""Whether a source can be reached, or is on a drive that was pulled or a server that is away."""

from __future__ import annotations

import os

# Where systems mount what comes and goes: a folder here that is gone is a drive, not a rename.
_MOUNTS = (b"/media", b"/run/media", b"/mnt", b"/Volumes", b"/net")


def is_reachable(path: bytes, *, had_images: bool = True) -> bool:
    """Whether something may be said of the files below `path`.

    Where the folder alone is gone from a place that is there, it was moved or deleted, and that may
    be said. Where the place is gone, too, or is an empty mount point, the drive was pulled: its
    files are where they were. An empty folder that `had_images` counts as such a mount point.
    """
    try:
        with os.scandir(path) as entries:
            return not had_images or next(iter(entries), None) is not None
    except (FileNotFoundError, NotADirectoryError):
        parent = os.path.dirname(path)
        return not _is_mount_place(parent) and _has_entries(parent)
    except OSError:
        return False


def _is_mount_place(folder: bytes) -> bool:
    return folder in _MOUNTS or os.path.dirname(folder) in _MOUNTS[:2]


def _has_entries(folder: bytes) -> bool:
    try:
        with os.scandir(folder) as entries:
            return next(iter(entries), None) is not None
    except OSError:
        return False
