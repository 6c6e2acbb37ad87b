"""Row changes turn one list into the other, whatever came and went."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from studio.core.row_changes import MAX_RANGES, find_row_changes

ids = st.lists(st.integers(0, 60), unique=True)


@given(ids, ids)
def test_changes_lead_from_old_to_new(old: list[int], new: list[int]) -> None:
    changes = find_row_changes(old, new)
    if changes is None:
        return
    rows = list(old)
    for first, last in reversed(changes.removed):
        del rows[first : last + 1]
    for first, last in changes.inserted:
        rows[first:first] = new[first : last + 1]
    assert rows == new


@given(ids.filter(bool), ids)
def test_prepending_is_one_insertion(old: list[int], more: list[int]) -> None:
    added = [asset_id + 100 for asset_id in more]
    changes = find_row_changes(old, added + old)
    assert changes is not None
    assert changes.removed == ()
    assert changes.inserted == (((0, len(added) - 1),) if added else ())


def test_another_order_is_a_reset() -> None:
    assert find_row_changes([1, 2, 3], [3, 2, 1]) is None


def test_too_many_places_are_a_reset() -> None:
    new = list(range(4 * MAX_RANGES))
    assert find_row_changes(new[::2], new) is None
