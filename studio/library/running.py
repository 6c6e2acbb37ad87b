"""Running the jobs of one open library: several at a time, on the same workers."""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterator, Sequence
from contextlib import closing

from studio.core.progress import Control, ImportProgress
from studio.library.importing import ImportJob
from studio.library.intake import Announce
from studio.library.pools import Pools
from studio.library.queue import Claims
from studio.library.rescanning import Rescan
from studio.library.writable import check_writable
from studio.storage.catalogue import Catalogue


class Runner:
    """Knows the jobs that run, so that no image is analysed by two of them."""

    def __init__(self, catalogue: Catalogue, pools: Pools, announce: Announce) -> None:
        self._catalogue, self._pools, self._announce = catalogue, pools, announce
        self._jobs: list[ImportJob] = []
        self._claims = Claims()
        self._lock = threading.Lock()

    def make_job(self, control: Control | None, *, keep_old: bool = False) -> ImportJob:
        """A job that has not begun; raises ReadOnlyLibrary."""
        check_writable(self._catalogue)
        control = control or Control()
        return ImportJob(self._catalogue, self._announce, control, self._claims, keep_old=keep_old)

    def run(self, job: ImportJob) -> Iterator[ImportProgress]:
        """Analyse what is in the job's queue, and back up when it is done."""
        with self._lock:
            self._jobs.append(job)
        try:
            with closing(job.run(self._pools.analysing)) as progress:
                yield from progress
            self._catalogue.back_up_daily()
        finally:
            job.queue.close()
            with self._lock:
                self._jobs.remove(job)

    def look(
        self, job: ImportJob, look: Callable[[Rescan], None], *, analyse: bool = True
    ) -> Iterator[ImportProgress]:
        """Look at the disk as `look` says, and `analyse` meanwhile what is met."""
        thread = job.scan_in_background(look, analyse=analyse)
        try:
            yield from self.run(job) if analyse else job.wait()
        finally:
            job.stop_scanning()
            thread.join()

    def prioritise(self, ids: Sequence[int]) -> None:
        """Have the jobs analyse these pending assets first."""
        with self._lock:
            jobs = list(self._jobs)
        for job in jobs:
            job.queue.prioritise(ids)
