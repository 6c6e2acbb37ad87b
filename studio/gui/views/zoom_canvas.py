"""One picture on neutral ground: fitted or zoomed about the cursor, panned, parts drawn on it."""

from __future__ import annotations

from PySide6.QtCore import QPointF, QRect, QRectF, QSize, QSizeF, Qt, Signal
from PySide6.QtGui import (
    QColor,
    QImage,
    QMouseEvent,
    QPainter,
    QPaintEvent,
    QPen,
    QResizeEvent,
    QWheelEvent,
)
from PySide6.QtWidgets import QWidget

from studio.gui.theme import Theme
from studio.gui.views.slide_loader import Slide

MAX_ZOOM = 8.0
MAX_SIDE = 12_000  # pixels that are asked for at most, however large the file
_STEP = 1.25
_PAN = 0.15  # of the widget's size
_ROUND = 256  # previews are made in these steps, so that a resize seldom asks for another
_MARGIN = 16
_LEAST_PART = 12  # px on the screen; less is a click that slipped


class ZoomCanvas(QWidget):
    """Places the picture by its full size, so that a thumbnail can stand in for it.

    Zoom is device pixels per picture pixel: 1.0 is "100 %".
    """

    zoomWasChanged = Signal(float)
    viewWasMoved = Signal(float)  # zoomed by this factor, or panned; not for a new size or picture
    pressed = Signal()
    doubleClicked = Signal()
    partDrawn = Signal(QImage)  # what lies under a frame that was drawn with Ctrl

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._theme = theme
        self._image = QImage()
        self._full = QSizeF()
        self._zoom: float | None = None  # None: fitted
        self._center = QPointF()  # of the view, in picture pixels
        self._grip: QPointF | None = None
        self._frame: QRectF | None = None  # being drawn, in widget pixels; may be turned over
        self._message = ""
        self.ground: str | None = "window"  # a colour of the theme; None: what lies below shows
        self.setMinimumSize(200, 160)

    def set_picture(self, image: QImage | None, full: QSize, message: str = "") -> None:
        """Show `image` in the place of a picture of `full` pixels, with a message over it."""
        self._image = QImage() if image is None else image
        size = QSizeF(full) if not full.isEmpty() else QSizeF(self._image.size())
        self._message = message
        if size != self._full:
            self._full = size
            self._center = QPointF(size.width() / 2, size.height() / 2)
            self._tell()
        self.update()

    def show_slide(self, slide: Slide) -> None:
        """Show the picture of an asset that is best at the present zoom, or why there is none."""
        picture = slide.picture(self.needed_side(slide.full_size))
        self.set_picture(picture, slide.full_size, slide.message)

    @property
    def zoom(self) -> float:
        """Device pixels per picture pixel."""
        return self.fit_zoom if self._zoom is None else self._zoom

    @property
    def is_fitted(self) -> bool:
        """Whether the whole picture is shown, whatever the size of the window."""
        return self._zoom is None

    def fit(self) -> None:
        """Show the whole picture."""
        before = self.zoom
        self._zoom = None
        self._tell()
        self.viewWasMoved.emit(self.zoom / before)

    def set_zoom(self, zoom: float, about: QPointF | None = None) -> None:
        """Zoom with the point `about` (widget pixels; the middle without) staying in place."""
        if self._full.isEmpty():
            return
        middle = QRectF(self.rect()).center()
        about = middle if about is None else about
        held = self._to_picture(about)
        lowest = min(self.fit_zoom, 1.0)
        if zoom <= lowest and lowest == self.fit_zoom:
            self.fit()
            return
        before = self.zoom
        self._zoom = min(MAX_ZOOM, max(lowest, zoom))
        self._center = held - (about - middle) / self._scale()
        self._keep_inside()
        self._tell()
        self.viewWasMoved.emit(self.zoom / before)

    def step_zoom(self, steps: float, about: QPointF | None = None) -> None:
        """Zoom in (positive) or out."""
        self.set_zoom(self.zoom * _STEP**steps, about)

    def pan(self, direction: QPointF) -> None:
        """Move on over a picture that is larger than the widget, by a part of the widget."""
        step = QPointF(direction.x() * self.width(), direction.y() * self.height()) * _PAN
        self._move(step / self._scale())

    def _move(self, step: QPointF) -> None:
        """By so many picture pixels."""
        if self.is_fitted:
            return
        self._center += step
        self._keep_inside()
        self.update()
        self.viewWasMoved.emit(1.0)

    @property
    def center(self) -> QPointF:
        """What is in the middle of the widget, as a share of the picture's width and height."""
        if self.is_fitted or self._full.isEmpty():
            return QPointF(0.5, 0.5)
        return QPointF(
            self._center.x() / self._full.width(), self._center.y() / self._full.height()
        )

    def follow(self, other: ZoomCanvas, ratio: float) -> None:
        """Do as another canvas has done: fit, 100 %, or zoom by `ratio`; look at the same place."""
        if other.is_fitted:
            self.fit()
        elif not self._full.isEmpty():
            self.set_zoom(1.0 if other.zoom == 1.0 else self.zoom * ratio)
            place = other.center
            self._center = QPointF(place.x() * self._full.width(), place.y() * self._full.height())
            self._keep_inside()
            self.update()

    def fitting_side(self) -> int:
        """Pixels of the long side that the whole picture needs here."""
        longest = max(self.width(), self.height()) * self.devicePixelRatioF()
        return -(-round(longest) // _ROUND) * _ROUND

    def needed_side(self, full: QSize) -> int:
        """Pixels of the long side that a picture of `full` needs at the present zoom.

        In steps of doubled size, at 100 % all that the file has.
        """
        longest, side = max(full.width(), full.height()), self.fitting_side()
        wanted = longest * self.zoom
        if wanted <= side:
            return side
        while side < wanted:
            side *= 2
        return min(side, longest, MAX_SIDE)

    def _tell(self) -> None:
        self.zoomWasChanged.emit(self.zoom)
        self._show_cursor()
        self.update()

    @property
    def fit_zoom(self) -> float:
        """The zoom at which the whole picture is shown."""
        if self._full.isEmpty():
            return 1.0
        wide = max(1, self.width() - 2 * _MARGIN) / self._full.width()
        high = max(1, self.height() - 2 * _MARGIN) / self._full.height()
        return min(MAX_ZOOM, wide * self.devicePixelRatioF(), high * self.devicePixelRatioF())

    def _scale(self) -> float:
        """Widget pixels per picture pixel."""
        return self.zoom / self.devicePixelRatioF()

    def picture_rect(self) -> QRectF:
        """Where the whole picture lies, in widget pixels; may reach beyond the widget."""
        size = self._full * self._scale()
        middle = QRectF(self.rect()).center()
        if self.is_fitted:
            corner = middle - QPointF(size.width() / 2, size.height() / 2)
        else:
            corner = middle - self._center * self._scale()
        return QRectF(corner, size)

    def _to_picture(self, point: QPointF) -> QPointF:
        return (point - self.picture_rect().topLeft()) / self._scale()

    def _keep_inside(self) -> None:
        scale = self._scale()
        self._center = QPointF(
            _clamp(self._center.x(), self.width() / scale / 2, self._full.width()),
            _clamp(self._center.y(), self.height() / scale / 2, self._full.height()),
        )

    def _is_larger(self) -> bool:
        rect = self.picture_rect()
        return rect.width() > self.width() or rect.height() > self.height()

    def _show_cursor(self) -> None:
        shapes = Qt.CursorShape
        hand = shapes.ClosedHandCursor if self._grip is not None else shapes.OpenHandCursor
        self.setCursor(hand if self._is_larger() else shapes.ArrowCursor)

    # --- events ----------------------------------------------------------------------------
    def paintEvent(self, _event: QPaintEvent) -> None:
        painter = QPainter(self)
        if self.ground is not None:
            painter.fillRect(self.rect(), self._theme.color(self.ground))
        if not self._image.isNull() and not self._full.isEmpty():
            # Who zooms in this far wants to see the pixels, not a blur.
            smooth = self.is_fitted or self.zoom < 4 or self._image.width() < self._full.width()
            painter.setRenderHint(QPainter.RenderHint.SmoothPixmapTransform, on=smooth)
            painter.drawImage(self.picture_rect(), self._image)
        if self._frame is not None:
            self._paint_frame(painter, self._frame.normalized())
        if self._message:
            self._paint_message(painter)
        painter.end()

    def _paint_frame(self, painter: QPainter, frame: QRectF) -> None:
        """Light and dark, so that it stands out on any picture."""
        painter.setBrush(Qt.BrushStyle.NoBrush)
        painter.setPen(QPen(QColor(0, 0, 0, 150), 3))
        painter.drawRect(frame)
        painter.setPen(QPen(self._theme.color("accent"), 1))
        painter.drawRect(frame)

    def _paint_message(self, painter: QPainter) -> None:
        """In the middle of an empty place; low on a picture, of which one still wants to see."""
        flags = int(Qt.AlignmentFlag.AlignCenter | Qt.TextFlag.TextWordWrap)
        room = QRect(0, 0, max(120, min(460, self.width() - 96)), max(60, self.height() - 96))
        text = painter.fontMetrics().boundingRect(room, flags, self._message)
        box = QRectF(0, 0, text.width() + 40, text.height() + 28)
        box.moveCenter(QRectF(self.rect()).center())
        if not self._image.isNull():
            seen = self.picture_rect().intersected(QRectF(self.rect()))
            box.moveBottom(max(box.height(), seen.bottom() - _MARGIN))
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(self._theme.color("strong"))
        painter.setBrush(self._theme.color("raised"))
        painter.drawRoundedRect(box, 8, 8)
        painter.setPen(self._theme.color("text"))
        painter.drawText(box.adjusted(16, 8, -16, -8), flags, self._message)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        if self._zoom is not None and self._zoom < min(1.0, self.fit_zoom):
            self._zoom = None  # there is room for all of it now
        if self._zoom is not None:
            self._keep_inside()
        self._tell()

    def wheelEvent(self, event: QWheelEvent) -> None:
        self.step_zoom(event.angleDelta().y() / 120, event.position())
        event.accept()

    def mousePressEvent(self, event: QMouseEvent) -> None:
        self.pressed.emit()
        if event.button() != Qt.MouseButton.LeftButton:
            return
        if event.modifiers() & Qt.KeyboardModifier.ControlModifier and not self._image.isNull():
            self._frame = QRectF(event.position(), event.position())
            self.setCursor(Qt.CursorShape.CrossCursor)
        elif self._is_larger():
            self._grip = event.position()
            self._show_cursor()

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        if self._frame is not None:
            self._frame.setBottomRight(event.position())
            self.update()
        elif self._grip is not None:
            step = (self._grip - event.position()) / self._scale()
            self._grip = event.position()
            self._move(step)

    def mouseReleaseEvent(self, _event: QMouseEvent) -> None:
        frame, self._frame, self._grip = self._frame, None, None
        self._show_cursor()
        if frame is not None:
            self.update()
            part = self._cut_out(frame.normalized())
            if not part.isNull():
                self.partDrawn.emit(part)

    def _cut_out(self, frame: QRectF) -> QImage:
        """What lies under `frame` of the picture as far as it is loaded; null where nothing is."""
        whole = self.picture_rect()
        frame = frame.intersected(whole)
        if min(frame.width(), frame.height()) < _LEAST_PART:
            return QImage()
        scale = self._image.width() / whole.width()
        corner = (frame.topLeft() - whole.topLeft()) * scale
        return self._image.copy(QRectF(corner, frame.size() * scale).toAlignedRect())

    def mouseDoubleClickEvent(self, event: QMouseEvent) -> None:
        if event.button() == Qt.MouseButton.LeftButton:
            self.doubleClicked.emit()


def _clamp(center: float, half: float, length: float) -> float:
    """Keep the view inside the picture; a side that fits entirely stays centred."""
    return length / 2 if 2 * half >= length else min(length - half, max(half, center))
