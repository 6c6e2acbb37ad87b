"""The eyedropper: the next click on an image of the window takes its colour."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QObject, QPoint, QRect, QRectF, Qt, QTimer, Signal
from PySide6.QtGui import (
    QColor,
    QCursor,
    QGuiApplication,
    QImage,
    QKeyEvent,
    QMouseEvent,
    QPainter,
    QPaintEvent,
    QPen,
)
from PySide6.QtWidgets import QApplication, QWidget

from studio.gui.theme import Theme
from studio.gui.views.grid import GridView
from studio.gui.views.zoom_canvas import ZoomCanvas
from studio.gui.widgets.preview import Preview

_REACH = 2  # pixels to each side: the mean of a weave or of noise, not one thread of it
_LENS_REACH = 5
_LENS_SCALE = 8
_FOLLOW_MS = 25
_CLICKS = {
    QEvent.Type.MouseButtonPress,
    QEvent.Type.MouseButtonRelease,
    QEvent.Type.MouseButtonDblClick,
}


class Dropper(QObject):
    """Active from `start` to the click, Escape or the right button; clicks do nothing else."""

    picked = Signal(str)  # "#rrggbb"
    ended = Signal()

    def __init__(self, window: QWidget, theme: Theme) -> None:
        super().__init__(window)
        self._window = window
        self._lens = _Lens(window, theme)
        self._active = False
        self._timer = QTimer(self, interval=_FOLLOW_MS)
        self._timer.timeout.connect(lambda: self._follow(QCursor.pos()))

    @property
    def is_active(self) -> bool:
        """Whether the next click picks."""
        return self._active

    def start(self) -> None:
        """Wait for the click."""
        if self._active:
            return
        self._active = True
        QGuiApplication.setOverrideCursor(Qt.CursorShape.CrossCursor)
        QApplication.instance().installEventFilter(self)  # type: ignore[union-attr]
        self._timer.start()

    def stop(self) -> None:
        """Wait no more."""
        if not self._active:
            return
        self._active = False
        self._timer.stop()
        QApplication.instance().removeEventFilter(self)  # type: ignore[union-attr]
        QGuiApplication.restoreOverrideCursor()
        self._lens.hide()
        self.ended.emit()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Clicks and Escape are the dropper's as long as it is active."""
        kind = event.type()
        if kind in _CLICKS and isinstance(event, QMouseEvent) and isinstance(watched, QWidget):
            if kind is QEvent.Type.MouseButtonPress:
                self._on_press(event)
            return True
        if kind in (QEvent.Type.KeyPress, QEvent.Type.ShortcutOverride):
            if isinstance(event, QKeyEvent) and event.key() == Qt.Key.Key_Escape:
                event.accept()
                if kind is QEvent.Type.KeyPress:
                    self.stop()
                return True
        elif kind is QEvent.Type.ApplicationDeactivate:
            self.stop()
        return super().eventFilter(watched, event)

    def _on_press(self, event: QMouseEvent) -> None:
        place = event.globalPosition().toPoint()
        color = find_color(self._window, place)
        if event.button() != Qt.MouseButton.LeftButton:
            self.stop()
        elif color is not None:
            self.stop()
            self.picked.emit(color.name())

    def _follow(self, place: QPoint) -> None:
        source = find_image(self._window, place)
        if source is None:
            self._lens.hide()
        else:
            self._lens.show_at(self._window.mapFromGlobal(place), *source)


def find_color(window: QWidget, place: QPoint) -> QColor | None:
    """The colour of the image that `window` shows at `place` (of the screen); None: no image."""
    source = find_image(window, place)
    return None if source is None else _mean(_grab(*source, _REACH))


def find_image(window: QWidget, place: QPoint) -> tuple[QWidget, QPoint] | None:
    """The widget that shows an image at `place` (of the screen), and where in it."""
    widget = window.childAt(window.mapFromGlobal(place))
    if widget is None:
        return None
    there = widget.mapFromGlobal(place)
    shown = False
    if isinstance(widget, ZoomCanvas):
        shown = widget.picture_rect().contains(there.toPointF())
    elif isinstance(widget, Preview):
        shown = True
    elif isinstance(widget.parent(), GridView):
        grid = widget.parent()
        shown = isinstance(grid, GridView) and grid.indexAt(there).isValid()
    return (widget, there) if shown else None


def _grab(widget: QWidget, place: QPoint, reach: int) -> QImage:
    area = QRect(place - QPoint(reach, reach), place + QPoint(reach, reach))
    return widget.grab(area & widget.rect()).toImage()


def _mean(image: QImage) -> QColor:
    pixels = [image.pixelColor(x, y) for y in range(image.height()) for x in range(image.width())]
    total = max(1, len(pixels))
    return QColor(
        round(sum(pixel.red() for pixel in pixels) / total),
        round(sum(pixel.green() for pixel in pixels) / total),
        round(sum(pixel.blue() for pixel in pixels) / total),
    )


class _Lens(QWidget):
    """The pixels under the cursor, enlarged, with the colour that a click would take."""

    def __init__(self, window: QWidget, theme: Theme) -> None:
        super().__init__(window)
        self._window = window
        self._theme = theme
        self._image = QImage()
        self._color = QColor()
        self.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)
        self._side = (2 * _LENS_REACH + 1) * _LENS_SCALE
        self.setFixedSize(self._side + 2, self._side + 26)
        self.hide()

    def show_at(self, cursor: QPoint, widget: QWidget, place: QPoint) -> None:
        """Beside the cursor, inside the window."""
        self._image = _grab(widget, place, _LENS_REACH)
        self._color = _mean(_grab(widget, place, _REACH))
        room = self._window.rect()
        x, y = cursor.x() + 20, cursor.y() + 20
        if x + self.width() > room.right():
            x = cursor.x() - 20 - self.width()
        if y + self.height() > room.bottom():
            y = cursor.y() - 20 - self.height()
        self.move(x, y)
        self.show()
        self.raise_()
        self.update()

    def paintEvent(self, _event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.fillRect(self.rect(), self._theme.color("raised"))
        picture = QRectF(1, 1, self._side, self._side)
        painter.drawImage(picture, self._image)
        middle = QRectF(0, 0, 5 * _LENS_SCALE, 5 * _LENS_SCALE)
        middle.moveCenter(picture.center())
        for color, inset in ((Qt.GlobalColor.black, 0.5), (Qt.GlobalColor.white, 1.5)):
            painter.setPen(QPen(color, 1))
            painter.drawRect(middle.adjusted(inset, inset, -inset, -inset))
        line = QRectF(1, self._side + 1, self._side, 24)
        painter.fillRect(QRectF(line.left(), line.top(), 18, 24), self._color)
        painter.setPen(self._theme.color("text"))
        flags = int(Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignLeft)
        painter.drawText(line.adjusted(24, 0, 0, 0), flags, self._color.name())
        painter.setPen(self._theme.color("strong"))
        painter.drawRect(QRectF(self.rect()).adjusted(0.5, 0.5, -0.5, -0.5))
        painter.end()
