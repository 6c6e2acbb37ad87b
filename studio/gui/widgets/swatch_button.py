"""A colour to click: a rounded patch with its name, with a ring while it is the chosen one."""

from __future__ import annotations

from PySide6.QtCore import QRectF, QSize, Qt, Signal
from PySide6.QtGui import QColor, QKeyEvent, QMouseEvent, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QAbstractButton, QSizePolicy, QWidget

from studio.gui.theme import Theme

_RADIUS = 4.0


class SwatchButton(QAbstractButton):
    """Click chooses; with Ctrl, or by the key +, the colour is added to the others."""

    chosen = Signal(str)  # "#rrggbb"
    added = Signal(str)
    erased = Signal()  # Delete or Backspace

    def __init__(
        self, theme: Theme, hex_: str, name: str, side: int = 22, parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self._theme = theme
        self.hex = hex_
        self._side = side
        self.setAccessibleName(name)
        self.setToolTip(name)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        self.setAttribute(Qt.WidgetAttribute.WA_Hover)
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)

    def set_color(self, hex_: str, name: str) -> None:
        """Another colour in the same place."""
        self.hex = hex_
        self.setAccessibleName(name)
        self.setToolTip(name)
        self.update()

    def sizeHint(self) -> QSize:
        return QSize(self._side + 4, self._side + 4)  # a ring fits round it

    def paintEvent(self, _event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        patch = QRectF(self.rect()).adjusted(2.5, 2.5, -2.5, -2.5)
        lit = self.underMouse() and not self.isChecked()
        painter.setPen(QPen(self._theme.color("text" if lit else "strong"), 1))
        painter.setBrush(QColor(self.hex))
        painter.drawRoundedRect(patch, _RADIUS, _RADIUS)
        if self.isChecked() or self.hasFocus():
            role = "text" if self.hasFocus() else "accent"
            painter.setPen(QPen(self._theme.color(role), 1.5))
            painter.setBrush(Qt.BrushStyle.NoBrush)
            ring = QRectF(self.rect()).adjusted(0.75, 0.75, -0.75, -0.75)
            painter.drawRoundedRect(ring, _RADIUS + 1.5, _RADIUS + 1.5)
        painter.end()

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        """As a click, but Ctrl adds."""
        inside = self.rect().contains(event.position().toPoint())
        adds = bool(event.modifiers() & Qt.KeyboardModifier.ControlModifier)
        super().mouseReleaseEvent(event)
        if inside and event.button() == Qt.MouseButton.LeftButton:
            (self.added if adds else self.chosen).emit(self.hex)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Enter and Space choose, + adds, Delete takes away."""
        key = event.key()
        if key in (Qt.Key.Key_Return, Qt.Key.Key_Enter, Qt.Key.Key_Space):
            self.chosen.emit(self.hex)
        elif key == Qt.Key.Key_Plus:
            self.added.emit(self.hex)
        elif key in (Qt.Key.Key_Delete, Qt.Key.Key_Backspace):
            self.erased.emit()
        else:
            super().keyPressEvent(event)
