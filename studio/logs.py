"""One log for the whole application: a rotating file, and warnings on the terminal."""

from __future__ import annotations

import logging
import logging.handlers
import sys
from pathlib import Path

FILE = "fashion-studio.log"
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
        handler = logging.handlers.RotatingFileHandler(
            folder / FILE, maxBytes=1_000_000, backupCount=3, encoding="utf-8", delay=True
        )
    except OSError as error:
        logger.warning("No log file can be written: %s", error)
        return None
    handler.setFormatter(logging.Formatter(FORMAT))
    logger.addHandler(handler)
    return folder / FILE
