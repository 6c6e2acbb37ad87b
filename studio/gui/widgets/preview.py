"""A picture with rounded corners that fills its place."""

from __future__ import annotations

from PySide6.QtCore import QRectF, QSize, Qt, Signal
from PySide6.QtGui import QImage, QMouseEvent, QPainter, QPaintEvent
from PySide6.QtWidgets import QSizePolicy, QWidget

from studio.gui.icons import Icons
from studio.gui.painting import paint_cover, round_corners
from studio.gui.theme import Theme

HEIGHT = 200
RADIUS = 6


class Preview(QWidget):
    """Shows the centre of the image; a calm area while there is none."""

    doubleClicked = Signal()

    def __init__(self, theme: Theme, parent: QWidget | None = None, height: int = HEIGHT) -> None:
        super().__init__(parent)
        self._theme = theme
        self._image = QImage()
        self._icons: Icons | None = None
        self._icon = ""
        self.setFixedHeight(height)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)

    def set_image(self, image: QImage | None) -> None:
        """Show `image`; None or a null image leaves the place empty."""
        self._image = QImage() if image is None else image
        self.update()

    def set_icon(self, icons: Icons, name: str) -> None:
        """What stands in the place of an image that will not come."""
        self._icons, self._icon = icons, name

    def sizeHint(self) -> QSize:
        """As wide as the panel is by default."""
        return QSize(288, self.height())

    def paintEvent(self, _event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        rect = QRectF(self.rect())
        painter.fillRect(rect, self._theme.color("window"))
        if not self._image.isNull():
            paint_cover(painter, rect, self._image)
        elif self._icons is not None:
            side = 32
            pixmap = self._icons.pixmap(self._icon, "muted", side, self.devicePixelRatioF())
            painter.drawPixmap((self.width() - side) // 2, (self.height() - side) // 2, pixmap)
        round_corners(painter, rect, RADIUS, self._theme.color("panel"))
        painter.end()

    def mouseDoubleClickEvent(self, event: QMouseEvent) -> None:
        if event.button() == Qt.MouseButton.LeftButton:
            self.doubleClicked.emit()
