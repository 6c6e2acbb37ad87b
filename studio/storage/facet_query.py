"""Queries answered by the index of facets: which places match, and how many wear each label."""

from __future__ import annotations

import os
from collections.abc import Mapping
from functools import reduce
from operator import eq as equals
from operator import ge, gt, le, lt
from typing import TYPE_CHECKING

import numpy as np

from studio.core.collection import LibraryCounts
from studio.core.query import ALL, COUNTED, DATE_FIELDS, Group, Item, Query, Term
from studio.core.query_values import date_number
from studio.storage import bits
from studio.storage.notes import encode_path

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from studio.storage.answers import Answers
    from studio.storage.bits import Bits
    from studio.storage.facet_index import FacetIndex

_COMPARISONS = {">=": ge, "<=": le, ">": gt, "<": lt, "=": equals, ":": equals}
SEARCHED = ("name", "text", "note", "board")  # what the index knows nothing of

# What others say of these terms: ids, as if they were not excluded.
Found = Mapping[Term, "NDArray[np.int64]"]


class FacetQuery:
    """One query against one index; every term is looked up once."""

    def __init__(self, index: FacetIndex, query: Query, found: Found, answers: Answers) -> None:
        self._index = index
        self._query = query
        self._found = found
        self._answers = answers
        self._every = bits.pack(np.ones(index.size, np.bool_))
        self._removed = index.sets["is"]["removed"]
        self._terms = [(item, self._match(item)) for item in query.terms if item.operator != "~"]
        self._start = self._every
        if (likeness := answers.likeness) is not None:
            near = self._places_of(likeness.ids)
            self._start = self._every & ~near if likeness.excluded else near

    def select(self) -> Bits:
        """What matches; removed assets only where the query asks for them."""
        return self._select(without=None)

    def count(self) -> dict[str, dict[str, int]]:
        """How many matching assets wear each value; a field's own alternatives are left out."""
        selected: dict[bool | str, Bits] = {}
        counts = {}
        for field in COUNTED:
            own = field if self._query.values(field) else False
            if own not in selected:
                selected[own] = self._select(without=field)
            counts[field] = self._count(field, selected[own])
        return counts

    def _select(self, *, without: str | None) -> Bits:
        kept = [pair for pair in self._terms if pair[0].field != without or pair[0].excluded]
        found = reduce(np.bitwise_and, (members for _item, members in kept), self._start)
        asked = any(self._answers.asks_for_removed(item) for item, _members in kept)
        return found if asked else found & ~self._removed

    def _count(self, field: str, mask: Bits) -> dict[str, int]:
        if field == "tag":
            return self._index.tags.count(mask)
        if field in {"source", "year", "month"}:
            return self._count_column(field, mask)
        buffer = np.empty_like(mask)
        counts = {}
        for value, members in self._index.sets[field].items():
            within = mask
            if field == "is" and value == "removed":
                # As a click would: asking for the removed ones lets them in.
                within = reduce(
                    np.bitwise_and,
                    [m for term, m in self._terms if term.field != "is" or term.excluded],
                    self._start,
                )
            number = bits.count(np.bitwise_and(members, within, out=buffer))
            if number:
                counts[value] = number
        return counts

    def _count_column(self, field: str, mask: Bits) -> dict[str, int]:
        members = bits.unpack(mask, self._index.size)
        column = self._index.source_ids if field == "source" else self._index.months
        tally = np.bincount(column[members])
        if field == "source":
            return {
                os.fsdecode(known.path): int(tally[known.id])
                for known in self._index.sources
                if known.id < len(tally) and tally[known.id]
            }
        tally[:1] = 0  # not known
        filled = np.flatnonzero(tally)
        counts: dict[str, int] = {}
        for month, number in zip(filled.tolist(), tally[filled].tolist(), strict=True):
            year, rest = divmod(month, 100)
            key = f"{year:04}" if field == "year" else f"{year:04}-{rest:02}"
            counts[key] = counts.get(key, 0) + number
        return counts

    def _match(self, item: Item) -> Bits:
        matches = self._join(item) if isinstance(item, Group) else self._find(item)
        return self._every & ~matches if item.excluded else matches

    def _join(self, group: Group) -> Bits:
        parts = [self._match(item) for item in group.items]
        if group.operator == ALL:
            return reduce(np.bitwise_and, parts, self._every)
        if self._answers.asks_for_removed(group):
            # One alternative lets removed images in, for itself.
            asks = map(self._answers.asks_for_removed, group.items)
            parts = [
                p if wants else p & ~self._removed for p, wants in zip(parts, asks, strict=True)
            ]
        return reduce(np.bitwise_or, parts)

    def _find(self, term: Term) -> Bits:
        index = self._index
        if term.field in SEARCHED:
            return self._places_of(self._found[term])
        if term.operator == "~":
            return self._places_of(self._answers.near[term])
        if term.field == "in":
            return self._match(self._answers.collections[term])
        if term.field == "tag":
            sets_of_tags = [index.tags.find(value) for value in term.values]
            return reduce(np.bitwise_or, sets_of_tags)
        if term.field == "source":
            wanted = [
                known.id
                for known in index.sources
                if known.name in term.values or known.path in map(encode_path, term.values)
            ]
            return bits.pack(np.isin(index.source_ids, wanted))
        if term.field == "year":
            return bits.pack(np.isin(index.months // 100, [int(v) for v in term.values]))
        if term.field == "month":
            wanted = [int(value.replace("-", "")) for value in term.values]
            return bits.pack(np.isin(index.months, wanted))
        if term.field in DATE_FIELDS:
            return self._find_days(term)
        sets = index.sets[term.field]
        if term.field == "rating":
            holds, stars = _COMPARISONS[term.operator], [int(value) for value in term.values]
            chosen = [m for value, m in sets.items() if any(holds(int(value), s) for s in stars)]
        else:
            chosen = [sets[value] for value in term.values if value in sets]
        return reduce(np.bitwise_or, chosen, np.zeros_like(self._every))

    def _find_days(self, term: Term) -> Bits:
        days = self._index.days[term.field]
        holds = _COMPARISONS[term.operator]
        found = np.zeros(self._index.size, np.bool_)
        for number, divisor in map(date_number, term.values):
            found |= holds(days // divisor, number)
        return bits.pack(found & (days > 0))

    def _places_of(self, ids: NDArray[np.int64]) -> Bits:
        """These assets; those that came after the index was read are left out."""
        places = np.searchsorted(self._index.ids, ids)
        known = places < self._index.size
        known[known] = self._index.ids[places[known]] == ids[known]
        return bits.from_places(places[known], self._index.size)


def count_library(index: FacetIndex) -> LibraryCounts:
    """The numbers beside the fixed entries of the sidebar."""
    states = index.sets["is"]
    removed = states["removed"]
    here = bits.pack(np.ones(index.size, np.bool_)) & ~removed
    names = ("recent", "unsure", "untagged", "failed", "missing")
    sets = [here, *(states[name] & here for name in names), removed]
    return LibraryCounts(*map(bits.count, sets))
