"""Commands on files: look for changes, find what is missing, the trash of library and system."""

from __future__ import annotations

from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Qt
from PySide6.QtWidgets import QFileDialog, QWidget

from studio.core.progress import ImportProgress
from studio.core.query import Query, Term
from studio.gui import wording
from studio.gui.actions import Actions
from studio.gui.center import Center
from studio.gui.jobs import Job, JobKind
from studio.gui.session import Session

if TYPE_CHECKING:
    from studio.gui.dialogs.move_question import MoveQuestion
    from studio.library.library import Library

_REMOVED = Query((Term("is", ("removed",)),))


class LivingCommands(QObject):
    """Asks what has to be asked, and begins the job."""

    def __init__(self, actions: Actions, center: Center, window: QWidget) -> None:
        super().__init__(window)
        self._center, self._window = center, window
        self._session: Session | None = None
        for name, slot in {
            "rescan": self._look,
            "find_missing": self.find_missing,
            "relink": self.relink,
            "answer_moves": self.answer_moves,
            "delete_files": self.delete_files,
            "empty_trash": self.empty_trash,
        }.items():
            actions[name].triggered.connect(slot)

    def set_session(self, session: Session | None) -> None:
        """Another library, or none."""
        self._session = session
        if session is not None:
            session.jobs.ended.connect(self._on_job_ended)
            session.living.findWanted.connect(self.find_missing)
            session.living.answerWanted.connect(self.answer_moves)

    def _look(self) -> None:
        if self._session is not None:
            self._session.living.look()

    # --- missing files ---------------------------------------------------------------------
    def find_missing(self) -> None:
        """Look for missing files below a folder that the person chooses."""
        session = self._session
        title = self.tr("Look for missing files in")
        folder = QFileDialog.getExistingDirectory(self._window, title)
        if session is None or not folder:
            return
        library, place = session.context.library, Path(folder)
        session.jobs.start(
            self.tr("Finding missing files"),
            lambda control: library.missing.find(place, None, control),
            JobKind.FIND,
        )

    def relink(self) -> None:
        """Say which file the selected image is."""
        session, ids = self._session, self._center.selected_ids()
        if session is None:
            return
        if len(ids) != 1:
            session.told.emit(self.tr("Select the one image to find the file of."), "", None)
            return
        file, _filter = QFileDialog.getOpenFileName(self._window, self.tr("Find this file"))
        if file:
            library, asset_id = session.context.library, ids[0]
            session.context.tasks.write(
                lambda: library.missing.relink(asset_id, Path(file)),
                lambda _none: session.told.emit(
                    self.tr("Found {count}.").format(count=wording.images(1)),
                    self.tr("Undo"),
                    session.undo,
                ),
                owner=session,
            )

    def answer_moves(self) -> None:
        """Ask which of several copies each missing image is."""
        session = self._session
        if session is not None:
            library = session.context.library
            read = partial(_read_questions, library)
            session.context.tasks.read(read, self._ask_which, owner=session)

    def _ask_which(self, questions: list[MoveQuestion]) -> None:
        from studio.gui.dialogs.move_question import MoveQuestionDialog

        session = self._session
        if session is None:
            return
        if not questions:
            session.told.emit(self.tr("Nothing has to be chosen."), "", None)
            return
        library = session.context.library

        def answer(asset_id: int, candidate: int) -> None:
            session.context.tasks.write(
                lambda: library.missing.answer(asset_id, candidate),
                lambda _none: None,
                owner=session,
            )

        dialog = MoveQuestionDialog(questions, answer, self._window)
        dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        dialog.open()

    # --- the trash -------------------------------------------------------------------------
    def empty_trash(self) -> None:
        """Forget removed images for good, if that is what is wanted."""
        session = self._session
        if session is not None:
            library = session.context.library
            session.context.tasks.read(
                lambda: len(library.list_ids(_REMOVED)), self._offer_to_empty, owner=session
            )

    def _offer_to_empty(self, number: int) -> None:
        from studio.gui.dialogs.trash_questions import ask_to_empty

        session = self._session
        if session is None:
            return
        if not number:
            session.told.emit(self.tr("The trash is empty."), "", None)
        elif ask_to_empty(self._window, number):
            library = session.context.library
            session.jobs.start(self.tr("Emptying the trash"), library.empty_trash, JobKind.TRASH)

    def delete_files(self) -> None:
        """Move the files of the selected images to the system's trash, if that is wanted."""
        from studio.gui.dialogs.trash_questions import ask_to_delete

        session, ids = self._session, self._center.selected_ids()
        if session is None or not ids or not ask_to_delete(self._window, len(ids)):
            return
        library = session.context.library
        session.jobs.start(
            self.tr("Moving files to the trash"),
            lambda control: library.delete_files(ids, control),
            JobKind.TRASH,
        )

    # --- what came of it -------------------------------------------------------------------
    def _on_job_ended(self, job: Job) -> None:
        session = self._session
        if session is None or job.kind not in (JobKind.FIND, JobKind.TRASH):
            return
        if job.problem:
            session.told.emit(job.problem, "", None)
        elif job.kind is JobKind.FIND:
            undo = (self.tr("Undo"), session.undo) if job.progress.moved else ("", None)
            session.told.emit(self._describe_search(job.progress), *undo)
        elif job.progress.failures:
            text = self.tr("{count} could not be moved to the trash.")
            number = wording.files(len(job.progress.failures))
            session.told.emit(text.format(count=number), self.tr("Show"), session.jobsWanted.emit)
        elif job.progress.gone:
            text = self.tr("Moved {count} to the system's trash.")
            session.told.emit(text.format(count=wording.files(job.progress.gone)), "", None)
        else:
            session.told.emit(self.tr("The trash is empty now."), "", None)

    def _describe_search(self, progress: ImportProgress) -> str:
        if not progress.total:
            return self.tr("No file is missing.")
        return self.tr("Found {found} of {count} missing files.").format(
            found=wording.count(progress.moved), count=wording.count(progress.total)
        )


def _read_questions(library: Library) -> list[MoveQuestion]:
    """Off the GUI thread: what the dialog shows."""
    from studio.gui.dialogs.move_question import MoveQuestion

    found = []
    for asset_id, candidates in library.missing.list_questions().items():
        paths = {d.id: d.path for d in library.list_details([asset_id, *candidates])}
        copies = tuple((key, paths[key]) for key in candidates if key in paths)
        if asset_id in paths and copies:
            picture = library.find_thumbnail(asset_id) or b""
            found.append(MoveQuestion(asset_id, paths[asset_id], picture, copies))
    return found
