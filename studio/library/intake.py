"""Sorting out what a look at the disk met: new, changed, moved, gone and back."""

from __future__ import annotations

import os
import time
from collections import defaultdict
from collections.abc import Callable, Collection, Sequence

from studio.core.asset import FoundFile
from studio.core.collection import Changes
from studio.core.files import Arrived, Matches
from studio.core.findings import Findings
from studio.library.judging import judge
from studio.library.moves import Departures, find_moves
from studio.library.scanning import Met
from studio.storage.catalogue import Catalogue
from studio.storage.known_files import FAILED, MISSING, OTHER, REMOVED, KnownFiles

_AT_ONCE = 2_000  # rows in a transaction
# A file that was written this moment may not be complete; it is met again a little later.
_SETTLE_NS = 2_000_000_000

Announce = Callable[[Changes], None]
Put = Callable[[Sequence[tuple[int, str]]], None]


class Intake:
    """Writes to the catalogue what is met; hands what has to be analysed to `put`.

    New files are registered as they are met, so that their tiles appear; those of the size of an
    image that went from its place wait until `finish`, since they may be that image.
    """

    def __init__(
        self, catalogue: Catalogue, announce: Announce, put: Put, is_stopped: Callable[[], bool]
    ) -> None:
        self.findings = Findings()
        self.settling = False  # leave files for later that are being written
        self.by_person = False  # what is new is a step of the history
        self.is_undone = False  # that step was undone meanwhile: nothing more is added
        self._catalogue = catalogue
        self._files = catalogue.files
        self._announce = announce
        self._put = put
        self._is_stopped = is_stopped
        self._session = catalogue.begin_session()
        self._step: int | None = None  # of the history, once the first image is registered
        self._departures = Departures(self._files, ())
        self._waiting: list[Arrived] = []
        self._changed: list[Arrived] = []
        self._only_if_moved: set[bytes] = set()
        self._back: list[int] = []
        self._gone: dict[int, bytes] = {}  # where they were

    def except_from(self, away: Collection[int]) -> None:
        """Take no image of these sources (ids) for one that went: they cannot be reached."""
        self._departures = Departures(self._files, away)

    # --- what was met -----------------------------------------------------------------------

    def take(
        self, files: Sequence[Met], known: KnownFiles, source_id: int, *, named: bool = False
    ) -> None:
        """Files of one source that are new or not as they are known."""
        if self.settling:
            files = self._without_unsettled(files)
        for one in files:
            if one.row is not None and not known.marks[one.row] & OTHER:
                self._take_known(one, one.row, known, source_id)
        strange = [one for one in files if one.row is None or known.marks[one.row] & OTHER]
        self._take_strange(strange, source_id, named=named)
        if len(self._back) >= _AT_ONCE:
            self._welcome_back()

    def take_if_moved(self, file: FoundFile, source_id: int) -> None:
        """A file that is none of ours, unless it is one that went from its place."""
        path = os.fsencode(file.path)
        self._only_if_moved.add(path)
        self._waiting.append(Arrived(path, file, source_id, None))

    def count_unchanged(self, count: int) -> None:
        """So many files are as they are known."""
        self.findings.found += count
        self.findings.unchanged += count

    def _without_unsettled(self, files: Sequence[Met]) -> list[Met]:
        now = time.time_ns()
        fresh = [one for one in files if abs(now - one.file.mtime_ns) < _SETTLE_NS]
        self.findings.unsettled.update(os.path.dirname(one.file.path) for one in fresh)
        return [one for one in files if one not in fresh] if fresh else list(files)

    def _take_known(self, one: Met, row: int, known: KnownFiles, source_id: int) -> None:
        if known.is_same(row, one.file) and not known.marks[row] & FAILED:
            self.count_unchanged(1)
            self._back.append(known.ids[row])
        else:
            self.findings.found += 1
            path = os.fsencode(one.file.path)
            self._changed.append(Arrived(path, one.file, source_id, None, known.ids[row]))

    def _take_strange(self, strange: Sequence[Met], source_id: int, *, named: bool) -> None:
        """What is in the catalogue as no image, if at all."""
        new: list[FoundFile] = []
        others: list[FoundFile] = []
        for one in strange:
            verdict = judge(one.file, self.findings.failures, named=named)
            if verdict:
                new.append(one.file)
                if one.row is not None:
                    self._files.forget_others([os.fsencode(one.file.path)])
            elif verdict is not None:
                others.append(one.file)
        if others:
            self._files.note_others(others)
        self.findings.found += len(new)
        departed = self._departures.of_sizes(file.size for file in new)
        self._waiting += [
            Arrived(os.fsencode(file.path), file, source_id, None)
            for file in new
            if departed[file.size]
        ]
        self._register([file for file in new if not departed[file.size]], source_id)

    def _register(self, files: Sequence[FoundFile], source_id: int) -> None:
        if not files:
            return
        if self.by_person:
            added = self._catalogue.add_files(source_id, files, self._session, self._step)
            if added is None:
                self.is_undone = True
                return
            done, self._step = added
        else:
            done = self._catalogue.register_files(source_id, files, self._session)
        ids = (*done.new_ids, *done.changed_ids)
        self.findings.registered += len(ids)
        self._put(self._catalogue.list_paths(ids))
        self._announce(Changes(asset_ids=ids, added=True))

    # --- what was not met -------------------------------------------------------------------

    def note_gone(self, lost: Sequence[tuple[bytes, int]], known: KnownFiles) -> None:
        """These (path, row of the known) are not where they were; maybe they moved."""
        others = [path for path, row in lost if known.marks[row] & OTHER]
        if others:
            self._files.forget_others(others)
        quiet = MISSING | REMOVED | OTHER  # nothing new is to be said of them
        self._gone |= {known.ids[row]: path for path, row in lost if not known.marks[row] & quiet}

    def note_away(self, source_id: int) -> None:
        """Nothing of a source can be reached."""
        ids = self._files.set_source_missing(source_id)
        self.findings.gone += len(ids)
        if ids:
            self._announce(Changes(asset_ids=ids, added=True))

    def _welcome_back(self) -> None:
        ids, self._back = self._back, []
        if ids:
            self._files.set_missing(ids, missing=False)
            self.findings.back += len(ids)
            self._announce(Changes(asset_ids=tuple(ids), added=True))

    # --- when all is looked through ---------------------------------------------------------

    def finish(self) -> None:
        """What moved is known now, and what is gone."""
        self._welcome_back()
        if self._is_stopped():
            return
        # A new folder may be met below its parent and by itself: each file counts once.
        arrived = list(dict.fromkeys([*self._waiting, *self._changed]))
        matches = find_moves(self._departures, arrived)
        moved = self._files.move(matches.moves) if matches.moves else ()
        if moved:
            self.findings.moved += len(moved)
            self._announce(Changes(asset_ids=moved, added=True))
        self._register_rest(arrived, matches)
        settled = set(moved)
        left = {key: path for key, path in self._gone.items() if key not in settled}
        # What another look or a person placed elsewhere meanwhile is not gone.
        gone = self._files.note_gone(left) if left else ()
        if gone:
            self.findings.gone += len(gone)
            self._announce(Changes(asset_ids=gone, added=True))
        if matches.questions:
            self._files.ask(matches.questions)
            self.findings.asked += len(matches.questions)

    def _register_rest(self, arrived: Sequence[Arrived], matches: Matches) -> None:
        settled = {found.path for found in matches.moves.values()}
        asked = {found.path for several in matches.questions.values() for found in several}
        settled |= self._only_if_moved - asked
        groups: dict[int, list[FoundFile]] = defaultdict(list)
        for found in arrived:
            if found.path in settled:
                continue
            # Where an image left its place to another file, that one was not looked at yet.
            if found.asset_id not in matches.moves or judge(found.file, self.findings.failures):
                groups[found.source_id].append(found.file)
        for source_id, files in groups.items():
            for start in range(0, len(files), _AT_ONCE):
                if self._is_stopped():
                    return
                self._register(files[start : start + _AT_ONCE], source_id)
