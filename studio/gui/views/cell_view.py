"""A list view whose items lie where a layout says: a million cost as much as ten.

Qt's own layout asks for every item at each change of size or rows. Selection, keyboard, drags and
accessibility stay Qt's; only where things are is answered here.
"""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import (
    QItemSelection,
    QItemSelectionModel,
    QModelIndex,
    QPersistentModelIndex,
    QPoint,
    QRect,
    QSize,
    Qt,
)
from PySide6.QtGui import QAccessible, QPainter, QPaintEvent, QRegion
from PySide6.QtWidgets import (
    QAbstractItemView,
    QListView,
    QStyle,
    QStyleOptionViewItem,
    QWidget,
)

from studio.gui.views.layout import Layout, Move

_Hint = QAbstractItemView.ScrollHint
_State = QStyle.StateFlag
Index = QModelIndex | QPersistentModelIndex
_UP_AND_DOWN = {Move.MoveUp, Move.MoveDown, Move.MovePageUp, Move.MovePageDown}
_MIRRORED = {Move.MoveLeft: Move.MoveRight, Move.MoveRight: Move.MoveLeft}


class CellView(QListView):
    """Follows a `Layout`: lines of cells from left to right, or the other way in Arabic."""

    def __init__(self, layout: Layout, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._layout = layout
        self._goal: tuple[int, int] | None = None  # item and x that keys up and down keep to

    # --- where things are --------------------------------------------------------------------
    def visualRect(self, index: Index) -> QRect:
        """The cell of an item, in the coordinates of the viewport."""
        row = index.row()
        return self._cell_of(row) if 0 <= row < self._layout.count else QRect()

    def indexAt(self, point: QPoint) -> QModelIndex:
        """The item whose cell holds `point`."""
        row = self._row_at(point)
        return self.model().index(row, 0) if row is not None else QModelIndex()

    def horizontalOffset(self) -> int:
        """Cells fill the width: nothing lies beside it."""
        return 0

    def verticalOffset(self) -> int:
        """How far the list has been scrolled, in pixels."""
        return self.verticalScrollBar().value()

    def _cell_of(self, row: int) -> QRect:
        return self._mirrored(self._layout.cell(row)).translated(0, -self.verticalOffset())

    def _mirrored(self, rect: QRect) -> QRect:
        if self.isRightToLeft():
            rect.moveLeft(self.viewport().width() - rect.left() - rect.width())
        return rect

    def _row_at(self, point: QPoint) -> int | None:
        x = self.viewport().width() - 1 - point.x() if self.isRightToLeft() else point.x()
        return self._layout.item_at(x, point.y() + self.verticalOffset())

    def _rows_in(self, rect: QRect) -> range:
        """Every item in the lines that `rect` touches."""
        return self._layout.visible(rect.top() + self.verticalOffset(), rect.height())

    # --- layout ------------------------------------------------------------------------------
    def doItemsLayout(self) -> None:
        """Nothing is laid out: the scroll bar follows, and what is on screen is painted."""
        QAbstractItemView.doItemsLayout(self)

    def updateGeometries(self) -> None:
        """The scroll bar reaches to the last line."""
        QAbstractItemView.updateGeometries(self)
        bar, height = self.verticalScrollBar(), self.viewport().height()
        bar.setPageStep(height)
        bar.setRange(0, max(0, self._layout.height - height))
        self.horizontalScrollBar().setRange(0, 0)

    def scrollContentsBy(self, dx: int, dy: int) -> None:
        """What stays on screen is moved, the rest is painted."""
        self.scrollDirtyRegion(dx, dy)
        self.viewport().scroll(dx, dy)

    def scrollTo(
        self, index: Index, hint: QAbstractItemView.ScrollHint = _Hint.EnsureVisible
    ) -> None:
        """Bring an item into view, moving as little as `hint` allows."""
        if not index.isValid():
            return
        rect, height = self.visualRect(index), self.viewport().height()
        rect.setTop(rect.top() - self._layout.header_height)  # one may lie over the top
        bar = self.verticalScrollBar()
        above, below = rect.top(), rect.bottom() + 1 - height
        if hint is _Hint.PositionAtCenter:
            bar.setValue(bar.value() + above - (height - rect.height()) // 2)
        elif hint is _Hint.PositionAtTop or above < 0 or rect.height() > height:
            bar.setValue(bar.value() + above)
        elif hint is _Hint.PositionAtBottom or below > 0:
            bar.setValue(bar.value() + below)

    # --- keyboard and selection --------------------------------------------------------------
    def moveCursor(
        self, action: QAbstractItemView.CursorAction, _modifiers: Qt.KeyboardModifier
    ) -> QModelIndex:
        """Where a key leads from the current item; nowhere leads out of the list."""
        if self._layout.count == 0:
            return QModelIndex()
        row = self.currentIndex().row()
        if not 0 <= row < self._layout.count:
            return self.model().index(0, 0)
        # The way back leads over the same items, however long the lines between are.
        known = self._goal is not None and self._goal[0] == row
        x = self._goal[1] if known and self._goal else self._layout.cell(row).center().x()
        page = self.viewport().height() - self._layout.header_height
        if self.isRightToLeft():
            action = _MIRRORED.get(action, action)
        target = self._layout.moved(action, row, page, x)
        self._goal = (target, x) if action in _UP_AND_DOWN else None
        return self.model().index(target, 0)

    def setSelection(self, rect: QRect, command: QItemSelectionModel.SelectionFlag) -> None:
        """What a rubber band touches; else everything from one corner's item to the other's."""
        selection = QItemSelection()
        if self.state() is QListView.State.DragSelectingState:
            band = self._mirrored(rect.normalized()).translated(0, self.verticalOffset())
            for first, last in self._layout.touched(band):
                selection.select(self.model().index(first, 0), self.model().index(last, 0))
        else:
            corners = (self.indexAt(rect.topLeft()), self.indexAt(rect.bottomRight()))
            begin, end = (index for index in corners)
            if begin.isValid() and end.isValid():
                if end.row() < begin.row():
                    begin, end = end, begin
                selection.select(begin, end)
        self.selectionModel().select(selection, command)

    def selectAll(self) -> None:
        """One range; Qt would ask about every item."""
        self.selectionModel().select(self.every(), QItemSelectionModel.SelectionFlag.ClearAndSelect)

    def every(self) -> QItemSelection:
        """All items as one range."""
        model = self.model()
        count = model.rowCount()
        if count == 0:
            return QItemSelection()
        return QItemSelection(model.index(0, 0), model.index(count - 1, 0))

    def dataChanged(self, first: Index, last: Index, roles: Sequence[int] = ()) -> None:
        """What changed is painted anew where it is on screen; Qt would paint everything."""
        if QAccessible.isActive():
            super().dataChanged(first, last, roles)
            return
        self.viewport().update(self._region_of(range(first.row(), last.row() + 1)))

    def _region_of(self, rows: range) -> QRegion:
        shown = self._rows_in(self.viewport().rect())
        region = QRegion()
        for row in range(max(shown.start, rows.start), min(shown.stop, rows.stop)):
            region += self._cell_of(row)
        return region

    def visualRegionForSelection(self, selection: QItemSelection) -> QRegion:
        """What has to be painted when a selection changes: cells on screen alone."""
        region = QRegion()
        for part in selection.toList():
            region += self._region_of(range(part.top(), part.bottom() + 1))
        return region

    # --- painting ----------------------------------------------------------------------------
    def paintEvent(self, event: QPaintEvent) -> None:
        """The delegate paints the cells that the event touches."""
        option = QStyleOptionViewItem()
        self.initViewItemOption(option)
        base, chosen = option.state & ~_State.State_HasFocus, self.selectionModel()
        has_focus = self.hasFocus() or self.viewport().hasFocus()
        current = self.currentIndex().row() if has_focus else -1
        delegate, painter = self.itemDelegate(), QPainter(self.viewport())
        for row in self._rows_in(event.rect()):
            rect = self._cell_of(row)
            if not event.region().intersects(rect):
                continue
            index = self.model().index(row, 0)
            state = base
            if chosen.isSelected(index):
                state |= _State.State_Selected
            if row == current:
                state |= _State.State_HasFocus
            setattr(option, "rect", rect)  # noqa: B010 - missing in PySide's stubs
            setattr(option, "state", state)  # noqa: B010 - as above
            delegate.paint(painter, option, index)
        painter.end()

    def viewportSizeHint(self) -> QSize:
        """As any scroll area: the content does not ask for its own size."""
        return QAbstractItemView.viewportSizeHint(self)
