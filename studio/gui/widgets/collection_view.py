"""The rows of smart collections or boards: renamed in place, moved by mouse or key, dropped on."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QModelIndex, QPoint, QRect, Qt, QTimer, Signal
from PySide6.QtGui import (
    QContextMenuEvent,
    QDrag,
    QDragEnterEvent,
    QDragLeaveEvent,
    QDragMoveEvent,
    QDropEvent,
    QKeyEvent,
    QMouseEvent,
    QPainter,
    QPaintEvent,
    QPen,
)
from PySide6.QtWidgets import QApplication, QWidget

from studio.core.edit import CollectionKind
from studio.gui import asset_drag
from studio.gui.models.collection_rows import CollectionTree, Step, id_of
from studio.gui.models.entry_model import ENTRY_ROLE, Entry, EntryModel
from studio.gui.theme import Theme
from studio.gui.widgets.entry_delegates import RowDelegate
from studio.gui.widgets.entry_view import EntryView
from studio.gui.widgets.name_field import NameField

_STEPS = {
    Qt.Key.Key_Up: Step.UP,
    Qt.Key.Key_Down: Step.DOWN,
    Qt.Key.Key_Right: Step.IN,
    Qt.Key.Key_Left: Step.OUT,
}
_EDIT_KEYS = (Qt.Key.Key_F2, Qt.Key.Key_Delete, Qt.Key.Key_Backspace)
_UNFOLD_MS = 700  # a drag that rests on a folded row opens it


class CollectionView(EntryView):
    """Tells what is wanted; whether it can be done is for the catalogue to say."""

    renamed = Signal(int, str)
    deleteWanted = Signal(int)
    moveWanted = Signal(int, object, object)  # id, parent's id, id of the sibling after
    imagesDropped = Signal(int, list)  # board's id, ids of images
    menuAsked = Signal(int, QPoint)  # on the screen
    dragMoved = Signal()
    dragEnded = Signal()

    def __init__(
        self,
        model: EntryModel,
        delegate: RowDelegate,
        theme: Theme,
        name: str,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(model, delegate, name, parent)
        self._theme, self._rows = theme, delegate
        self.tree = CollectionTree()
        self.is_writable = False
        self._pressed: QPoint | None = None
        self._rested_row = -1
        self._line: QRect | None = None  # where a collection would be put between two rows
        self._unfold_timer = QTimer(self, singleShot=True, interval=_UNFOLD_MS)
        self._unfold_timer.timeout.connect(self._on_drag_rested)
        self._port.setAcceptDrops(True)
        self.setAcceptDrops(True)
        model.modelReset.connect(self._forget_target)

    # --- mouse -----------------------------------------------------------------------------
    def _press(self, index: QModelIndex, event: QMouseEvent) -> None:
        """A press may become a drag: what it chooses is chosen when it is let go."""
        del index
        self._pressed = event.position().toPoint()

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        """Pulled far enough, the row comes along."""
        start = self._pressed
        if start is None or not event.buttons() & Qt.MouseButton.LeftButton:
            return
        far = (event.position().toPoint() - start).manhattanLength()
        if self.is_writable and far >= QApplication.startDragDistance():
            self._pressed = None
            self._drag(self.indexAt(start))

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        """A click chooses."""
        start, self._pressed = self._pressed, None
        index = self.indexAt(event.position().toPoint())
        if start is not None and index.isValid() and index == self.indexAt(start):
            self._choose(index, event.modifiers())

    def _drag(self, index: QModelIndex) -> None:
        if not index.isValid():
            return
        entry: Entry = index.data(ENTRY_ROLE)
        drag = QDrag(self)
        drag.setMimeData(asset_drag.carry_collection(id_of(entry)))
        drag.setPixmap(self._port.grab(self.visualRect(index)))
        drag.setHotSpot(QPoint(16, 12))
        drag.exec(Qt.DropAction.MoveAction)

    # --- keyboard --------------------------------------------------------------------------
    def is_own_key(self, event: QKeyEvent) -> bool:
        """Del is about the collection here, and not about the selected images."""
        moves = event.modifiers() & Qt.KeyboardModifier.AltModifier and event.key() in _STEPS
        return bool(moves) or _edits(event) or super().is_own_key(event)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """F2 renames, Del deletes, Alt with an arrow moves; the rest is as in other sections."""
        entry = self.current_entry()
        if entry is not None and self.is_writable:
            if _edits(event):
                if event.key() == Qt.Key.Key_F2:
                    self.rename(id_of(entry))
                else:
                    self.deleteWanted.emit(id_of(entry))
                return
            if event.modifiers() & Qt.KeyboardModifier.AltModifier and event.key() in _STEPS:
                place = self.tree.find_step(id_of(entry), _STEPS[Qt.Key(event.key())])
                if place is not None:
                    self.moveWanted.emit(id_of(entry), *place)
                return
        super().keyPressEvent(event)

    def current_entry(self) -> Entry | None:
        """Which row the keyboard stands on."""
        entry: Entry | None = self.currentIndex().data(ENTRY_ROLE)
        return entry

    def contextMenuEvent(self, event: QContextMenuEvent) -> None:
        """By mouse or menu key."""
        by_mouse = event.reason() is QContextMenuEvent.Reason.Mouse
        index = self.indexAt(event.pos()) if by_mouse else self.currentIndex()
        if index.isValid():
            self.setCurrentIndex(index)
            place = event.globalPos()
            if not by_mouse:
                place = self._port.mapToGlobal(self.visualRect(index).bottomLeft())
            self.menuAsked.emit(id_of(index.data(ENTRY_ROLE)), place)
            self.forget_pointer()

    # --- names -----------------------------------------------------------------------------
    def rename(self, collection_id: int) -> NameField | None:
        """Put a field in place of the name."""
        found, index = self.tree.find(collection_id), self.find_index(collection_id)
        if found is None or index is None:
            return None
        parent_id = found.parent_id
        field = NameField(
            found.name,
            lambda name: self.tree.name_problem(name, parent_id, but=collection_id),
            self._port,
        )
        row = self.visualRect(index)
        left = self._rows.name_left(row, index.data(ENTRY_ROLE)) - 6
        field.setGeometry(QRect(left, row.top(), row.right() - left, row.height()))
        old = found.name
        field.accepted.connect(lambda name: self._tell_name(collection_id, old, name))
        field.closed.connect(lambda: self.setFocus(Qt.FocusReason.OtherFocusReason))
        field.open()
        return field

    def _tell_name(self, collection_id: int, old: str, name: str) -> None:
        if name != old:
            self.renamed.emit(collection_id, name)

    def find_index(self, collection_id: int) -> QModelIndex | None:
        """Where a collection stands, if it is shown."""
        for row in range(self.model().rowCount()):
            index = self.model().index(row, 0)
            if id_of(index.data(ENTRY_ROLE)) == collection_id:
                return index
        return None

    # --- what is dragged over it -----------------------------------------------------------
    def dragEnterEvent(self, event: QDragEnterEvent) -> None:
        """Images of this library, and other collections."""
        event.setAccepted(self.is_writable and asset_drag.is_ours(event.mimeData()))

    def dragMoveEvent(self, event: QDragMoveEvent) -> None:
        """Show where it would go."""
        place = event.position().toPoint()
        self.dragMoved.emit()
        index = self.indexAt(place)
        self._show_target(-1, None)
        wanted = self._find_drop(event, index)
        if index.isValid() and index.row() != self._rested_row:
            self._rested_row = index.row()
            self._unfold_timer.start()
        if wanted is None:
            event.ignore()
            return
        row, line = wanted[1:]
        self._show_target(row, line)
        action = Qt.DropAction
        event.setDropAction(
            action.CopyAction if asset_drag.has_images(event.mimeData()) else action.MoveAction
        )
        event.accept()

    def dragLeaveEvent(self, event: QDragLeaveEvent) -> None:
        """It went elsewhere."""
        del event
        self._forget_target()

    def dropEvent(self, event: QDropEvent) -> None:
        """Put it there."""
        wanted = self._find_drop(event, self.indexAt(event.position().toPoint()))
        self._forget_target()
        if wanted is None:
            event.ignore()
            return
        event.accept()
        # The one who drags waits for the end of the drop: answer it before work begins.
        QTimer.singleShot(0, self, wanted[0])

    def _find_drop(
        self, event: QDropEvent, index: QModelIndex
    ) -> tuple[Callable[[], None], int, QRect | None] | None:
        """What letting go here does, the row that it is done to, or the line between rows."""
        if not index.isValid():
            return None
        mime, target = event.mimeData(), id_of(index.data(ENTRY_ROLE))
        if asset_drag.has_images(mime):
            found = self.tree.find(target)
            if found is None or found.kind is not CollectionKind.BOARD:
                return None
            ids = asset_drag.list_images(mime)
            return (lambda: self.imagesDropped.emit(target, ids)), index.row(), None
        moved = asset_drag.find_collection(mime)
        if moved is None:
            return None
        rect = self.visualRect(index)
        where = (event.position().y() - rect.top()) / max(1, rect.height())
        place = self.tree.find_drop(moved, target, where)
        if place is None:
            return None
        move = lambda: self.moveWanted.emit(moved, *place)  # noqa: E731
        if place[0] == target:
            return move, index.row(), None
        y = rect.top() if where < 0.5 else rect.bottom() + 1
        left = self._rows.name_left(rect, index.data(ENTRY_ROLE)) - 24
        return move, -1, QRect(left, y - 1, rect.right() - left, 2)

    def _on_drag_rested(self) -> None:
        index = self.model().index(self._rested_row, 0)
        entry: Entry | None = index.data(ENTRY_ROLE)
        if entry is not None and entry.is_open is False:
            self.foldWanted.emit(entry)

    def _forget_target(self) -> None:
        self.dragEnded.emit()
        self._unfold_timer.stop()
        self._rested_row = -1
        self._show_target(-1, None)

    def _show_target(self, row: int, line: QRect | None) -> None:
        if (row, line) != (self._rows.target_row, self._line):
            self._rows.target_row, self._line = row, line
            self._port.update()

    def paintEvent(self, event: QPaintEvent) -> None:
        """The rows, and the line between two of them where a collection would come."""
        super().paintEvent(event)
        if self._line is not None:
            painter = QPainter(self._port)
            painter.setPen(QPen(self._theme.color("accent"), 2))
            painter.drawLine(self._line.topLeft(), self._line.topRight())
            painter.end()


def _edits(event: QKeyEvent) -> bool:
    """Whether a key is for the row itself; with Ctrl and the like it is a command of the window."""
    plain = not event.modifiers() & ~Qt.KeyboardModifier.KeypadModifier
    return plain and event.key() in _EDIT_KEYS
