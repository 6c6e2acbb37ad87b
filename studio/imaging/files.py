"""Opening a user's file without ever waiting on a pipe or a device."""

from __future__ import annotations

import os
import stat
from pathlib import Path
from typing import BinaryIO

from studio.core.errors import NotAnImage, UnreadableFile


def open_regular(path: Path) -> BinaryIO:
    """Open a regular, not empty file for reading.

    Raises UnreadableFile for anything that is not there, may not be read or is no regular file,
    and NotAnImage for an empty one.
    """
    flags = os.O_RDONLY | getattr(os, "O_NONBLOCK", 0) | getattr(os, "O_BINARY", 0)
    try:
        # Asked before the open: opening some devices has effects of its own.
        status = path.stat()
        if not stat.S_ISREG(status.st_mode):
            raise UnreadableFile(_not_regular(status.st_mode))
        descriptor = os.open(path, flags)
    except FileNotFoundError as error:
        raise UnreadableFile("The file is no longer there.") from error
    except PermissionError as error:
        raise UnreadableFile("You may not read this file: its permissions forbid it.") from error
    except (OSError, ValueError) as error:
        raise UnreadableFile(f"The file cannot be opened ({_words(error)}).") from error
    try:
        status = os.fstat(descriptor)
        if not stat.S_ISREG(status.st_mode):
            raise UnreadableFile(_not_regular(status.st_mode))
        if status.st_size == 0:
            raise NotAnImage("The file is empty.")
        return os.fdopen(descriptor, "rb")
    except BaseException:
        os.close(descriptor)
        raise


def read_head(path: Path, count: int) -> bytes:
    """The first `count` bytes of a regular file; errors as in `open_regular`."""
    with open_regular(path) as stream:
        try:
            return stream.read(count)
        except OSError as error:
            raise UnreadableFile(f"The file cannot be read ({_words(error)}).") from error


def _not_regular(mode: int) -> str:
    if stat.S_ISDIR(mode):
        return "This is a folder, not a file."
    return "This is a pipe, socket or device, not a file."


def _words(error: Exception) -> str:
    return getattr(error, "strerror", None) or str(error)
