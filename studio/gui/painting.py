"""What several widgets draw alike: colour shares, rounded corners, pictures that fill a place."""

from __future__ import annotations

from collections.abc import Iterable
from functools import lru_cache

from PySide6.QtCore import QRectF, QSizeF, Qt
from PySide6.QtGui import QBrush, QColor, QImage, QLinearGradient, QPainter, QPainterPath
from PySide6.QtWidgets import QStyle, QStyleOptionViewItem

from studio.core.color_summary import FamilyColors

METALLIC = "metallic"  # the colour family that is a shine


def paint_shares(painter: QPainter, rect: QRectF, shares: Iterable[tuple[str, float]]) -> None:
    """Fill `rect` with the colours (hex) side by side, each as wide as its part of their sum."""
    known = [(color, share) for color, share in shares if share > 0]
    total = sum(share for _, share in known)
    painter.save()
    painter.setRenderHint(QPainter.RenderHint.Antialiasing, on=False)
    left, done = rect.left(), 0.0
    for color, share in known:
        done += share
        right = rect.left() + rect.width() * done / total
        painter.fillRect(QRectF(left, rect.top(), right - left, rect.height()), QColor(color))
        left = right
    painter.restore()


def paint_tones(painter: QPainter, rect: QRectF, colors: FamilyColors) -> None:
    """Fill `rect` with the tones of a family side by side; a metallic one has a light across."""
    paint_shares(painter, rect, [(tone.hex, tone.share) for tone in colors.tones])
    if colors.family == METALLIC:
        light = QLinearGradient(rect.topLeft(), rect.bottomRight())
        for place, alpha in ((0.0, 0), (0.45, 90), (1.0, 0)):
            light.setColorAt(place, QColor(255, 255, 255, alpha))
        painter.fillRect(rect, light)


def swatch_brush(rect: QRectF, hex_: str, *, shines: bool) -> QBrush:
    """A flat colour; what `shines` (metallic) has a soft light across it."""
    color = QColor(hex_)
    if not shines:
        return QBrush(color)
    gradient = QLinearGradient(rect.topLeft(), rect.bottomRight())
    gradient.setColorAt(0, color.darker(118))
    gradient.setColorAt(0.45, color.lighter(128))
    gradient.setColorAt(1, color.darker(122))
    return QBrush(gradient)


def paint_light(
    painter: QPainter, option: QStyleOptionViewItem, rect: QRectF, color: QColor
) -> None:
    """Light up a row of a list when it is chosen or under the pointer."""
    states = QStyle.StateFlag
    if option.state & (states.State_Selected | states.State_MouseOver):
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(color)
        painter.drawRoundedRect(rect, 5, 5)


def round_corners(painter: QPainter, rect: QRectF, radius: float, ground: QColor) -> None:
    """Paint the corners over with the ground: clipping to a path would be slow and jagged."""
    painter.translate(rect.topLeft())
    painter.fillPath(_corners(rect.width(), rect.height(), radius), ground)
    painter.translate(-rect.topLeft())


@lru_cache(maxsize=256)
def _corners(width: float, height: float, radius: float) -> QPainterPath:
    rect = QRectF(0, 0, width, height)
    outer, inner = QPainterPath(), QPainterPath()
    outer.addRect(rect)
    inner.addRoundedRect(rect, radius, radius)
    return outer.subtracted(inner)


def paint_cover(painter: QPainter, rect: QRectF, image: QImage) -> None:
    """Fill `rect` with the centre of the image, keeping its proportions."""
    keeping = Qt.AspectRatioMode.KeepAspectRatio
    part = rect.size().scaled(QSizeF(image.size()), keeping)
    source = QRectF(0, 0, part.width(), part.height())
    source.moveCenter(QRectF(image.rect()).center())
    painter.setRenderHint(QPainter.RenderHint.SmoothPixmapTransform)
    painter.drawImage(rect, image, source)
