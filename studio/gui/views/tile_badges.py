"""What lies on the picture of a tile, a corner each: flag, state, stars and colour label."""

from __future__ import annotations

import math
from dataclasses import dataclass
from functools import cache

from PySide6.QtCore import QPointF, QRect, QRectF, Qt
from PySide6.QtGui import QColor, QFont, QPainter, QPainterPath, QPen, QPolygonF

from studio.core.asset import AssetState, Tile
from studio.core.organising import Flag
from studio.gui.mark_words import LABEL_COLORS
from studio.gui.theme import Theme

BADGE = 18
_INSET = 6  # from the edges of the picture
_SMALL_TILE = 130  # px, below which stars and dots are smaller
_SHADE = QColor(0, 0, 0, 165)  # around what is light: white garments lie on white ground
_LIGHT = QColor(255, 255, 255)
_DIMMED = 0.62  # of the ground, over what was rejected


@dataclass(frozen=True, slots=True)
class _Badge:
    glyph: str
    ground: QColor
    ink: QColor
    triangle: bool = False


def dim(painter: QPainter, rect: QRect, theme: Theme, tile: Tile | None) -> None:
    """Fade what was rejected."""
    if tile is not None and tile.flag is Flag.REJECTED:
        ground = QColor(theme.color("window"))
        ground.setAlphaF(_DIMMED)
        painter.fillRect(rect, ground)


def paint_badges(painter: QPainter, picture: QRect, theme: Theme, tile: Tile | None) -> None:
    """Paint everything that the tile has, in its corner of the picture."""
    if tile is None:
        return
    ground, ink = _tones(theme)
    top = picture.top() + _INSET
    badge = _find_badge(theme, tile)
    if badge is not None:
        _paint_badge(painter, QRectF(picture.right() - BADGE - 4, top, BADGE, BADGE), badge)
    if tile.flag is not Flag.NONE:
        place = QRectF(picture.left() + 5, top, BADGE, BADGE)
        paint_flag(painter, place, tile.flag, ground, ink, theme.color("bad"))
    small = picture.width() < _SMALL_TILE
    if tile.rating:
        size = 11.0 if small else 14.0
        bottom = picture.bottom() - _INSET - size + 1
        paint_stars(painter, QPointF(picture.left() + _INSET, bottom), size, tile.rating)
    if tile.color_label:
        _paint_label(painter, picture, tile.color_label, 9.0 if small else 12.0)


# --- stars ---------------------------------------------------------------------------------
@cache
def star_path(size: float) -> QPainterPath:
    """A star in a square of this edge."""
    path, center = QPainterPath(), QPointF(size / 2, size * 0.53)
    for at in range(10):
        reach = size * (0.52 if at % 2 == 0 else 0.22)
        angle = math.pi * (at / 5 - 0.5)
        point = center + QPointF(math.cos(angle) * reach, math.sin(angle) * reach)
        path.lineTo(point) if at else path.moveTo(point)
    path.closeSubpath()
    return path


def paint_stars(painter: QPainter, place: QPointF, size: float, stars: int) -> None:
    """White ones with a dark rim, to be read on any picture."""
    # Keyword arguments would cost Qt's binding a tenth of a second at their first use.
    line, cap, join = Qt.PenStyle.SolidLine, Qt.PenCapStyle.RoundCap, Qt.PenJoinStyle.RoundJoin
    rim = QPen(_SHADE, 2.4, line, cap, join)
    for at in range(stars):
        path = star_path(size).translated(place + QPointF(at * (size + 0.5), 0))
        painter.strokePath(path, rim)
        painter.fillPath(path, _LIGHT)


# --- colour label ----------------------------------------------------------------------------
def _paint_label(painter: QPainter, picture: QRect, color: str, size: float) -> None:
    """A dot with a white ring: nothing in a photograph or its palette looks like that."""
    left = picture.right() - _INSET - size + 1
    dot = QRectF(left, picture.bottom() - _INSET - size + 1, size, size)
    painter.setPen(QPen(_SHADE, 1))
    painter.setBrush(_LIGHT)
    painter.drawEllipse(dot.adjusted(-2, -2, 2, 2))
    painter.setPen(Qt.PenStyle.NoPen)
    painter.setBrush(QColor(LABEL_COLORS.get(color, color)))
    painter.drawEllipse(dot)


# --- flag --------------------------------------------------------------------------------------
def paint_flag(
    painter: QPainter, rect: QRectF, flag: Flag, ground: QColor, ink: QColor, bad: QColor
) -> None:
    """A flag on a dark disc; a cross for what was rejected."""
    ground = QColor(ground if flag is Flag.PICKED else bad)
    ground.setAlphaF(0.78 if flag is Flag.PICKED else 1.0)
    painter.setPen(Qt.PenStyle.NoPen)
    painter.setBrush(ground)
    painter.drawEllipse(rect)
    center = rect.center()
    if flag is Flag.REJECTED:
        painter.setPen(QPen(_LIGHT, 1.8, Qt.PenStyle.SolidLine, Qt.PenCapStyle.RoundCap))
        reach = rect.width() * 0.19
        for way in (1, -1):
            painter.drawLine(
                center + QPointF(-reach, -reach * way), center + QPointF(reach, reach * way)
            )
        return
    paint_pennant(painter, rect, ink)


def paint_pennant(painter: QPainter, rect: QRectF, ink: QColor) -> None:
    """The flag itself, filled."""
    unit, left, top = rect.width() / 18, rect.left(), rect.top()
    painter.setPen(QPen(ink, 1.5 * unit, Qt.PenStyle.SolidLine, Qt.PenCapStyle.RoundCap))
    painter.drawLine(
        QPointF(left + 6.5 * unit, top + 4.5 * unit), QPointF(left + 6.5 * unit, top + 14 * unit)
    )
    painter.setPen(Qt.PenStyle.NoPen)
    painter.setBrush(ink)
    corners = ((6.5, 4.2), (13.5, 4.2), (11.6, 7.1), (13.5, 10), (6.5, 10))
    painter.drawPolygon(QPolygonF([QPointF(left + x * unit, top + y * unit) for x, y in corners]))


# --- state -------------------------------------------------------------------------------------
def _paint_badge(painter: QPainter, rect: QRectF, badge: _Badge) -> None:
    painter.setPen(Qt.PenStyle.NoPen)
    painter.setBrush(badge.ground)
    painter.drawEllipse(rect)
    painter.setPen(badge.ink)
    if badge.triangle:
        _draw_warning(painter, rect, badge.ink)
        return
    font = QFont(painter.font())
    font.setPixelSize(12)
    font.setBold(True)
    painter.setFont(font)
    painter.drawText(rect, Qt.AlignmentFlag.AlignCenter, badge.glyph)


def _find_badge(theme: Theme, tile: Tile) -> _Badge | None:
    ground, ink = _tones(theme)
    if tile.state is AssetState.FAILED:
        bad = theme.color("bad")
        return _Badge("!", bad, ink if bad.lightnessF() < 0.62 else ground)
    ground.setAlphaF(0.78)
    if tile.missing:
        return _Badge("", ground, ink, triangle=True)
    return _Badge("?", ground, ink) if tile.unsure else None


def _tones(theme: Theme) -> tuple[QColor, QColor]:
    """A badge lies on a picture, so it is dark with light ink in either theme."""
    tones = sorted((theme.color("window"), theme.color("text")), key=QColor.lightnessF)
    return QColor(tones[0]), QColor(tones[1])


def _draw_warning(painter: QPainter, rect: QRectF, ink: QColor) -> None:
    center, reach = rect.center(), rect.width() * 0.28
    triangle = QPolygonF(
        [
            QPointF(center.x(), center.y() - reach * 1.05),
            QPointF(center.x() + reach * 1.1, center.y() + reach * 0.8),
            QPointF(center.x() - reach * 1.1, center.y() + reach * 0.8),
        ]
    )
    painter.setBrush(Qt.BrushStyle.NoBrush)
    painter.setPen(
        QPen(ink, 1.4, Qt.PenStyle.SolidLine, Qt.PenCapStyle.RoundCap, Qt.PenJoinStyle.RoundJoin)
    )
    painter.drawPolygon(triangle)
    painter.drawLine(
        QPointF(center.x(), center.y() - reach * 0.3), QPointF(center.x(), center.y() + reach * 0.2)
    )
