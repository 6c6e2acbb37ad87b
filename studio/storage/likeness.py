"""Which images are near what a query asks for, and how near: all terms together, and colours."""

from __future__ import annotations

import json
from dataclasses import dataclass
from functools import reduce
from typing import TYPE_CHECKING

import numpy as np

from studio.core.query import SHADE, Query, Term
from studio.core.shade import Shade, parse_blend, parse_shade
from studio.storage.color_difference import can_be_within, ciede2000, rgb_to_lab
from studio.storage.palette_index import PaletteIndex
from studio.storage.palette_likeness import find_blend

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from numpy.typing import NDArray

    # Ids, ascending, and the distance of each.
    Matches = tuple[NDArray[np.int64], NDArray[np.float32]]
    Find = Callable[[Term], Matches]

ROUNDING = 1e-3  # single precision: what is on the edge of a tolerance is inside


@dataclass(frozen=True, slots=True, eq=False)
class Likeness:
    """The answer of the indexes to one query, in a form that SQL can go on with."""

    ids_json: str  # "[1,5,9]"
    excluded: bool  # these ids are left out, whatever cannot be compared stays
    ids: NDArray[np.int64]  # ascending
    distance: NDArray[np.float32]  # of each id: the sum over the terms that ask for something

    def sort(self, ids: Sequence[int]) -> list[int]:
        """Some of these ids, the nearest first; equally near ones keep their order."""
        if self.excluded or not ids:
            return list(ids)
        wanted = np.array(ids, np.int64)
        distance = self.distance[np.searchsorted(self.ids, wanted)]
        ordered: list[int] = wanted[np.argsort(distance, kind="stable")].tolist()
        return ordered


def find_likeness(query: Query, find: Find) -> Likeness | None:
    """What the terms of `query` that go by likeness leave; None when it has none.

    `find` gives the matches of one term. Where several terms ask for something, their distances
    are added: each is in the unit of CIEDE2000, similarity by `studio.core.similar.to_distance`.
    """
    terms = [term for term in query.terms if isinstance(term, Term) and term.operator == "~"]
    if not terms:
        return None
    unwanted = np.zeros(0, np.int64)
    for term in terms:
        if term.excluded:
            unwanted = np.union1d(unwanted, find(term)[0])
    wanted = [find(term) for term in terms if not term.excluded]
    if not wanted:
        distances = np.zeros(len(unwanted), np.float32)
        return Likeness(_as_json(unwanted), True, unwanted, distances)
    ids, total = wanted[0]
    for others, distance in wanted[1:]:
        ids, here, there = np.intersect1d(ids, others, assume_unique=True, return_indices=True)
        total = total[here] + distance[there]
    stays = ~np.isin(ids, unwanted)
    return Likeness(_as_json(ids[stays]), False, ids[stays], total[stays])


def join(found: Sequence[Matches]) -> Matches:
    """The alternatives of one term: each asset with the distance from the nearest."""
    ids = np.concatenate([matches[0] for matches in found])
    distance = np.concatenate([matches[1] for matches in found])
    order = np.lexsort((distance, ids))
    ids, distance = ids[order], distance[order]
    first = np.ones(len(ids), bool)
    first[1:] = ids[1:] != ids[:-1]
    return ids[first], distance[first]


def _as_json(ids: NDArray[np.int64]) -> str:
    return json.dumps(ids.tolist(), separators=(",", ":"))


def find_colors(index: PaletteIndex, term: Term) -> Matches:
    """The assets that a term of colours matches, `shade` or `palette`, with their distances."""
    if term.field == SHADE:
        found = [find_shade(index, parse_shade(value)) for value in term.values]
    else:
        found = [find_blend(index, parse_blend(value)) for value in term.values]
    nearest = reduce(np.minimum, found)
    near = np.isfinite(nearest)
    return index.ids[near], nearest[near]


def find_shade(index: PaletteIndex, shade: Shade) -> NDArray[np.float32]:
    """The distance of every asset from a colour, float32 [n]; infinite where it does not match.

    An asset matches when its swatches within the tolerance t (CIEDE2000) cover enough together.
    With c that coverage and d their mean difference, weighted by coverage, the distance is

        sqrt(c) * d + (1 - sqrt(c)) * t

    as if the rest of the image lay just beyond the tolerance: an exact colour that covers all has
    0, one that hardly counts has t. The root is there because a small area of the very colour is
    noticed more than its share says: a fifth of the image in it comes before all of it a shade off.
    """
    wanted = _to_lab(shade.hex)
    near = np.flatnonzero(can_be_within(wanted, index.lab, shade.reach + ROUNDING))
    difference = ciede2000(wanted, index.lab[:, near])
    inside = difference <= shade.reach + ROUNDING
    near, difference = near[inside], difference[inside]
    rows, share = index.rows[near], index.coverage[near]
    covered = np.bincount(rows, share, index.size)
    weighted = np.bincount(rows, share * difference, index.size)
    matches = (covered > 0) & (covered >= shade.least - 1e-6)
    distance = np.full(index.size, np.inf, np.float32)
    c = covered[matches]
    root = np.sqrt(np.minimum(c, 1))
    distance[matches] = root * weighted[matches] / c + (1 - root) * shade.reach
    return distance


def _to_lab(text: str) -> NDArray[np.float32]:
    return rgb_to_lab(np.array([list(bytes.fromhex(text[1:]))], np.uint8))
