"""Folders that were being looked through when the application was killed: looked through again."""

from __future__ import annotations

import contextlib
import json
import threading
import uuid
from collections.abc import Iterator, Sequence
from pathlib import Path

from studio.core.errors import StudioError
from studio.storage.catalogue import Catalogue

_KEY = "open_scans"


class OpenScans:
    """Kept with the library while a scan runs; what an earlier process left is done again."""

    def __init__(self, catalogue: Catalogue) -> None:
        self._catalogue = catalogue
        self._lock = threading.Lock()
        self._mine: set[str] = set()

    @contextlib.contextmanager
    def noted(self, paths: Sequence[Path]) -> Iterator[None]:
        """Remember `paths` until the block ends, however it ends; a kill leaves them behind."""
        token = uuid.uuid4().hex
        with self._lock:
            self._mine.add(token)
            self._write(self._read() | {token: [str(path) for path in paths]})
        try:
            yield
        finally:
            # A disk that is full by now costs a second look at the folder, no more.
            with self._lock, contextlib.suppress(StudioError):
                left = self._read()
                left.pop(token, None)
                self._write(left)

    def list_left(self) -> list[Path]:
        """What earlier processes did not look through to the end."""
        with self._lock:
            left = [p for token, p in self._read().items() if token not in self._mine]
        return [Path(path) for paths in left for path in paths]

    def forget_left(self) -> None:
        """The scans of earlier processes are being done again, under notes of their own."""
        with self._lock:
            self._write({token: p for token, p in self._read().items() if token in self._mine})

    def _read(self) -> dict[str, list[str]]:
        try:
            found = json.loads(self._catalogue.find_setting(_KEY) or "{}")
        except ValueError:
            return {}
        return found if isinstance(found, dict) else {}

    def _write(self, scans: dict[str, list[str]]) -> None:
        self._catalogue.set_setting(_KEY, json.dumps(scans))
