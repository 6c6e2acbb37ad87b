"""The worker processes of one library: started when needed, stopped when idle."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from contextlib import contextmanager

from studio.core.asset import Analysis
from studio.core.errors import ImageError
from studio.imaging.decode_pool import WorkerPool, worker_count
from studio.library import analysis
from studio.library.analysis import AnalysisSetup

# Kept for the next drop, but not for ever: each process holds a network.
IDLE_S = 60.0


class Pools:
    """One pool for analysis, taken in turns, and single processes for previews and for guests."""

    def __init__(self, setup: AnalysisSetup, workers: int | None = None) -> None:
        self._setup = setup
        self.workers = workers or worker_count()
        self._turn = threading.Lock()
        self._preview_turn = threading.Lock()
        self._analysis: WorkerPool[tuple[int, str], Analysis] | None = None
        self._previews: WorkerPool[tuple[str, int], bytes] | None = None
        self._guest_turn = threading.Lock()
        self._guests: WorkerPool[tuple[int, str], Analysis] | None = None
        self._guest_timer: threading.Timer | None = None
        self._timer: threading.Timer | None = None

    @contextmanager
    def analysing(self) -> Iterator[WorkerPool[tuple[int, str], Analysis]]:
        """The pool for one job; a second job waits for the first."""
        with self._turn:
            self._stop_timer()
            if self._analysis is None:
                self._analysis = WorkerPool(
                    self.workers,
                    analysis.analyse,
                    initializer=analysis.start,
                    initargs=(self._setup,),
                )
            try:
                yield self._analysis
            finally:
                self._timer = threading.Timer(IDLE_S, self._close_idle)
                self._timer.daemon = True
                self._timer.start()

    def warm_up(self) -> None:
        """Start the processes ahead of a job, unless one runs."""
        if self._turn.locked():
            return
        with self.analysing() as pool:
            pool.warm_up()

    def preview(self, path: str, max_side: int) -> bytes:
        """A picture as JPEG, decoded in a process of its own; raises ImageError."""
        with self._preview_turn:
            if self._previews is None:
                self._previews = WorkerPool(1, analysis.preview)
            for result in self._previews.map_unordered([(path, max_side)]):
                if result is not None:
                    if isinstance(result[1], ImageError):
                        raise result[1]
                    return result[1]
        raise ImageError("The picture could not be opened.")

    def analyse_guest(self, path: str) -> Analysis:
        """Analyse a file that is not in the library, beside whatever runs; raises ImageError."""
        with self._guest_turn:
            if self._guests is None:
                self._guests = WorkerPool(
                    1, analysis.analyse, initializer=analysis.start, initargs=(self._setup,)
                )
            try:
                results = [found for found in self._guests.map_unordered([(0, path)]) if found]
            finally:
                self._start_guest_timer()
        analysis_or_error = results[0][1]
        if isinstance(analysis_or_error, ImageError):
            raise analysis_or_error
        return analysis_or_error

    def close(self) -> None:
        """Stop every process."""
        self._stop_timer()
        if self._guest_timer is not None:
            self._guest_timer.cancel()
        for pool in (self._analysis, self._previews, self._guests):
            if pool is not None:
                pool.close()
        self._analysis = self._previews = self._guests = None

    def _start_guest_timer(self) -> None:
        if self._guest_timer is not None:
            self._guest_timer.cancel()
        self._guest_timer = threading.Timer(IDLE_S, self._close_idle_guests)
        self._guest_timer.daemon = True
        self._guest_timer.start()

    def _close_idle_guests(self) -> None:
        if self._guest_turn.acquire(blocking=False):
            try:
                if self._guests is not None:
                    self._guests.close()
            finally:
                self._guest_turn.release()

    def _close_idle(self) -> None:
        if self._turn.acquire(blocking=False):
            try:
                if self._analysis is not None:
                    self._analysis.close()
            finally:
                self._turn.release()

    def _stop_timer(self) -> None:
        if self._timer is not None:
            self._timer.cancel()
            self._timer = None
