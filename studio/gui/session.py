"""One open library in the window: what is looked at, what runs, what is changed."""

from __future__ import annotations

import os
from collections.abc import Callable, Sequence
from pathlib import Path

from PySide6.QtCore import QObject, QUrl, Signal
from PySide6.QtGui import QDesktopServices

from studio.core.collection import Sort
from studio.core.query import Query, Term
from studio.core.reanalysis import Answer, Outdated
from studio.gui import filters, wording
from studio.gui.browser import Browser
from studio.gui.context import Context
from studio.gui.jobs import Job, JobKind, Jobs, JobState
from studio.gui.living_sources import LivingSources
from studio.gui.palette_export import PaletteExport

_FAILED = Query((Term("is", ("failed",)),))


class Session(QObject):
    """The commands on a library; results are told as short messages."""

    told = Signal(str, str, object)  # text, label of an action, what the action does

    jobsWanted = Signal()
    outdatedFound = Signal(int)  # images to be offered for another analysis; 0: no offer

    def __init__(self, context: Context, sort: Sort, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.context = context
        self.browser = Browser(context, sort, self)
        self.jobs = Jobs(context.tasks, self)
        self.palettes = PaletteExport(context, self._tell, self)
        self.jobs.ended.connect(self._on_job_ended)
        self.living = LivingSources(context, self.jobs, self)
        self.living.told.connect(self.told)

    @property
    def is_writable(self) -> bool:
        """Whether images may be added and removed."""
        return not self.context.library.is_read_only

    def describe_shown(self) -> str:
        """The collection that is looked at, in the words of its chips; else the library's name."""
        terms, taxonomy = self.browser.query.terms, self.context.taxonomy
        words = ", ".join(filters.describe(term, taxonomy) for term in terms)
        return words or _shown(self.context.library.folder)

    def start(self) -> None:
        """Show what is there, and go on with what an earlier run left."""
        self.browser.reload()
        if self.is_writable:
            library = self.context.library
            self.context.tasks.read(library.has_work_left, self._on_work_counted, owner=self)
            # Files that are gone cannot be analysed again: they are noted first.
            self.living.start(self._look_for_outdated)

    def close(self) -> None:
        """Stop the jobs and hear nothing more."""
        self.jobs.ended.disconnect(self._on_job_ended)
        self.living.close()
        self.jobs.cancel_all()
        self.browser.close()
        self.browser.blockSignals(True)  # what was asked for before may arrive yet

    # --- adding ----------------------------------------------------------------------------
    def add(self, paths: Sequence[Path]) -> None:
        """Import files and folders."""
        if not paths:
            return
        if not self.is_writable:
            self._tell(self.context.library.read_only_reason)
            return
        library, wanted = self.context.library, list(paths)
        title = self.tr("Adding {name}").format(name=_shown(wanted[0]))
        if len(wanted) > 1:
            title = self.tr("Adding {count} files and folders").format(
                count=wording.count(len(wanted))
            )
        self.jobs.start(title, lambda control: library.import_paths(wanted, control))

    def add_samples(self) -> None:
        """Draw the sample library and import it."""
        library = self.context.library
        self.jobs.start(self.tr("Drawing the sample library"), library.import_samples)

    def retry_failed(self, job: Job) -> None:
        """Do again what failed in `job`."""
        if job.kind is JobKind.REANALYSIS:
            self.reanalyse()
            return
        if job.kind is JobKind.TRASH:
            return  # a person has to be asked again
        library = self.context.library
        self.jobs.start(
            self.tr("Trying failed files again"),
            lambda control: library.retry_failed(library.list_ids(_FAILED), control),
        )

    def reanalyse(self, first: Sequence[int] = ()) -> None:
        """Tag anew what an earlier bundle tagged, beginning with the assets `first`."""
        if any(job.kind is JobKind.REANALYSIS and job.is_active for job in self.jobs.list_jobs()):
            return
        library = self.context.library
        self.outdatedFound.emit(0)
        self.jobs.start(
            self.tr("Re-analysing images"),
            lambda control: library.reanalysis.run(control, first),
            JobKind.REANALYSIS,
        )

    def decline_reanalysis(self) -> None:
        """Ask no more until there is another bundle; the command stays in the menu."""
        library = self.context.library
        self._write(lambda: library.reanalysis.set_answer(Answer.SETTLED), lambda _none: None)

    def prepare_import(self) -> None:
        """A drag is over the window: start the workers now."""
        if self.is_writable:
            self.context.tasks.read(self.context.library.warm_up, lambda _none: None)

    # --- organising ------------------------------------------------------------------------
    def remove(self, ids: Sequence[int]) -> None:
        """Take assets out of the library."""
        chosen = list(ids)
        text = self.tr("Removed {count}.").format(count=wording.images(len(chosen)))
        self._write(
            lambda: self.context.library.remove(chosen),
            lambda _none: self._tell(text, self.tr("Undo"), self.undo),
        )

    def restore(self, ids: Sequence[int]) -> None:
        """Put removed assets back."""
        chosen = list(ids)
        text = self.tr("Put back {count}.").format(count=wording.images(len(chosen)))
        self._write(
            lambda: self.context.library.restore(chosen),
            lambda _none: self._tell(text, self.tr("Undo"), self.undo),
        )

    def undo(self) -> None:
        """Undo the last step."""
        self._write(self.context.library.undo, self._on_undone)

    def redo(self) -> None:
        """Do it again."""
        self._write(self.context.library.redo, self._on_redone)

    def _write(self, work: Callable[[], object], done: Callable[[object], None]) -> None:
        self.context.tasks.write(work, done, owner=self)

    def _on_undone(self, step: object) -> None:
        if step:
            self._tell(self.tr("Undone: {step}").format(step=step), self.tr("Redo"), self.redo)

    def _on_redone(self, step: object) -> None:
        if step:
            self._tell(self.tr("Done again: {step}").format(step=step), self.tr("Undo"), self.undo)

    def show_file(self, asset_id: int) -> None:
        """Open the folder of an asset's file in the platform's file manager."""
        library = self.context.library
        self.context.tasks.read(
            lambda: library.get_details(asset_id).path, _open_folder, owner=self
        )

    # --- telling ---------------------------------------------------------------------------
    def _tell(self, text: str, action: str = "", run: Callable[[], None] | None = None) -> None:
        self.told.emit(text, action, run)

    def _on_work_counted(self, left: bool) -> None:
        if left:
            library = self.context.library
            self.jobs.start(self.tr("Going on where it stopped"), library.resume_analysis)

    def _look_for_outdated(self, _done: object = None) -> None:
        library = self.context.library
        self.context.tasks.read(
            library.reanalysis.find_outdated, self._on_outdated_found, owner=self
        )

    def _on_outdated_found(self, outdated: Outdated) -> None:
        if outdated.images and outdated.answer is Answer.WANTED:
            self.reanalyse()
        elif outdated.answer is Answer.NONE:
            self.outdatedFound.emit(outdated.images)

    def _on_reanalysis_ended(self, job: Job) -> None:
        done = job.progress.analysed - len(job.progress.failures)
        failed = len(job.progress.failures)
        if job.state is JobState.CANCELLED:
            # A person stopped it: what is left is offered, and not gone on with by itself.
            library = self.context.library
            self._write(
                lambda: library.reanalysis.set_answer(Answer.NONE),
                self._look_for_outdated,
            )
        elif job.problem:
            self._tell(job.problem)
        elif failed:
            text = self.tr("{count} could not be analysed again; the old tags stand.")
            text = text.format(count=wording.images(failed))
            self._tell(text, self.tr("Show"), self.jobsWanted.emit)
        elif done:
            self._tell(self.tr("Re-analysed {count}.").format(count=wording.images(done)))
        else:
            self._tell(self.tr("There is nothing to re-analyse."))

    def _on_job_ended(self, job: Job) -> None:
        self.browser.reload()
        if job.kind is JobKind.REANALYSIS:
            self._on_reanalysis_ended(job)
            return
        if job.kind is not JobKind.IMPORT:
            return  # told by those who began it
        failed = len(job.progress.failures)
        if job.problem:
            self._tell(job.problem)
        elif failed:
            text = self.tr("{count} could not be added.").format(count=wording.files(failed))
            self._tell(text, self.tr("Show"), self.jobsWanted.emit)
        elif job.progress.found == 0 and job.progress.total == 0:
            self._tell(self.tr("No images were found there."))
        elif not job.progress.registered and job.progress.unchanged:
            self._tell(self.tr("All of it is in the library already."))


def _open_folder(path: str) -> None:
    QDesktopServices.openUrl(QUrl.fromLocalFile(str(Path(path).parent)))


def _shown(path: Path) -> str:
    return os.fsencode(path.name or str(path)).decode("utf-8", "replace")
