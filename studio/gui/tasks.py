"""Runs work off the GUI thread and hands the results back on it."""

from __future__ import annotations

import contextlib
import logging
import threading
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from typing import Any, TypeVar

import shiboken6
from PySide6.QtCore import QObject, Qt, Signal, Slot

from studio.core.errors import StudioError
from studio.core.progress import Control

T = TypeVar("T")
Done = Callable[[T], None]
Failed = Callable[[Exception], None]

log = logging.getLogger(__name__)

_READERS = 3  # reads are short; more threads would only fight over the interpreter lock


class Task:
    """One piece of work that was asked for; cancelled, it delivers nothing any more."""

    def __init__(self, owner: QObject | None) -> None:
        self._owner = owner
        self._owned = owner is not None
        self._cancelled = False

    def cancel(self) -> None:
        """Drop the work if it has not begun, and its result in any case."""
        self._cancelled = True
        self._owner = None

    @property
    def wanted(self) -> bool:
        """Whether somebody still waits for the result."""
        if self._cancelled:
            return False
        return not self._owned or (self._owner is not None and shiboken6.isValid(self._owner))


class StreamTask(Task):
    """A long job: `control` pauses, resumes and cancels the work itself."""

    def __init__(self, owner: QObject | None) -> None:
        super().__init__(owner)
        self.control = Control()


class Tasks(QObject):
    """Reads run on a small pool, writes one after another, streams on a thread each.

    Every callback comes on the GUI thread. `unhandledErrorOccurred` carries the errors for which
    the caller gave no `failed`.
    """

    unhandledErrorOccurred = Signal(object)
    _resultArrived = Signal(object)

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._readers = ThreadPoolExecutor(_READERS, thread_name_prefix="read")
        self._writer = ThreadPoolExecutor(1, thread_name_prefix="write")
        self._streams: dict[StreamTask, threading.Thread] = {}
        self._closed = False
        self._resultArrived.connect(self._on_result_arrived, Qt.ConnectionType.QueuedConnection)

    def read(
        self,
        work: Callable[[], T],
        done: Done[T],
        failed: Failed | None = None,
        owner: QObject | None = None,
    ) -> Task:
        """Run `work` beside other reads; `done` gets what it returns."""
        return self._submit(self._readers, work, done, failed, owner)

    def write(
        self,
        work: Callable[[], T],
        done: Done[T],
        failed: Failed | None = None,
        owner: QObject | None = None,
    ) -> Task:
        """Run `work` after all writes asked for before; `done` gets what it returns."""
        return self._submit(self._writer, work, done, failed, owner)

    def stream(
        self,
        make: Callable[[Control], Iterator[T]],
        item: Done[T],
        done: Callable[[], None] | None = None,
        failed: Failed | None = None,
        owner: QObject | None = None,
    ) -> StreamTask:
        """Run the generator that `make` returns; `item` gets what it yields."""
        task = StreamTask(owner)
        thread = threading.Thread(
            target=self._run_stream, args=(task, make, item, done, failed), name="stream"
        )
        self._streams[task] = thread
        thread.start()
        return task

    def shut_down(self) -> None:
        """Cancel the streams, drop what has not begun, and wait for what runs."""
        self._closed = True
        for task in list(self._streams):
            task.control.cancel()
        self._readers.shutdown(wait=True, cancel_futures=True)
        self._writer.shutdown(wait=True, cancel_futures=False)
        for thread in list(self._streams.values()):
            thread.join()
        self._streams.clear()

    def _submit(
        self,
        pool: ThreadPoolExecutor,
        work: Callable[[], T],
        done: Done[T],
        failed: Failed | None,
        owner: QObject | None,
    ) -> Task:
        task = Task(owner)
        if not self._closed:
            pool.submit(self._run, task, work, done, failed)
        return task

    def _run(self, task: Task, work: Callable[[], T], done: Done[T], failed: Failed | None) -> None:
        if not task.wanted:
            return
        try:
            result = work()
        except Exception as error:  # noqa: BLE001 - the one place where background errors end up
            self._report(task, error, failed)
        else:
            self._post(task, lambda: done(result))

    def _run_stream(
        self,
        task: StreamTask,
        make: Callable[[Control], Iterator[T]],
        item: Done[T],
        done: Callable[[], None] | None,
        failed: Failed | None,
    ) -> None:
        try:
            for value in make(task.control):
                self._post(task, lambda value=value: item(value))  # type: ignore[misc]
        except Exception as error:  # noqa: BLE001 - as above
            self._report(task, error, failed)
        else:
            if done is not None:
                self._post(task, done)
        finally:
            self._streams.pop(task, None)

    def _report(self, task: Task, error: Exception, failed: Failed | None) -> None:
        if not isinstance(error, StudioError):
            log.error("A background task failed", exc_info=error)
        self._post(task, lambda: (failed or self.unhandledErrorOccurred.emit)(error))

    def _post(self, task: Task, call: Callable[[], Any]) -> None:
        if not self._closed:
            # The window may be torn down between the check and the call.
            with contextlib.suppress(RuntimeError):
                self._resultArrived.emit((task, call))

    @Slot(object)
    def _on_result_arrived(self, result: tuple[Task, Callable[[], Any]]) -> None:
        task, call = result
        if task.wanted and not self._closed:
            call()


class SyncTasks(Tasks):
    """Runs everything at once on the calling thread, for tests."""

    def _submit(
        self,
        pool: ThreadPoolExecutor,  # noqa: ARG002 - nothing is handed to another thread
        work: Callable[[], T],
        done: Done[T],
        failed: Failed | None,
        owner: QObject | None,
    ) -> Task:
        task = Task(owner)
        self._run(task, work, done, failed)
        return task

    def stream(
        self,
        make: Callable[[Control], Iterator[T]],
        item: Done[T],
        done: Callable[[], None] | None = None,
        failed: Failed | None = None,
        owner: QObject | None = None,
    ) -> StreamTask:
        """Run the generator to its end before returning."""
        task = StreamTask(owner)
        self._run_stream(task, make, item, done, failed)
        return task

    def _post(self, task: Task, call: Callable[[], Any]) -> None:
        if task.wanted:
            call()
