"""Waits until a window is on the screen, so that what follows cannot delay it."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QEvent, QObject, QTimer
from PySide6.QtWidgets import QWidget

_PATIENCE_MS = 1000  # a window that starts minimised is not painted


class FirstPaint(QObject):
    """Calls back once, after the first paint of `window`."""

    def __init__(self, window: QWidget, call: Callable[[], None]) -> None:
        super().__init__(window)
        self._call: Callable[[], None] | None = call
        window.installEventFilter(self)
        QTimer.singleShot(_PATIENCE_MS, self, self._on_painted)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """The children are painted in the same round as the window; the timer comes after."""
        if event.type() is QEvent.Type.Paint and self._call is not None:
            watched.removeEventFilter(self)
            QTimer.singleShot(0, self, self._on_painted)
        return False

    def _on_painted(self) -> None:
        call, self._call = self._call, None
        if call is not None:
            call()
            self.deleteLater()
