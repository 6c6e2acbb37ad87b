"""Long work that the user sees: what runs, what ended, which files failed."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from enum import StrEnum

from PySide6.QtCore import QObject, Signal

from studio.core.progress import Control, ImportProgress
from studio.gui.tasks import StreamTask, Tasks

Work = Callable[[Control], Iterator[ImportProgress]]


class JobState(StrEnum):
    """How a job stands."""

    RUNNING = "running"
    PAUSED = "paused"
    DONE = "done"
    CANCELLED = "cancelled"
    FAILED = "failed"  # as a whole; `Job.problem` says why


class JobKind(StrEnum):
    """What a job does to images."""

    IMPORT = "import"
    REANALYSIS = "reanalysis"  # what fails stays what it was
    RESCAN = "rescan"  # sources are looked at for changes, and what is new is analysed
    FIND = "find"  # missing files are looked for
    TRASH = "trash"


class Job(QObject):
    """One import or analysis with progress, pause and cancel."""

    changed = Signal()

    def __init__(self, title: str, parent: QObject, kind: JobKind = JobKind.IMPORT) -> None:
        super().__init__(parent)
        self.title, self.kind = title, kind
        self.progress = ImportProgress("scanning")
        self.problem = ""
        self._task: StreamTask | None = None
        self._end: JobState | None = None

    @property
    def state(self) -> JobState:
        """How the job stands."""
        if self._end is not None:
            return self._end
        paused = self._task is not None and self._task.control.paused
        return JobState.PAUSED if paused else JobState.RUNNING

    @property
    def is_active(self) -> bool:
        """Whether it has not ended."""
        return self._end is None

    def toggle_pause(self) -> None:
        """Wait, or go on."""
        if self._task and self.is_active:
            control = self._task.control
            (control.resume if control.paused else control.pause)()
            self.changed.emit()

    def cancel(self) -> None:
        """Stop; what is done stays done."""
        if self._task and self.is_active:
            self._task.control.cancel()

    def start(self, tasks: Tasks, work: Work) -> None:
        """Begin, on a thread of its own."""
        self._task = tasks.stream(work, self._on_progress, self._on_done, self._on_failed, self)

    def _on_progress(self, progress: ImportProgress) -> None:
        self.progress = progress
        self.changed.emit()

    def _on_done(self) -> None:
        cancelled = self._task is not None and self._task.control.cancelled
        self._finish(JobState.CANCELLED if cancelled else JobState.DONE)

    def _on_failed(self, error: Exception) -> None:
        self.problem = str(error) or type(error).__name__
        self._finish(JobState.FAILED)

    def _finish(self, state: JobState) -> None:
        self._end = state
        self.changed.emit()


class Jobs(QObject):
    """The jobs of one open library, newest first."""

    changed = Signal()
    ended = Signal(object)  # the Job

    def __init__(self, tasks: Tasks, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._tasks = tasks
        self._jobs: list[Job] = []

    def list_jobs(self) -> list[Job]:
        """Every job since the library was opened, newest first."""
        return list(self._jobs)

    def find_active(self) -> Job | None:
        """The job that the bottom bar shows: the oldest that still runs."""
        return next((job for job in reversed(self._jobs) if job.is_active), None)

    def start(self, title: str, work: Work, kind: JobKind = JobKind.IMPORT) -> Job:
        """Begin a job; it runs beside those that run already."""
        job = Job(title, self, kind)
        self._jobs.insert(0, job)
        job.changed.connect(self._on_job_changed)
        self.changed.emit()
        job.start(self._tasks, work)
        return job

    def forget_ended(self) -> None:
        """Clear the list of what is over."""
        for job in self._jobs:
            if not job.is_active:
                job.deleteLater()
        self._jobs = [job for job in self._jobs if job.is_active]
        self.changed.emit()

    def cancel_all(self) -> None:
        """Stop everything, as when the library is closed."""
        for job in self._jobs:
            job.cancel()

    def _on_job_changed(self) -> None:
        self.changed.emit()
        job = self.sender()
        if isinstance(job, Job) and not job.is_active:
            self.ended.emit(job)
