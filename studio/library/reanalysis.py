"""Analysing again what an earlier bundle tagged, and what a person said to it."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from studio.core.errors import BundleError
from studio.core.progress import Control, ImportProgress
from studio.core.reanalysis import Answer, Outdated
from studio.library.running import Runner
from studio.library.writable import check_writable
from studio.storage.catalogue import Catalogue


class Reanalysis:
    """`Library.reanalysis`, for the bundle of this id; without one there is a `problem`."""

    def __init__(
        self, catalogue: Catalogue, runner: Runner, bundle_id: str | None, problem: str
    ) -> None:
        self._catalogue, self._runner = catalogue, runner
        self._bundle_id, self._problem = bundle_id, problem

    def find_outdated(self) -> Outdated:
        """How many images an earlier bundle tagged, and what was said to analysing them again."""
        if self._bundle_id is None:
            return Outdated(0, Answer.NONE)
        images = len(self._catalogue.list_outdated(self._bundle_id))
        return Outdated(images, Answer(self._catalogue.find_setting(self._answer_key()) or ""))

    def set_answer(self, answer: Answer) -> None:
        """Keep what a person said; the next bundle asks anew."""
        check_writable(self._catalogue)
        if self._bundle_id is not None:
            self._catalogue.set_setting(self._answer_key(), answer)

    def run(
        self, control: Control | None = None, first: Sequence[int] = ()
    ) -> Iterator[ImportProgress]:
        """Analyse again what an earlier bundle tagged, beginning with the assets `first`.

        Each keeps its tags until the new ones are stored, also where its file cannot be opened now.
        The catalogue is backed up before, and what earlier bundles predicted stays beside the new
        predictions. Stopping early keeps what is done; `find_outdated` tells that the rest is
        WANTED. Raises BundleError without a bundle.
        """
        job = self._runner.make_job(control, keep_old=True)
        if self._bundle_id is None:
            raise BundleError(self._problem)
        ids = self._catalogue.list_outdated(self._bundle_id)
        if ids and self.find_outdated().answer is not Answer.WANTED:
            self._catalogue.back_up()
            self.set_answer(Answer.WANTED)
        job.enqueue(ids)
        job.queue.prioritise(first)
        progress = ImportProgress("analysing")
        for progress in self._runner.run(job):
            yield progress
        if progress.phase == "done":
            self.set_answer(Answer.SETTLED if progress.failures else Answer.NONE)

    def _answer_key(self) -> str:
        return f"reanalysis:{self._bundle_id}"
