"""From dropped paths to tagged assets: scan, register, analyse, store, announce."""

from __future__ import annotations

import os
import threading
import time
from collections.abc import Callable, Generator, Iterator, Sequence
from contextlib import AbstractContextManager

from studio.core.asset import Analysis
from studio.core.collection import Changes
from studio.core.errors import ImageError, StudioError
from studio.core.findings import Findings
from studio.core.progress import Control, Failure, ImportProgress
from studio.imaging.decode_pool import WorkerPool
from studio.library.queue import AnalysisQueue, Claims
from studio.library.rescanning import Rescan
from studio.storage.catalogue import Catalogue

Pool = WorkerPool[tuple[int, str], Analysis]
Announce = Callable[[Changes], None]

# A transaction for each image would cap an import at the disk's fsyncs.
STORE_EVERY_S = 0.25
STORE_AT_MOST = 64
PROGRESS_EVERY_S = 0.1
LOOK_EVERY_S = 0.005  # for the first image: its tile is what a person waits for
_FACETS = frozenset({"style", "color", "garment", "pattern"})


class ImportJob:
    """One import: a scanning thread fills the queue, the pool empties it, this thread stores."""

    def __init__(
        self,
        catalogue: Catalogue,
        announce: Announce,
        control: Control,
        claims: Claims,
        *,
        keep_old: bool = False,
    ) -> None:
        """With `keep_old` an asset that cannot be analysed now stays what it was."""
        self._keep_old = keep_old
        self.queue = AnalysisQueue(claims)
        self._catalogue = catalogue
        self._announce = announce
        self._control = control
        self._scanned = threading.Event()
        self._abandoned = threading.Event()
        self._scan_error: Exception | None = None
        self.findings = Findings()
        self._analysed = 0
        self._failures: list[Failure] = []
        self._analyses: list[tuple[int, Analysis]] = []
        self._broken: list[tuple[int, Failure]] = []
        self._started = self._stored_at = self._told_at = time.monotonic()

    # --- scanning, on a thread of its own ---------------------------------------------------

    def scan_in_background(
        self, look: Callable[[Rescan], None], *, analyse: bool = True
    ) -> threading.Thread:
        """Start to `look` at the disk, registering what is found; all of it may be analysed."""
        arguments = (look, analyse)
        thread = threading.Thread(target=self._scan, args=arguments, name="scan", daemon=True)
        thread.start()
        return thread

    def enqueue(self, ids: Sequence[int] | None) -> None:
        """Analyse these assets (None: all that wait) instead of scanning."""
        if ids is None:
            self._enqueue_pending()
        else:
            self.queue.put(self._catalogue.list_paths(ids))
        self._scanned.set()

    def _scan(self, look: Callable[[Rescan], None], analyse: bool) -> None:
        try:
            put = self.queue.put if analyse else _leave
            scan = Rescan(self._catalogue, self._announce, put, self._is_stopped)
            self.findings = scan.findings
            look(scan)
            if analyse:
                # What an earlier import left waiting belongs to whoever imports next.
                self._enqueue_pending()
        except Exception as error:  # noqa: BLE001 - raised again where the job is watched
            self._scan_error = error
        finally:
            self._scanned.set()

    def _is_stopped(self) -> bool:
        return self._control.cancelled or self._abandoned.is_set()

    def _enqueue_pending(self) -> None:
        after = 0
        while page := self._catalogue.list_pending(after):
            self.queue.put(page)
            after = page[-1][0]

    # --- analysing, on the thread of the caller ---------------------------------------------

    def stop_scanning(self) -> None:
        """Let the scanning thread end after its batch; for a consumer that has gone."""
        self._abandoned.set()

    def run(
        self, analysing: Callable[[], AbstractContextManager[Pool]]
    ) -> Generator[ImportProgress]:
        """Yield progress until everything is stored; raises StudioError of the scan or storage."""
        first = self._first_item()
        while first is None and not self._scanned.is_set():
            if self._progress_is_due():
                yield self._progress("scanning")
            self._scanned.wait(LOOK_EVERY_S)
            first = self._first_item()
        first = first or self._first_item()
        if first is not None:
            with analysing() as pool:
                yield from self._analyse(pool, first)
        yield from self._end()

    def wait(self) -> Generator[ImportProgress]:
        """As `run`, of the look alone: what is new waits for its analysis."""
        while not self._scanned.wait(PROGRESS_EVERY_S):
            yield self._progress("scanning")
        yield from self._end()

    def _end(self) -> Iterator[ImportProgress]:
        if self._scan_error is not None:
            if isinstance(self._scan_error, StudioError):
                raise self._scan_error
            raise StudioError("The folder could not be read to its end.") from self._scan_error
        yield self._progress("cancelled" if self._control.cancelled else "done")

    def _first_item(self) -> tuple[int, str] | None:
        return None if self._control.cancelled else self.queue.take()

    def _items(self, first: tuple[int, str]) -> Iterator[tuple[int, str] | None]:
        yield first
        while not self._control.cancelled:
            if self._control.paused:
                yield None
                continue
            scanned = self._scanned.is_set()  # read before the queue: nothing comes after it
            item = self.queue.take()
            if item is None and scanned:
                return
            yield item

    def _analyse(self, pool: Pool, first: tuple[int, str]) -> Iterator[ImportProgress]:
        results = pool.map_unordered(self._items(first))
        try:
            for result in results:
                if result is not None:
                    self._take(*result)
                if self._due():
                    self._store()
                if self._progress_is_due():
                    yield self._progress("analysing")
                if self._control.cancelled:
                    break
        finally:
            # Also when the consumer stops or Ctrl+C comes: what is analysed is kept.
            results.close()
            self._store()

    def _take(self, item: tuple[int, str], outcome: Analysis | ImageError) -> None:
        asset_id, path = item
        self._analysed += 1
        if isinstance(outcome, Analysis) and self._keep_old and outcome.bundle_id is None:
            # The bundle broke since the library was opened: old tags are better than none.
            outcome = ImageError("The model cannot be started. Reinstall Fashion Studio.")
        if isinstance(outcome, ImageError):
            failure = Failure(path, str(outcome))
            self._broken.append((asset_id, failure))
            self._failures.append(failure)
        else:
            self._analyses.append((asset_id, outcome))

    def _due(self) -> bool:
        waiting = len(self._analyses) + len(self._broken)
        if not waiting:
            return False
        late = time.monotonic() - self._stored_at >= STORE_EVERY_S
        return late or waiting >= STORE_AT_MOST or self._analysed == waiting

    def _store(self) -> None:
        self._stored_at = time.monotonic()
        analyses, self._analyses = self._analyses, []
        broken, self._broken = self._broken, []
        if not analyses and not broken:
            return
        self._catalogue.store_analyses(analyses)
        self._note_broken(broken)
        ids = tuple(asset_id for asset_id, _ in [*analyses, *broken])
        self._announce(Changes(asset_ids=ids, facets=_FACETS))

    def _note_broken(self, broken: Sequence[tuple[int, Failure]]) -> None:
        """A file that is gone leaves its image waiting; one that moved on is analysed there."""
        places = dict(self._catalogue.list_paths([asset_id for asset_id, _failure in broken]))
        still = [(asset_id, f) for asset_id, f in broken if places.get(asset_id) == f.path]
        gone = [asset_id for asset_id, f in still if not _exists(f.path)]
        if gone:
            self._catalogue.set_missing(gone, missing=True)
        if not self._keep_old:
            failed = [(asset_id, f.reason) for asset_id, f in still if asset_id not in gone]
            self._catalogue.store_failures(failed)

    def _progress_is_due(self) -> bool:
        return time.monotonic() - self._told_at >= PROGRESS_EVERY_S

    def _progress(self, phase: str) -> ImportProgress:
        self._told_at = time.monotonic()
        total = self.queue.added
        elapsed = self._told_at - self._started
        left = None
        if self._analysed >= 8 and self._scanned.is_set():
            left = elapsed / self._analysed * (total - self._analysed)
        found = self.findings
        return ImportProgress(
            phase=phase,
            found=found.found,
            registered=found.registered,
            unchanged=found.unchanged,
            total=total,
            analysed=self._analysed,
            failures=(*found.failures, *self._failures),
            seconds_left=left,
            moved=found.moved,
            gone=found.gone,
            back=found.back,
            asked=found.asked,
            unreachable=tuple(found.unreachable),
            unsettled=tuple(found.unsettled),
        )


def _exists(path: str) -> bool:
    """Whether a file is there, as `check_missing` sees it."""
    return os.path.exists(path)  # noqa: PTH110 - pathlib raises where a folder may not be read


def _leave(_assets: Sequence[tuple[int, str]]) -> None:
    """What is new waits for the job that analyses it."""
