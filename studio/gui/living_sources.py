"""Keeps an open library in step with its folders: at the start, when they change, when asked."""

from __future__ import annotations

import os
import threading
from collections.abc import Callable, Collection, Iterator, Sequence
from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Signal, SignalInstance

from studio.core.collection import Changes, Source
from studio.core.progress import Control, ImportProgress
from studio.gui import living_words
from studio.gui.context import Context
from studio.gui.debounce import Debounce
from studio.gui.jobs import Job, JobKind, Jobs
from studio.gui.tasks import StreamTask

if TYPE_CHECKING:
    from studio.library.library import Library
    from studio.library.watching import Watcher

_LONGEST_WAIT_S = 30.0  # for a look on a drive that does not answer
_SOURCES_AFTER_MS = 1_000  # a change of the library may be one of its sources

Look = Callable[[Control], Iterator[ImportProgress]]


class Ending:
    """Stops the watcher wherever its making is, and waits for the look that is under way."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._watcher: Watcher | None = None
        self._ended = False

    def keep(self, watcher: Watcher) -> None:
        """The watcher that will have to be closed; at once, where the end has come already."""
        with self._lock:
            self._watcher = watcher
            ended = self._ended
        if ended:
            watcher.close()

    def end(self, rest: threading.Event) -> None:
        """Not on the GUI thread: this waits."""
        with self._lock:
            self._ended = True
            watcher = self._watcher
        if watcher is not None:
            watcher.close()
        rest.wait(_LONGEST_WAIT_S)


class LivingSources(QObject):
    """Looks are taken one after another, quietly; what they find to analyse becomes a job."""

    told = Signal(str, str, object)  # text, label of an action, what the action does
    findWanted = Signal()  # missing files should be looked for
    answerWanted = Signal()  # which of several copies a missing image is
    lookEnded = Signal(object)  # the last ImportProgress
    _touched = Signal(object)  # from the watcher's thread
    _rootsChanged = Signal(object)
    _libraryChanged = Signal()

    def __init__(self, context: Context, jobs: Jobs, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._context, self._jobs = context, jobs
        self._watcher: Watcher | None = None
        self._looking = self._closed = False
        self._progress = ImportProgress("scanning")
        self._all = False
        self._rest = threading.Event()  # set when no look is under way
        self._rest.set()
        self._task: StreamTask | None = None
        self._ending = Ending()
        self._folders: dict[str, None] = {}
        self._roots: dict[str, None] = {}
        self._away: frozenset[str] = frozenset()
        self._then: Callable[[], None] | None = None
        self._touched.connect(self._on_touched)
        self._rootsChanged.connect(self._on_roots_changed)
        self._sources_timer = Debounce(_SOURCES_AFTER_MS, self._read_sources, self)
        self._libraryChanged.connect(self._sources_timer.start)
        jobs.ended.connect(self._on_job_ended)
        self._unsubscribe = context.library.subscribe(self._note)

    def start(self, then: Callable[[], None]) -> None:
        """Look at all sources behind the window, `then` do the rest, and watch from then on."""
        self._then = then
        self._all = True
        self._next()

    def look(self, sources: Sequence[int] | None = None) -> None:
        """Look at these sources (None: all) as a job that is seen, and say what came of it."""
        if any(j.kind is JobKind.RESCAN and j.is_active for j in self._jobs.list_jobs()):
            return
        library = self._context.library
        self._jobs.start(
            self.tr("Looking for changes"),
            lambda control: library.sources.rescan(sources, control),
            JobKind.RESCAN,
        )

    def close(self) -> None:
        """Stop watching; the threads end behind the window."""
        self._closed = True
        self._unsubscribe()
        self._sources_timer.stop()
        self._jobs.ended.disconnect(self._on_job_ended)
        self._watcher = None
        if self._task is not None:
            self._task.control.cancel()
        # On the writer's thread, so that the library is closed only when nobody looks any more.
        self._context.tasks.write(partial(self._ending.end, self._rest), lambda _none: None)

    # --- looking ---------------------------------------------------------------------------
    def _on_touched(self, folders: list[str]) -> None:
        self._folders.update(dict.fromkeys(folders))
        self._next()

    def _on_roots_changed(self, roots: list[str]) -> None:
        self._roots.update(dict.fromkeys(roots))
        self._next()

    def _next(self) -> None:
        if self._looking or self._closed:
            return
        library = self._context.library
        look: Look
        if self._all:
            self._all = False
            look = lambda control: library.sources.rescan(None, control, analyse=False)  # noqa: E731
        elif self._roots:
            roots, self._roots = frozenset(self._roots), {}
            self._away -= roots  # said again if one is away still
            look = lambda control: _look_at_roots(library, roots, control)  # noqa: E731
        elif self._folders:
            folders, self._folders = list(self._folders), {}
            look = lambda control: library.sources.rescan_folders(folders, control, analyse=False)  # noqa: E731
        else:
            return
        self._looking = True
        self._progress = ImportProgress("scanning")
        self._rest = threading.Event()
        self._task = self._context.tasks.stream(
            partial(_look_and_rest, look, self._rest),
            self._on_progress,
            self._on_looked,
            self._on_failed,
            self,
        )

    def _on_progress(self, progress: ImportProgress) -> None:
        self._progress = progress

    def _on_failed(self, error: Exception) -> None:
        self._looking = False
        self.told.emit(str(error) or type(error).__name__, "", None)
        self._go_on()

    def _on_looked(self) -> None:
        self._looking = False
        progress = self._progress
        if progress.unsettled and self._watcher is not None:
            self._watcher.touch(progress.unsettled)
        self._tell(living_words.describe_news(progress, self._away), progress)
        self._away |= frozenset(progress.unreachable)
        if progress.registered or progress.moved or progress.back:
            library = self._context.library
            self._context.tasks.read(library.count_pending, self._on_pending_counted, owner=self)
        self.lookEnded.emit(progress)
        self._go_on()

    def _go_on(self) -> None:
        then, self._then = self._then, None
        if then is not None:
            then()
            self._begin_watching()
        self._next()

    def _on_pending_counted(self, pending: int) -> None:
        if pending and not self._closed:
            library = self._context.library
            title = self.tr("Analysing what is new")
            self._jobs.start(title, library.resume_analysis, JobKind.RESCAN)

    def _on_job_ended(self, job: Job) -> None:
        if job.kind is JobKind.RESCAN and job.problem:
            self.told.emit(job.problem, "", None)
        elif job.kind is JobKind.RESCAN and job.title == self.tr("Looking for changes"):
            self._tell(living_words.describe_look(job.progress), job.progress)

    def _tell(self, text: str, progress: ImportProgress) -> None:
        if text:
            action, run = "", None
            if progress.asked:
                action, run = self.tr("Choose…"), self.answerWanted.emit
            elif progress.gone and not progress.unreachable:
                action, run = self.tr("Find…"), self.findWanted.emit
            self.told.emit(text, action, run)

    # --- watching --------------------------------------------------------------------------
    def _begin_watching(self) -> None:
        if not self._closed:
            make = partial(
                _make_watcher, self._context, self._touched, self._rootsChanged, self._ending
            )
            self._context.tasks.read(make, self._on_watcher_made, owner=self)

    def _on_watcher_made(self, watcher: Watcher) -> None:
        if not self._closed:
            self._watcher = watcher
            self._read_sources()

    def _note(self, changes: Changes) -> None:
        """On whatever thread made the change."""
        if (changes.added or not changes.asset_ids) and not self._closed:
            self._libraryChanged.emit()

    def _read_sources(self) -> None:
        if self._watcher is not None:
            self._context.tasks.read(
                self._context.library.sources.list_all, self._on_sources_read, owner=self
            )

    def _on_sources_read(self, sources: list[Source]) -> None:
        if self._watcher is not None:
            self._watcher.watch([s.path for s in sources if s.watched and s.kind == "folder"])


def _make_watcher(
    context: Context, touched: SignalInstance, roots: SignalInstance, ending: Ending
) -> Watcher:
    from studio.library.watching import Watcher

    watcher = Watcher(touched.emit, roots.emit, os.path.abspath(context.library.folder))
    ending.keep(watcher)
    return watcher


def _look_and_rest(look: Look, rest: threading.Event, control: Control) -> Iterator[ImportProgress]:
    try:
        yield from look(control)
    finally:
        rest.set()


def _look_at_roots(
    library: Library, roots: Collection[str], control: Control
) -> Iterator[ImportProgress]:
    ids = [source.id for source in library.sources.list_all() if source.path in roots]
    return library.sources.rescan(ids, control, analyse=False)
