"""The line under the pictures that are compared: how many, locked or not, zoom."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QHBoxLayout, QLabel, QWidget

from studio.gui.icons import Icons
from studio.gui.theme import Theme
from studio.gui.views.picture_bar import NARROW, PictureBar
from studio.gui.widgets.named import named
from studio.gui.widgets.text import Text


class CompareBar(PictureBar):
    """Says what the keys do and offers it to the mouse."""

    lockToggled = Signal(bool)

    def __init__(self, theme: Theme, icons: Icons, parent: QWidget | None = None) -> None:
        super().__init__(theme, icons, parent)
        self.count = named(QLabel(), "sectionTitle")
        hint = self.tr("Page keys change the active image, Backspace takes it out")
        self._hint = Text(theme, hint, role="muted", pixels=12)
        self.lock = self._segment(self.tr(" Locked"), self.tr("Zoom and move together (L)"))
        self._make_zoom(self.tr("Show the whole images"), self.tr("Show the images' own pixels"))
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
        theme.changed.connect(self._tint)
        self._tint()

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Where there is little room, what the buttons say counts least."""
        super().resizeEvent(event)
        styles = Qt.ToolButtonStyle
        narrow = self.width() < NARROW
        self.lock.setToolButtonStyle(
            styles.ToolButtonIconOnly if narrow else styles.ToolButtonTextBesideIcon
        )
        self._hint.setVisible(self.width() > 2 * NARROW)
        self.zoom.setVisible(self.width() > NARROW - 80)

    def _tint(self) -> None:
        self.lock.setIcon(self._icons.icon("link-2"))
        self._close.setIcon(self._icons.icon("x"))

    def show_count(self, count: int) -> None:
        """How many images are compared."""
        if count == 1:
            self.count.setText(self.tr("1 image"))
        else:
            self.count.setText(self.tr("{count} images").format(count=count))
