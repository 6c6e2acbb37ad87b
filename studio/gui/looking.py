"""Looking at images large: quick look, compare, and the picture alone on the screen."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Qt
from PySide6.QtWidgets import QWidget

from studio.gui.center import MOST_COMPARED

if TYPE_CHECKING:
    from studio.gui.main_window import MainWindow


class Looking(QObject):
    """Runs these commands for the window, and remembers how it was before."""

    def __init__(self, window: MainWindow) -> None:
        super().__init__(window)
        self._window = window
        self._center = window.center
        self._hidden: list[QWidget] = []  # what surrounds the picture, to be shown again
        self._before = Qt.WindowState.WindowNoState  # the window's state before the picture alone
        self._framed = Qt.WindowState.WindowNoState  # and before full screen
        self.is_alone = False
        # The Space key presses buttons and ticks labels elsewhere.
        window.actions_["quick_look"].setShortcutContext(
            Qt.ShortcutContext.WidgetWithChildrenShortcut
        )
        for name in ("find", "color_search"):  # which are among what the picture alone hides
            window.actions_[name].triggered.connect(self._leave_alone)
        self._center.pageChanged.connect(self._on_page_changed)
        self._center.quickLookChanged.connect(self._on_quick_look_changed)

    def toggle_quick_look(self) -> None:
        """The current image over the window, or no longer."""
        if self._center.is_quick_look:
            self._center.close_quick_look()
        else:
            self._center.show_quick_look()

    def toggle_compare(self) -> None:
        """The selected images side by side, or back to the grid."""
        center, chosen = self._center, self._center.selected_ids()
        if center.is_compare:
            center.show_grid()
        elif center.show_compare() and len(chosen) > MOST_COMPARED:
            text = self.tr("{most} images are compared at a time: these are the first ones.")
            self._window.toast.show_text(text.format(most=MOST_COMPARED))
        center.pageChanged.emit()  # the action has checked itself, whatever came of it

    def toggle_full_screen(self) -> None:
        """In loupe and compare the picture alone; elsewhere the window without its frame."""
        window = self._window
        if self.is_alone:
            self._leave()
        elif self._center.is_large:
            self._enter()
        elif window.isFullScreen():
            window.setWindowState(self._framed)
        else:
            self._framed = window.windowState()
            window.showFullScreen()
        self._check()

    def escape(self) -> bool:
        """Leave what this has put on the screen; False where it has put nothing there."""
        if self._center.is_quick_look:
            self._center.close_quick_look()
        elif self.is_alone:
            self._leave_alone()
        else:
            return False
        return True

    def _leave_alone(self) -> None:
        if self.is_alone:
            self._leave()
            self._check()

    def _enter(self) -> None:
        window = self._window
        self.is_alone = True
        self._before = window.windowState()
        around: list[QWidget] = [
            window.menuBar(),
            window.top_bar,
            window.read_only_banner,
            window.bundle_banner,
            window.reanalysis_offer,
            window.bottom_bar,
            window.jobs_panel,
        ]
        self._hidden = [widget for widget in around if not widget.isHidden()]
        for widget in self._hidden:
            widget.hide()
        self._show_chrome(False)
        window.appearance.show_panels()
        window.showFullScreen()

    def _leave(self) -> None:
        window = self._window
        self.is_alone = False
        for widget in self._hidden:
            if widget is not window.jobs_panel:
                widget.show()
        self._hidden = []
        self._show_chrome(True)
        window.appearance.show_panels()
        window.setWindowState(self._before)

    def _show_chrome(self, shown: bool) -> None:
        """The line under a large picture; what is said stands over it."""
        self._center.show_chrome(shown)
        self._lift_toast()

    def _lift_toast(self) -> None:
        center = self._center
        has_line = center.is_large and not self.is_alone and not center.is_quick_look
        lift = 0
        if has_line:
            from studio.gui.views.picture_bar import HEIGHT

            lift = HEIGHT
        self._window.toast.set_lift(lift)

    def _check(self) -> None:
        self._window.actions_["full_screen"].setChecked(self._window.isFullScreen())

    def _on_page_changed(self) -> None:
        self._center.close_quick_look()
        if not self._center.is_large:
            self._leave_alone()
        self._show_chrome(not self.is_alone)

    def _on_quick_look_changed(self, shown: bool) -> None:
        """What is said, and can be undone, is seen over the picture, too."""
        look = self._center.quick_look
        self._window.toast.move_over(look if shown and look is not None else self._center)
        self._lift_toast()
