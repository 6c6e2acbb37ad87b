"""The arithmetic of the grid: how many columns fill the width, and which rows are on screen."""

from __future__ import annotations

from dataclasses import dataclass

from PySide6.QtCore import QSize

from studio.gui.views.tile_delegate import GAP, cell_size

MARGIN = 8  # beside the cells; with half a gap it makes the margin of the design


@dataclass(frozen=True, slots=True)
class GridLayout:
    """Equal cells in `columns`; `left` and `right` are margins beside them, in pixels."""

    cell: QSize
    columns: int
    count: int
    scrolls: bool
    left: int
    right: int

    @property
    def height(self) -> int:
        """The height of all rows, in pixels."""
        return -(-self.count // self.columns) * self.cell.height()

    def top_of(self, index: int) -> int:
        """Where the row of this item begins."""
        return index // self.columns * self.cell.height()

    def visible(self, top: int, height: int, beyond: int = 0) -> range:
        """The items between `top` and `top + height`, and `beyond` rows to either side."""
        first_row = max(0, top // self.cell.height() - beyond)
        last_row = (top + max(1, height) - 1) // self.cell.height() + beyond
        return range(
            min(self.count, first_row * self.columns),
            min(self.count, (last_row + 1) * self.columns),
        )


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
