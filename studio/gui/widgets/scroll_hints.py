"""What is scrolled out of a row fades away at its edge, so that it is seen that there is more."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QObject, Qt
from PySide6.QtGui import QColor, QLinearGradient, QPainter, QPaintEvent
from PySide6.QtWidgets import QScrollArea, QWidget

from studio.gui.theme import Theme

_WIDTH = 28


class Fade(QWidget):
    """One edge: the ground of the row over what goes on behind it; the mouse goes through."""

    def __init__(self, theme: Theme, parent: QWidget, *, at_left: bool) -> None:
        super().__init__(parent)
        self._theme, self._at_left = theme, at_left
        self.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)
        self.hide()

    def paintEvent(self, event: QPaintEvent) -> None:
        """Opaque at the edge, clear towards the middle."""
        del event
        ground = QColor(self._theme.color("window"))
        clear = QColor(ground)
        clear.setAlpha(0)
        outer, inner = (0, self.width()) if self._at_left else (self.width(), 0)
        gradient = QLinearGradient(outer, 0, inner, 0)
        gradient.setColorAt(0, ground)
        gradient.setColorAt(0.25, ground)
        gradient.setColorAt(1, clear)
        QPainter(self).fillRect(self.rect(), gradient)


class ScrollHints(QObject):
    """The two fades of a row that is scrolled sideways."""

    def __init__(self, area: QScrollArea, theme: Theme) -> None:
        super().__init__(area)
        self._area = area
        self.before = Fade(theme, area, at_left=True)
        self.after = Fade(theme, area, at_left=False)
        bar = area.horizontalScrollBar()
        bar.rangeChanged.connect(self._follow)
        bar.valueChanged.connect(self._follow)
        area.installEventFilter(self)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """The edges go where the row goes."""
        if event.type() is QEvent.Type.Resize:
            self._follow()
        return super().eventFilter(watched, event)

    def _follow(self) -> None:
        bar, area = self._area.horizontalScrollBar(), self._area
        width = min(_WIDTH, area.width() // 4)  # much of what there is stays clear
        self.before.setGeometry(0, 0, width, area.height())
        self.after.setGeometry(area.width() - width, 0, width, area.height())
        self.before.setVisible(bar.value() > bar.minimum())
        self.after.setVisible(bar.value() < bar.maximum())
