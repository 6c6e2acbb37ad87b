"""Justified rows: pictures keep their proportions, and every row fills the width."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np

from studio.gui.views.line_layout import LineLayout, stack
from studio.gui.views.tile_delegate import GAP, STRIP

if TYPE_CHECKING:
    from numpy.typing import NDArray

MIN_ASPECT, MAX_ASPECT = 1 / 3, 3.0  # width / height; of longer pictures the middle is shown


class JustifiedLayout(LineLayout):
    """Rows near `target` px high; the last one of a section is not stretched.

    An item takes its picture and a gap beside it, as in the uniform grid.
    """

    def __init__(
        self,
        aspects: NDArray[np.float32],
        firsts: NDArray[np.int64],
        *,
        width: int,
        target: int,
        margins: tuple[int, int] = (0, 0),
        scrolls: bool = True,
    ) -> None:
        """Fill `width` px with pictures of these aspects; sections begin at the items `firsts`."""
        most = min(MAX_ASPECT, max(1.0, (width - 2 * GAP) / target))
        sums = np.zeros(len(aspects) + 1)
        np.cumsum(np.clip(aspects, MIN_ASPECT, most), out=sums[1:])
        starts = break_rows(sums, firsts, width, target)
        numbers = np.diff(starts)
        filling = (width - numbers * GAP) / np.maximum(np.diff(sums[starts]), 1e-9)
        # A row that is too short to fill the width is the last of its section.
        ends = np.append(firsts[1:], len(aspects)) if len(firsts) else np.array([len(aspects)])
        is_last = np.isin(starts[1:], ends)
        self._pictures = np.where(is_last, np.minimum(filling, target), filling)
        heights = np.maximum(1, np.rint(self._pictures)).astype(np.int64) + STRIP + GAP
        super().__init__(
            stack(starts, heights, firsts),
            scrolls=scrolls,
            left=margins[0],
            right=margins[1],
            step=target + STRIP + GAP,
        )
        self._sums = sums

    def _numbers(self) -> list[NDArray[Any]]:
        return [*super()._numbers(), self._pictures, self._sums]

    def make_edges(self, line: int, rows: range) -> NDArray[np.int64]:
        """Rounded from exact places, so that the last one of a full row is at the width."""
        sums = self._sums[rows.start : rows.stop + 1] - self._sums[rows.start]
        gaps = np.arange(len(rows) + 1) * GAP
        edges: NDArray[np.int64] = np.rint(sums * self._pictures[line] + gaps).astype(np.int64)
        return edges


def break_rows(
    sums: NDArray[np.float64], firsts: NDArray[np.int64], width: int, target: int
) -> NDArray[np.int64]:
    """The first item of each row, and the number of items.

    For every item it is computed where the next row begins if it begins one, in arrays; then the
    rows are followed from the first, which alone goes one by one.
    """
    count = len(sums) - 1
    if not count:
        return np.zeros(1, np.int64)
    ends = sums * target + np.arange(count + 1) * GAP
    beyond = np.searchsorted(ends, ends[:-1] + width, "left")  # the first that does not fit
    over = np.minimum(beyond, count)
    items = np.arange(count)
    with np.errstate(divide="ignore"):
        squeezed = (width - (over - items) * GAP) / (sums[over] - sums[:-1])
        stretched = (width - (over - 1 - items) * GAP) / (sums[over - 1] - sums[:-1])
    # Where one picture more or less makes the difference, the nearer height is taken.
    fewer = (over - 1 > items) & (beyond <= count) & (squeezed * stretched < target * target)
    following = memoryview((over - fewer).astype(np.int64))
    limits = [*firsts[1:].tolist(), count] if len(firsts) else [count]
    starts, at = [], 0
    for limit in limits:
        while at < limit:
            starts.append(at)
            at = following[at]
        at = limit
    return np.array([*starts, count], np.int64)
