"""Walking folders and comparing them with what is known: in natural order, nothing is opened."""

from __future__ import annotations

import os
import re
import stat
from collections.abc import Collection, Iterator
from dataclasses import dataclass, field

from studio.core.asset import FoundFile
from studio.core.progress import Failure
from studio.storage.known_files import FAILED, MISSING, OTHER, REMOVED, KnownFiles

# The first tiles should appear at once, the rest in batches that make a transaction worth it.
FIRST_BATCH = 8
BATCH = 256

# A file that calls itself an image is named when it is none; others are passed over in silence.
_SUFFIXES = "jpg jpeg jpe jfif png webp tif tiff gif bmp avif heic heif hif psd psb"
IMAGE_SUFFIXES = frozenset(f".{suffix}" for suffix in _SUFFIXES.split(" "))
_DIGITS = re.compile(r"(\d+)")
_SYSTEM_FILES = (b"thumbs.db", b"desktop.ini", b"__macosx")
_DOT = ord(".")


@dataclass(frozen=True, slots=True)
class Met:
    """A file that is new, or not as it is known (`row` of the known files)."""

    file: FoundFile
    row: int | None = None


@dataclass(slots=True)
class Batch:
    """Files below one root (of the sources), with what could not be looked at."""

    root: bytes
    files: list[Met] = field(default_factory=list)
    failures: list[Failure] = field(default_factory=list)


class Walk:
    """Walks one folder; afterwards tells what is gone.

    `roots` are the folders of all sources: a batch names the innermost one that its files are in,
    and a link that leads into one is not followed, since its files are met there. Other links to
    folders are followed once, after all real folders. With `again`, files that failed and files
    that were no images are met anew.
    """

    def __init__(
        self,
        known: KnownFiles,
        roots: Collection[bytes],
        skip: tuple[int, int] | None,
        *,
        again: bool = False,
        first: int = BATCH,
    ) -> None:
        self.unchanged = 0
        self.unseen: list[bytes] = []  # folders that may not be read: nothing is said of them
        self._known = known
        self._roots = frozenset(roots)
        self._skip = skip
        self._seen: set[tuple[int, int]] = set()
        self._loud = MISSING | ((FAILED | OTHER) if again else 0)
        self._limit = first

    def below(self, folder: bytes, root: bytes, *, deep: bool = True) -> Iterator[Batch]:
        """A folder and (`deep`) all below it; else only those below of which nothing is known."""
        batch = Batch(root)
        waiting = [(folder, root)]
        links: list[tuple[bytes, bytes]] = []
        familiar = None if deep else self._list_familiar(folder)
        while waiting or links:
            folder, root = waiting.pop() if waiting else links.pop(0)
            root = folder if folder in self._roots else root
            if root != batch.root:
                if batch.files or batch.failures:
                    yield batch
                batch = Batch(root)
            met, folders, linked = self._look_into(folder, batch)
            if familiar is not None:
                self._keep_familiar(familiar.intersection(folders))
                folders = [one for one in folders if one not in familiar]
                familiar = None
            # Pushed in reverse, so that the first subfolder is walked first.
            waiting.extend((one, root) for one in reversed(folders))
            links.extend((one, root) for one in linked)
            for one in met:
                batch.files.append(one)
                if len(batch.files) >= self._limit:
                    self._limit = BATCH
                    yield batch
                    batch = Batch(root)
        if batch.files or batch.failures:
            yield batch

    def list_gone(self) -> list[tuple[bytes, int]]:
        """Path and row of the known files that were not met, in folders that could be read."""
        unseen = tuple(folder.rstrip(b"/") + b"/" for folder in self.unseen)
        places = self._known.places.items()
        return [item for item in places if not item[0].startswith(unseen)] if unseen else [*places]

    def _look_into(self, folder: bytes, batch: Batch) -> tuple[list[Met], list[bytes], list[bytes]]:
        """What is new or changed in one folder, its folders, and links to folders."""
        folders: list[bytes] = []
        linked: list[bytes] = []
        met: list[Met] = []
        try:
            status = os.stat(folder)
            identity = (status.st_dev, status.st_ino)
            if identity in self._seen or identity == self._skip:
                return met, folders, linked  # a link that leads back, or our own folder
            self._seen.add(identity)
            with os.scandir(folder) as entries:
                self._compare(entries, batch, met, folders, linked)
        except (FileNotFoundError, NotADirectoryError) as error:
            batch.failures.append(Failure(os.fsdecode(folder), _words(error, "folder")))
        except OSError as error:
            batch.failures.append(Failure(os.fsdecode(folder), _words(error, "folder")))
            self.unseen.append(folder)
        for paths in (folders, linked):
            paths.sort(key=_path_key)
        met.sort(key=lambda one: natural_key(os.path.basename(one.file.path)))
        return met, folders, linked

    def _compare(
        self,
        entries: Iterator[os.DirEntry[bytes]],
        batch: Batch,
        met: list[Met],
        folders: list[bytes],
        linked: list[bytes],
    ) -> None:
        # Once for each file of the library: everything that an unchanged one needs is local.
        known = self._known
        sizes, times, marks, loud = known.sizes, known.times, known.marks, self._loud
        take = known.places.pop
        regular, kind_of = stat.S_ISREG, stat.S_IFMT
        unchanged = 0
        for entry in entries:
            name = entry.name
            if name[0] == _DOT or name.lower() in _SYSTEM_FILES:
                continue
            path = entry.path
            if entry.is_dir(follow_symlinks=False):
                folders.append(path)
                continue
            try:
                status = entry.stat()
            except OSError as error:
                self._fail(path, error, batch)
                continue
            mode = status.st_mode
            if not regular(mode):
                if kind_of(mode) == stat.S_IFDIR:
                    self._follow(path, linked)
                else:
                    batch.failures.append(Failure(os.fsdecode(path), _NO_FILE))
                continue
            size, time = status.st_size, status.st_mtime_ns
            row = take(path, None)
            if row is None:
                met.append(Met(FoundFile(os.fsdecode(path), size, time)))
            elif sizes[row] == size and times[row] == time and not marks[row] & loud:
                unchanged += 1
            elif not marks[row] & REMOVED:
                met.append(Met(FoundFile(os.fsdecode(path), size, time), row))
        self.unchanged += unchanged

    def _fail(self, path: bytes, error: OSError, batch: Batch) -> None:
        if claims_image(os.fsdecode(path)):
            batch.failures.append(Failure(os.fsdecode(path), _words(error, "file")))
        if not isinstance(error, FileNotFoundError):
            self._known.places.pop(path, None)  # it is there, whatever it is

    def _follow(self, link: bytes, linked: list[bytes]) -> None:
        target = os.path.realpath(link)
        while target not in self._roots:
            parent = os.path.dirname(target)
            if parent == target:
                linked.append(link)
                return
            target = parent

    def _list_familiar(self, folder: bytes) -> set[bytes]:
        """The subfolders of which something is known."""
        start = len(folder.rstrip(b"/")) + 1
        return {path[:end] for path in self._known.places if (end := path.find(b"/", start)) >= 0}

    def _keep_familiar(self, folders: Collection[bytes]) -> None:
        """Say nothing of subfolders that are there and are not walked."""
        self.unseen.extend(folders)


_NO_FILE = "This is a pipe, socket or device, not a picture."


def look_at(path: str) -> FoundFile | Failure:
    """One file that was named: whatever is wrong with it is said."""
    try:
        status = os.stat(path)
    except OSError as error:
        return Failure(path, _words(error, "file"))
    if not stat.S_ISREG(status.st_mode):
        return Failure(path, _NO_FILE)
    return FoundFile(path, status.st_size, status.st_mtime_ns)


def natural_key(name: str) -> list[tuple[int, int | str]]:
    """Sorts "look 9" before "look 10".

    >>> sorted(["b10", "b9", "A"], key=natural_key)
    ['A', 'b9', 'b10']
    """
    parts = _DIGITS.split(name.casefold())
    return [(0, int(part)) if part.isdecimal() else (1, part) for part in parts if part]


def _path_key(path: bytes) -> list[tuple[int, int | str]]:
    return natural_key(os.fsdecode(os.path.basename(path)))


def claims_image(path: str) -> bool:
    """Whether the name of a file says that it is an image."""
    return os.path.splitext(path)[1].lower() in IMAGE_SUFFIXES


def find_identity(path: bytes) -> tuple[int, int] | None:
    """What tells a folder from all others, by whatever path it is met."""
    try:
        status = os.stat(path)
    except OSError:
        return None
    return status.st_dev, status.st_ino


def _words(error: OSError, what: str) -> str:
    if isinstance(error, FileNotFoundError):
        return f"The {what} is no longer there."
    if isinstance(error, PermissionError):
        return f"You may not read this {what}: its permissions forbid it."
    return f"The {what} cannot be read ({error.strerror or error})."
