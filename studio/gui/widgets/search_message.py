"""Words below the search bar: what is wrong with a search, or can find nothing."""

from __future__ import annotations

from PySide6.QtCore import QPoint, QTimer
from PySide6.QtWidgets import QLabel, QWidget

_LEAST_WIDTH = 240  # px, of a bar that is narrower than its words


class SearchMessage(QLabel):
    """Floats over what is below the bar, which does not move for it."""

    def __init__(self, bar: QWidget) -> None:
        super().__init__(bar)
        self.setObjectName("searchProblem")
        self.setAccessibleName(self.tr("Search problem"))
        self._bar = bar
        self._until = QTimer(self, singleShot=True)
        self._until.timeout.connect(self.hide)
        self.hide()

    def say(self, words: str, for_ms: int | None = None, *, warning: bool = False) -> None:
        """Show `words`, for a while or until it is hidden; long ones in several lines."""
        self.setText(words)
        self.setProperty("warning", warning)
        self.style().unpolish(self)
        self.style().polish(self)
        self.setParent(self._bar.window())
        self.setWordWrap(False)
        self.setMinimumWidth(0)
        self.setMaximumWidth(max(self._bar.width(), _LEAST_WIDTH))
        if self.sizeHint().width() > self.maximumWidth():
            self.setWordWrap(True)
            self.setFixedWidth(self.maximumWidth())
        self.adjustSize()
        self.move(self._bar.mapTo(self.window(), QPoint(0, self._bar.height() + 4)))
        self.raise_()
        self.show()
        self._until.stop()
        if for_ms is not None:
            self._until.start(for_ms)
