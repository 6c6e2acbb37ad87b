"""Walking what a person dropped: folders and files, in natural order, by content."""

from __future__ import annotations

import os
import re
import stat
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from studio.core.asset import FoundFile
from studio.core.progress import Failure

# The first tiles should appear at once, the rest in batches that make a transaction worth it.
FIRST_BATCH = 8
BATCH = 256

# A file that calls itself an image is named when it is none; others are passed over in silence.
_SUFFIXES = "jpg jpeg jpe jfif png webp tif tiff gif bmp avif heic heif hif psd psb"
IMAGE_SUFFIXES = frozenset(f".{suffix}" for suffix in _SUFFIXES.split(" "))
_DIGITS = re.compile(r"(\d+)")


@dataclass(slots=True)
class ScanBatch:
    """Files of one source, with what could not be looked at."""

    source: str
    kind: str  # "folder" or "files"
    files: list[FoundFile] = field(default_factory=list)
    failures: list[Failure] = field(default_factory=list)


def scan(paths: Sequence[Path], skip: Path) -> Iterator[ScanBatch]:
    """Walk `paths`; what lies in `skip` (the library's own folder) is left out.

    A folder given is a source; a single file belongs to its parent's. Links to folders are
    followed once. Nothing is opened here: a file is known by its directory entry alone.
    """
    walker = _Walker(skip)
    singles = [path for path in paths if not path.is_dir()]
    for path in singles:
        yield from walker.single(path)
    for path in paths:
        if path not in singles:
            yield from walker.folder(path)


class _Walker:
    def __init__(self, skip: Path) -> None:
        self._skip = _identity(skip)
        self._seen: set[tuple[int, int]] = set()
        self._limit = FIRST_BATCH

    def single(self, path: Path) -> Iterator[ScanBatch]:
        """One file that was named: whatever is wrong with it is said."""
        absolute = os.path.abspath(path)
        batch = ScanBatch(os.path.dirname(absolute), "files")
        self._add(batch, absolute, named=True)
        yield batch

    def folder(self, path: Path) -> Iterator[ScanBatch]:
        """A folder with everything below it."""
        root = os.path.abspath(path)
        batch = ScanBatch(root, "folder")
        waiting = [root]
        while waiting:
            folder = waiting.pop()
            entries = self._entries(folder, batch)
            # Pushed in reverse, so that the first subfolder is walked first.
            waiting.extend(entry.path for entry in reversed(entries) if _is_folder(entry))
            for entry in entries:
                if _is_folder(entry):
                    continue
                self._add(batch, entry.path, named=False)
                if len(batch.files) >= self._limit:
                    self._limit = BATCH
                    yield batch
                    batch = ScanBatch(root, "folder")
        if batch.files or batch.failures:
            yield batch

    def _entries(self, folder: str, batch: ScanBatch) -> list[os.DirEntry[str]]:
        try:
            status = os.stat(folder)
            identity = (status.st_dev, status.st_ino)
            if identity in self._seen or identity == self._skip:
                return []  # a link that leads back, or our own folder
            self._seen.add(identity)
            with os.scandir(folder) as entries:
                shown = [entry for entry in entries if not _is_hidden(entry.name)]
        except OSError as error:
            batch.failures.append(Failure(folder, _words(error, "folder")))
            return []
        return sorted(shown, key=lambda entry: natural_key(entry.name))

    def _add(self, batch: ScanBatch, path: str, *, named: bool) -> None:
        try:
            status = os.stat(path)
        except OSError as error:
            if named or claims_image(path):
                batch.failures.append(Failure(path, _words(error, "file")))
            return
        if not stat.S_ISREG(status.st_mode):
            batch.failures.append(Failure(path, "This is a pipe, socket or device, not a picture."))
            return
        batch.files.append(FoundFile(path, status.st_size, status.st_mtime_ns))


def natural_key(name: str) -> list[tuple[int, int | str]]:
    """Sorts "look 9" before "look 10".

    >>> sorted(["b10", "b9", "A"], key=natural_key)
    ['A', 'b9', 'b10']
    """
    parts = _DIGITS.split(name.casefold())
    return [(0, int(part)) if part.isdecimal() else (1, part) for part in parts if part]


def claims_image(path: str) -> bool:
    """Whether the name of a file says that it is an image."""
    return os.path.splitext(path)[1].lower() in IMAGE_SUFFIXES


def _is_folder(entry: os.DirEntry[str]) -> bool:
    try:
        return entry.is_dir()
    except OSError:
        return False  # a link in a circle of links: `_add` says so


def _is_hidden(name: str) -> bool:
    return name.startswith(".") or name.lower() in ("thumbs.db", "desktop.ini", "__macosx")


def _identity(path: Path) -> tuple[int, int] | None:
    try:
        status = path.stat()
    except OSError:
        return None
    return status.st_dev, status.st_ino


def _words(error: OSError, what: str) -> str:
    if isinstance(error, FileNotFoundError):
        return f"The {what} is no longer there."
    if isinstance(error, PermissionError):
        return f"You may not read this {what}: its permissions forbid it."
    return f"The {what} cannot be read ({error.strerror or error})."
