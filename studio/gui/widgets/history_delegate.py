"""Paints a step of the history: a dot where one is, its words, its time."""

from __future__ import annotations

from PySide6.QtCore import QModelIndex, QObject, QPersistentModelIndex, QRect, QRectF, QSize, Qt
from PySide6.QtGui import QPainter, QPen
from PySide6.QtWidgets import QStyle, QStyledItemDelegate, QStyleOptionViewItem

from studio.gui.painting import paint_light
from studio.gui.theme import Theme

ROW = 30
ID_ROLE = int(Qt.ItemDataRole.UserRole)
TIME_ROLE, DONE_ROLE, CURRENT_ROLE = ID_ROLE + 1, ID_ROLE + 2, ID_ROLE + 3
_PAD = 12
_DOT = 7


class StepDelegate(QStyledItemDelegate):
    """A dot where one is, the words, the time; what was undone is dimmed."""

    def __init__(self, theme: Theme, parent: QObject) -> None:
        super().__init__(parent)
        self._theme = theme

    def sizeHint(
        self, _option: QStyleOptionViewItem, _index: QModelIndex | QPersistentModelIndex
    ) -> QSize:
        """Every row has the same height."""
        return QSize(200, ROW)

    def paint(
        self,
        painter: QPainter,
        option: QStyleOptionViewItem,
        index: QModelIndex | QPersistentModelIndex,
    ) -> None:
        """As Qt asks."""
        rect: QRect = option.rect
        painter.save()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        row = QRectF(rect).adjusted(6, 1, -6, -1)
        paint_light(painter, option, row, self._theme.color("hover"))
        if option.state & QStyle.StateFlag.State_HasFocus:
            painter.setBrush(Qt.BrushStyle.NoBrush)
            painter.setPen(QPen(self._theme.color("accent"), 1))
            painter.drawRoundedRect(row.adjusted(0.5, 0.5, -0.5, -0.5), 5, 5)
        current, done = bool(index.data(CURRENT_ROLE)), bool(index.data(DONE_ROLE))
        left = rect.left() + _PAD + 4
        if current:
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(self._theme.color("accent"))
            painter.drawEllipse(QRectF(left, rect.center().y() - _DOT / 2 + 0.5, _DOT, _DOT))
        left += _DOT + 8
        metrics, middle = painter.fontMetrics(), Qt.AlignmentFlag.AlignVCenter
        inner = rect.adjusted(0, 0, -_PAD - 4, 0)
        time = str(index.data(TIME_ROLE))
        painter.setPen(self._theme.color("muted"))
        painter.drawText(inner, middle | Qt.AlignmentFlag.AlignRight, time)
        room = inner.right() - left - metrics.horizontalAdvance(time) - 12
        words = metrics.elidedText(str(index.data()), Qt.TextElideMode.ElideMiddle, room)
        painter.setPen(self._theme.color("text" if done else "muted"))
        painter.drawText(QRect(left, rect.top(), room, rect.height()), middle, words)
        painter.restore()
