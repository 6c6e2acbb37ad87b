"""Lets tiles be dragged to another place among the tiles: a line shows between which two."""

from __future__ import annotations

from typing import TYPE_CHECKING, Protocol

from PySide6.QtCore import QEvent, QObject, QPoint, QRect, Qt, QTimer, Signal
from PySide6.QtGui import QDragEnterEvent, QDragMoveEvent, QDropEvent, QPainter, QPaintEvent
from PySide6.QtWidgets import QWidget

from studio.gui import asset_drag
from studio.gui.theme import Theme

if TYPE_CHECKING:
    from collections.abc import Sequence

    from PySide6.QtCore import QModelIndex
    from PySide6.QtWidgets import QScrollBar

    from studio.gui.models.asset_model import AssetModel

_LINE = 3  # px
_EDGE, _STEP, _EVERY_MS = 40, 18, 30  # px from the edge where it scrolls, px a step


class Tiles(Protocol):
    """What is asked of the grid, whatever its layout."""

    def ids(self) -> Sequence[int]: ...
    def visible_ids(self) -> Sequence[int]: ...
    def visualRect(self, index: QModelIndex) -> QRect: ...
    def viewport(self) -> QWidget: ...
    def verticalScrollBar(self) -> QScrollBar: ...
    def isRightToLeft(self) -> bool: ...


class DropLine(QWidget):
    """A bar in the accent colour, between two tiles."""

    def __init__(self, theme: Theme, parent: QWidget) -> None:
        super().__init__(parent)
        self._theme = theme
        self.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)
        self.hide()

    def paintEvent(self, event: QPaintEvent) -> None:
        """As Qt asks."""
        del event
        painter = QPainter(self)
        painter.fillRect(self.rect(), self._theme.color("accent"))
        painter.end()


class BoardDrop(QObject):
    """Watches what is dragged over the tiles while it is switched on."""

    dropped = Signal(list, object)  # ids, and the id that they come before, or None: at the end

    def __init__(self, tiles: Tiles, model: AssetModel, theme: Theme, parent: QObject) -> None:
        super().__init__(parent)
        self._tiles, self._model = tiles, model
        self._port = tiles.viewport()
        self._is_on = False
        self._place = QPoint()
        self._line = DropLine(theme, self._port)
        self._scroll_timer = QTimer(self, interval=_EVERY_MS)
        self._scroll_timer.timeout.connect(self._scroll)
        self._port.installEventFilter(self)

    def set_on(self, on: bool) -> None:
        """Whether the order of what is shown may be changed."""
        self._is_on = on
        self._port.setAcceptDrops(on)
        if not on:
            self._end()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Before the view, which knows of no drops."""
        if not self._is_on or watched is not self._port:
            return super().eventFilter(watched, event)
        match event:
            case QDragEnterEvent():  # before its base classes
                event.setAccepted(asset_drag.has_images(event.mimeData()))
                return True
            case QDragMoveEvent():
                self._place = event.position().toPoint()
                self._show_line()
                self._scroll_timer.start()
                event.setDropAction(Qt.DropAction.CopyAction)
                event.accept()
                return True
            case QDropEvent():
                self._on_drop(event)
                return True
        if event.type() is QEvent.Type.DragLeave:
            self._end()
            return True
        return super().eventFilter(watched, event)

    def _on_drop(self, event: QDropEvent) -> None:
        ids = asset_drag.list_images(event.mimeData())
        found = self._find_gap(event.position().toPoint())
        self._end()
        event.setDropAction(Qt.DropAction.CopyAction)
        event.accept()
        if found is not None and ids:
            before = self._find_before(found[0], ids)
            # The one who drags waits for the end of the drop: answer it before work begins.
            QTimer.singleShot(0, self, lambda: self.dropped.emit(ids, before))

    def _find_before(self, row: int, moved: Sequence[int]) -> int | None:
        """The first from `row` on that stays where it is."""
        gone, ids = set(moved), self._tiles.ids()
        rest = (ids[at] for at in range(row, len(ids)))
        return next((asset_id for asset_id in rest if asset_id not in gone), None)

    def _find_gap(self, place: QPoint) -> tuple[int, QRect] | None:
        """The row that what is dropped comes before, and where the line is drawn."""
        nearest: tuple[float, int, QRect] | None = None
        for asset_id in self._tiles.visible_ids():
            row = self._model.find_row(asset_id)
            if row is None:
                continue
            rect = self._tiles.visualRect(self._model.index(row))
            dx = max(rect.left() - place.x(), 0, place.x() - rect.right())
            dy = max(rect.top() - place.y(), 0, place.y() - rect.bottom())
            # The tiles of the same line are meant, also where that is shorter than the others.
            distance = dy * 4 + dx
            if nearest is None or distance < nearest[0]:
                nearest = distance, row, rect
        if nearest is None:
            return None
        _distance, row, rect = nearest
        right = place.x() > rect.center().x()
        behind = right != self._tiles.isRightToLeft()
        x = rect.right() if right else rect.left()
        line = QRect(x - _LINE // 2, rect.top() + 4, _LINE, rect.height() - 8)
        line.moveLeft(min(max(0, line.left()), self._port.width() - _LINE))
        return row + behind, line

    def _show_line(self) -> None:
        found = self._find_gap(self._place)
        self._line.setVisible(found is not None)
        if found is not None:
            self._line.setGeometry(found[1])
            self._line.raise_()

    def _scroll(self) -> None:
        bar, y = self._tiles.verticalScrollBar(), self._place.y()
        before = bar.value()
        if y < _EDGE:
            bar.setValue(before - _STEP)
        elif y > self._port.height() - _EDGE:
            bar.setValue(before + _STEP)
        if bar.value() != before:
            self._show_line()

    def _end(self) -> None:
        self._scroll_timer.stop()
        self._line.hide()
