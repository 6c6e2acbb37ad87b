"""The owner lock: one process writes to a library, others read."""

from __future__ import annotations

import contextlib
import errno
import os
import sys
from pathlib import Path
from typing import IO


class OwnerLock:
    """An operating-system lock on `owner.lock`; it vanishes with the process, kill -9 included."""

    def __init__(self, folder: Path) -> None:
        self._path = folder / "owner.lock"
        self._stream: IO[str] | None = None

    def try_acquire(self) -> bool:
        """Take the lock if nobody has it; raises OSError when the folder cannot be written."""
        if not os.access(self._path.parent, os.W_OK):  # the lock alone may be writable
            raise PermissionError(errno.EACCES, os.strerror(errno.EACCES))
        stream = self._path.open("a+", encoding="ascii")
        try:
            _lock(stream)
        except OSError:
            stream.close()
            return False
        self._stream = stream
        with contextlib.suppress(OSError):  # a full disk: the number is for curious people only
            stream.seek(0)
            stream.truncate()
            stream.write(f"{os.getpid()}\n")
            stream.flush()
        return True

    def release(self) -> None:
        """Give the lock back; harmless when it is not held."""
        if self._stream is not None:
            stream, self._stream = self._stream, None
            with contextlib.suppress(OSError):  # what a full disk did not take
                stream.close()


if sys.platform == "win32":
    import msvcrt

    def _lock(stream: IO[str]) -> None:
        msvcrt.locking(stream.fileno(), msvcrt.LK_NBLCK, 1)

else:
    import fcntl

    def _lock(stream: IO[str]) -> None:
        fcntl.flock(stream, fcntl.LOCK_EX | fcntl.LOCK_NB)
