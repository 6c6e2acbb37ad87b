"""Finding missing files below a folder that a person chose: by size, then by content."""

from __future__ import annotations

import os
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from studio.core.asset import FoundFile
from studio.core.edit import Relink
from studio.core.errors import ImageError, StudioError
from studio.core.files import Arrived, Departed, match
from studio.core.progress import Control, ImportProgress
from studio.library.scanning import look_at
from studio.storage.catalogue import Catalogue
from studio.storage.known_files import MISSING

_TOLD_EVERY = 500  # files
_AT_ONCE = 10_000


@dataclass(slots=True)
class RelinkSearch:
    """One search for missing images; `edit` is what it came to."""

    catalogue: Catalogue
    folder: Path
    edit: Relink | None = None
    wanted: int = 0

    def run(self, ids: Sequence[int] | None, control: Control) -> Iterator[ImportProgress]:
        """Look for these missing assets (None: for all); yields progress."""
        missing = self.catalogue.files.list_missing(ids)
        self.wanted = len(missing)
        sizes = {asset.size for asset in missing}
        seen = 0
        candidates: list[FoundFile] = []
        for found in _walk(os.path.abspath(self.folder)):
            if control.cancelled:
                return
            control.wait_while_paused()
            seen += 1
            if found.size in sizes:
                candidates.append(found)
            if seen % _TOLD_EVERY == 0:
                yield ImportProgress("scanning", found=seen)
        read: list[Arrived] = []
        for number, arrived in enumerate(self._list_free(candidates)):
            if control.cancelled:
                return
            read.append(_read(arrived))
            if number % 100 == 0:
                yield ImportProgress(
                    "analysing", found=seen, total=len(candidates), analysed=number
                )
        places = _choose(missing, read)
        if places:
            self.edit = Relink(tuple((key, a.file, self._source(a)) for key, a in places.items()))
        yield ImportProgress("analysing", found=seen, total=len(candidates), moved=len(places))

    def _list_free(self, files: Sequence[FoundFile]) -> list[Arrived]:
        """Files that may be one of the missing: no image is there that a person marked."""
        free: list[Arrived] = []
        for start in range(0, len(files), _AT_ONCE):
            part = files[start : start + _AT_ONCE]
            known = self.catalogue.files.read_paths([os.fsencode(file.path) for file in part])
            rows = {path: row for path, row in known.places.items() if known.ids[row]}
            unmarked = self.catalogue.files.list_unmarked([known.ids[r] for r in rows.values()])
            for file in part:
                path = os.fsencode(file.path)
                row = rows.get(path)
                here = None if row is None else known.ids[row]
                if here is None or here in unmarked or known.marks[rows[path]] & MISSING:
                    free.append(Arrived(path, file, 0, None, None))
        return free

    def _source(self, found: Arrived) -> int:
        """The innermost source that a file lies in; else the chosen folder, for single files."""
        folder = os.path.dirname(found.file.path)
        around = [
            (len(source.path), source.id)
            for source in self.catalogue.list_sources()
            if source.kind == "folder"
            and (folder == source.path or folder.startswith(source.path.rstrip("/") + "/"))
        ]
        if around:
            return max(around)[1]
        return self.catalogue.add_source(os.path.abspath(self.folder), "files")


def place_file(catalogue: Catalogue, asset_id: int, path: Path) -> Relink:
    """Say that the file of one image is this; raises ImageError or StudioError."""
    from studio.imaging.files import read_head
    from studio.imaging.sniff import HEAD_BYTES, describe_other, sniff_format

    absolute = os.path.abspath(path)
    found = look_at(absolute)
    if not isinstance(found, FoundFile):
        raise StudioError(found.reason)
    head = read_head(Path(absolute), HEAD_BYTES)
    if sniff_format(head) is None:
        raise ImageError(f"This is a {describe_other(head)}, not an image.")
    search = RelinkSearch(catalogue, Path(absolute).parent)
    arrived = Arrived(os.fsencode(absolute), found, 0, None)
    return Relink(((asset_id, found, search._source(arrived)),))  # noqa: SLF001 - its own module


def _choose(missing: Sequence[Departed], files: Sequence[Arrived]) -> dict[int, Arrived]:
    """By content where it is known; of several copies the one of the same name, if it is one."""
    matches = match(missing, files)
    places = dict(matches.moves)
    taken = {found.path for found in places.values()}
    names = {asset.id: os.path.basename(asset.path) for asset in missing}
    for asset_id, several in matches.questions.items():
        alike = [f for f in several if os.path.basename(f.path) == names[asset_id]]
        if len(alike) == 1 and alike[0].path not in taken:
            places[asset_id] = alike[0]
            taken.add(alike[0].path)
    by_name: dict[tuple[bytes, int], list[Arrived]] = {}
    for found in files:
        by_name.setdefault((os.path.basename(found.path), found.file.size), []).append(found)
    for asset in missing:
        if asset.fingerprint is not None or asset.id in places:
            continue
        # Of one that was never analysed no content is known: name and size have to do.
        alike = by_name.get((names[asset.id], asset.size), [])
        if len(alike) == 1 and alike[0].path not in taken:
            places[asset.id] = alike[0]
            taken.add(alike[0].path)
    return places


def _read(found: Arrived) -> Arrived:
    from studio.imaging.fingerprint import content_fingerprint

    try:
        fingerprint = content_fingerprint(Path(found.file.path))
    except ImageError:
        return found
    return Arrived(found.path, found.file, found.source_id, fingerprint)


def _walk(folder: str) -> Iterator[FoundFile]:
    for parent, folders, names in os.walk(folder):
        folders[:] = sorted(name for name in folders if not name.startswith("."))
        for name in names:
            found = look_at(os.path.join(parent, name))
            if isinstance(found, FoundFile):
                yield found
