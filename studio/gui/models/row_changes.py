"""Which rows came and went between two lists of ids, where the rest kept its order."""

from __future__ import annotations

from collections.abc import Container, Sequence
from dataclasses import dataclass

# Beyond this many separate places, or rows to move for them, a reset is cheaper than telling
# every view of each.
MAX_RANGES = 64
MAX_MOVED_ROWS = 500_000

Range = tuple[int, int]  # first and last row, both included


@dataclass(frozen=True, slots=True)
class RowChanges:
    """Ranges to remove (rows of the old list), then to insert (rows of the new list)."""

    removed: tuple[Range, ...] = ()
    inserted: tuple[Range, ...] = ()


def find_row_changes(old: Sequence[int], new: Sequence[int]) -> RowChanges | None:
    """The changes that turn `old` into `new`; None when a reset serves better.

    >>> find_row_changes([1, 2, 3], [9, 1, 3])
    RowChanges(removed=((1, 1),), inserted=((0, 0),))
    """
    if not old or not new:
        return None
    more = len(new) - len(old)
    if more > 0 and new[more:] == old:
        return RowChanges(inserted=((0, more - 1),))
    if more > 0 and new[: len(old)] == old:
        return RowChanges(inserted=((len(old), len(new) - 1),))
    old_set, new_set = set(old), set(new)
    kept = [i for i in old if i in new_set]
    if not kept or kept != [i for i in new if i in old_set]:
        return None
    removed, inserted = _ranges_outside(old, new_set), _ranges_outside(new, old_set)
    places = len(removed) + len(inserted)
    if places > MAX_RANGES or places > max(2, MAX_MOVED_ROWS // len(new)):
        return None
    return RowChanges(removed, inserted)


def _ranges_outside(ids: Sequence[int], kept: Container[int]) -> tuple[Range, ...]:
    ranges: list[Range] = []
    for row, asset_id in enumerate(ids):
        if asset_id in kept:
            continue
        if ranges and ranges[-1][1] == row - 1:
            ranges[-1] = (ranges[-1][0], row)
        else:
            ranges.append((row, row))
    return tuple(ranges)
