"""The list of one sidebar section: as tall as its rows, reachable by mouse and keyboard."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QModelIndex, QSize, Qt, Signal
from PySide6.QtGui import QFocusEvent, QKeyEvent, QMouseEvent, QResizeEvent, QWheelEvent
from PySide6.QtWidgets import QListView, QSizePolicy, QWidget

from studio.gui.models.entry_model import ENTRY_ROLE, Entry, EntryModel
from studio.gui.widgets.entry_delegates import ROW, SWATCH_CELL, RowDelegate, SwatchDelegate

_KEYBOARD_REASONS = (
    Qt.FocusReason.TabFocusReason,
    Qt.FocusReason.BacktabFocusReason,
    Qt.FocusReason.ShortcutFocusReason,
)
_CHOOSE_KEYS = (Qt.Key.Key_Return, Qt.Key.Key_Enter, Qt.Key.Key_Space)


class EntryView(QListView):
    """Never scrolls itself; the sidebar around it does."""

    entryChosen = Signal(object, bool)  # Entry, whether it is added to what is chosen already
    focusLeft = Signal(int)  # an arrow key went past the first (-1) or last (+1) row

    def __init__(
        self,
        model: EntryModel,
        delegate: RowDelegate | SwatchDelegate,
        name: str,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self._delegate = delegate
        self._is_grid = isinstance(delegate, SwatchDelegate)
        delegate.setParent(self)
        self.setAccessibleName(name)
        self.setModel(model)
        self.setItemDelegate(delegate)
        self.setFrameShape(QListView.Shape.NoFrame)
        self.setSelectionMode(QListView.SelectionMode.NoSelection)
        self.setEditTriggers(QListView.EditTrigger.NoEditTriggers)
        self.setVerticalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Fixed)
        self.setUniformItemSizes(True)
        self.setMouseTracking(True)
        self.viewport().setAttribute(Qt.WidgetAttribute.WA_Hover)
        self.viewport().setAutoFillBackground(False)
        if self._is_grid:
            self.setFlow(QListView.Flow.LeftToRight)
            self.setWrapping(True)
            self.setResizeMode(QListView.ResizeMode.Adjust)
        model.modelReset.connect(self._fit)
        self._fit()

    def sizeHint(self) -> QSize:
        """All rows at once."""
        count = self.model().rowCount()
        if not self._is_grid:
            return QSize(120, count * ROW)
        columns = max(1, self.viewport().width() // SWATCH_CELL)
        return QSize(120, -(-count // columns) * SWATCH_CELL)

    def _fit(self) -> None:
        self.setFixedHeight(max(1, self.sizeHint().height()))

    def resizeEvent(self, event: QResizeEvent) -> None:
        """A wider sidebar has room for more swatches in a line."""
        super().resizeEvent(event)
        if self._is_grid and event.size().width() != event.oldSize().width():
            self._fit()

    def wheelEvent(self, event: QWheelEvent) -> None:
        """The sidebar scrolls, not the section."""
        event.ignore()

    def mousePressEvent(self, event: QMouseEvent) -> None:
        """A click chooses; with Ctrl (or Shift) it adds an alternative."""
        self._delegate.shows_focus = False
        index = self.indexAt(event.position().toPoint())
        if event.button() is Qt.MouseButton.LeftButton and index.isValid():
            self.setCurrentIndex(index)
            self._choose(index, event.modifiers())

    def focusInEvent(self, event: QFocusEvent) -> None:
        """The ring shows for those who came by keyboard."""
        self._delegate.shows_focus = event.reason() in _KEYBOARD_REASONS
        super().focusInEvent(event)
        if self._delegate.shows_focus and not self.currentIndex().isValid():
            self.setCurrentIndex(self.model().index(0, 0))

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Space or Enter chooses, arrows go on to the neighbouring section."""
        self._delegate.shows_focus = True
        index = self.currentIndex()
        if event.key() in _CHOOSE_KEYS and index.isValid():
            self._choose(index, event.modifiers())
            return
        before = index.row()
        super().keyPressEvent(event)
        if self.currentIndex().row() == before:
            if event.key() == Qt.Key.Key_Down:
                self.focusLeft.emit(1)
            elif event.key() == Qt.Key.Key_Up:
                self.focusLeft.emit(-1)
        self.viewport().update()

    def enter_from(self, direction: int) -> None:
        """Take the focus as an arrow key that goes down (+1) or up (-1) would."""
        row = 0 if direction > 0 else self.model().rowCount() - 1
        self.setFocus(Qt.FocusReason.TabFocusReason)
        self.setCurrentIndex(self.model().index(row, 0))

    def select_entry(self, key: tuple[str, str]) -> None:
        """Make the row current that a reset of the model took away."""
        for row in range(self.model().rowCount()):
            index = self.model().index(row, 0)
            entry: Entry = index.data(ENTRY_ROLE)
            if entry.key == key:
                self.setCurrentIndex(index)
                return

    def current_key(self) -> tuple[str, str] | None:
        """Which entry the keyboard stands on."""
        entry: Entry | None = self.currentIndex().data(ENTRY_ROLE)
        return entry.key if entry else None

    def viewportEvent(self, event: QEvent) -> bool:
        """The hand says that rows can be clicked."""
        if event.type() is QEvent.Type.HoverMove:
            over = self.indexAt(self.viewport().mapFromGlobal(self.cursor().pos())).isValid()
            shape = Qt.CursorShape.PointingHandCursor if over else Qt.CursorShape.ArrowCursor
            self.viewport().setCursor(shape)
        return super().viewportEvent(event)

    def _choose(self, index: QModelIndex, modifiers: Qt.KeyboardModifier) -> None:
        adds = Qt.KeyboardModifier.ControlModifier | Qt.KeyboardModifier.ShiftModifier
        self.entryChosen.emit(index.data(ENTRY_ROLE), bool(modifiers & adds))
