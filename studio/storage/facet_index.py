"""What images are filtered and counted by, of a whole library in memory, as sets of places."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from studio.core.query import FACETS
from studio.storage import bits
from studio.storage.tag_index import TagIndex

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from studio.storage.bits import Bits

    Sets = Mapping[str, Mapping[str, Bits]]


@dataclass(frozen=True, slots=True)
class KnownSource:
    """A source as queries name it."""

    id: int
    path: bytes
    name: str


@dataclass(frozen=True, slots=True, eq=False)
class FacetIndex:
    """The facets of n assets; never altered, so that threads may share it.

    An asset is a place among `ids`. `sets` hold what has few values: the facets, "rating",
    "flag", "colorlabel", "format", "orientation", and the states under "is". What may have
    thousands stands in columns.
    """

    ids: NDArray[np.int64]  # [n], ascending
    sets: Sets  # field -> value -> places
    source_ids: NDArray[np.int32]  # [n]
    days: Mapping[str, NDArray[np.int32]]  # "captured", "added" -> [n]: 20260531; 0: not known
    aspects: NDArray[np.int32]  # [n], width / height in thousandths; 0 where it is not known
    sessions: NDArray[np.int32]  # [n], the import that brought it
    sources: tuple[KnownSource, ...]
    tags: TagIndex

    @property
    def size(self) -> int:
        """The number of assets, removed ones included."""
        return len(self.ids)

    @property
    def total(self) -> int:
        """The number of rows that were read: one an asset."""
        return len(self.ids)

    @property
    def months(self) -> NDArray[np.int32]:
        """Of capture, int32 [n]: 202605; 0 where it is not known."""
        return self.days["captured"] // 100

    @property
    def added(self) -> NDArray[np.int32]:
        """The month of adding, as `months`."""
        return self.days["added"] // 100

    def find_labelled(self, word: str, least: int) -> list[NDArray[np.int64]]:
        """The ids under each label that is `word`, or begins with it if it has enough letters."""
        return [
            self.ids[bits.to_places(members, self.size)]
            for facet in FACETS
            for label, members in self.sets[facet].items()
            if begins(label, word, least)
        ]

    def find_tagged(self, word: str) -> NDArray[np.int64]:
        """The ids with a tag in whose name the word stands."""
        return self.ids[self.tags.find_part(word)]

    def list_ratings(self) -> NDArray[np.int8]:
        """The stars of every asset, int8 [n]."""
        stars = np.zeros(self.size, np.int8)
        for value, members in self.sets["rating"].items():
            stars[bits.unpack(members, self.size)] = int(value)
        return stars

    def replace(self, changed: Sequence[int], new: FacetIndex) -> FacetIndex | None:
        """Another index, in which `new` says what is true of the `changed` assets.

        None where that cannot be told: an asset has gone, or came in between.
        """
        last = self.ids[-1] if self.size else -1
        added = new.ids[new.ids > last]
        ids = np.concatenate([self.ids, added]) if len(added) else self.ids
        places = np.searchsorted(ids, new.ids)
        known = len(new.ids) == len(changed) and bool(np.all(ids[places] == new.ids))
        if not known:
            return None
        sessions = _overwrite(self.sessions, new.sessions, places, len(ids))
        return FacetIndex(
            ids,
            with_recent(_replace_sets(self.sets, new, places, len(ids)), sessions),
            _overwrite(self.source_ids, new.source_ids, places, len(ids)),
            {f: _overwrite(d, new.days[f], places, len(ids)) for f, d in self.days.items()},
            _overwrite(self.aspects, new.aspects, places, len(ids)),
            sessions,
            new.sources,
            self.tags.replace(places, new.tags, len(ids)),
        )


def begins(label: str, word: str, least: int) -> bool:
    """Whether a bare word finds a label.

    >>> begins("dress", "dre", 3), begins("dress", "dr", 3), begins("dr", "dr", 3)
    (True, False, True)
    """
    return label == word or (len(word) >= least and label.lower().startswith(word))


def with_recent(sets: Sets, sessions: NDArray[np.int32]) -> Sets:
    """The sets with the state that depends on all assets: brought by the last import."""
    newest = sessions == sessions.max(initial=0)
    return {**sets, "is": {**sets["is"], "recent": bits.pack(newest)}}


def _overwrite(
    old: NDArray[np.int32], fresh: NDArray[np.int32], places: NDArray[np.int64], size: int
) -> NDArray[np.int32]:
    column = np.zeros(size, np.int32)
    column[: len(old)] = old
    column[places] = fresh
    return column


def _replace_sets(old: Sets, new: FacetIndex, places: NDArray[np.int64], size: int) -> Sets:
    stays = ~bits.from_places(places, size)
    sets: dict[str, dict[str, Bits]] = {}
    for field in old:
        values = sets[field] = {v: bits.widen(b, size) & stays for v, b in old[field].items()}
        for value, found in new.sets[field].items():
            members = bits.from_places(places[bits.to_places(found, new.size)], size)
            values[value] = values[value] | members if value in values else members
    return sets
