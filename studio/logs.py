"""One log for the whole application: a rotating file, and warnings on the terminal."""

from __future__ import annotations

import contextlib
import logging
import sys
from pathlib import Path

FILE = "fashion-studio.log"
MAX_BYTES = 1_000_000
KEPT = 3  # older files
FORMAT = "%(asctime)s %(process)d %(levelname)s %(name)s: %(message)s"


def configure_logs(folder: Path) -> Path | None:
    """Send what `studio` logs to a file in `folder`; returns the file, None if it cannot be made.

    Warnings go to stderr as well. Calling it again changes nothing.
    """
    logger = logging.getLogger("studio")
    if logger.handlers:
        return folder / FILE
    logger.setLevel(logging.INFO)
    logger.propagate = False
    terminal = logging.StreamHandler(sys.stderr)
    terminal.setLevel(logging.WARNING)
    terminal.setFormatter(logging.Formatter("fashion-studio: %(message)s"))
    logger.addHandler(terminal)
    try:
        folder.mkdir(parents=True, exist_ok=True)
        _rotate(folder / FILE)
        handler = logging.FileHandler(folder / FILE, encoding="utf-8")
    except OSError as error:
        logger.warning("No log file can be written: %s", error)
        return None
    handler.setFormatter(logging.Formatter(FORMAT))
    logger.addHandler(handler)
    return folder / FILE


def _rotate(file: Path) -> None:
    """Set a log aside that has grown large.

    At the start alone: two processes share the file, and the standard library's rotating handler
    takes longer to import (it drags in sockets and pickle) than the window takes to be built.
    """
    if not file.exists() or file.stat().st_size < MAX_BYTES:
        return
    for number in range(KEPT - 1, 0, -1):
        with contextlib.suppress(FileNotFoundError):
            file.with_suffix(f".log.{number}").replace(file.with_suffix(f".log.{number + 1}"))
    file.replace(file.with_suffix(".log.1"))
