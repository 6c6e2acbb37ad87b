"""Looking at the disk: what a person named, whole sources, or folders that were touched."""

from __future__ import annotations

import os
from collections import defaultdict
from collections.abc import Callable, Collection, Sequence
from pathlib import Path

from studio.core.asset import FoundFile
from studio.core.collection import Changes, Source
from studio.core.edit import SetRemoved
from studio.core.findings import Findings
from studio.core.progress import Failure
from studio.library.intake import Announce, Intake, Put
from studio.library.reach import is_reachable
from studio.library.scanning import BATCH, FIRST_BATCH, Met, Walk, find_identity, look_at
from studio.storage.catalogue import Catalogue
from studio.storage.known_files import FAILED, MISSING, OTHER
from studio.storage.registry import SLICE


class Rescan:
    """One look at the disk, which brings the catalogue in step with it.

    A file belongs to the innermost of the sources that it lies in.
    """

    def __init__(
        self, catalogue: Catalogue, announce: Announce, put: Put, is_stopped: Callable[[], bool]
    ) -> None:
        """What has to be analysed is handed to `put`; nothing more is done once `is_stopped`."""
        self._catalogue = catalogue
        self._files = catalogue.files
        self._announce = announce
        self._intake = Intake(catalogue, announce, put, is_stopped)
        self._was_stopped = is_stopped
        self._skip = find_identity(os.fsencode(catalogue.folder))
        self._again = False
        self._read_sources()

    def _is_stopped(self) -> bool:
        return self._was_stopped() or self._intake.is_undone

    @property
    def findings(self) -> Findings:
        """What was found so far."""
        return self._intake.findings

    # --- what can be asked for --------------------------------------------------------------

    def look_through(self, paths: Sequence[Path]) -> None:
        """Import: files and folders that a person named; what failed before is tried again."""
        self._again = self._intake.by_person = True
        folders = [os.fsencode(os.path.abspath(path)) for path in paths if path.is_dir()]
        self._look_at_singles([os.path.abspath(path) for path in paths if not path.is_dir()])
        limit = FIRST_BATCH
        for folder in folders:
            if folder not in self._roots and os.access(folder, os.R_OK | os.X_OK):
                self._catalogue.add_source(os.fsdecode(folder))
                self._read_sources()
            self._look_below(folder, limit=limit)
            limit = BATCH
        self._intake.finish()

    def rescan(self, ids: Sequence[int] | None = None) -> None:
        """Sources (None: all), each with all below it. One that is away is named, no more."""
        chosen = [source for source in self._sources if ids is None or source.id in ids]
        for source in chosen:
            if source.id in self._away:
                self.findings.unreachable.append(source.path)
                self._intake.note_away(source.id)
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
        self._intake.finish()

    def rescan_folders(self, folders: Sequence[str]) -> None:
        """Folders in which something happened, without the known ones below them.

        Files that were written this moment are left for later, see `Findings.unsettled`.
        """
        self._intake.settling = True
        for folder in dict.fromkeys(map(os.fsencode, folders)):
            owner = self._find_root(folder)
            if owner is not None and self._roots[owner] not in self._away:
                self._look_below(folder, deep=False)
        self._intake.finish()

    # --- walking ----------------------------------------------------------------------------

    def _read_sources(self) -> None:
        self._sources = self._catalogue.list_sources()
        folders = [source for source in self._sources if source.kind == "folder"]
        self._roots = {os.fsencode(source.path): source.id for source in folders}
        self._away = {
            source.id for source in self._sources if not is_reachable(os.fsencode(source.path))
        }
        self._intake.except_from(self._away)

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
                self._intake.take(batch.files, known, self._roots[batch.root])
        self._intake.count_unchanged(walk.unchanged)
        self._intake.note_gone(walk.list_gone(), known)

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
                self._take_singles(part)

    def _take_singles(self, files: Sequence[FoundFile]) -> None:
        known = self._files.read_paths([os.fsencode(file.path) for file in files])
        met = [Met(file, known.places.get(os.fsencode(file.path))) for file in files]
        news = [
            one
            for one in met
            if one.row is None
            or not known.is_same(one.row, one.file)
            or known.marks[one.row] & (MISSING | FAILED | OTHER)
        ]
        self._intake.count_unchanged(len(met) - len(news))
        if news:
            self._intake.take(news, known, self._find_owner(files[0]), named=True)

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
                if known.marks[row] & MISSING or not known.is_same(row, found):
                    self._intake.take([Met(found, row)], known, source.id)
                else:
                    self._intake.count_unchanged(1)
            elif os.path.lexists(path):
                del known.places[path]  # not to be read, but there
            else:
                lost.add(os.path.dirname(path))
        sizes = {known.sizes[row] for row in known.places.values()}
        for folder in lost:
            self._look_beside(folder, sizes, source.id)
        self._intake.note_gone(list(known.places.items()), known)

    def _look_beside(self, folder: bytes, sizes: set[int], source_id: int) -> None:
        """Files of these sizes in a folder that hold what was lost there: they were renamed."""
        found = [look_at(os.path.join(os.fsdecode(folder), name)) for name in _list_names(folder)]
        files = [look for look in found if isinstance(look, FoundFile) and look.size in sizes]
        for start in range(0, len(files), SLICE):
            part = files[start : start + SLICE]
            known = self._files.read_paths([os.fsencode(file.path) for file in part])
            for file in part:
                if os.fsencode(file.path) not in known.places:
                    self._intake.take_if_moved(file, source_id)

    def _find_owner(self, file: FoundFile) -> int:
        """The source of a single file: the one that it lies in, else that of its folder's files."""
        folder = os.path.dirname(file.path)
        root = self._find_root(os.fsencode(folder))
        return self._roots[root] if root else self._catalogue.add_source(folder, "files")

    def _restore(self, files: Sequence[FoundFile]) -> None:
        """Bring back what was removed and is now named itself, not merely met in a folder."""
        ids = self._catalogue.list_removed(files)
        if ids:
            self._catalogue.apply(SetRemoved(tuple(ids), removed=False))
            self._announce(Changes(asset_ids=tuple(ids), added=True))


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
