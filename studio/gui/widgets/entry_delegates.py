"""Paints sidebar rows: name, share bar and count, or a colour as a swatch."""

from __future__ import annotations

from PySide6.QtCore import QObject, QPointF, QRect, QRectF, QSize, Qt
from PySide6.QtGui import QFont, QPainter, QPainterPath, QPen
from PySide6.QtWidgets import QStyledItemDelegate, QStyleOptionViewItem

from studio.gui import wording
from studio.gui.icons import Icons
from studio.gui.models.entry_model import ENTRY_ROLE, Entry, Index
from studio.gui.painting import METALLIC, swatch_brush
from studio.gui.theme import Theme

ROW = 25
SWATCH_CELL = 21
_SWATCH = 17
_SMALL_SWATCH = 9  # of a family that nothing has
_BAR_WIDTH, _BAR_HEIGHT = 44, 3
_COUNT_WIDTH = 46
_ROOM_FOR_BAR = 190  # px; in narrower rows the name matters more
_INDENT = 8  # from the row's edge to its text
_RADIUS = 6.0


class RowDelegate(QStyledItemDelegate):
    """Name left, count right, and between them how large a share the label has."""

    def __init__(self, theme: Theme, icons: Icons, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._theme = theme
        self._icons = icons
        # Set by the view. Asking the option's state would load Qt's largest enums at start.
        self.hovered_row = self.focused_row = -1

    def sizeHint(self, option: QStyleOptionViewItem, index: Index) -> QSize:
        """As Qt asks."""
        del option, index
        return QSize(120, ROW)

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        """As Qt asks."""
        entry: Entry = index.data(ENTRY_ROLE)
        rect: QRect = option.rect
        painter.save()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        hovered = index.row() == self.hovered_row
        focused = index.row() == self.focused_row
        self._paint_ground(painter, rect, entry, hovered=hovered, focused=focused)
        left = self._paint_icon(painter, rect, entry)
        right = rect.right() - _INDENT
        text = "" if entry.excluded else wording.count(entry.count)
        painter.setPen(self._theme.color("muted"))
        painter.drawText(
            QRect(left, rect.top(), right - left, rect.height()),
            Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter,
            text,
        )
        name_right = right - painter.fontMetrics().horizontalAdvance(text)
        if entry.share > 0 and not entry.excluded and rect.width() >= _ROOM_FOR_BAR:
            bar_right = min(right - _COUNT_WIDTH + 2, name_right - 6)  # six digits are wider
            self._paint_share(painter, QPointF(bar_right, rect.center().y() + 1), entry)
            name_right = bar_right - _BAR_WIDTH
        name_rect = QRect(left, rect.top(), name_right - left - 6, rect.height())
        # A label that nothing has under these filters steps back; one left out is struck out.
        quiet = entry.excluded or (not entry.count and not entry.active and not entry.icon)
        painter.setPen(self._theme.color("muted" if quiet else "text"))
        if entry.excluded:
            font = QFont(painter.font())
            font.setStrikeOut(True)
            painter.setFont(font)
        text = painter.fontMetrics().elidedText(
            entry.name, Qt.TextElideMode.ElideRight, name_rect.width()
        )
        painter.drawText(name_rect, Qt.AlignmentFlag.AlignVCenter, text)
        painter.restore()

    def _paint_ground(
        self, painter: QPainter, rect: QRect, entry: Entry, *, hovered: bool, focused: bool
    ) -> None:
        box = QRectF(rect).adjusted(0, 0.5, 0, -0.5)
        painter.setPen(Qt.PenStyle.NoPen)
        if entry.active or entry.excluded:
            # The raised row leaves a crescent of the accent along its rounded left side.
            whole, raised = QPainterPath(), QPainterPath()
            whole.addRoundedRect(box, _RADIUS, _RADIUS)
            raised.addRoundedRect(box.adjusted(2, 0, 0, 0), _RADIUS, _RADIUS)
            painter.fillPath(whole, self._theme.color("raised"))
            painter.fillPath(whole.subtracted(raised), self._theme.color("accent"))
        elif hovered:
            painter.setBrush(self._theme.color("hover"))
            painter.drawRoundedRect(box, _RADIUS, _RADIUS)
        if focused:
            painter.setBrush(Qt.BrushStyle.NoBrush)
            painter.setPen(QPen(self._theme.color("accent"), 1))
            painter.drawRoundedRect(box.adjusted(0.5, 0, -0.5, 0), _RADIUS, _RADIUS)

    def _paint_icon(self, painter: QPainter, rect: QRect, entry: Entry) -> int:
        """Returns where the name begins."""
        if not entry.icon:
            return rect.left() + _INDENT
        scale = painter.device().devicePixelRatioF()
        role = "accent" if entry.active else "muted"
        pixmap = self._icons.pixmap(entry.icon, role, 15, scale)
        painter.drawPixmap(rect.left() + _INDENT, rect.center().y() - 7, pixmap)
        return rect.left() + _INDENT + 24

    def _paint_share(self, painter: QPainter, right_middle: QPointF, entry: Entry) -> None:
        width = max(2.0, _BAR_WIDTH * entry.share)
        bar = QRectF(
            right_middle.x() - width, right_middle.y() - _BAR_HEIGHT / 2, width, _BAR_HEIGHT
        )
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(self._theme.color("accent" if entry.active else "strong"))
        painter.drawRoundedRect(bar, 1.5, 1.5)


class SwatchDelegate(QStyledItemDelegate):
    """A colour family as a rounded square; name and count are in its tooltip."""

    def __init__(self, theme: Theme, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._theme = theme
        # Set by the view. Asking the option's state would load Qt's largest enums at start.
        self.hovered_row = self.focused_row = -1

    def sizeHint(self, option: QStyleOptionViewItem, index: Index) -> QSize:
        """As Qt asks."""
        del option, index
        return QSize(SWATCH_CELL, SWATCH_CELL)

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        """As Qt asks."""
        entry: Entry = index.data(ENTRY_ROLE)
        rect: QRect = option.rect
        painter.save()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        # Smaller, not paler: a faded orange would be a brown.
        side = _SWATCH if entry.count or entry.active or entry.excluded else _SMALL_SWATCH
        margin = (SWATCH_CELL - side) / 2
        box = QRectF(rect).adjusted(margin, margin, -margin, -margin)
        if entry.active or entry.excluded:
            painter.setPen(QPen(self._theme.color("accent"), 2))
            painter.drawRoundedRect(box.adjusted(-1, -1, 1, 1), 5, 5)
            box = box.adjusted(2, 2, -2, -2)
        elif index.row() == self.focused_row:
            painter.setPen(QPen(self._theme.color("text"), 1))
            painter.drawRoundedRect(box.adjusted(-1.5, -1.5, 1.5, 1.5), 5, 5)
        hovered = index.row() == self.hovered_row
        painter.setPen(QPen(self._theme.color("text" if hovered else "strong"), 1))
        shines = entry.value == METALLIC and side == _SWATCH
        painter.setBrush(swatch_brush(box, entry.hex, shines=shines))
        radius = 4 if side == _SWATCH else 2
        painter.drawRoundedRect(box.adjusted(0.5, 0.5, -0.5, -0.5), radius, radius)
        if entry.excluded:
            painter.setPen(QPen(self._theme.color("window"), 4))
            painter.drawLine(box.bottomLeft(), box.topRight())
            painter.setPen(QPen(self._theme.color("accent"), 2))
            painter.drawLine(box.bottomLeft(), box.topRight())
        painter.restore()
