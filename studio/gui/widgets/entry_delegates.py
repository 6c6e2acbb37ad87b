"""Paints sidebar rows: name, share bar and count, or a colour as a swatch."""

from __future__ import annotations

from PySide6.QtCore import QObject, QPointF, QRect, QRectF, QSize, Qt
from PySide6.QtGui import QColor, QFont, QPainter, QPainterPath, QPen
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
_STEP = 12  # of a row that stands under another
_CHEVRON = 14
_DIM = 0.55  # opacity of what is out of reach
_RADIUS = 6.0


class RowDelegate(QStyledItemDelegate):
    """Name left, count right, and between them how large a share the label has."""

    def __init__(self, theme: Theme, icons: Icons, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._theme = theme
        self._icons = icons
        # Set by the view. Asking the option's state would load Qt's largest enums at start.
        self.hovered_row = self.focused_row = -1
        self.target_row = -1  # on which a drag would be let go
        self.is_tree = False  # names stand in line where some rows have others under them

    def sizeHint(self, option: QStyleOptionViewItem, index: Index) -> QSize:
        """As Qt asks."""
        del option, index
        return QSize(120, ROW)

    def chevron_rect(self, row: QRect, entry: Entry) -> QRect:
        """Where a click folds the rows under this one; empty where there are none."""
        if entry.is_open is None:
            return QRect()
        return QRect(row.left() + entry.depth * _STEP, row.top(), _INDENT + _CHEVRON, row.height())

    def name_left(self, row: QRect, entry: Entry) -> int:
        """Where the name begins, for the field that renames it."""
        icon = 24 if entry.icon else 18 if entry.hex else 0
        return row.left() + _INDENT + entry.depth * _STEP + self._room_for_chevron(entry) + icon

    def _room_for_chevron(self, entry: Entry) -> int:
        return _CHEVRON if self.is_tree or entry.is_open is not None else 0

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        """As Qt asks."""
        entry: Entry = index.data(ENTRY_ROLE)
        rect: QRect = option.rect
        painter.save()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        hovered = index.row() == self.hovered_row
        focused = index.row() == self.focused_row
        target = index.row() == self.target_row
        self._paint_ground(painter, rect, entry, hovered=hovered or target, focused=focused)
        if target:
            self._paint_target(painter, rect)
        if entry.dim:
            painter.setOpacity(_DIM)
        self._paint_chevron(painter, rect, entry)
        left = self._paint_icon(painter, rect, entry)
        right = self._paint_badge(painter, rect, entry)
        text = "" if entry.excluded or entry.count is None else wording.count(entry.count)
        painter.setPen(self._theme.color("muted"))
        painter.drawText(
            QRect(left, rect.top(), right - left, rect.height()),
            Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter,
            text,
        )
        name_right = right - painter.fontMetrics().horizontalAdvance(text)
        if (
            entry.share > 0
            and not entry.excluded
            and not entry.depth
            and rect.width() >= _ROOM_FOR_BAR
        ):
            bar_right = min(right - _COUNT_WIDTH + 2, name_right - 6)  # six digits are wider
            self._paint_share(painter, QPointF(bar_right, rect.center().y() + 1), entry)
            name_right = bar_right - _BAR_WIDTH
        name_rect = QRect(left, rect.top(), name_right - left - 6, rect.height())
        # A label that nothing has under these filters steps back; one left out is struck out.
        quiet = entry.excluded or (entry.count == 0 and not entry.active and not entry.icon)
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
            role = "bad" if entry.excluded else "accent"
            painter.fillPath(whole.subtracted(raised), self._theme.color(role))
        elif hovered:
            painter.setBrush(self._theme.color("hover"))
            painter.drawRoundedRect(box, _RADIUS, _RADIUS)
        if focused:
            painter.setBrush(Qt.BrushStyle.NoBrush)
            painter.setPen(QPen(self._theme.color("accent"), 1))
            painter.drawRoundedRect(box.adjusted(0.5, 0, -0.5, 0), _RADIUS, _RADIUS)

    def _paint_target(self, painter: QPainter, rect: QRect) -> None:
        """Where images would be put down."""
        painter.setBrush(Qt.BrushStyle.NoBrush)
        painter.setPen(QPen(self._theme.color("accent"), 2))
        painter.drawRoundedRect(QRectF(rect).adjusted(1, 1.5, -1, -1.5), _RADIUS, _RADIUS)

    def _paint_chevron(self, painter: QPainter, rect: QRect, entry: Entry) -> None:
        if entry.is_open is None:
            return
        name = "chevron-down" if entry.is_open else "chevron-right"
        pixmap = self._icons.pixmap(name, "muted", 12, painter.device().devicePixelRatioF())
        left = rect.left() + _INDENT - 2 + entry.depth * _STEP
        painter.drawPixmap(left, rect.center().y() - 5, pixmap)

    def _paint_icon(self, painter: QPainter, rect: QRect, entry: Entry) -> int:
        """Returns where the name begins."""
        left = self.name_left(rect, entry)
        if entry.icon:
            scale = painter.device().devicePixelRatioF()
            role = "accent" if entry.active else "muted"
            pixmap = self._icons.pixmap(entry.icon, role, 15, scale)
            painter.drawPixmap(left - 24, rect.center().y() - 7, pixmap)
        elif entry.hex:
            color = QColor(entry.hex)
            painter.setPen(self._theme.color("muted") if color.alpha() == 0 else color)
            painter.setBrush(color)
            painter.drawEllipse(QPointF(left - 13, rect.center().y() + 0.5), 4.5, 4.5)
        return left

    def _paint_badge(self, painter: QPainter, rect: QRect, entry: Entry) -> int:
        """A sign at the right edge; returns where the count ends."""
        right = rect.right() - _INDENT
        badge = "circle-minus" if entry.excluded else entry.badge
        if not badge:
            return right
        role = "bad" if entry.excluded else "muted"
        pixmap = self._icons.pixmap(badge, role, 13, painter.device().devicePixelRatioF())
        painter.drawPixmap(right - 13, rect.center().y() - 6, pixmap)
        return right - 13 - 6

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
            role = "bad" if entry.excluded else "accent"
            painter.setPen(QPen(self._theme.color(role), 2))
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
            painter.setPen(QPen(self._theme.color("bad"), 2))
            painter.drawLine(box.bottomLeft(), box.topRight())
        painter.restore()
