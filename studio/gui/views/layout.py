"""What the grid asks of a layout: where its items are, in the coordinates of the whole list."""

from __future__ import annotations

from abc import ABC, abstractmethod
from dataclasses import dataclass

from PySide6.QtCore import QRect
from PySide6.QtWidgets import QAbstractItemView

Move = QAbstractItemView.CursorAction


@dataclass(frozen=True, slots=True)
class Header:
    """The line over a section."""

    section: int
    top: int


class Layout(ABC):
    """Lines of items from top to bottom; in a line, items from left to right."""

    count: int
    scrolls: bool
    left: int  # margins beside the items, in pixels
    right: int
    header_height = 0  # 0: there are no sections

    # --- what a layout says of its lines ---------------------------------------------------
    @property
    @abstractmethod
    def height(self) -> int:
        """The height of everything, in pixels."""

    @property
    @abstractmethod
    def step(self) -> int:
        """The height of a usual line."""

    @property
    @abstractmethod
    def lines(self) -> int:
        """The number of lines."""

    @abstractmethod
    def line_of(self, row: int) -> int:
        """The line that an item is in."""

    @abstractmethod
    def rows_of(self, line: int) -> range:
        """The items of a line."""

    @abstractmethod
    def top_of_line(self, line: int) -> int:
        """Where a line begins."""

    @abstractmethod
    def line_at(self, y: int) -> int:
        """The last line that begins at or above `y`; the first where none does."""

    @abstractmethod
    def cell(self, row: int) -> QRect:
        """The place of an item."""

    @abstractmethod
    def find(self, line: int, x: int) -> int | None:
        """The item of a line that is at `x`; None beside the items."""

    def headers(self, top: int, height: int) -> list[Header]:
        """The headers between `top` and `top + height`, and the one of what is at `top`."""
        del top, height
        return []

    # --- what follows from it --------------------------------------------------------------
    def top_of(self, row: int) -> int:
        """Where the line of an item begins."""
        return self.top_of_line(self.line_of(row))

    def item_at(self, x: int, y: int) -> int | None:
        """The item whose cell holds a place."""
        if not self.count or not 0 <= y < self.height:
            return None
        row = self.find(self.line_at(y), x)
        return row if row is not None and self.cell(row).contains(x, y) else None

    def visible(self, top: int, height: int, beyond: int = 0) -> range:
        """The items between `top` and `top + height`, and `beyond` lines to either side."""
        if not self.count or top >= self.height:
            return range(self.count, self.count)
        first = max(0, self.line_at(top) - beyond)
        last = min(self.lines - 1, self.line_at(top + max(1, height) - 1) + beyond)
        return range(self.rows_of(first).start, self.rows_of(last).stop)

    def touched(self, rect: QRect) -> list[tuple[int, int]]:
        """The first and last item that a rectangle touches in each line."""
        found = []
        rows = self.visible(rect.top(), rect.height())
        if rows:
            for line in range(self.line_of(rows.start), self.line_of(rows.stop - 1) + 1):
                at = self.rows_of(line)
                cell = self.cell(at.start)
                if cell.top() <= rect.bottom() and cell.bottom() >= rect.top():
                    first, last = self._between(at, rect.left(), rect.right())
                    found += [(first, last)] if first <= last else []
        return found

    def _between(self, rows: range, left: int, right: int) -> tuple[int, int]:
        first, last = rows.start, rows.stop - 1
        while first <= last and self.cell(first).right() < left:
            first += 1
        while first <= last and self.cell(last).left() > right:
            last -= 1
        return first, last

    def nearest(self, line: int, x: int) -> int:
        """The item of a line whose middle is nearest to `x`."""
        return min(self.rows_of(line), key=lambda row: abs(self.cell(row).center().x() - x))

    def moved(self, action: Move, row: int, page: int, x: int) -> int:
        """Where a key leads from an item; up and down keep to `x`, a page has `page` pixels."""
        line = self.line_of(row)
        if action in _STEPS:
            step = row + _STEPS[action]  # at the end of a line on to the next one
            return step if 0 <= step < self.count else row
        if action in (Move.MoveHome, Move.MoveEnd):
            return 0 if action is Move.MoveHome else self.count - 1
        top = self.top_of_line(line)
        target = {
            Move.MoveUp: line - 1,
            Move.MoveDown: line + 1,
            Move.MovePageUp: min(line - 1, self._line_from(top - page)),
            Move.MovePageDown: max(line + 1, self.line_at(top + page)),
        }[action]
        target = min(self.lines - 1, max(0, target))
        return row if target == line else self.nearest(target, x)

    def _line_from(self, y: int) -> int:
        """The first line that begins at or below `y`."""
        line = self.line_at(y)
        return line if self.top_of_line(line) >= y else line + 1


_STEPS = {Move.MoveLeft: -1, Move.MovePrevious: -1, Move.MoveRight: 1, Move.MoveNext: 1}
