"""A list view of equal cells whose places are computed: a million cost as much as ten.

Qt's own layout asks for every item at each change of size or rows. Selection, keyboard, drags and
accessibility stay Qt's; only where things are is answered here.
"""

from __future__ import annotations

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
from PySide6.QtGui import QPainter, QPaintEvent, QRegion
from PySide6.QtWidgets import (
    QAbstractItemView,
    QListView,
    QStyle,
    QStyleOptionViewItem,
    QWidget,
)

from studio.gui.views.grid_layout import GridLayout

_Move = QAbstractItemView.CursorAction
_Hint = QAbstractItemView.ScrollHint
_State = QStyle.StateFlag
Index = QModelIndex | QPersistentModelIndex


class CellView(QListView):
    """Follows a `GridLayout`: rows of cells from left to right, or the other way in Arabic."""

    def __init__(self, layout: GridLayout, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._layout = layout

    # --- where things are --------------------------------------------------------------------
    def visualRect(self, index: Index) -> QRect:
        """The cell of an item, in the coordinates of the viewport."""
        return self._cell_of(index.row()) if index.isValid() else QRect()

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
        line, column = divmod(row, self._layout.columns)
        cell = self._layout.cell
        left, top = column * cell.width(), line * cell.height() - self.verticalOffset()
        if self.isRightToLeft():
            left = self.viewport().width() - left - cell.width()
        return QRect(QPoint(left, top), cell)

    def _row_at(self, point: QPoint) -> int | None:
        cell, x = self._layout.cell, point.x()
        if self.isRightToLeft():
            x = self.viewport().width() - 1 - x
        column = x // cell.width()
        row = (point.y() + self.verticalOffset()) // cell.height() * self._layout.columns + column
        inside = 0 <= column < self._layout.columns and 0 <= row < self._layout.count
        return row if inside else None

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
        count, columns = self._layout.count, self._layout.columns
        if count == 0:
            return QModelIndex()
        row = self.currentIndex().row()
        if row < 0:
            return self.model().index(0, 0)
        return self.model().index(_moved(action, row, count, columns, self._lines_on_page()), 0)

    def _lines_on_page(self) -> int:
        return max(1, self.viewport().height() // self._layout.cell.height())

    def setSelection(self, rect: QRect, command: QItemSelectionModel.SelectionFlag) -> None:
        """What a rubber band touches; else everything from one corner's item to the other's."""
        selection = QItemSelection()
        if self.state() is QListView.State.DragSelectingState:
            for first, last in self._touched(rect.normalized()):
                selection.select(self.model().index(first, 0), self.model().index(last, 0))
        else:
            corners = (self.indexAt(rect.topLeft()), self.indexAt(rect.bottomRight()))
            begin, end = (index for index in corners)
            if begin.isValid() and end.isValid():
                if end.row() < begin.row():
                    begin, end = end, begin
                selection.select(begin, end)
        self.selectionModel().select(selection, command)

    def _touched(self, rect: QRect) -> list[tuple[int, int]]:
        """The first and last item of each line that a rectangle touches."""
        cell, columns = self._layout.cell, self._layout.columns
        left, right = rect.left(), rect.right()
        if self.isRightToLeft():
            width = self.viewport().width() - 1
            left, right = width - right, width - left
        first, last = max(0, left // cell.width()), min(columns - 1, right // cell.width())
        rows = self._rows_in(rect)
        lines = ((at + first, min(at + last, rows.stop - 1)) for at in rows[::columns])
        return [(a, b) for a, b in lines if a <= b] if first <= last else []

    def visualRegionForSelection(self, selection: QItemSelection) -> QRegion:
        """What has to be painted when a selection changes: cells on screen alone."""
        shown = self._rows_in(self.viewport().rect())
        region = QRegion()
        for part in selection.toList():
            for row in range(max(shown.start, part.top()), min(shown.stop, part.bottom() + 1)):
                region += self._cell_of(row)
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


def _moved(
    action: QAbstractItemView.CursorAction, row: int, count: int, columns: int, page: int
) -> int:
    """The row that an action leads to."""
    last = count - 1
    if action is _Move.MoveHome:
        return 0
    if action is _Move.MoveEnd:
        return last
    steps = {
        _Move.MoveLeft: -1 if row % columns else 0,
        _Move.MoveRight: 1 if (row + 1) % columns else 0,
        _Move.MovePrevious: -1,
        _Move.MoveNext: 1,
        _Move.MoveUp: -columns,
        _Move.MoveDown: columns,
        _Move.MovePageUp: -columns * page,
        _Move.MovePageDown: columns * page,
    }
    wanted = row + steps[action]
    if 0 <= wanted <= last:
        return wanted
    if action in (_Move.MoveDown, _Move.MovePageDown):
        below = row + (last // columns - row // columns) * columns
        return row if row // columns == last // columns else min(last, below)
    return row % columns if action is _Move.MovePageUp else row
