"""The field of the search bar, which marks the letter that something is wrong with."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QFocusEvent, QKeyEvent, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QAbstractItemView, QLineEdit, QWidget

from studio.gui.theme import Theme


class SearchField(QLineEdit):
    """The field; Backspace at its start takes the last chip, Escape clears.

    Down in an empty field asks for past searches, Left for the last chip.
    """

    chipErased = Signal()
    escaped = Signal()
    historyWanted = Signal()
    chipWanted = Signal()
    focusChanged = Signal()
    suggestions: QAbstractItemView | None = None  # the list of the completer, once there is one

    def __init__(self, theme: Theme, parent: QWidget) -> None:
        super().__init__(parent)
        self._theme = theme
        self._fault: int | None = None

    @property
    def fault(self) -> int | None:
        """Which letter is marked."""
        return self._fault

    def mark(self, position: int | None) -> None:
        """Underline the letter at `position`, where something cannot be understood."""
        self._fault = position
        self.update()

    def paintEvent(self, event: QPaintEvent) -> None:
        """The text, and a line below what is wrong in it."""
        super().paintEvent(event)
        if self._fault is None:
            return
        text, metrics, cursor = self.text(), self.fontMetrics(), self.cursorRect().center().x()
        start = cursor - metrics.horizontalAdvance(text[: self.cursorPosition()])
        left = start + metrics.horizontalAdvance(text[: self._fault])
        width = metrics.horizontalAdvance(text[self._fault : self._fault + 1] or "n")
        below = (self.height() + metrics.height()) / 2 + 1
        painter = QPainter(self)
        painter.setPen(QPen(self._theme.color("bad"), 2))
        painter.drawLine(left, round(below), left + width, round(below))
        painter.end()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """As in every field with chips."""
        if event.key() == Qt.Key.Key_Backspace and not self.text():
            self.chipErased.emit()
        elif event.key() == Qt.Key.Key_Down and not self.text():
            self.historyWanted.emit()
        elif event.key() == Qt.Key.Key_Left and not self.text():
            self.chipWanted.emit()
        elif event.key() == Qt.Key.Key_Escape:
            self.escaped.emit()
        else:
            super().keyPressEvent(event)

    def focusInEvent(self, event: QFocusEvent) -> None:
        """The bar draws the ring."""
        super().focusInEvent(event)
        self.focusChanged.emit()

    def focusOutEvent(self, event: QFocusEvent) -> None:
        """The bar draws the ring."""
        super().focusOutEvent(event)
        self.focusChanged.emit()
