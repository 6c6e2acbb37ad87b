"""The steps that can be undone and done again, over the right edge of the window."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import (
    QEvent,
    QModelIndex,
    QObject,
    QSize,
    Qt,
    Signal,
)
from PySide6.QtGui import QStandardItem, QStandardItemModel
from PySide6.QtWidgets import (
    QFrame,
    QHBoxLayout,
    QLabel,
    QListView,
    QToolButton,
    QVBoxLayout,
    QWidget,
)

from studio.core.edit import HistoryStep
from studio.gui import moments
from studio.gui.icons import Icons
from studio.gui.theme import Theme
from studio.gui.widgets.history_delegate import (
    CURRENT_ROLE,
    DONE_ROLE,
    ID_ROLE,
    ROW,
    TIME_ROLE,
    StepDelegate,
)
from studio.gui.widgets.named import named

_WIDTH = 400


class HistoryPanel(QFrame):
    """Newest first; hidden until it is asked for. Enter or a click goes to a step."""

    stepWanted = Signal(int)  # id of the step to go to; 0: before the first
    closed = Signal()

    def __init__(self, theme: Theme, icons: Icons, parent: QWidget) -> None:
        super().__init__(parent)
        self.setObjectName("historyPanel")
        self.setAccessibleName(self.tr("History"))
        self._over, self._theme, self._icons = parent, theme, icons
        self._nothing = named(QLabel(self.tr("Nothing has been changed yet.")), "muted")
        self._nothing.setContentsMargins(16, 6, 16, 16)
        self._close = named(QToolButton(self), "flat")
        self._close.setAccessibleName(self.tr("Close"))
        self._close.setIconSize(QSize(14, 14))
        self._model = QStandardItemModel(self)
        self.list = named(QListView(), "historyList")
        self._lay_out()
        self._close.clicked.connect(self.close_panel)
        self.list.clicked.connect(self._on_chosen)
        self.list.activated.connect(self._on_chosen)
        theme.changed.connect(self._on_theme_changed)
        parent.installEventFilter(self)
        self._on_theme_changed()
        self.hide()

    def _lay_out(self) -> None:
        head = QHBoxLayout()
        head.setContentsMargins(16, 10, 8, 6)
        head.addWidget(named(QLabel(self.tr("History"), self), "panelTitle"), 1)
        head.addWidget(self._close)
        self.list.setModel(self._model)
        self.list.setItemDelegate(StepDelegate(self._theme, self.list))
        self.list.setAccessibleName(self.tr("Steps, the newest first"))
        self.list.setFrameShape(QFrame.Shape.NoFrame)
        self.list.setUniformItemSizes(True)
        self.list.setMouseTracking(True)
        self.list.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.list.setEditTriggers(QListView.EditTrigger.NoEditTriggers)
        column = QVBoxLayout(self)
        column.setContentsMargins(1, 1, 1, 8)
        column.setSpacing(0)
        column.addLayout(head)
        column.addWidget(self._nothing)
        column.addWidget(self.list, 1)

    def set_steps(self, steps: Sequence[HistoryStep]) -> None:
        """Show these, the newest first; the newest that is done is where one is."""
        chosen = self.list.currentIndex().data(ID_ROLE)
        current = next((step.id for step in steps if step.done), 0)
        self._model.clear()
        for step in steps:
            time = moments.say(step.made_at)
            self._add(step.id, step.description, time, done=step.done, current=current)
        if steps:
            start = self.tr("Before the first of these")
            self._add(0, start, "", done=True, current=current)
        self._nothing.setVisible(not steps)
        self.list.setVisible(bool(steps))
        self._choose(current if chosen is None else chosen)
        self._place()

    def _add(self, step_id: int, text: str, time: str, *, done: bool, current: int) -> None:
        item = QStandardItem(text)
        item.setData(step_id, ID_ROLE)
        item.setData(time, TIME_ROLE)
        item.setData(done, DONE_ROLE)
        item.setData(step_id == current, CURRENT_ROLE)
        item.setToolTip(text)
        state = self.tr("undone") if not done else ""
        state = self.tr("you are here") if step_id == current else state
        spoken = ", ".join(filter(None, (text, time, state)))
        item.setData(spoken, Qt.ItemDataRole.AccessibleTextRole)
        self._model.appendRow(item)

    def _choose(self, step_id: int) -> None:
        for row in range(self._model.rowCount()):
            index = self._model.index(row, 0)
            if index.data(ID_ROLE) == step_id:
                self.list.setCurrentIndex(index)
                self.list.scrollTo(index)

    def _on_chosen(self, index: QModelIndex) -> None:
        if index.isValid() and not index.data(CURRENT_ROLE):
            self.stepWanted.emit(int(index.data(ID_ROLE)))

    def open(self) -> None:
        """Show, with the focus on the steps."""
        self.show()
        self._place()
        self.raise_()
        target = self.list if self._model.rowCount() else self._close
        target.setFocus(Qt.FocusReason.PopupFocusReason)

    def close_panel(self) -> None:
        """Hide; the keyboard goes back to the images."""
        if self.isVisible():
            self.hide()
            self.closed.emit()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Keep to the right edge."""
        if event.type() is QEvent.Type.Resize and self.isVisible():
            self._place()
        return super().eventFilter(watched, event)

    def _place(self) -> None:
        parent = self._over
        width = min(_WIDTH, parent.width() - 24)
        rows = self._model.rowCount()
        height = min(64 + (rows * ROW if rows else 30), parent.height() - 24)
        self.setGeometry(parent.width() - width - 12, 8, width, height)

    def _on_theme_changed(self) -> None:
        self._close.setIcon(self._icons.icon("x", "muted", 14))
        self.list.viewport().update()
