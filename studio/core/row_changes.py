"""Which rows came and went between two lists of ids, where the rest kept its order."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    from numpy.typing import NDArray

    Ids = Sequence[int] | NDArray[np.int64]

# Beyond this many separate places, or rows to move for them, a reset is cheaper than telling
# every view of each.
MAX_RANGES = 64
MAX_MOVED_ROWS = 20_000_000  # of 8 bytes: some milliseconds

Range = tuple[int, int]  # first and last row, both included


@dataclass(frozen=True, slots=True)
class RowChanges:
    """Ranges to remove (rows of the old list), then to insert (rows of the new list)."""

    removed: tuple[Range, ...] = ()
    inserted: tuple[Range, ...] = ()


def find_row_changes(old: Ids, new: Ids) -> RowChanges | None:
    """The changes that turn `old` into `new`; None when a reset serves better.

    >>> find_row_changes([1, 2, 3], [9, 1, 3])
    RowChanges(removed=((1, 1),), inserted=((0, 0),))
    """
    before, after = np.asarray(old, np.int64), np.asarray(new, np.int64)
    if not len(before) or not len(after):
        return None
    more = len(after) - len(before)
    if more > 0 and np.array_equal(after[more:], before):
        return RowChanges(inserted=((0, more - 1),))
    if more > 0 and np.array_equal(after[: len(before)], before):
        return RowChanges(inserted=((len(before), len(after) - 1),))
    stays, stayed = np.isin(before, after), np.isin(after, before)
    kept = before[stays]
    if not len(kept) or not np.array_equal(kept, after[stayed]):
        return None
    places = _count_runs(~stays) + _count_runs(~stayed)
    if places > MAX_RANGES or places > max(2, MAX_MOVED_ROWS // len(after)):
        return None
    return RowChanges(find_runs(np.flatnonzero(~stays)), find_runs(np.flatnonzero(~stayed)))


def find_runs(rows: NDArray[np.int64]) -> tuple[Range, ...]:
    """First and last of each run of consecutive numbers among ascending ones.

    >>> find_runs(np.array([1, 2, 3, 7]))
    ((1, 3), (7, 7))
    """
    if not len(rows):
        return ()
    ends = np.flatnonzero(np.diff(rows) != 1)
    firsts, lasts = rows[np.concatenate([[0], ends + 1])], rows[np.concatenate([ends, [-1]])]
    return tuple(zip(firsts.tolist(), lasts.tolist(), strict=True))


def _count_runs(members: NDArray[np.bool_]) -> int:
    return int(np.count_nonzero(np.diff(members, prepend=False) & members))
