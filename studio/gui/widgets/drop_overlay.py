"""Shows while files hover over the window that they can be let go."""

from __future__ import annotations

from PySide6.QtCore import QRectF, Qt
from PySide6.QtGui import QFont, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QWidget

from studio.gui.theme import Theme

_MARGIN = 12


class DropOverlay(QWidget):
    """A dashed accent frame over the images, which stay visible beneath."""

    def __init__(self, theme: Theme, parent: QWidget) -> None:
        super().__init__(parent)
        self.setObjectName("dropOverlay")
        self.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)
        self._theme = theme
        self._cover = parent
        self.text = ""
        self.hide()

    def show_text(self, text: str) -> None:
        """Cover the parent and say what letting go does."""
        self.text = text
        self.setAccessibleName(text)
        self.setGeometry(self._cover.rect())
        self.raise_()
        self.show()

    def paintEvent(self, event: QPaintEvent) -> None:
        """As the empty window's frame, in the accent."""
        del event
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        veil = self._theme.color("window")
        veil.setAlphaF(0.82)
        painter.fillRect(self.rect(), veil)
        pen = QPen(self._theme.color("accent"), 2)
        pen.setDashPattern([3, 3])
        painter.setPen(pen)
        box = QRectF(self.rect()).adjusted(_MARGIN, _MARGIN, -_MARGIN, -_MARGIN)
        painter.drawRoundedRect(box, 12, 12)
        font = QFont(self.font())
        font.setPixelSize(20)
        font.setWeight(QFont.Weight.DemiBold)
        painter.setFont(font)
        painter.setPen(self._theme.color("text"))
        painter.drawText(self.rect(), Qt.AlignmentFlag.AlignCenter, self.text)
