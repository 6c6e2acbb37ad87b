"""Which palettes are near the colours that a query asks for, and how near."""

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
    from collections.abc import Sequence

    from numpy.typing import NDArray

ROUNDING = 1e-3  # single precision: what is on the edge of a tolerance is inside


@dataclass(frozen=True, slots=True, eq=False)
class Likeness:
    """The answer of the index to one query, in a form that SQL can go on with."""

    ids_json: str  # "[1,5,9]"
    excluded: bool  # these ids are left out, whatever has no palette stays
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


def find_likeness(index: PaletteIndex, query: Query) -> Likeness | None:
    """What the terms of `query` that go by likeness leave; None when it has none."""
    terms = [term for term in query.terms if term.operator == "~"]
    if not terms:
        return None
    unwanted = np.zeros(index.size, bool)
    for term in terms:
        if term.excluded:
            unwanted |= np.isfinite(_find_term(index, term))
    distances = [_find_term(index, term) for term in terms if not term.excluded]
    if not distances:
        left_out = index.ids[unwanted]
        return Likeness(_as_json(left_out), True, left_out, np.zeros(len(left_out), np.float32))
    total = reduce(np.add, distances)
    found = np.isfinite(total) & ~unwanted
    return Likeness(_as_json(index.ids[found]), False, index.ids[found], total[found])


def _as_json(ids: NDArray[np.int64]) -> str:
    return json.dumps(ids.tolist(), separators=(",", ":"))


def _find_term(index: PaletteIndex, term: Term) -> NDArray[np.float32]:
    """The distance of every asset from the nearest alternative, [n]; infinite: no match."""
    if term.field == SHADE:
        found = [find_shade(index, parse_shade(value)) for value in term.values]
    else:
        found = [find_blend(index, parse_blend(value)) for value in term.values]
    return reduce(np.minimum, found)


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
