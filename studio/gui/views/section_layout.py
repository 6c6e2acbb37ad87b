"""Equal cells in sections: each section begins a line under its header."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np

from studio.gui.views.grid_layout import GridLayout
from studio.gui.views.line_layout import LineLayout, stack

if TYPE_CHECKING:
    from numpy.typing import NDArray


class SectionLayout(LineLayout):
    """Columns as in a `GridLayout`."""

    def __init__(self, grid: GridLayout, firsts: NDArray[np.int64], *, scrolls: bool) -> None:
        """Sections begin at the items `firsts`, of which there is at least one."""
        ends = np.append(firsts[1:], grid.count)
        counts = -(-(ends - firsts) // grid.columns)  # lines of each section
        first_lines = np.cumsum(counts) - counts
        number = int(counts.sum())
        within = np.arange(number) - np.repeat(first_lines, counts)
        starts = np.append(np.repeat(firsts, counts) + within * grid.columns, grid.count)
        heights = np.full(number, grid.size.height(), np.int64)
        super().__init__(
            stack(starts, heights, firsts),
            scrolls=scrolls,
            left=grid.left,
            right=grid.right,
            step=grid.step,
        )
        self.size, self.columns = grid.size, grid.columns

    def _numbers(self) -> list[NDArray[Any]]:
        return [*super()._numbers(), np.array([self.columns, self.size.width()])]

    def make_edges(self, line: int, rows: range) -> NDArray[np.int64]:
        """Every cell has one width."""
        del line
        return np.arange(len(rows) + 1, dtype=np.int64) * self.size.width()
