"""One label that the network suggests, with its confidence; a click filters by it."""

from __future__ import annotations

from dataclasses import dataclass

from PySide6.QtCore import QRectF, QSize, Qt
from PySide6.QtGui import QFont, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QAbstractButton, QSizePolicy, QWidget

from studio.gui.theme import Theme

HEIGHT = 26
PLAIN_HEIGHT = 22
_PAD = 10
_BAR = 64
_RADIUS = 6


@dataclass(frozen=True, slots=True)
class RowText:
    """What a row shows: the label's name, 0..1 for the bar, and the figure beside it."""

    name: str
    share: float
    figure: str
    help: str = ""
    unsure: bool = False
    plain: bool = False  # a mere score, not a suggestion: no frame
    widest: str = "00 %"  # the longest figure of the column, so that all bars stand in line


class PredictionRow(QAbstractButton):
    """Dashed while nobody has decided; muted with a question mark while the network is unsure."""

    def __init__(self, theme: Theme, row: RowText, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._theme = theme
        self._row = row
        self.setText(row.name)
        note = self.tr("not sure") if row.unsure else ""
        self.setAccessibleName(", ".join(filter(None, (row.name, row.figure, note))))
        hint = self.tr("Click to show all images like this")
        self.setToolTip("\n".join(filter(None, (row.name, row.help, hint))))
        self.setFixedHeight(PLAIN_HEIGHT if row.plain else HEIGHT)
        self.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Fixed)
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        self.setAttribute(Qt.WidgetAttribute.WA_Hover)
        self.setFocusPolicy(Qt.FocusPolicy.TabFocus)

    def sizeHint(self) -> QSize:
        return QSize(200, self.height())

    def paintEvent(self, _event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        self._paint_frame(painter)
        left = self._paint_measure(painter)
        self._paint_name(painter, left)
        painter.end()

    def _paint_frame(self, painter: QPainter) -> None:
        if self._row.plain and not (self.underMouse() or self.hasFocus()):
            return
        pen = QPen(self._theme.color("line"), 1, Qt.PenStyle.DashLine)
        pen.setDashPattern([4, 3])
        if self.hasFocus():
            pen = QPen(self._theme.color("accent"), 1)
        elif self._row.plain:
            pen = QPen(Qt.PenStyle.NoPen)
        painter.setPen(pen)
        lit = self.underMouse()
        painter.setBrush(self._theme.color("raised") if lit else Qt.BrushStyle.NoBrush)
        frame = QRectF(self.rect()).adjusted(0.5, 0.5, -0.5, -0.5)
        painter.drawRoundedRect(frame, _RADIUS, _RADIUS)

    def _paint_measure(self, painter: QPainter) -> float:
        """Paint figure and bar at the right edge; where the name has to end."""
        font = QFont(self.font())
        font.setPixelSize(12)
        painter.setFont(font)
        painter.setPen(self._theme.color("muted"))
        width = max(
            painter.fontMetrics().horizontalAdvance(text)
            for text in (self._row.figure, self._row.widest)
        )
        right = self.width() - _PAD - width
        middle = Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter
        painter.drawText(QRectF(right, 0, width, self.height()), int(middle), self._row.figure)
        left = right - 8 - _BAR
        if left < self.width() * 0.35:
            return right - 8
        bar = QRectF(left, self.height() / 2 - 2, _BAR, 4)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(self._theme.color("line"))
        painter.drawRoundedRect(bar, 2, 2)
        sure = not (self._row.unsure or self._row.plain)
        painter.setBrush(self._theme.color("accent" if sure else "muted"))
        bar.setWidth(max(4.0, _BAR * min(1.0, max(0.0, self._row.share))))
        painter.drawRoundedRect(bar, 2, 2)
        return left - 8

    def _paint_name(self, painter: QPainter, right: float) -> None:
        quiet = self._row.unsure or self._row.plain
        painter.setFont(self.font())
        painter.setPen(self._theme.color("muted" if quiet else "text"))
        mark = "  ?" if self._row.unsure else ""
        metrics = painter.fontMetrics()
        room = int(right - _PAD - metrics.horizontalAdvance(mark))
        name = metrics.elidedText(self._row.name, Qt.TextElideMode.ElideRight, room)
        rect = QRectF(_PAD, 0, right - _PAD, self.height())
        middle = Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter
        painter.drawText(rect, int(middle), name + mark)
