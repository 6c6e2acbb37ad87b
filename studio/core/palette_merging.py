"""One palette of many images: their swatches weighted by coverage, like ones merged.

The result does not depend on the order of the images or of their swatches: everything is sorted
by value first, sums are exact (`math.fsum`), and ties are broken by the colour itself.
"""

from __future__ import annotations

import itertools
import math
from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from typing import NamedTuple

from studio.core.color import Lab, parse_hex
from studio.core.color_difference import ciede2000, to_cielab
from studio.core.palette import Palette, Swatch

MAX_SWATCHES = 12
# CIEDE2000; nearer colours are one: two photographs of one fabric are about so far apart.
MERGE_DIFFERENCE = 9.0
_CELL = 3.0  # CIELAB; colours of one such cube are taken together before anything is compared


class _Member(NamedTuple):
    """A swatch with its share of all images."""

    swatch: Swatch
    weight: float
    lab: Lab


class _Group:
    """Members that become one swatch: the colour of the one in the middle of the largest family."""

    def __init__(self, members: list[_Member]) -> None:
        self.members = sorted(members)
        self.weight = math.fsum(member.weight for member in members)
        self.middle = _find_middle(self.members)
        self.chroma = math.hypot(*self.middle.lab[1:])
        self.rank = (-self.weight, self.middle.swatch)

    def may_look_like(self, other: _Group) -> bool:
        """Whether it is worth the time to measure: most pairs are far apart at first sight.

        Lightness counts for no less than 1/1.75; in 400,000 random pairs below a difference of
        9, the distance was 14 at most between greys, and 50 between strong colours.
        """
        one, two = self.middle.lab, other.middle.lab
        return abs(one[0] - two[0]) < 1.75 * MERGE_DIFFERENCE and (
            math.dist(one, two) < 16 + 0.6 * (self.chroma + other.chroma)
        )

    def difference(self, other: _Group) -> float:
        """How different the two swatches would look."""
        return ciede2000(self.middle.lab, other.middle.lab)


_Pair = tuple[_Group, _Group]


def merge_palettes(palettes: Iterable[Palette]) -> Palette:
    """At most 12 swatches for all images together, largest first; every image weighs the same.

    Each is a swatch that one of the images has, so that its hex, family and name agree; its
    coverage is the mean share of what was merged into it. Too many are reduced as in Ward's
    clustering, where a large group near another goes before a small one that is far from all:
    accents stay. Images without a palette do not count, and images that share one palette have
    that palette.

    >>> red, white = Swatch("#ff0000", 1.0, "red", "Red"), Swatch("#ffffff", 1.0, "white", "White")
    >>> [(swatch.name, swatch.coverage) for swatch in merge_palettes([(red,), (white,), (red,)])]
    [('Red', 0.6667), ('White', 0.3333)]
    """
    known = [palette for palette in palettes if palette]
    if len(set(known)) <= 1:
        return known[0] if known else ()
    groups = _reduce(_gather(_weigh(known)))
    merged = [group.middle.swatch._replace(coverage=round(group.weight, 4)) for group in groups]
    return tuple(sorted(merged, key=lambda swatch: (-swatch.coverage, swatch)))


def _weigh(palettes: Sequence[Palette]) -> Iterator[_Member]:
    """Every different colour once, with its share of all images."""
    shares: defaultdict[Swatch, list[float]] = defaultdict(list)
    for swatch in (swatch for palette in palettes for swatch in palette):
        shares[swatch._replace(coverage=0.0)].append(swatch.coverage)
    for swatch, found in shares.items():
        weight = math.fsum(found) / len(palettes)
        yield _Member(swatch, weight, to_cielab(*parse_hex(swatch.hex)))


def _gather(members: Iterable[_Member]) -> list[_Group]:
    """Groups around the commonest colours, none of which look alike."""
    cells: defaultdict[tuple[int, ...], list[_Member]] = defaultdict(list)
    for member in members:
        cells[tuple(math.floor(value / _CELL) for value in member.lab)].append(member)
    leaders: list[_Group] = []
    followers: list[list[_Member]] = []
    for cell in sorted((_Group(members) for members in cells.values()), key=lambda g: g.rank):
        nearest, least = -1, MERGE_DIFFERENCE
        for place, leader in enumerate(leaders):
            if leader.may_look_like(cell):
                difference = leader.difference(cell)
                if difference < least:
                    nearest, least = place, difference
        if nearest < 0:
            leaders.append(cell)
            followers.append([])
        followers[nearest] += cell.members
    return [_Group(members) for members in followers]


def _reduce(groups: list[_Group]) -> list[_Group]:
    """Join pairs until none look alike and no more than `MAX_SWATCHES` are left."""
    gaps = {_pair(*both): both[0].difference(both[1]) for both in itertools.combinations(groups, 2)}
    costs = {pair: _cost(pair, gap) for pair, gap in gaps.items()}
    while gaps:
        pair = _least(gaps)
        if gaps[pair] >= MERGE_DIFFERENCE:
            if len(groups) <= MAX_SWATCHES:
                break
            pair = _least(costs)
        groups = [group for group in groups if group not in pair]
        for gone in (pair, *(_pair(group, old) for group in groups for old in pair)):
            del gaps[gone], costs[gone]
        joined = _Group(pair[0].members + pair[1].members)
        for group in groups:
            new = _pair(group, joined)
            gaps[new] = group.difference(joined)
            costs[new] = _cost(new, gaps[new])
        groups.append(joined)
    return groups


def _pair(one: _Group, other: _Group) -> _Pair:
    return (one, other) if one.rank < other.rank else (other, one)


def _least(values: dict[_Pair, float]) -> _Pair:
    """The pair of the least value; of several the one of the larger groups."""
    least = min(values.values())
    return min(
        (pair for pair, value in values.items() if value == least),
        key=lambda pair: (pair[0].rank, pair[1].rank),
    )


def _cost(pair: _Pair, difference: float) -> float:
    """What joining the pair loses (Ward 1963)."""
    one, other = pair[0].weight, pair[1].weight
    return one * other / max(one + other, 1e-12) * difference**2


def _find_middle(members: Sequence[_Member]) -> _Member:
    """The member that is nearest to the mean of the family that covers most."""
    if len(members) == 1:
        return members[0]
    shares: defaultdict[str, list[float]] = defaultdict(list)
    for member in members:
        shares[member.swatch.family].append(member.weight)
    family = min(shares, key=lambda family: (-math.fsum(shares[family]), family))
    relatives = [member for member in members if member.swatch.family == family]
    total = math.fsum(member.weight for member in relatives) or 1.0
    mean = (
        math.fsum(member.lab[0] * member.weight for member in relatives) / total,
        math.fsum(member.lab[1] * member.weight for member in relatives) / total,
        math.fsum(member.lab[2] * member.weight for member in relatives) / total,
    )
    # Inside of a group any measure will do.
    return min(relatives, key=lambda member: (math.dist(member.lab, mean), -member.weight, member))
