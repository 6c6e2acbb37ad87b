"""Commands on libraries: opening one, and adding images to the one that is open."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QMenu

from studio.gui import drops
from studio.gui.dialogs import files
from studio.gui.library_menu import fill_library_menu

if TYPE_CHECKING:
    from studio.gui.main_window import MainWindow


class LibraryCommands(QObject):
    """Runs them for the window; what is dropped before there is a library waits here."""

    def __init__(self, window: MainWindow) -> None:
        super().__init__(window)
        self._window = window
        self._waiting: list[Path] = []
        window.actions_.connect_all(
            {
                "add_folder": lambda: self.add(files.ask_for_folder(window)),
                "add_images": lambda: self.add(files.ask_for_images(window)),
                "paste": self.paste,
                "reanalyse": self.reanalyse,
                "open_library": lambda: self.open(files.find_library_to_open(window)),
                "new_library": lambda: self.open(files.find_place_for_library(window)),
            }
        )
        window.reanalysis_offer.accepted.connect(self.reanalyse)
        window.drop_target.entered.connect(self._prepare)
        window.drop_target.dropped.connect(self.add)
        window.top_bar.libraryMenuAboutToShow.connect(self._fill_menu)
        empty, problem = window.center.empty, window.center.problem
        empty.addFolderWanted.connect(window.actions_["add_folder"].trigger)
        empty.samplesWanted.connect(self._add_samples)
        problem.otherWanted.connect(window.actions_["open_library"].trigger)

    def open(self, folder: Path | None) -> None:
        """Ask for the library in this folder; None: it was thought better of."""
        if folder is not None:
            self._window.libraryWanted.emit(folder)

    def add(self, paths: list[Path]) -> None:
        """Import these; what comes while the library is being opened waits for it."""
        if self._window.session is not None:
            self._window.session.add(paths)
        else:
            self._waiting += paths

    def add_waiting(self) -> None:
        """Import what has waited for the library that is open now."""
        waiting, self._waiting = self._waiting, []
        self.add(waiting)

    def forget_waiting(self) -> None:
        """There is no library to add to."""
        self._waiting.clear()

    def paste(self) -> None:
        """Add the files on the clipboard, or search by the picture that is there."""
        window = self._window
        clipboard = QGuiApplication.clipboard()
        mime = clipboard.mimeData()
        paths = drops.list_paths(mime)
        if not paths and mime.hasImage():
            window.similar.find_like_picture(window.query, clipboard.image())
        elif not paths:
            window.toast.show_text(
                self.tr("Nothing to paste: copy files, a folder or a picture first.")
            )
        elif window.session is not None:
            window.session.add(paths)

    def reanalyse(self) -> None:
        """Tag anew what an earlier bundle tagged, beginning with what is on the screen."""
        window = self._window
        if window.session is not None:
            grid = window.center.grid
            window.session.reanalyse(grid.visible_ids() if grid else ())

    def _add_samples(self) -> None:
        if self._window.session is not None:
            self._window.session.add_samples()

    def _prepare(self) -> None:
        if self._window.session is not None:
            self._window.session.prepare_import()

    def _fill_menu(self, menu: QMenu) -> None:
        window = self._window
        current = window.session.context.library.folder if window.session else None
        fill_library_menu(menu, window.actions_, window.settings.recent, current, self.open)
