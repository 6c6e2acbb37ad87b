"""Lets the whole window take files that are dragged onto it."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QObject, Qt, QTimer, Signal
from PySide6.QtGui import QDragEnterEvent, QDragMoveEvent, QDropEvent
from PySide6.QtWidgets import QWidget

from studio.gui import drops
from studio.gui.theme import Theme
from studio.gui.widgets.drop_overlay import DropOverlay


class DropTarget(QObject):
    """Watches the drag events of a window; files are referenced, so the action is a copy."""

    entered = Signal()
    dropped = Signal(list)  # of Path
    searched = Signal(object)  # Path of a file that was dropped on the search

    def __init__(self, window: QWidget, cover: QWidget, theme: Theme) -> None:
        super().__init__(window)
        self._overlay = DropOverlay(theme, cover)
        self._refusal = ""
        self._search: QWidget | None = None
        window.setAcceptDrops(True)
        window.installEventFilter(self)

    def set_refusal(self, text: str) -> None:
        """Why nothing can be dropped now; empty when it can."""
        self._refusal = text

    def set_search(self, search: QWidget) -> None:
        """Where an image is dropped to find others that are like it."""
        self._search = search

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Qt sends a drag's events to the window when no widget inside wants them."""
        match event:
            case QDragEnterEvent():  # before its base classes
                return self._on_enter(event)
            case QDragMoveEvent():
                self._show_meaning(event)
                _accept(event)
                return True
            case QDropEvent():
                return self._on_drop(event)
        if event.type() is QEvent.Type.DragLeave:
            self._overlay.hide()
        return super().eventFilter(watched, event)

    def _on_enter(self, event: QDragEnterEvent) -> bool:
        # Our own images are in the library already.
        if event.source() is not None or not drops.has_files(event.mimeData()):
            event.ignore()
            return True
        _accept(event)
        self._show_meaning(event)
        self.entered.emit()
        return True

    def _show_meaning(self, event: QDropEvent) -> None:
        text = self._refusal or self.tr("Let go to add. Files stay where they are.")
        if self._is_on_search(event):
            text = self.tr("Let go to find similar images.")
        if not self._overlay.isVisible() or self._overlay.text != text:
            self._overlay.show_text(text)
            self._overlay.update()

    def _is_on_search(self, event: QDropEvent) -> bool:
        search = self._search
        if search is None or not search.isEnabled():
            return False
        place = search.mapFrom(search.window(), event.position().toPoint())
        return search.rect().contains(place)

    def _on_drop(self, event: QDropEvent) -> bool:
        self._overlay.hide()
        _accept(event)
        paths = drops.list_paths(event.mimeData())
        if self._is_on_search(event):
            if paths:
                QTimer.singleShot(0, self, lambda: self.searched.emit(paths[0]))
            return True
        if self._refusal:
            return True
        # The other application waits for the end of the drop: answer it before work begins.
        QTimer.singleShot(0, self, lambda: self.dropped.emit(paths))
        return True


def _accept(event: QDropEvent) -> None:
    event.setDropAction(Qt.DropAction.CopyAction)
    event.accept()
