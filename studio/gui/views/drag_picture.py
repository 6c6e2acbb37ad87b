"""The small picture under the cursor while images are dragged out."""

from __future__ import annotations

from PySide6.QtCore import QRect, QRectF, QSize, Qt
from PySide6.QtGui import QFont, QImage, QPainter, QPixmap

from studio.gui.theme import Theme

_SIDE = 96
_STEP = 5  # the cards of a pile peep out by this much


def draw_drag_picture(image: QImage | None, count: int, theme: Theme, scale: float) -> QPixmap:
    """The first image, a pile behind it for several, and their number."""
    cards = min(3, count)
    side = _SIDE + (cards - 1) * _STEP
    pixmap = QPixmap(QSize(side, side) * scale)
    pixmap.setDevicePixelRatio(scale)
    pixmap.fill(Qt.GlobalColor.transparent)
    painter = QPainter(pixmap)
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    painter.setRenderHint(QPainter.RenderHint.SmoothPixmapTransform)
    for card in reversed(range(cards)):
        rect = QRect(card * _STEP, card * _STEP, _SIDE, _SIDE)
        painter.setPen(theme.color("line"))
        painter.setBrush(theme.color("raised"))
        painter.drawRect(rect.adjusted(0, 0, -1, -1))
        if card == 0 and image is not None and not image.isNull():
            painter.drawImage(rect, image)
    if count > 1:
        _draw_count(painter, count, theme)
    painter.end()
    return pixmap


def _draw_count(painter: QPainter, count: int, theme: Theme) -> None:
    font = QFont(painter.font())
    font.setPixelSize(12)
    font.setBold(True)
    painter.setFont(font)
    text = f"{count:,}"
    width = max(22, painter.fontMetrics().horizontalAdvance(text) + 12)
    rect = QRectF(_SIDE - width - 4, _SIDE - 26, width, 22)
    painter.setPen(Qt.PenStyle.NoPen)
    painter.setBrush(theme.color("accent"))
    painter.drawRoundedRect(rect, 11, 11)
    painter.setPen(theme.color("on_accent"))
    painter.drawText(rect, Qt.AlignmentFlag.AlignCenter, text)
