"""Bringing the catalogue in step with the disk: what is new, changed, moved, gone and back."""

from __future__ import annotations

import os
import time
from collections import defaultdict
from collections.abc import Callable, Collection, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from studio.core.asset import FoundFile
from studio.core.collection import Changes, Source
from studio.core.errors import ImageError, NotAnImage
from studio.core.files import Arrived
from studio.core.progress import Failure
from studio.library.moves import Departures, find_moves
from studio.library.reach import is_reachable
from studio.library.scanning import (
    BATCH,
    FIRST_BATCH,
    Met,
    Walk,
    claims_image,
    find_identity,
    look_at,
)
from studio.storage.catalogue import Catalogue
from studio.storage.known_files import FAILED, MISSING, OTHER, REMOVED, KnownFiles

# A file that was written this moment may not be complete; it is met again a little later.
_SETTLE_NS = 2_000_000_000
_AT_ONCE = 2_000  # rows in a transaction


@dataclass(slots=True)
class Findings:
    """What a look at the disk found so far."""

    found: int = 0  # files that may be images
    registered: int = 0  # of these, new or changed
    unchanged: int = 0  # of these, known already
    moved: int = 0  # known by their content, at another place
    gone: int = 0
    back: int = 0
    unreachable: list[str] = field(default_factory=list)  # paths of sources
    unsettled: set[str] = field(default_factory=set)  # folders with files that are being written
    failures: list[Failure] = field(default_factory=list)


class Rescan:
    """One look at files, folders or sources; hands what has to be analysed to `put`.

    A file belongs to the innermost of the sources that it lies in. New files are registered as they
    are met, so that their tiles appear; those of the size of an image that went from its place wait
    until all is looked through, since they may be that image.
    """

    def __init__(
        self,
        catalogue: Catalogue,
        announce: Callable[[Changes], None],
        put: Callable[[Sequence[tuple[int, str]]], None],
        is_stopped: Callable[[], bool],
    ) -> None:
        self.findings = Findings()
        self._catalogue = catalogue
        self._files = catalogue.files
        self._announce = announce
        self._put = put
        self._is_stopped = is_stopped
        self._session = catalogue.begin_session()
        self._skip = find_identity(os.fsencode(catalogue.folder))
        self._again = self._settling = False
        self._read_sources()
        self._waiting: list[Arrived] = []  # new, and may be images that went from their place
        self._changed: list[Arrived] = []
        self._only_if_moved: set[bytes] = set()  # new beside single files: else none of ours
        self._back: list[int] = []
        self._gone: list[int] = []

    # --- what can be asked for --------------------------------------------------------------

    def look_through(self, paths: Sequence[Path]) -> None:
        """Import: files and folders that a person named; what failed before is tried again."""
        self._again = True
        folders = [os.fsencode(os.path.abspath(path)) for path in paths if path.is_dir()]
        self._look_at_singles([os.path.abspath(path) for path in paths if not path.is_dir()])
        limit = FIRST_BATCH
        for folder in folders:
            if folder not in self._roots and os.access(folder, os.R_OK | os.X_OK):
                self._catalogue.add_source(os.fsdecode(folder))
                self._read_sources()
            self._look_below(folder, limit=limit)
            limit = BATCH
        self._finish()

    def rescan(self, ids: Sequence[int] | None = None) -> None:
        """Sources (None: all), each with all below it. One that is away is named, no more."""
        chosen = [source for source in self._sources if ids is None or source.id in ids]
        for source in chosen:
            if source.id in self._away:
                self._note_away(source)
        folders = {os.fsencode(s.path) for s in chosen if s.kind == "folder"}
        for source in chosen:
            path = os.fsencode(source.path)
            if source.id in self._away or self._is_stopped():
                continue
            if source.kind != "folder":
                self._look_at_known(source)
            elif not _is_below(path, folders):  # else it is met on the way
                if not os.path.isdir(path):
                    self.findings.unreachable.append(source.path)
                self._look_below(path)
        self._finish()

    def rescan_folders(self, folders: Sequence[str]) -> None:
        """Folders in which something happened, without the known ones below them.

        Files that were written this moment are left for later, see `Findings.unsettled`.
        """
        self._settling = True
        for folder in dict.fromkeys(map(os.fsencode, folders)):
            owner = self._find_root(folder)
            if owner is not None and self._roots[owner] not in self._away:
                self._look_below(folder, deep=False)
        self._finish()

    # --- walking ----------------------------------------------------------------------------

    def _read_sources(self) -> None:
        self._sources = self._catalogue.list_sources()
        folders = [source for source in self._sources if source.kind == "folder"]
        self._roots = {os.fsencode(source.path): source.id for source in folders}
        self._away = {
            source.id
            for source in self._sources
            if not is_reachable(os.fsencode(source.path), had_images=source.count > 0)
        }
        self._departures = Departures(self._files, self._away)

    def _find_root(self, folder: bytes) -> bytes | None:
        """The folder of the innermost source that `folder` is in."""
        while folder not in self._roots:
            parent = os.path.dirname(folder)
            if parent == folder:
                return None
            folder = parent
        return folder

    def _look_below(self, folder: bytes, *, deep: bool = True, limit: int = BATCH) -> None:
        known = self._files.read_below(folder)
        walk = Walk(known, self._roots, self._skip, again=self._again, first=limit)
        walk.unseen += [root for root, source_id in self._roots.items() if source_id in self._away]
        for batch in walk.below(folder, self._find_root(folder) or folder, deep=deep):
            if self._is_stopped():
                return
            if self._again or deep:
                self.findings.failures += batch.failures
            if batch.files:
                self._take(batch.files, known, self._roots[batch.root])
        self.findings.unchanged += walk.unchanged
        self.findings.found += walk.unchanged
        self._note_gone(walk.list_gone(), known)

    def _look_at_singles(self, paths: Sequence[str]) -> None:
        """Files that were named themselves: whatever is wrong with one is said."""
        looks = [look_at(path) for path in paths]
        self.findings.failures += [look for look in looks if isinstance(look, Failure)]
        files = [look for look in looks if isinstance(look, FoundFile)]
        groups: dict[str, list[FoundFile]] = defaultdict(list)
        for file in files:
            groups[os.path.dirname(file.path)].append(file)
        limit = FIRST_BATCH
        for group in groups.values():
            while group and not self._is_stopped():
                part, group[:limit] = group[:limit], []
                limit = BATCH
                self._restore(part)
                known = self._files.read_paths([os.fsencode(file.path) for file in part])
                met = [Met(file, known.places.get(os.fsencode(file.path))) for file in part]
                loud = MISSING | FAILED
                news = [
                    one
                    for one in met
                    if not _is_settled(one, known) or known.marks[one.row or 0] & loud
                ]
                self.findings.unchanged += len(met) - len(news)
                self.findings.found += len(met) - len(news)
                self._take(news, known, None, named=True)

    def _look_at_known(self, source: Source) -> None:
        """Single files of a folder that is itself no source: what lies beside them is not ours."""
        known = self._files.read_source(source.id)
        lost: set[bytes] = set()
        for path, row in list(known.places.items()):
            if self._find_root(os.path.dirname(path)) is not None:
                del known.places[path]  # met with its folder
                continue
            found = look_at(os.fsdecode(path))
            if isinstance(found, FoundFile):
                del known.places[path]
                one = Met(found, row)
                if known.marks[row] & MISSING or not _is_settled(one, known):
                    self._take([one], known, source.id)
                else:
                    self.findings.unchanged += 1
            elif os.path.lexists(path):
                del known.places[path]  # not to be read, but there
            else:
                lost.add(os.path.dirname(path))
        sizes = {known.sizes[row] for row in known.places.values()}
        for folder in lost:
            self._look_beside(folder, sizes, source.id)
        self._note_gone(list(known.places.items()), known)

    def _look_beside(self, folder: bytes, sizes: set[int], source_id: int) -> None:
        """Files of these sizes in a folder that hold what was lost there: they were renamed."""
        found = [look_at(os.path.join(os.fsdecode(folder), name)) for name in _list_names(folder)]
        files = [look for look in found if isinstance(look, FoundFile) and look.size in sizes]
        for start in range(0, len(files), _AT_ONCE):
            part = files[start : start + _AT_ONCE]
            known = self._files.read_paths([os.fsencode(file.path) for file in part])
            for file in part:
                path = os.fsencode(file.path)
                if path not in known.places:
                    self._only_if_moved.add(path)
                    self._waiting.append(Arrived(path, file, source_id, None))

    # --- what was met -----------------------------------------------------------------------

    def _take(
        self, files: Sequence[Met], known: KnownFiles, source_id: int | None, *, named: bool = False
    ) -> None:
        """Files that are new or not as they are known; without a source, each finds its own."""
        new: list[FoundFile] = []
        others: list[FoundFile] = []
        for one in files:
            file, row = one.file, one.row
            if self._settling and abs(time.time_ns() - file.mtime_ns) < _SETTLE_NS:
                self.findings.unsettled.add(os.path.dirname(file.path))
            elif row is None or known.marks[row] & OTHER:
                verdict = self._is_image(file, named=named)
                if verdict:
                    new.append(file)
                elif verdict is not None:
                    others.append(file)
                if verdict and row is not None:
                    self._files.forget_others([os.fsencode(file.path)])
            elif _is_settled(one, known) and not known.marks[row] & FAILED:
                self.findings.found += 1
                self.findings.unchanged += 1
                self._back.append(known.ids[row])
            else:
                self.findings.found += 1
                owner = source_id or self._find_owner(file)
                path = os.fsencode(file.path)
                self._changed.append(Arrived(path, file, owner, None, known.ids[row]))
        if others:
            self._files.note_others(others)
        if new:
            self.findings.found += len(new)
            self._meet_new(new, source_id or self._find_owner(new[0]))
        if len(self._back) >= _AT_ONCE:
            self._welcome_back()

    def _meet_new(self, files: Sequence[FoundFile], source_id: int) -> None:
        departed = self._departures.of_sizes(file.size for file in files)
        self._waiting += [
            Arrived(os.fsencode(file.path), file, source_id, None)
            for file in files
            if departed[file.size]
        ]
        self._register([file for file in files if not departed[file.size]], source_id)

    def _register(self, files: Sequence[FoundFile], source_id: int) -> None:
        if not files:
            return
        done = self._catalogue.register_files(source_id, files, self._session)
        ids = (*done.new_ids, *done.changed_ids)
        self.findings.registered += len(ids)
        self._put(self._catalogue.list_paths(ids))
        self._announce(Changes(asset_ids=ids, added=True))

    def _find_owner(self, file: FoundFile) -> int:
        """The source of a single file: the one that it lies in, else that of its folder's files."""
        folder = os.path.dirname(file.path)
        root = self._find_root(os.fsencode(folder))
        return self._roots[root] if root else self._catalogue.add_source(folder, "files")

    def _restore(self, files: Sequence[FoundFile]) -> None:
        """Bring back what was removed and is now named itself, not merely met in a folder."""
        ids = self._catalogue.list_removed(files)
        if ids:
            what = "1 image" if len(ids) == 1 else f"{len(ids):,} images"
            self._catalogue.set_removed(ids, False, f"Restore {what}")
            self._announce(Changes(asset_ids=tuple(ids), added=True))

    def _is_image(self, file: FoundFile, *, named: bool = False) -> bool | None:
        """Whether the content is an image; None where that cannot be told."""
        from studio.imaging.files import read_head
        from studio.imaging.sniff import HEAD_BYTES, describe_other, sniff_format

        try:
            head = read_head(Path(file.path), HEAD_BYTES)
        except ImageError as error:
            if named or claims_image(file.path):
                self.findings.failures.append(Failure(file.path, str(error)))
            return False if isinstance(error, NotAnImage) else None
        if sniff_format(head) is not None:
            return True
        if named or claims_image(file.path):
            reason = f"This is a {describe_other(head)}, not an image."
            self.findings.failures.append(Failure(file.path, reason))
        return False

    # --- what was not met -------------------------------------------------------------------

    def _note_away(self, source: Source) -> None:
        self.findings.unreachable.append(source.path)
        ids = self._files.set_source_missing(source.id)
        self.findings.gone += len(ids)
        if ids:
            self._announce(Changes(asset_ids=ids))

    def _note_gone(self, lost: Sequence[tuple[bytes, int]], known: KnownFiles) -> None:
        others = [path for path, row in lost if known.marks[row] & OTHER]
        if others:
            self._files.forget_others(others)
        quiet = MISSING | REMOVED | OTHER  # nothing new is to be said of them
        self._gone += [known.ids[row] for _path, row in lost if not known.marks[row] & quiet]

    def _welcome_back(self) -> None:
        ids, self._back = self._back, []
        if ids:
            self._files.set_missing(ids, missing=False)
            self.findings.back += len(ids)
            self._announce(Changes(asset_ids=tuple(ids)))

    def _finish(self) -> None:
        """All is looked through: what moved is known now, and what is gone."""
        self._welcome_back()
        if self._is_stopped():
            return
        arrived = [*self._waiting, *self._changed]
        matches = find_moves(self._departures, arrived)
        if matches.moves:
            self._files.move(matches.moves)
            self.findings.moved += len(matches.moves)
            self._announce(Changes(asset_ids=tuple(matches.moves), added=True))
        settled = {found.path for found in matches.moves.values()}
        asked = {found.path for several in matches.questions.values() for found in several}
        self._register_rest(arrived, settled, set(matches.moves), asked)
        gone = [asset_id for asset_id in self._gone if asset_id not in matches.moves]
        if gone:
            self._files.set_missing(gone, missing=True)
            self.findings.gone += len(gone)
            self._announce(Changes(asset_ids=tuple(gone)))
        if matches.questions:
            self._files.ask(matches.questions)

    def _register_rest(
        self,
        arrived: Sequence[Arrived],
        settled: Collection[bytes],
        moved: Collection[int],
        asked: Collection[bytes],
    ) -> None:
        groups: dict[int, list[FoundFile]] = defaultdict(list)
        for found in arrived:
            if found.path in settled:
                continue
            if found.path in self._only_if_moved and found.path not in asked:
                continue
            if found.asset_id in moved and not self._is_image(found.file):
                continue  # what was here is elsewhere now, and this is no image
            groups[found.source_id].append(found.file)
        for source_id, files in groups.items():
            for start in range(0, len(files), _AT_ONCE):
                if self._is_stopped():
                    return
                self._register(files[start : start + _AT_ONCE], source_id)


def _is_settled(one: Met, known: KnownFiles) -> bool:
    """Whether a known file has the size and time that are known of it."""
    row, file = one.row, one.file
    if row is None or known.marks[row] & OTHER:
        return False
    return known.sizes[row] == file.size and known.times[row] == file.mtime_ns


def _is_below(folder: bytes, others: Collection[bytes]) -> bool:
    parent = os.path.dirname(folder)
    while parent not in others:
        if os.path.dirname(parent) == parent:
            return False
        parent = os.path.dirname(parent)
    return True


def _list_names(folder: bytes) -> list[str]:
    try:
        return [os.fsdecode(name) for name in os.listdir(folder)]
    except OSError:
        return []
