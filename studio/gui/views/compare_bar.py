"""The line under the pictures that are compared: how many, locked or not, zoom."""

from __future__ import annotations

from PySide6.QtCore import QSize, Qt, Signal
from PySide6.QtGui import QPainter, QPaintEvent, QResizeEvent
from PySide6.QtWidgets import QHBoxLayout, QLabel, QToolButton, QWidget

from studio.gui.icons import Icons
from studio.gui.theme import Theme
from studio.gui.views.loupe_caption import HEIGHT
from studio.gui.widgets.named import named
from studio.gui.widgets.text import Text

_NARROW = 420  # px


class CompareBar(QWidget):
    """Says what the keys do and offers it to the mouse."""

    lockToggled = Signal(bool)
    fitClicked = Signal()
    actualSizeClicked = Signal()
    closeClicked = Signal()

    def __init__(self, theme: Theme, icons: Icons, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._theme = theme
        self._icons = icons
        self.setFixedHeight(HEIGHT)
        self.count = named(QLabel(), "sectionTitle")
        hint = self.tr("Page keys change the active image, Backspace takes it out")
        self._hint = Text(theme, hint, role="muted", pixels=12)
        self.lock = self._button(self.tr(" Locked"), self.tr("Zoom and move together (L)"))
        self.zoom = QLabel()
        self.zoom.setAlignment(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter)
        self.zoom.setMinimumWidth(self.zoom.fontMetrics().horizontalAdvance("800 %"))
        self.zoom.setAccessibleName(self.tr("Zoom"))
        self.fit = self._button(self.tr("Fit"), self.tr("Show the whole images"))
        self.actual = self._button("100 %", self.tr("Show the images' own pixels"))
        self._close = self._button("", self.tr("Back to the grid"))
        self._close.setObjectName("flat")
        for button in (self.lock, self.fit, self.actual):
            button.setCheckable(True)
            button.setObjectName("segment")
        self.lock.setToolButtonStyle(Qt.ToolButtonStyle.ToolButtonTextBesideIcon)
        self.lock.setChecked(True)
        row = QHBoxLayout(self)
        row.setContentsMargins(14, 0, 10, 0)
        row.setSpacing(8)
        row.addWidget(self.count)
        row.addSpacing(8)
        row.addWidget(self._hint, 1)
        row.addStretch()
        row.addWidget(self.lock)
        row.addSpacing(12)
        for widget in (self.zoom, self.fit, self.actual, self._close):
            row.addWidget(widget)
        self.lock.toggled.connect(self.lockToggled)
        self.fit.clicked.connect(self.fitClicked)
        self.actual.clicked.connect(self.actualSizeClicked)
        self._close.clicked.connect(self.closeClicked)
        theme.changed.connect(self._tint)
        self._tint()

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Where there is little room, what the buttons say counts least."""
        super().resizeEvent(event)
        styles = Qt.ToolButtonStyle
        narrow = self.width() < _NARROW
        self.lock.setToolButtonStyle(
            styles.ToolButtonIconOnly if narrow else styles.ToolButtonTextBesideIcon
        )
        self._hint.setVisible(self.width() > 2 * _NARROW)
        self.zoom.setVisible(self.width() > _NARROW - 80)

    def _button(self, text: str, about: str) -> QToolButton:
        button = QToolButton(self)
        button.setText(text)
        button.setToolTip(about)
        button.setAccessibleName(about)
        button.setAutoRaise(True)
        button.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        button.setIconSize(QSize(16, 16))
        return button

    def _tint(self) -> None:
        self.lock.setIcon(self._icons.icon("link-2"))
        self._close.setIcon(self._icons.icon("x"))

    def show_count(self, count: int) -> None:
        """How many images are compared."""
        if count == 1:
            self.count.setText(self.tr("1 image"))
        else:
            self.count.setText(self.tr("{count} images").format(count=count))

    def show_zoom(self, zoom: float, *, fitted: bool) -> None:
        """The zoom of the active image in per cent and which of the two buttons it is."""
        self.zoom.setText(f"{zoom * 100:.0f} %")
        self.fit.setChecked(fitted)
        self.actual.setChecked(not fitted and abs(zoom - 1) < 0.005)

    def paintEvent(self, _event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.fillRect(self.rect(), self._theme.color("panel"))
        painter.fillRect(0, 0, self.width(), 1, self._theme.color("line"))
        painter.end()
