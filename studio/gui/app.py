"""Builds the window in order: chrome first, the library behind it after the first paint."""

from __future__ import annotations

import logging
import os
import signal
import sys
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path
from types import TracebackType
from typing import TYPE_CHECKING

from PySide6.QtCore import QCoreApplication, QObject, QSocketNotifier, QTimer
from PySide6.QtGui import QIcon
from PySide6.QtWidgets import QApplication

from studio import __version__
from studio.core.collection import Sort
from studio.gui.context import Context
from studio.gui.first_paint import FirstPaint
from studio.gui.garbage import GarbageCollector
from studio.gui.icons import Icons
from studio.gui.main_window import MainWindow
from studio.gui.session import Session
from studio.gui.tasks import Tasks
from studio.gui.theme import Theme
from studio.paths import find_paths
from studio.resources import get_root
from studio.settings import Settings, load_settings, save_settings

if TYPE_CHECKING:
    from studio.library.library import Library, Places

log = logging.getLogger(__name__)

_RECENT = 8


class Studio(QObject):
    """The composition root: one window, one library at a time."""

    def __init__(self, places: Places, settings_file: Path, theme: str = "") -> None:
        super().__init__()
        self._places = places
        self._settings_file = settings_file
        self._settings = load_settings(settings_file)
        root = get_root()
        self._theme = Theme(root / "themes", theme or self._settings.theme, self)
        self._icons = Icons(root / "icons", self._theme)
        self._tasks = Tasks(self)
        self._garbage = GarbageCollector(self)
        self._folder = Path()
        self._arriving: Library | None = None  # opened, and not yet handed to the window
        self._turn = 0  # counts what was asked to be opened
        self._session: Session | None = None
        self._save_timer = QTimer(self, singleShot=True, interval=1000)
        self._save_timer.timeout.connect(self._save)
        self.window = MainWindow(self._theme, self._icons, self._settings)
        self.window.libraryWanted.connect(self.open_library)
        self.window.settingChanged.connect(self._on_setting_changed)
        self.window.closed.connect(self._on_window_closed)
        self.window.center.problem.retryWanted.connect(lambda: self.open_library(self._folder))
        self._tasks.unhandledErrorOccurred.connect(self._on_error)

    @property
    def settings(self) -> Settings:
        """What is remembered."""
        return self._settings

    def start(self, folder: Path) -> None:
        """What can wait until the window is on the screen."""
        self._garbage.start()
        QApplication.setWindowIcon(QIcon(str(get_root() / "icons" / "app.svg")))
        self.open_library(folder)

    def open_library(self, folder: Path) -> None:
        """Close the library that is open, and open this one behind the window."""
        self._close_library()
        self._folder = folder
        self.window.set_library_name(_library_name(folder))
        self._turn += 1
        turn = self._turn
        self._tasks.write(
            lambda: self._open(folder),
            lambda library: self._on_opened(library, turn),
            lambda error: self._on_open_failed(error, turn),
        )

    def _open(self, folder: Path) -> Library:
        # On the writer's thread: SQL and arrays are loaded here, behind the window.
        from studio.library.library import Library

        self._arriving = Library.open(folder, self._places)
        return self._arriving

    def _on_opened(self, library: Library, turn: int) -> None:
        self._arriving = None
        if turn != self._turn:  # another library was asked for in the meantime
            self._tasks.write(library.close, lambda _none: None)
            return
        context = Context(library, self._tasks, self._theme, self._icons, library.taxonomy)
        self._session = Session(context, _sort(self._settings.sort), self.window)
        recent = dict.fromkeys((str(self._folder), *self._settings.recent))
        self._on_setting_changed("recent", tuple(recent)[:_RECENT])
        self._on_setting_changed("library", str(self._folder))
        self.window.set_session(self._session)

    def _on_open_failed(self, error: Exception, turn: int) -> None:
        if turn == self._turn:
            self.window.show_open_problem(str(error))

    def _close_library(self) -> None:
        if self._session is None:
            return
        session, self._session = self._session, None
        self.window.clear_session()
        session.close()
        # Behind the writes that are under way, and before the next library is opened.
        self._tasks.write(session.context.library.close, lambda _none: session.deleteLater())

    def _on_setting_changed(self, name: str, value: object) -> None:
        self._settings = replace(self._settings, **{name: value})  # type: ignore[arg-type]
        self.window.settings = self._settings
        self._save_timer.start()

    def _save(self) -> None:
        # A small file; written whole and renamed, off the GUI thread.
        settings, file = self._settings, self._settings_file
        self._tasks.read(lambda: save_settings(file, settings), lambda _none: None)

    def _on_error(self, error: Exception) -> None:
        self.window.toast.show_text(str(error) or type(error).__name__)

    def report(self, kind: type[BaseException], error: BaseException, trace: object) -> None:
        """The excepthook: a mistake of ours is logged and told, and the window lives on."""
        assert trace is None or isinstance(trace, TracebackType)
        log.error("Unexpected error", exc_info=(kind, error, trace))
        self.window.toast.show_text(
            self.tr("Something went wrong. Your images and tags are safe."),
            self.tr("Copy diagnostics"),
            self.window.actions_["diagnostics"].trigger,
        )

    def _on_window_closed(self) -> None:
        """Stop everything; an import goes on at the next start."""
        self.window.hide()
        session, self._session = self._session, None
        if session is not None:
            session.close()
        self._tasks.shut_down()
        for library in (session.context.library if session else None, self._arriving):
            if library is not None:
                library.close()
        save_settings(self._settings_file, self._settings)
        QCoreApplication.quit()


def run(folder: Path, places: Places, *, argv: Sequence[str]) -> int:
    """Show the window on the library in `folder`; returns the exit status."""
    application = make_application(argv)
    studio = Studio(places, find_paths().settings)
    sys.excepthook = studio.report
    wake = _quit_on_interrupt(studio.window)
    studio.window.set_library_name(_library_name(folder))
    # Nothing heavy is imported before the window is on the screen.
    FirstPaint(studio.window, lambda: studio.start(folder))
    studio.window.show()
    status = application.exec()
    del wake
    sys.excepthook = sys.__excepthook__
    return status


def make_application(argv: Sequence[str]) -> QApplication:
    """The QApplication with the name, style and language of the window."""
    QCoreApplication.setApplicationName("Fashion Studio")
    QCoreApplication.setApplicationVersion(__version__)
    application = QApplication.instance() or QApplication(list(argv))
    assert isinstance(application, QApplication)
    application.setStyle("Fusion")
    application.setDesktopFileName("fashion-studio")
    application.setQuitOnLastWindowClosed(False)
    return application


def _sort(name: str) -> Sort:
    return Sort(name) if name in list(Sort) else Sort.ADDED


def _library_name(folder: Path) -> str:
    return os.fsencode(folder.name or str(folder)).decode("utf-8", "replace")


def _quit_on_interrupt(window: MainWindow) -> QSocketNotifier | None:
    """Ctrl+C and the end of the session close the window as its cross does, through a pipe."""
    for number in (signal.SIGINT, signal.SIGTERM):
        signal.signal(number, lambda _number, _frame: window.close())
    if sys.platform == "win32":
        return None
    reading, writing = os.pipe()
    os.set_blocking(writing, False)
    os.set_blocking(reading, False)
    signal.set_wakeup_fd(writing, warn_on_full_buffer=False)
    notifier = QSocketNotifier(reading, QSocketNotifier.Type.Read, window)
    # The Python handler runs once the interpreter is entered; reading enters it.
    notifier.activated.connect(lambda: os.read(reading, 64))
    return notifier
