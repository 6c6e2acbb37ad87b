"""Flag, stars and colour label of an image that is looked at large, in one small line."""

from __future__ import annotations

from PySide6.QtCore import QPointF, QRectF, QSize, Qt
from PySide6.QtGui import QColor, QPainter, QPaintEvent
from PySide6.QtWidgets import QSizePolicy, QWidget

from studio.core.asset import AssetDetails
from studio.core.organising import Flag
from studio.gui.mark_words import LABEL_COLORS, describe_marks
from studio.gui.theme import Theme
from studio.gui.views.tile_badges import paint_flag, star_path

HEIGHT = 18
_STAR, _DOT, _GAP = 13.0, 11.0, 8


class MarksLine(QWidget):
    """As wide as what there is to show; nothing where there is nothing."""

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._theme = theme
        self._stars = 0
        self._flag = Flag.NONE
        self._label = ""
        self.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)
        self.hide()

    def show_marks(self, details: AssetDetails | None) -> None:
        """What a person said of this image."""
        marks = (
            (0, Flag.NONE, "")
            if details is None
            else (details.rating, details.flag, details.color_label)
        )
        self._stars, self._flag, self._label = marks
        self.setAccessibleName(", ".join(describe_marks(*marks)))
        self.setVisible(self.sizeHint().width() > 0)
        self.updateGeometry()
        self.update()

    def sizeHint(self) -> QSize:
        """Nothing is as wide as nothing."""
        return QSize(sum(self._widths()) + _GAP * max(0, len(self._widths()) - 1), HEIGHT)

    def _widths(self) -> list[int]:
        widths = [HEIGHT] if self._flag is not Flag.NONE else []
        widths += [round(self._stars * (_STAR + 1))] if self._stars else []
        return widths + ([round(_DOT)] if self._label else [])

    def paintEvent(self, _event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        left = 0.0
        if self._flag is not Flag.NONE:
            ink, ground, bad = (self._theme.color(role) for role in ("window", "text", "bad"))
            paint_flag(painter, QRectF(0, 0, HEIGHT, HEIGHT), self._flag, ground, ink, bad)
            left += HEIGHT + _GAP
        for at in range(self._stars):
            place = QPointF(left + at * (_STAR + 1), (HEIGHT - _STAR) / 2)
            painter.fillPath(star_path(_STAR).translated(place), self._theme.color("text"))
        if self._stars:
            left += round(self._stars * (_STAR + 1)) + _GAP
        if self._label:
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(QColor(LABEL_COLORS.get(self._label, self._label)))
            painter.drawEllipse(QRectF(left, (HEIGHT - _DOT) / 2, _DOT, _DOT))
        painter.end()
