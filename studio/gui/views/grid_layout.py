"""The arithmetic of the uniform grid: how many columns fill the width, and where each cell is."""

from __future__ import annotations

from dataclasses import dataclass

from PySide6.QtCore import QPoint, QRect, QSize

from studio.gui.views.layout import Layout
from studio.gui.views.tile_delegate import GAP, cell_size

MARGIN = 8  # beside the cells; with half a gap it makes the margin of the design


@dataclass(frozen=True)
class GridLayout(Layout):
    """Equal cells in `columns`; `left` and `right` are margins beside them, in pixels."""

    size: QSize  # of a cell
    columns: int
    count: int
    scrolls: bool
    left: int
    right: int

    @property
    def height(self) -> int:
        """The height of all rows, in pixels."""
        return self.lines * self.size.height()

    @property
    def step(self) -> int:
        """The height of a cell."""
        return self.size.height()

    @property
    def lines(self) -> int:
        """The last one may be short."""
        return -(-self.count // self.columns)

    def line_of(self, row: int) -> int:
        """By division."""
        return row // self.columns

    def rows_of(self, line: int) -> range:
        """As many as there are columns."""
        return range(line * self.columns, min(self.count, (line + 1) * self.columns))

    def top_of_line(self, line: int) -> int:
        """Lines have one height."""
        return line * self.size.height()

    def line_at(self, y: int) -> int:
        """By division."""
        return min(max(0, self.lines - 1), max(0, y // self.size.height()))

    def cell(self, row: int) -> QRect:
        """The place of an item."""
        line, column = divmod(row, self.columns)
        return QRect(QPoint(column * self.size.width(), line * self.size.height()), self.size)

    def find(self, line: int, x: int) -> int | None:
        """By division."""
        column, rows = x // self.size.width(), self.rows_of(line)
        return rows[column] if 0 <= column < len(rows) else None


def lay_out(view: QSize, count: int, tile: int, bar: int) -> GridLayout:
    """Fill `view` with `count` tiles of at least `tile` px; `bar` is the scroll bar's width."""
    layout = _fill(view.width(), view.height(), count, tile, 0)
    return _fill(view.width(), view.height(), count, tile, bar) if layout.scrolls else layout


def _fill(width: int, height: int, count: int, tile: int, bar: int) -> GridLayout:
    inner = max(tile + GAP, width - bar - 2 * MARGIN)
    columns = inner // (tile + GAP)
    cell = cell_size(inner // columns - GAP)
    # What the division leaves over goes to both sides rather than to a ragged right margin.
    spare = inner - columns * cell.width()
    scrolls = bar > 0 or -(-count // columns) * cell.height() > height
    # QListView wraps what would end on the last pixel of its viewport, hence one more.
    right = MARGIN + spare - spare // 2 - 1
    return GridLayout(cell, columns, count, scrolls, MARGIN + spare // 2, right)
