"""The palette in the inspector: its head with the way out, the strip, a row for each colour."""

from __future__ import annotations

from PySide6.QtCore import QPoint, Qt, Signal
from PySide6.QtGui import QContextMenuEvent
from PySide6.QtWidgets import QHBoxLayout, QPushButton, QVBoxLayout, QWidget

from studio.core.palette import Palette
from studio.gui.theme import Theme
from studio.gui.widgets.named import named
from studio.gui.widgets.palette_strip import PaletteStrip, SwatchRow
from studio.gui.widgets.text import SectionHead


class PaletteSection(QWidget):
    """`menuAsked` comes from the word Export, from the right mouse button and from the menu key."""

    colorClicked = Signal(str)  # "#rrggbb"
    menuAsked = Signal(QPoint)  # on the screen

    def __init__(self, theme: Theme, palette: Palette, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addLayout(self._make_head(theme))
        column.addSpacing(4)
        strip = PaletteStrip(theme, palette)
        strip.colorClicked.connect(self.colorClicked)
        column.addWidget(strip)
        column.addSpacing(6)
        for swatch in palette:
            row = SwatchRow(theme, swatch)
            row.colorClicked.connect(self.colorClicked)
            column.addWidget(row)

    def _make_head(self, theme: Theme) -> QHBoxLayout:
        head = QHBoxLayout()
        head.setContentsMargins(0, 0, 0, 0)
        head.addWidget(SectionHead(theme, self.tr("Palette")), 1)
        self._export = named(QPushButton(self.tr("Export"), self, flat=True), "sectionLink")
        self._export.setAccessibleName(self.tr("Copy or export the palette"))
        self._export.setToolTip(self._export.accessibleName())
        self._export.setCursor(Qt.CursorShape.PointingHandCursor)
        self._export.clicked.connect(self._on_clicked)
        head.addWidget(self._export)
        return head

    def _on_clicked(self) -> None:
        self.menuAsked.emit(self._export.mapToGlobal(self._export.rect().bottomLeft()))

    def contextMenuEvent(self, event: QContextMenuEvent) -> None:
        """The same menu under the pointer."""
        self.menuAsked.emit(event.globalPos())
        event.accept()
