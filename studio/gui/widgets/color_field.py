"""The field in which a colour is chosen: saturation and brightness in a square, hue in a strip."""

from __future__ import annotations

from PySide6.QtCore import QPointF, QRectF, QSize, Qt, Signal
from PySide6.QtGui import (
    QColor,
    QKeyEvent,
    QLinearGradient,
    QMouseEvent,
    QPainter,
    QPaintEvent,
    QPen,
)
from PySide6.QtWidgets import QSizePolicy, QVBoxLayout, QWidget

from studio.gui.theme import Theme

_SQUARE = 148
_STRIP = 14
_RADIUS = 5.0
_KNOB = 6.0
_STEPS = {
    Qt.Key.Key_Left: (-1, 0),
    Qt.Key.Key_Right: (1, 0),
    Qt.Key.Key_Up: (0, -1),
    Qt.Key.Key_Down: (0, 1),
}


class _Plane(QWidget):
    """A field with a knob, moved by the mouse or the arrow keys (ten times as far with Shift)."""

    moved = Signal(float, float)  # 0..1 from the left and from the top

    def __init__(self, theme: Theme, height: int, parent: QWidget) -> None:
        super().__init__(parent)
        self._theme = theme
        self._place = QPointF()
        self.setFixedHeight(height)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setCursor(Qt.CursorShape.CrossCursor)

    def set_place(self, x: float, y: float) -> None:
        """Put the knob there; says nothing."""
        self._place = QPointF(x, y)
        self.update()

    def sizeHint(self) -> QSize:
        return QSize(240, self.height())

    def _move(self, x: float, y: float) -> None:
        self.set_place(min(1.0, max(0.0, x)), min(1.0, max(0.0, y)))
        self.moved.emit(self._place.x(), self._place.y())

    def _inner(self) -> QRectF:
        return QRectF(self.rect()).adjusted(2, 2, -2, -2)

    def mousePressEvent(self, event: QMouseEvent) -> None:
        self.mouseMoveEvent(event)

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        if event.buttons() & Qt.MouseButton.LeftButton:
            place = event.position() - self._inner().topLeft()
            self._move(place.x() / self._inner().width(), place.y() / self._inner().height())

    def keyPressEvent(self, event: QKeyEvent) -> None:
        step = _STEPS.get(Qt.Key(event.key()))
        if step is None:
            super().keyPressEvent(event)
            return
        length = 0.1 if event.modifiers() & Qt.KeyboardModifier.ShiftModifier else 0.01
        self._move(self._place.x() + step[0] * length, self._place.y() + step[1] * length)

    def focusInEvent(self, event: object) -> None:
        del event
        self.update()

    def focusOutEvent(self, event: object) -> None:
        del event
        self.update()

    def paintEvent(self, _event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(Qt.PenStyle.NoPen)
        self._paint_ground(painter, self._inner())
        painter.setBrush(Qt.BrushStyle.NoBrush)
        ring = self._theme.color("accent" if self.hasFocus() else "line")
        painter.setPen(QPen(ring, 2 if self.hasFocus() else 1))
        edge = self._inner().adjusted(-1, -1, 1, 1) if self.hasFocus() else self._inner()
        painter.drawRoundedRect(edge, _RADIUS, _RADIUS)
        self._paint_knob(painter)
        painter.end()

    def _paint_ground(self, painter: QPainter, rect: QRectF) -> None:
        raise NotImplementedError

    def _paint_knob(self, painter: QPainter) -> None:
        """White in black, to be seen on every colour."""
        inner = self._inner()
        radius = min(_KNOB, inner.height() / 2)
        room = inner.adjusted(radius, radius, -radius, -radius)
        spot = QPointF(
            min(max(inner.left() + self._place.x() * inner.width(), room.left()), room.right()),
            min(max(inner.top() + self._place.y() * inner.height(), room.top()), room.bottom()),
        )
        for color, width in ((Qt.GlobalColor.black, 4), (Qt.GlobalColor.white, 2)):
            painter.setPen(QPen(color, width))
            painter.drawEllipse(spot, radius - 1, radius - 1)


class _Square(_Plane):
    hue = 0.0

    def _paint_ground(self, painter: QPainter, rect: QRectF) -> None:
        across = QLinearGradient(rect.topLeft(), rect.topRight())
        across.setColorAt(0, Qt.GlobalColor.white)
        across.setColorAt(1, QColor.fromHsvF(self.hue, 1, 1))
        down = QLinearGradient(rect.topLeft(), rect.bottomLeft())
        down.setColorAt(0, QColor(0, 0, 0, 0))
        down.setColorAt(1, Qt.GlobalColor.black)
        for gradient in (across, down):
            painter.setBrush(gradient)
            painter.drawRoundedRect(rect, _RADIUS, _RADIUS)


class _HueStrip(_Plane):
    def _paint_ground(self, painter: QPainter, rect: QRectF) -> None:
        gradient = QLinearGradient(rect.topLeft(), rect.topRight())
        for sixth in range(7):
            gradient.setColorAt(sixth / 6, QColor.fromHsvF(sixth % 6 / 6, 1, 1))
        painter.setBrush(gradient)
        painter.drawRoundedRect(rect, _RADIUS, _RADIUS)


class ColorField(QWidget):
    """Square and strip together; greys keep the hue that the strip stands at."""

    colorPicked = Signal(str)  # "#rrggbb", while the mouse moves

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._hue, self._saturation, self._value = 0.0, 0.0, 0.0
        self._square = _Square(theme, _SQUARE, self)
        self._strip = _HueStrip(theme, _STRIP + 4, self)
        self._square.setAccessibleName(self.tr("Saturation and brightness"))
        self._strip.setAccessibleName(self.tr("Hue"))
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(6)
        column.addWidget(self._square)
        column.addWidget(self._strip)
        self.setFocusProxy(self._square)
        self._square.moved.connect(self._on_square_moved)
        self._strip.moved.connect(self._on_strip_moved)

    @property
    def hex(self) -> str:
        """The colour under the knobs."""
        return QColor.fromHsvF(self._hue % 1.0, self._saturation, self._value).name()

    def set_hex(self, hex_: str) -> None:
        """Move the knobs to a colour; says nothing."""
        if hex_ == self.hex:
            return
        color = QColor(hex_)
        if color.hsvHueF() >= 0:
            self._hue = color.hsvHueF()
        self._saturation, self._value = color.hsvSaturationF(), color.valueF()
        self._place()

    def _place(self) -> None:
        self._square.hue = self._hue % 1.0
        self._square.set_place(self._saturation, 1 - self._value)
        self._strip.set_place(self._hue, 0.5)
        shown = self.tr("{hex}, arrow keys change it").format(hex=self.hex)
        for plane in (self._square, self._strip):
            plane.setAccessibleDescription(shown)

    def _on_square_moved(self, x: float, y: float) -> None:
        self._saturation, self._value = x, 1 - y
        self._place()
        self.colorPicked.emit(self.hex)

    def _on_strip_moved(self, x: float, _y: float) -> None:
        self._hue = x
        self._place()
        self.colorPicked.emit(self.hex)
