"""The Help menu: shortcuts, diagnostics to pass on, and what this is."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QObject
from PySide6.QtGui import QGuiApplication

if TYPE_CHECKING:
    from studio.gui.main_window import MainWindow


class HelpCommands(QObject):
    """Runs them for the window."""

    def __init__(self, window: MainWindow) -> None:
        super().__init__(window)
        self._window = window
        window.actions_.connect_all(
            {
                "shortcuts": self._show_shortcuts,
                "diagnostics": self._copy_diagnostics,
                "about": self._show_about,
            }
        )

    def _show_shortcuts(self) -> None:
        from studio.gui.dialogs.shortcuts import ShortcutSheet

        ShortcutSheet(self._window).exec()

    def _copy_diagnostics(self) -> None:
        from studio.gui.diagnostics import describe

        window = self._window
        QGuiApplication.clipboard().setText(describe(window.session, window.counts))
        window.toast.show_text(self.tr("Diagnostics copied. Paste them where you ask for help."))

    def _show_about(self) -> None:
        from studio.gui.dialogs.questions import show_about

        show_about(self._window)
