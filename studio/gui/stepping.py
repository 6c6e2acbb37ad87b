"""The history in the window: the panel with its key, and going to a step of it."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QObject, Qt, QTimer
from PySide6.QtGui import QAction
from PySide6.QtWidgets import QWidget

from studio.core.edit import Applied, HistoryStep
from studio.gui.center import Center
from studio.gui.session import Session
from studio.gui.widgets.history_panel import HistoryPanel

_MOST = 500  # as many as are kept
_DELAY_MS = 60  # several changes in a row are read once


class Stepping(QObject):
    """Reads the steps while the panel is seen."""

    def __init__(self, center: Center, action: QAction, over: QWidget) -> None:
        super().__init__(over)
        self._center, self._action, self._over = center, action, over
        self._session: Session | None = None
        self.panel: HistoryPanel | None = None
        self._timer = QTimer(self, singleShot=True, interval=_DELAY_MS)
        self._timer.timeout.connect(self._read)
        action.triggered.connect(self.toggle)

    def set_session(self, session: Session | None) -> None:
        """Another library, or none."""
        self._session = session
        self._timer.stop()
        if self.panel is not None:
            self.panel.hide()
            self.panel.set_steps(())
        if session is not None:
            session.browser.marksChanged.connect(self._on_changed)
            session.browser.countsArrived.connect(self._on_changed)

    @property
    def is_open(self) -> bool:
        """Whether the panel is seen."""
        return self.panel is not None and self.panel.isVisible()

    def toggle(self) -> None:
        """Show or hide the panel."""
        if self.panel is None:
            context = self._session.context if self._session else None
            if context is None:
                self._action.setChecked(False)
                return
            self.panel = HistoryPanel(context.theme, context.icons, self._over)
            self.panel.stepWanted.connect(self.go_to)
            self.panel.closed.connect(self._focus_images)
            self.panel.installEventFilter(self)
        if self.panel.isVisible():
            self.panel.close_panel()
        else:
            self._read(opens=True)

    def go_to(self, step_id: int) -> None:
        """Undo all steps after this one, or do them again up to it."""
        session = self._session
        if session is None:
            return
        library = session.context.library

        def done(applied: Applied) -> None:
            if applied.description:
                self._on_changed()

        session.context.tasks.write(lambda: library.go_to(step_id), done, owner=self)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """The menu's check mark shows whether the panel is there."""
        if event.type() in {QEvent.Type.Show, QEvent.Type.Hide}:
            self._action.setChecked(event.type() is QEvent.Type.Show)
        return super().eventFilter(watched, event)

    def _on_changed(self, _news: object = None) -> None:
        if self.is_open and not self._timer.isActive():
            self._timer.start()

    def _read(self, *, opens: bool = False) -> None:
        session, panel = self._session, self.panel
        if session is None or panel is None:
            return
        library = session.context.library

        def done(steps: list[HistoryStep]) -> None:
            if self._session is session:
                panel.set_steps(steps)
                if opens:
                    panel.open()

        session.context.tasks.read(lambda: library.list_steps(_MOST), done, owner=self)

    def _focus_images(self) -> None:
        page = self._center.currentWidget()
        if page is not None:
            page.setFocus(Qt.FocusReason.OtherFocusReason)
