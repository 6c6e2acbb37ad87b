"""Scrolls while something that is dragged is held near the upper or lower edge."""

from __future__ import annotations

from PySide6.QtCore import QTimer
from PySide6.QtGui import QCursor
from PySide6.QtWidgets import QAbstractScrollArea

_EDGE, _STEP, _EVERY_MS = 32, 12, 30  # px from the edge, px a step


class EdgeScroll(QTimer):
    """Started by every move of a drag, stopped when that ends or goes away."""

    def __init__(self, area: QAbstractScrollArea) -> None:
        super().__init__(area)
        self.setInterval(_EVERY_MS)
        self.timeout.connect(self._on_time)

    def _on_time(self) -> None:
        area = self.parent()  # kept as such alone: a reference back would be a cycle
        assert isinstance(area, QAbstractScrollArea)
        port, bar = area.viewport(), area.verticalScrollBar()
        place = port.mapFromGlobal(QCursor.pos())
        if not port.rect().contains(place):
            self.stop()
        elif place.y() < _EDGE:
            bar.setValue(bar.value() - _STEP)
        elif place.y() > port.height() - _EDGE:
            bar.setValue(bar.value() + _STEP)
