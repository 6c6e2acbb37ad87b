"""Files that are there whole or not at all, and what a full disk looks like."""

from __future__ import annotations

import errno
import os
from pathlib import Path

_FULL = (errno.ENOSPC, errno.EDQUOT)


def write_whole(path: Path, content: bytes) -> None:
    """Write under another name and move into place; half of it is never taken for done."""
    path.parent.mkdir(parents=True, exist_ok=True)
    partial = path.with_name(f"{path.name}.partial")
    partial.write_bytes(content)
    partial.replace(path)


def reserve(path: Path, size: int) -> None:
    """Take `size` bytes of disk for a file that will be filled through memory.

    Without it a full disk kills the process at some page of the file, without a word. Raises
    OSError.
    """
    if hasattr(os, "posix_fallocate"):
        descriptor = os.open(path, os.O_RDWR)
        try:
            os.posix_fallocate(descriptor, 0, size)
        finally:
            os.close(descriptor)


def is_disk_full(error: BaseException) -> bool:
    """Whether a full disk is behind `error`, whatever the library at work made of it."""
    cause: BaseException | None = error
    while cause is not None:
        if isinstance(cause, OSError) and cause.errno in _FULL:
            return True
        if os.strerror(errno.ENOSPC) in str(cause):
            return True
        cause = cause.__cause__ or cause.__context__
    return False


def describe_full(error: BaseException) -> str:
    """One line for whoever ran into a full disk."""
    cause: BaseException | None = error
    while cause is not None:
        if isinstance(cause, OSError) and cause.filename:
            return f"The disk is full: {cause.filename} cannot be written."
        cause = cause.__cause__ or cause.__context__
    return "The disk is full. What was finished before stays; run the same command again."
