"""Paints one tile of the grid: the picture with its badges, the palette strip, the frames."""

from __future__ import annotations

from PySide6.QtCore import (
    QModelIndex,
    QObject,
    QPersistentModelIndex,
    QPoint,
    QRect,
    QRectF,
    QSize,
    Qt,
)
from PySide6.QtGui import QImage, QPainter, QPen
from PySide6.QtWidgets import QStyle, QStyledItemDelegate, QStyleOptionViewItem

from studio.core.asset import AssetState, Tile
from studio.gui.models.asset_model import ID_ROLE, TILE_ROLE, shown_name
from studio.gui.painting import paint_shares, round_corners
from studio.gui.theme import Theme
from studio.gui.thumbnails import ThumbnailCache
from studio.gui.views.tile_badges import dim, paint_badges

GAP = 12  # between tiles
STRIP = 5  # height of the palette strip
RADIUS = 3.0
FRAME = 2
_SIDE_GAP = GAP // 2
_TOP_GAP = GAP - 3  # the rest below: the first row keeps its distance from the bar above


def tile_side(cell: QSize) -> int:
    """The edge of the picture in a grid cell of this size."""
    return cell.width() - GAP


def cell_size(side: int) -> QSize:
    """The grid cell for a picture of this edge."""
    return QSize(side + GAP, side + STRIP + GAP)


def picture_rect(cell: QRect) -> QRect:
    """Where the picture lies in its cell."""
    height = cell.height() - STRIP - GAP
    return QRect(cell.left() + _SIDE_GAP, cell.top() + _TOP_GAP, tile_side(cell.size()), height)


def strip_rect(cell: QRect) -> QRect:
    """Where the palette strip lies in its cell."""
    picture = picture_rect(cell)
    return QRect(picture.left(), picture.bottom() + 1, picture.width(), STRIP)


def tile_rect(cell: QRect) -> QRect:
    """Picture and strip together: what reacts to the mouse."""
    return picture_rect(cell).united(strip_rect(cell))


def cover(image: QSize, place: QSize) -> QRect:
    """The middle of an image that has the proportions of the place where it is painted."""
    part = place.scaled(image, Qt.AspectRatioMode.KeepAspectRatio)
    if abs(part.width() - image.width()) < 2 and abs(part.height() - image.height()) < 2:
        return QRect(QPoint(), image)  # by rounding alone
    left, top = (image.width() - part.width()) // 2, (image.height() - part.height()) // 2
    return QRect(QPoint(left, top), part)


class TileDelegate(QStyledItemDelegate):
    """Reads only what model and cache hold: no file, no decoding, no waiting in `paint`."""

    def __init__(
        self, theme: Theme, thumbnails: ThumbnailCache, parent: QObject | None = None
    ) -> None:
        super().__init__(parent)
        self._theme = theme
        self._thumbnails = thumbnails
        self._cell = cell_size(180)
        self.shows_focus = False  # set by the view: the keyboard is in use

    def set_cell(self, cell: QSize) -> None:
        """The size of every grid cell."""
        self._cell = QSize(cell)

    def sizeHint(
        self, _option: QStyleOptionViewItem, _index: QModelIndex | QPersistentModelIndex
    ) -> QSize:
        """Every cell has the same size."""
        return self._cell

    def paint(
        self,
        painter: QPainter,
        option: QStyleOptionViewItem,
        index: QModelIndex | QPersistentModelIndex,
    ) -> None:
        """Paint one cell."""
        cell = QRect(option.rect)
        picture, strip = picture_rect(cell), strip_rect(cell)
        whole = QRectF(picture.united(strip))
        asset_id, tile = index.data(ID_ROLE), index.data(TILE_ROLE)
        image = self._thumbnails.find(asset_id)
        painter.save()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setRenderHint(QPainter.RenderHint.SmoothPixmapTransform)
        self._paint_frames(painter, whole, option.state)
        self._paint_picture(painter, picture, tile, image)
        self._paint_strip(painter, strip, tile)
        dim(painter, picture.united(strip), self._theme, tile)
        ground = self._theme.color("accent" if _has(option.state, _SELECTED) else "window")
        round_corners(painter, whole, RADIUS, ground)
        paint_badges(painter, picture, self._theme, tile)
        painter.restore()

    def _paint_frames(self, painter: QPainter, rect: QRectF, state: QStyle.StateFlag) -> None:
        painter.setBrush(Qt.BrushStyle.NoBrush)
        selected = _has(state, _SELECTED)
        if _has(state, _FOCUS) and self.shows_focus:
            outset = FRAME + 1.5 if selected else 1.5
            painter.setPen(QPen(self._theme.color("text"), 1))
            frame = rect.adjusted(-outset, -outset, outset, outset)
            painter.drawRoundedRect(frame, RADIUS + outset, RADIUS + outset)
        if selected:
            half = FRAME / 2
            painter.setPen(QPen(self._theme.color("accent"), FRAME))
            frame = rect.adjusted(-half, -half, half, half)
            painter.drawRoundedRect(frame, RADIUS + half, RADIUS + half)

    def _paint_picture(
        self, painter: QPainter, rect: QRect, tile: Tile | None, image: QImage | None
    ) -> None:
        if image is not None and not image.isNull():
            painter.drawImage(rect, image, cover(image.size(), rect.size()))
            return
        painter.fillRect(rect, self._theme.color("panel"))
        # While a known picture is being decoded a name would only flicker past.
        if tile is not None and (image is not None or tile.state is not AssetState.DONE):
            painter.setPen(self._theme.color("muted"))
            inner = rect.adjusted(8, 8, -8, -8)
            name = painter.fontMetrics().elidedText(
                shown_name(tile.name), Qt.TextElideMode.ElideMiddle, inner.width()
            )
            painter.drawText(inner, Qt.AlignmentFlag.AlignCenter, name)

    def _paint_strip(self, painter: QPainter, rect: QRect, tile: Tile | None) -> None:
        painter.fillRect(rect, self._theme.color("raised"))
        paint_shares(painter, QRectF(rect), tile.palette if tile is not None else ())


_SELECTED = QStyle.StateFlag.State_Selected
_FOCUS = QStyle.StateFlag.State_HasFocus


def _has(state: QStyle.StateFlag, flag: QStyle.StateFlag) -> bool:
    return bool(state & flag)
