"""The tags of a whole library in memory: which places carry which, in two columns.

A set of bits for each of thousands of tags would take hundreds of megabytes; this takes four bytes
for each tag on each image.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Self

import numpy as np

from studio.core.query import NONE
from studio.storage import bits

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from studio.storage.bits import Bits

    Codes = NDArray[np.int32]  # places among the tags
    Places = NDArray[np.int32]  # places among the assets


@dataclass(frozen=True, slots=True, eq=False)
class TagIndex:
    """The m tags given to n assets, of k different ones; never altered."""

    names: tuple[str, ...]  # k, case folded, in the order of `ids`
    ids: NDArray[np.int64]  # [k], ascending
    starts: NDArray[np.int64]  # [k + 1], where a tag begins in `places`
    places: Places  # [m]
    without: Bits  # the assets with no tag
    size: int  # n

    @classmethod
    def build(
        cls,
        names: Sequence[str],
        ids: NDArray[np.int64],
        codes: Codes,
        places: Places,
        size: int,
    ) -> Self:
        """From pairs in the order of `codes`, for `size` assets."""
        starts = np.searchsorted(codes, np.arange(len(ids) + 1))
        tagged = np.zeros(size, np.bool_)
        tagged[places] = True
        return cls(tuple(names), ids, starts, places, bits.pack(~tagged), size)

    def find(self, name: str) -> Bits:
        """The assets with the tag of this name, or with none at all."""
        if name == NONE:
            return self.without
        found = [at for at, known in enumerate(self.names) if known == name]
        return bits.from_places(self._join(found), self.size)

    def find_part(self, word: str) -> NDArray[np.int64]:
        """The places of all assets with a tag in whose name the word stands."""
        return self._join([at for at, known in enumerate(self.names) if word in known])

    def _join(self, tags: list[int]) -> NDArray[np.int64]:
        parts = [self.places[self.starts[at] : self.starts[at + 1]] for at in tags]
        return np.concatenate([np.zeros(0, np.int64), *parts])

    def count(self, mask: Bits) -> dict[str, int]:
        """How many assets of `mask` have each tag, and how many none."""
        inside = bits.unpack(mask, self.size)[self.places].view(np.uint8)
        used = np.flatnonzero(self.starts[1:] > self.starts[:-1])
        counts = {}
        if len(used):
            numbers = np.add.reduceat(inside, self.starts[used], dtype=np.int64)
            pairs = zip(used.tolist(), numbers.tolist(), strict=True)
            counts = {self.names[at]: number for at, number in pairs if number}
        if number := bits.count(mask & self.without):
            counts[NONE] = number
        return counts

    def replace(self, changed: NDArray[np.int64], new: TagIndex, size: int) -> TagIndex:
        """Another index for `size` assets; `new` says of the `changed` places what is true.

        Places of `new` are places among `changed`; names are those of `new`, which has every tag.
        """
        moved = np.zeros(size, np.bool_)
        moved[changed] = True
        at = np.flatnonzero(moved[self.places])
        here = np.searchsorted(new.ids, self.ids)  # where each tag stands among those of `new`
        gone = np.append(new.ids, -1)[here] != self.ids
        known = np.array_equal(self.ids, new.ids) and size == self.size
        if known and np.array_equal(self._pairs(at), np.sort(new.pairs(changed, size))):
            return replace(self, names=new.names)  # something else was said of these assets
        stays = ~moved[self.places] & ~np.repeat(gone, np.diff(self.starts))
        codes = np.repeat(here.astype(np.int32), np.diff(self.starts))[stays]
        fresh = np.repeat(np.arange(len(new.ids), dtype=np.int32), np.diff(new.starts))
        codes = np.concatenate([codes, fresh])
        places = np.concatenate([self.places[stays], changed[new.places].astype(np.int32)])
        order = np.argsort(codes, kind="stable")
        return TagIndex.build(new.names, new.ids, codes[order], places[order], size)

    def _pairs(self, at: NDArray[np.int64]) -> NDArray[np.int64]:
        """Tag and place of some entries in one number each, ascending."""
        codes = np.searchsorted(self.starts, at, "right") - 1
        return np.sort(codes * self.size + self.places[at])

    def pairs(self, changed: NDArray[np.int64], size: int) -> NDArray[np.int64]:
        """The same of every entry, whose places are places among `changed` of `size` assets."""
        codes = np.repeat(np.arange(len(self.ids)), np.diff(self.starts))
        return codes * size + changed[self.places]
