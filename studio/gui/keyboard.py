"""Where the keyboard is: the way back with Escape, and from panel to panel."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Qt

from studio.gui.focus import focus_next

if TYPE_CHECKING:
    from studio.gui.main_window import MainWindow


class Keyboard(QObject):
    """Moves the focus for the window; made last, since it knows all of its parts."""

    def __init__(self, window: MainWindow) -> None:
        super().__init__(window)
        self._window = window
        window.actions_.connect_all(
            {
                "find": self._on_find,
                "next_panel": self._focus_next_panel,
                "escape": self._on_escape,
            }
        )
        window.top_bar.search.left.connect(self._focus_images)
        window.color_search.closed.connect(self._focus_images)
        for answer in (window.reanalysis_offer.accepted, window.reanalysis_offer.declined):
            answer.connect(self._focus_images)  # its buttons are gone

    def _on_find(self) -> None:
        field = self._window.top_bar.search.field
        field.setFocus(Qt.FocusReason.ShortcutFocusReason)
        field.selectAll()

    def _on_escape(self) -> None:
        """Leave what was entered last, one thing for each press."""
        window = self._window
        search, center = window.top_bar.search, window.center
        if window.looking.escape():
            pass
        elif window.jobs_panel.isVisible():
            window.jobs_panel.hide()
        elif window.stepping.is_open:
            window.stepping.toggle()
        elif window.color_search.is_open and not search.field.hasFocus():
            window.color_search.close()
        elif search.field.hasFocus():
            search.escape()
        elif center.is_large or center.is_colors:
            center.leave()
        elif window.similar.leave(window.query):
            pass
        elif window.appearance.are_panels_hidden:
            window.appearance.toggle_panels()
        elif window.isFullScreen():
            window.looking.toggle_full_screen()
        else:
            center.select_none()

    def _focus_images(self) -> None:
        page = self._window.center.currentWidget()
        if page is not None:
            page.setFocus(Qt.FocusReason.OtherFocusReason)

    def _focus_next_panel(self) -> None:
        """Sidebar, search, an offer, images, inspector, and round again."""
        window = self._window
        panels = [
            window.sidebar,
            window.top_bar.search,
            window.color_search.panel,
            window.reanalysis_offer,
            window.center,
            window.inspector,
            window.bottom_bar,
        ]
        shown = [panel for panel in panels if panel is not None and panel.isVisible()]
        focus_next(shown, window.focusWidget())
