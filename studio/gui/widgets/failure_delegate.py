"""Paints a file that failed: its name, and below it, muted, the reason."""

from __future__ import annotations

from PySide6.QtCore import QModelIndex, QObject, QPersistentModelIndex, QRectF, QSize, Qt
from PySide6.QtGui import QPainter
from PySide6.QtWidgets import QStyledItemDelegate, QStyleOptionViewItem

from studio.gui.painting import paint_light
from studio.gui.theme import Theme

ROW = 44
REASON_ROLE = int(Qt.ItemDataRole.UserRole) + 1
INSET = 8  # of the text in the row that lights up


class FailureDelegate(QStyledItemDelegate):
    """Long names keep their ends, long reasons their beginning; the tooltip has both in full."""

    def __init__(self, theme: Theme, parent: QObject) -> None:
        super().__init__(parent)
        self._theme = theme

    def sizeHint(
        self, _option: QStyleOptionViewItem, _index: QModelIndex | QPersistentModelIndex
    ) -> QSize:
        """Every row has the same height."""
        return QSize(120, ROW)

    def paint(
        self,
        painter: QPainter,
        option: QStyleOptionViewItem,
        index: QModelIndex | QPersistentModelIndex,
    ) -> None:
        """As Qt asks."""
        rect = QRectF(option.rect)
        painter.save()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        paint_light(painter, option, rect.adjusted(0, 1, 0, -1), self._theme.color("hover"))
        inner = rect.adjusted(INSET, 4, -INSET, -4)
        half = inner.height() / 2
        metrics, modes = painter.fontMetrics(), Qt.TextElideMode
        name, reason = str(index.data()), str(index.data(REASON_ROLE))
        lines = (
            (name, "text", modes.ElideMiddle, inner.adjusted(0, 0, 0, -half)),
            (reason, "muted", modes.ElideRight, inner.adjusted(0, half, 0, 0)),
        )
        for text, role, mode, place in lines:
            painter.setPen(self._theme.color(role))
            shown = metrics.elidedText(text, mode, int(place.width()))
            painter.drawText(place, Qt.AlignmentFlag.AlignVCenter, shown)
        painter.restore()
