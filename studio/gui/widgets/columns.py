"""Sidebar, images and inspector side by side, with edges that can be dragged."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QEvent, QObject, Qt, Signal
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QSplitter, QWidget

SIDEBAR_WIDTH, INSPECTOR_WIDTH = 248, 316
_LEAST_CENTER = 320  # before the panels give way


class Columns(QSplitter):
    """Remembers the widths of the panels while they are hidden."""

    widthsChanged = Signal(object)  # tuple of str: sidebar, images, inspector in px
    sidebarMoved = Signal(int)

    def __init__(self, sidebar: QWidget, center: QWidget, widths: Sequence[str]) -> None:
        super().__init__(Qt.Orientation.Horizontal)
        self.setObjectName("columns")
        self.setHandleWidth(1)
        self.setChildrenCollapsible(False)
        known = [int(width) for width in widths if width.isdigit()]
        self._sidebar_width = known[0] if known else SIDEBAR_WIDTH
        self._inspector_width = known[2] if len(known) > 2 else INSPECTOR_WIDTH
        self._sidebar = sidebar
        self._inspector: QWidget | None = None
        self.addWidget(sidebar)
        self.addWidget(center)
        self.setStretchFactor(0, 0)
        self.setStretchFactor(1, 1)
        self.splitterMoved.connect(self._on_splitter_moved)
        sidebar.installEventFilter(self)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """A narrow window squeezes the sidebar, too."""
        if event.type() is QEvent.Type.Resize and watched is self._sidebar:
            self.sidebarMoved.emit(self._sidebar.width())
        return super().eventFilter(watched, event)

    @property
    def sidebar_width(self) -> int:
        """In px, also while it is hidden."""
        return self._sidebar_width

    def set_inspector(self, inspector: QWidget) -> None:
        """The right column; it comes with a library."""
        self._inspector = inspector
        inspector.hide()
        self.addWidget(inspector)
        self.setStretchFactor(2, 0)

    def show_panels(self, *, sidebar: bool, inspector: bool) -> None:
        """Show or hide the columns beside the images, at their remembered widths."""
        self._sidebar.setVisible(sidebar)
        if self._inspector is not None:
            self._inspector.setVisible(inspector)
        self.fit()

    def resizeEvent(self, event: QResizeEvent) -> None:
        """The images grow and shrink with the window, the panels keep their widths."""
        super().resizeEvent(event)
        if event.size().width() != event.oldSize().width():
            self.fit()

    def fit(self) -> None:
        """Give the panels their widths, and the images the rest; too narrow, the panels yield."""
        left = self._sidebar_width if not self._sidebar.isHidden() else 0
        inspector = self._inspector
        if inspector is None or inspector.isHidden():
            inspector = None
        right = self._inspector_width if inspector else 0
        missing = left + right + 2 + _LEAST_CENTER - self.width()
        if inspector and missing > 0:
            spared = min(missing, max(0, right - inspector.minimumWidth()))
            right, missing = right - spared, missing - spared
        if left and missing > 0:
            left -= min(missing, max(0, left - self._sidebar.minimumWidth()))
        center = max(100, self.width() - left - right - 2)
        self.setSizes([left, center, right][: self.count()])

    def _on_splitter_moved(self) -> None:
        sizes = self.sizes()
        if sizes[0]:
            self._sidebar_width = sizes[0]
        if len(sizes) > 2 and sizes[2]:
            self._inspector_width = sizes[2]
        widths = (self._sidebar_width, sizes[1], self._inspector_width)
        self.widthsChanged.emit(tuple(str(width) for width in widths))
