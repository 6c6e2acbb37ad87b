"""Worker processes that survive bad files: a time limit and a memory cap for every item."""

from __future__ import annotations

import collections
import contextlib
import multiprocessing
import os
import time
from collections.abc import Callable, Generator, Iterable, Iterator
from dataclasses import dataclass, field
from multiprocessing.connection import Connection, wait
from multiprocessing.reduction import ForkingPickler
from typing import Any, Generic, TypeVar

from studio.core.errors import AnalysisCrashed, AnalysisTimedOut, ImageError, StudioError
from studio.imaging.worker import serve

Item = TypeVar("Item")
Result = TypeVar("Result")

# Items wait inside a worker's pipe, so that it never idles while results are stored: as many as
# keep it busy for a moment, but no more, since what is on the screen comes after them.
LEAST_AHEAD, MOST_AHEAD = 4, 24
_AHEAD_S = 0.1
# A pipe that is full would have both ends wait for each other; Windows' holds 8 kB.
_AHEAD_BYTES = 4096
_START_LIMIT_S = 120.0
_MAX_START_FAILURES = 3


@dataclass(eq=False)
class _Worker:
    process: Any
    pipe: Connection
    ready: bool = False
    since: float = field(default_factory=time.monotonic)  # of the item in work, or of the start
    items: collections.deque[Any] = field(default_factory=collections.deque)
    sizes: collections.deque[int] = field(default_factory=collections.deque)  # in the pipe, bytes
    pace: float = 0.1  # seconds an item, a moving average

    @property
    def room(self) -> int:
        """How many items it may have at a time."""
        if not self.ready:
            return 1
        if sum(self.sizes) > _AHEAD_BYTES:
            return LEAST_AHEAD
        return max(LEAST_AHEAD, min(MOST_AHEAD, int(_AHEAD_S / self.pace)))

    def send(self, item: Any) -> None:
        """Hand over one more item."""
        if not self.items and self.ready:
            self.since = time.monotonic()
        content = ForkingPickler.dumps(item)
        self.items.append(item)
        self.sizes.append(len(content))
        with contextlib.suppress(OSError):  # it died: its pipe will say so
            self.pipe.send_bytes(content)

    def finish(self) -> Any:
        """The item that was answered just now."""
        now = time.monotonic()
        self.pace += 0.1 * (now - self.since - self.pace)
        self.since = now
        self.sizes.popleft()
        return self.items.popleft()


class WorkerPool(Generic[Item, Result]):
    """Runs `function(item)` in spawned processes; one bad item costs only itself.

    `initializer(*initargs)` runs once in each process. Both have to be importable by name. A
    process that exceeds `time_limit_s` on an item is killed and replaced, one that dies is
    replaced; the item fails with AnalysisTimedOut or AnalysisCrashed, its neighbours are retried.
    One `map_unordered` at a time; `close` may come from another thread meanwhile: no item is lost.
    """

    def __init__(
        self,
        workers: int,
        function: Callable[[Item], Result],
        *,
        initializer: Callable[..., None] | None = None,
        initargs: tuple[Any, ...] = (),
        time_limit_s: float = 60.0,
        memory_limit_bytes: int = 3 << 30,
    ) -> None:
        self._count = max(1, workers)
        self._job = (function, initializer, initargs, memory_limit_bytes)
        self._time_limit_s = time_limit_s
        self._context = multiprocessing.get_context("spawn")
        self._workers: list[_Worker] = []
        self._fed: list[_Worker] = []  # who got items in this run, stopped or not
        self._start_failures = 0

    def warm_up(self) -> None:
        """Start the processes without waiting for them."""
        while len(self._workers) < self._count:
            self._workers.append(self._start())

    def map_unordered(
        self, items: Iterable[Item | None]
    ) -> Generator[tuple[Item, Result | ImageError] | None]:
        """Results as they come, each with its item; items are pulled only as workers want them.

        An item that is None means that there is none at the moment (the source is paused or
        still looks for more) and is asked for again soon. Yields None about ten
        times a second while nothing is finished, so that the caller can look at its controls.
        Closing the generator leaves the pool usable.
        """
        self.warm_up()
        source = iter(items)
        retries: collections.deque[Item] = collections.deque()
        exhausted = False
        try:
            while True:
                exhausted = self._feed(source, retries, exhausted)
                if exhausted and not retries and not any(w.items for w in self._fed):
                    return
                yield from self._collect()
        finally:
            # Whoever stopped early must not meet old results in the next run.
            for worker in [w for w in self._workers if w.items]:
                self._discard(worker)
            self._fed.clear()

    def close(self) -> None:
        """Stop every process at once; safe to call twice."""
        for worker in list(self._workers):
            self._discard(worker)

    def __enter__(self) -> WorkerPool[Item, Result]:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def _start(self) -> _Worker:
        mine, theirs = self._context.Pipe()
        process = self._context.Process(
            target=serve, args=(theirs, *self._job), name="studio-worker", daemon=True
        )
        process.start()
        theirs.close()  # so that the pipe breaks when the worker dies
        return _Worker(process, mine)

    def _discard(self, worker: _Worker) -> bool:
        """Stop it; False where another thread did so before. Its items are fed to others."""
        try:
            self._workers.remove(worker)
        except ValueError:
            return False
        worker.process.kill()
        worker.process.join()
        worker.process.close()
        return True  # the pipe goes with its last reader, who may be in another thread

    def _feed(
        self, source: Iterator[Item | None], retries: collections.deque[Item], exhausted: bool
    ) -> bool:
        """Fill the workers' pipes, the emptiest first; returns whether `source` is exhausted."""
        for worker in [w for w in self._fed if w not in self._workers]:
            self._fed.remove(worker)
            retries.extend(worker.items)
        self.warm_up()
        while True:
            # What was in a pipe beside a bad item goes in alone: it may be bad as well.
            free = [w for w in self._workers if len(w.items) < (1 if retries else w.room)]
            if not free:
                return exhausted
            if retries:
                item: Item | None = retries.popleft()
            elif exhausted:
                return True
            else:
                try:
                    item = next(source)
                except StopIteration:
                    exhausted = True
                    continue
            if item is None:
                return exhausted
            emptiest = min(free, key=lambda worker: len(worker.items))
            emptiest.send(item)
            if emptiest not in self._fed:
                self._fed.append(emptiest)

    def _collect(self) -> Iterator[tuple[Item, Result | ImageError] | None]:
        busy = [worker for worker in self._workers if worker.items or not worker.ready]
        if not busy:
            time.sleep(0.05)  # nothing to wait for: the source has no item at the moment
        found = set(wait([worker.pipe for worker in busy], timeout=0.1)) if busy else set()
        if not found:
            yield None
        for worker in busy:
            if worker.pipe in found:
                yield from self._receive(worker)
            elif self._overdue(worker) and self._discard(worker) and worker.items:
                seconds = round(self._time_limit_s)
                yield (
                    worker.items.popleft(),
                    AnalysisTimedOut(f"Opening the picture took longer than {seconds} s."),
                )

    def _overdue(self, worker: _Worker) -> bool:
        limit = self._time_limit_s if worker.ready else _START_LIMIT_S
        return time.monotonic() - worker.since > limit

    def _receive(self, worker: _Worker) -> Iterator[tuple[Item, Result | ImageError]]:
        try:
            kind, value = worker.pipe.recv()
        except (EOFError, OSError):
            yield from self._died(worker)
            return
        if kind == "ready":
            worker.since = time.monotonic()
            worker.ready = True
            self._start_failures = 0
        elif kind == "broken":
            self.close()
            raise StudioError(f"The analysis cannot start: {value}")
        else:
            yield worker.finish(), value

    def _died(self, worker: _Worker) -> Iterator[tuple[Item, Result | ImageError]]:
        if not self._discard(worker):
            return  # the pool was closed: no item is to blame
        was_ready = worker.ready
        if worker.items and was_ready:
            yield (
                worker.items.popleft(),
                AnalysisCrashed("The picture could not be opened: its decoder crashed."),
            )
        if not was_ready:
            self._start_failures += 1
            if self._start_failures >= _MAX_START_FAILURES:
                raise StudioError("The analysis cannot start: its processes end at once.")


def worker_count() -> int:
    """One worker a core that this process may use, at most eight."""
    cores = len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count()
    return max(1, min(8, cores or 1))
