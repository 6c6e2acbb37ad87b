"""The words that images are found by, of a whole library in memory: file names, colour names."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np
from sqlalchemy import Connection, func, select

from studio.core.query import Term
from studio.storage.schema import asset, swatch
from studio.storage.term_sql import LEAST_BEGINNING, LEAST_COVERAGE

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from studio.storage.facet_index import FacetIndex

_BETWEEN = b"\0"  # no file name holds it


@dataclass(frozen=True, slots=True, eq=False)
class WordIndex:
    """The words of n assets; never altered, so that threads may share it."""

    ids: NDArray[np.int64]  # [n], ascending
    names: bytes  # all names, case folded, UTF-8, each after a NUL: one search goes over all
    starts: NDArray[np.int64]  # [n], where a name begins in `names`
    owners: NDArray[np.int64]  # [m], the id of each swatch that covers enough
    shades: NDArray[np.int64]  # [m], the place of its colour name in `shade_names`
    shade_names: Mapping[str, int]  # in lower case

    @property
    def total(self) -> int:
        """The number of assets."""
        return len(self.ids)

    def replace(self, changed: Sequence[int], new: WordIndex) -> WordIndex | None:
        """Another index with `new` for the `changed` assets; None where it has to be read anew."""
        last = self.ids[-1] if len(self.ids) else -1
        added = int(np.searchsorted(new.ids, last, "right"))
        if len(new.ids) != len(changed) or not self._names_equal(new, added):
            return None
        shade_names = dict(self.shade_names)
        codes = [shade_names.setdefault(name, len(shade_names)) for name in new.shade_names]
        stays = ~np.isin(self.owners, np.array(changed, np.int64))
        tail = new.starts[added] - 1 if added < len(new.ids) else len(new.names)
        return WordIndex(
            np.concatenate([self.ids, new.ids[added:]]),
            self.names + new.names[tail:],
            np.concatenate([self.starts, new.starts[added:] - tail + len(self.names)]),
            np.concatenate([self.owners[stays], new.owners]),
            np.concatenate([self.shades[stays], np.array(codes, np.int64)[new.shades]]),
            shade_names,
        )

    def _names_equal(self, new: WordIndex, count: int) -> bool:
        """Whether the first `count` assets of `new` have the names that are known here."""
        places = np.searchsorted(self.ids, new.ids[:count])
        if not np.array_equal(self.ids[places], new.ids[:count]):
            return False
        return all(self._name(int(place)) == new._name(at) for at, place in enumerate(places))

    def _name(self, place: int) -> bytes:
        begin = int(self.starts[place])
        end = self.names.find(_BETWEEN, begin)
        return self.names[begin : end if end >= 0 else None]

    def find(self, term: Term, facets: FacetIndex) -> NDArray[np.int64]:
        """The ids that one term finds, as if it were not excluded."""
        found = [self._named(value) for value in term.values]
        if term.field == "text":
            for value in term.values:
                code = self.shade_names.get(value.lower(), -1)
                found.append(self.owners[self.shades == code])
                found.extend(facets.find_labelled(value.casefold(), LEAST_BEGINNING))
                found.append(facets.find_tagged(value.casefold()))
        return np.concatenate(found)

    def _named(self, value: str) -> NDArray[np.int64]:
        """Whose name contains the text."""
        wanted = re.escape(value.casefold().encode("utf-8", "surrogatepass"))
        places = [match.start() for match in re.finditer(wanted, self.names)]
        at = np.searchsorted(self.starts, np.array(places, np.int64), "right") - 1
        return self.ids[at[at >= 0]]


def read_words(connection: Connection, only: Sequence[int] | None = None) -> WordIndex:
    """The words of every asset, or of `only` these (at most SLICE)."""
    named = select(asset.c.id, asset.c.folded_name).order_by(asset.c.id)
    shown = select(swatch.c.asset_id, func.lower(swatch.c.name)).where(
        swatch.c.coverage >= LEAST_COVERAGE
    )
    if only is not None:
        named = named.where(asset.c.id.in_(only))
        shown = shown.where(swatch.c.asset_id.in_(only))
    rows = connection.execute(named).all()
    names = [_BETWEEN + row[1].encode("utf-8", "surrogatepass") for row in rows]
    ends = np.cumsum([len(name) for name in names], dtype=np.int64)
    starts = np.concatenate([np.zeros(1, np.int64), ends[:-1]]) + 1 if names else ends
    shade_names: dict[str, int] = {}
    swatches = [
        (row[0], shade_names.setdefault(row[1], len(shade_names)))
        for row in connection.execute(shown)
    ]
    owners, shades = np.array(swatches, np.int64).reshape(-1, 2).T
    ids = np.array([row[0] for row in rows], np.int64)
    return WordIndex(ids, b"".join(names), starts, owners, shades, shade_names)
