"""What the grid shows: ids in order, the shapes of their pictures, the sections they stand in."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING

import numpy as np

from studio.core.ids import Ids
from studio.core.row_changes import RowChanges, find_row_changes

if TYPE_CHECKING:
    from numpy.typing import NDArray


@dataclass(frozen=True, slots=True, eq=False)
class Sections:
    """Rows that belong together; one section follows the other, and none is empty."""

    keys: tuple[str, ...] = ()  # months "2026-05", or folders; empty where it is not known
    firsts: NDArray[np.int64] = field(default_factory=lambda: np.zeros(0, np.int64))  # rows

    def __len__(self) -> int:
        return len(self.keys)

    def find(self, row: int) -> int:
        """The section that a row is in; -1 where there are none."""
        return int(np.searchsorted(self.firsts, row, "right")) - 1


@dataclass(frozen=True, slots=True, eq=False)
class Listing:
    """Made away from the GUI thread, on which nothing of it costs time by its length."""

    ids: Ids
    aspects: NDArray[np.float32]  # [n], width / height; 1 where it is not known
    sections: Sections = field(default_factory=Sections)
    before: Ids | None = None  # what `changes` lead on from
    changes: RowChanges | None = None

    @classmethod
    def of(cls, ids: Iterable[int] | Listing) -> Listing:
        """A listing of square pictures without sections; a listing is taken as it is."""
        if isinstance(ids, Listing):
            return ids
        found = Ids(ids)
        return cls(found, np.ones(len(found), np.float32))

    def __len__(self) -> int:
        return len(self.ids)

    def after(self, before: Ids) -> Listing:
        """The same, ready to be shown in place of `before`."""
        if self.ids == before:  # what they are found by is at hand already
            return replace(self, ids=before, before=before, changes=RowChanges())
        self.ids.prepare()
        return replace(self, before=before, changes=find_row_changes(before.array, self.ids.array))

    def find_changes(self, shown: Ids) -> RowChanges | None:
        """What leads here from what is shown; None when a reset serves better."""
        if self.before is shown:
            return self.changes
        return find_row_changes(shown.array, self.ids.array)

    def rows_of(self, section: int) -> range:
        """The rows of a section."""
        firsts = self.sections.firsts
        last = section + 1 == len(firsts)
        return range(int(firsts[section]), len(self) if last else int(firsts[section + 1]))


def find_sections(codes: NDArray[np.int64], keys: tuple[str, ...]) -> Sections:
    """Sections of rows in order, from the place among `keys` that each row has.

    >>> found = find_sections(np.array([2, 2, 0]), ("a", "b", "c"))
    >>> found.keys, found.firsts.tolist()
    (('c', 'a'), [0, 2])
    """
    if not len(codes):
        return Sections()
    firsts = np.concatenate([[0], np.flatnonzero(np.diff(codes)) + 1]).astype(np.int64)
    return Sections(tuple(keys[code] for code in codes[firsts].tolist()), firsts)
