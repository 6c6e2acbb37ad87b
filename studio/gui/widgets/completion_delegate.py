"""Paints one suggestion of the search: the name that people read, and what would be typed."""

from __future__ import annotations

from PySide6.QtCore import QModelIndex, QObject, QPersistentModelIndex, QRect, QRectF, QSize, Qt
from PySide6.QtGui import QColor, QPainter, QPen
from PySide6.QtWidgets import QStyledItemDelegate, QStyleOptionViewItem

from studio.gui.painting import paint_light
from studio.gui.theme import Theme
from studio.gui.widgets.completion_rows import COUNT_ROLE, HEX_ROLE, HISTORY_ROLE, NAME_ROLE

_HEIGHT = 26
_PAD = 8
_DOT = 10
_COUNT = 56  # room for the number of images


class CompletionDelegate(QStyledItemDelegate):
    """Name left, `style:bohemian` and the number of images muted on the right.

    A dot before the name of a colour; of a past search only its text, over the whole row.
    """

    def __init__(self, theme: Theme, parent: QObject) -> None:
        super().__init__(parent)
        self._theme = theme

    def sizeHint(
        self, _option: QStyleOptionViewItem, _index: QModelIndex | QPersistentModelIndex
    ) -> QSize:
        """Every row has the same height."""
        return QSize(200, _HEIGHT)

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
        paint_light(painter, option, QRectF(rect), self._theme.color("hover"))
        inner = rect.adjusted(_PAD, 0, -_PAD, 0)
        left = inner.left()
        if color := index.data(HEX_ROLE):
            painter.setPen(QPen(self._theme.color("strong"), 1))
            painter.setBrush(QColor(color))
            painter.drawEllipse(QRectF(left, rect.center().y() - _DOT / 2 + 0.5, _DOT, _DOT))
            left += _DOT + 8
        middle = Qt.AlignmentFlag.AlignVCenter
        muted = "" if index.data(HISTORY_ROLE) else str(index.data())
        metrics = painter.fontMetrics()
        painter.setPen(self._theme.color("muted"))
        count = index.data(COUNT_ROLE)
        right = inner.right() - (_COUNT if muted else 0)
        if count is not None:
            painter.drawText(inner, middle | Qt.AlignmentFlag.AlignRight, f"{count:,}")
        muted = metrics.elidedText(muted, Qt.TextElideMode.ElideMiddle, inner.width() // 2)
        before = QRect(left, rect.top(), right - left, rect.height())
        painter.drawText(before, middle | Qt.AlignmentFlag.AlignRight, muted)
        room = right - left - metrics.horizontalAdvance(muted) - 12
        name = painter.fontMetrics().elidedText(
            str(index.data(NAME_ROLE)), Qt.TextElideMode.ElideRight, room
        )
        painter.setPen(self._theme.color("text"))
        painter.drawText(QRect(left, rect.top(), room, rect.height()), middle, name)
        painter.restore()
