"""Lines of any height with headers between them: justified rows, and equal cells in sections."""

from __future__ import annotations

from abc import abstractmethod
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import numpy as np
from PySide6.QtCore import QRect

from studio.gui.views.layout import Header, Layout

if TYPE_CHECKING:
    from numpy.typing import NDArray

HEADER = 40  # height of the line over a section
_MOST_EDGES = 512  # lines whose edges are kept


@dataclass(frozen=True, slots=True, eq=False)
class Lines:
    """What a layout of n lines is made of; tops and heights in pixels."""

    starts: NDArray[np.int64]  # [n + 1], the first item of each line, and the number of items
    tops: NDArray[np.int64]  # [n]
    heights: NDArray[np.int64]  # [n]
    header_tops: NDArray[np.int64]  # of each section; empty without sections


class LineLayout(Layout):
    """Finds lines by bisection and the places in a line when they are asked for."""

    def __init__(self, lines: Lines, *, scrolls: bool, left: int, right: int, step: int) -> None:
        self._lines = lines
        self.scrolls, self.left, self.right = scrolls, left, right
        self._step = step
        self.count = int(lines.starts[-1])
        self.header_height = HEADER if len(lines.header_tops) else 0
        self._edges: dict[int, NDArray[np.int64]] = {}

    def __eq__(self, other: object) -> bool:
        """Whether every item has the same place."""
        if not isinstance(other, LineLayout) or type(other) is not type(self):
            return NotImplemented
        pairs = zip(self._numbers(), other._numbers(), strict=True)
        sides = (self.left, self.right, self.scrolls, self.header_height, self._step)
        others = (other.left, other.right, other.scrolls, other.header_height, other._step)
        return sides == others and all(np.array_equal(a, b) for a, b in pairs)

    __hash__ = None  # type: ignore[assignment]

    def _numbers(self) -> list[NDArray[Any]]:
        """What places follow from."""
        return [self._lines.starts, self._lines.tops, self._lines.heights]

    @abstractmethod
    def make_edges(self, line: int, rows: range) -> NDArray[np.int64]:
        """Where each item of a line begins, and where the last one ends, in pixels."""

    @property
    def height(self) -> int:
        """The end of the last line."""
        lines = self._lines
        return int(lines.tops[-1] + lines.heights[-1]) if len(lines.tops) else 0

    @property
    def step(self) -> int:
        """The height that lines are meant to have."""
        return self._step

    @property
    def lines(self) -> int:
        """The number of lines."""
        return len(self._lines.tops)

    def line_of(self, row: int) -> int:
        """By bisection."""
        return int(np.searchsorted(self._lines.starts, row, "right")) - 1

    def rows_of(self, line: int) -> range:
        """From its first item to that of the next."""
        return range(int(self._lines.starts[line]), int(self._lines.starts[line + 1]))

    def top_of_line(self, line: int) -> int:
        """Below its header, if it is the first of a section."""
        return int(self._lines.tops[line])

    def line_at(self, y: int) -> int:
        """By bisection; a header belongs to the line before it."""
        return max(0, int(np.searchsorted(self._lines.tops, y, "right")) - 1)

    def cell(self, row: int) -> QRect:
        """The place of an item."""
        line = self.line_of(row)
        edges, at = self._edges_of(line), row - int(self._lines.starts[line])
        left, right = int(edges[at]), int(edges[at + 1])
        top, height = int(self._lines.tops[line]), int(self._lines.heights[line])
        return QRect(left, top, right - left, height)

    def find(self, line: int, x: int) -> int | None:
        """By bisection."""
        at = int(np.searchsorted(self._edges_of(line), x, "right")) - 1
        rows = self.rows_of(line)
        return rows[at] if 0 <= at < len(rows) else None

    def headers(self, top: int, height: int) -> list[Header]:
        """The one of what is at `top`, and those that come below."""
        tops = self._lines.header_tops
        first = max(0, int(np.searchsorted(tops, top, "right")) - 1)
        last = int(np.searchsorted(tops, top + height, "left"))
        return [Header(at, int(tops[at])) for at in range(first, last)]

    def _edges_of(self, line: int) -> NDArray[np.int64]:
        edges = self._edges.get(line)
        if edges is None:
            if len(self._edges) >= _MOST_EDGES:
                self._edges.clear()
            edges = self._edges[line] = self.make_edges(line, self.rows_of(line))
        return edges


def stack(
    starts: NDArray[np.int64], heights: NDArray[np.int64], firsts: NDArray[np.int64]
) -> Lines:
    """Lines under each other, with a header over the one that holds the first item of a section.

    `firsts` are the first items of the sections, each of which begins a line; empty without
    sections.
    """
    before = np.cumsum(heights) - heights
    if not len(firsts):
        return Lines(starts, before, heights, firsts)
    sections = np.searchsorted(firsts, starts[:-1], "right")  # headers above, its own included
    tops = before + sections * HEADER
    first_lines = np.searchsorted(starts[:-1], firsts)
    return Lines(starts, tops, heights, tops[first_lines] - HEADER)
