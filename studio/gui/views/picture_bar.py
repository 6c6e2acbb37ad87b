"""What the lines under large pictures have in common: the zoom, its two buttons, a way back."""

from __future__ import annotations

from PySide6.QtCore import QSize, Qt, Signal
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QLabel, QToolButton, QWidget

from studio.gui.icons import Icons
from studio.gui.theme import Theme

HEIGHT = 44
NARROW = 420  # px


class PictureBar(QWidget):
    """Its heirs lay out what they show, and make the zoom where it comes in the order of Tab."""

    fitClicked = Signal()
    actualSizeClicked = Signal()
    closeClicked = Signal()

    def __init__(self, theme: Theme, icons: Icons, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._theme = theme
        self._icons = icons
        self.setFixedHeight(HEIGHT)

    def _make_zoom(self, whole: str, own: str) -> None:
        """The zoom with its buttons, and the way back; `whole` and `own` say what they do."""
        self.zoom = QLabel()
        self.zoom.setAlignment(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter)
        self.zoom.setMinimumWidth(self.zoom.fontMetrics().horizontalAdvance("800 %"))
        self.zoom.setAccessibleName(self.tr("Zoom"))
        self.fit = self._segment(self.tr("Fit"), whole)
        self.actual = self._segment("100 %", own)
        self._close = self._button("", self.tr("Back to the grid"))
        self._close.setObjectName("flat")
        self.fit.clicked.connect(self.fitClicked)
        self.actual.clicked.connect(self.actualSizeClicked)
        self._close.clicked.connect(self.closeClicked)

    def _button(self, text: str, about: str) -> QToolButton:
        button = QToolButton(self)
        button.setText(text)
        button.setToolTip(about)
        button.setAccessibleName(about)
        button.setAutoRaise(True)
        button.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        button.setIconSize(QSize(16, 16))
        return button

    def _segment(self, text: str, about: str) -> QToolButton:
        """A button that stays down."""
        button = self._button(text, about)
        button.setCheckable(True)
        button.setObjectName("segment")
        return button

    def show_zoom(self, zoom: float, *, fitted: bool) -> None:
        """The zoom (of the active image) in per cent and which of the two buttons it is."""
        self.zoom.setText(f"{zoom * 100:.0f} %")
        self.fit.setChecked(fitted)
        self.actual.setChecked(not fitted and abs(zoom - 1) < 0.005)

    def paintEvent(self, _event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.fillRect(self.rect(), self._theme.color("panel"))
        painter.fillRect(0, 0, self.width(), 1, self._theme.color("line"))
        painter.end()
