"""The files that a drag or the clipboard carries, whatever script or bytes their names are in."""

from __future__ import annotations

import os
import sys
from pathlib import Path
from urllib.parse import unquote_to_bytes

from PySide6.QtCore import QMimeData

_LOCAL = (b"file://localhost/", b"file:///", b"file:/")


def has_files(mime: QMimeData) -> bool:
    """Whether there is at least one local file; cheap, asked while a drag hovers."""
    return mime.hasUrls() and any(url.isLocalFile() for url in mime.urls())


def list_paths(mime: QMimeData) -> list[Path]:
    """The local files and folders; links to the web are left out."""
    if sys.platform == "win32":
        return [Path(url.toLocalFile()) for url in mime.urls() if url.isLocalFile()]
    # Not through QUrl: it would replace bytes of a name that are no UTF-8.
    lines = bytes(mime.data("text/uri-list").data()).splitlines()
    paths = (_to_path(line.strip()) for line in lines)
    return [path for path in paths if path is not None]


def _to_path(line: bytes) -> Path | None:
    for prefix in _LOCAL:
        if line.lower().startswith(prefix):
            # The last byte of each prefix is the root's slash.
            return Path(os.fsdecode(unquote_to_bytes(line[len(prefix) - 1 :])))
    return None
