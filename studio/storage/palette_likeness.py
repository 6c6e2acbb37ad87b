"""How far whole palettes are from one that is asked for: what it takes to turn one into it."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from studio.core.shade import Blend, shares
from studio.storage.color_difference import ciede2000, rgb_to_lab

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from studio.storage.palette_index import PaletteIndex

_AT_ONCE = 20_000  # assets whose colours are paired together; bounds the memory


def find_blend(index: PaletteIndex, blend: Blend) -> NDArray[np.float32]:
    """The distance of every asset's palette from `blend`, float32 [n]; infinite: no match.

    The distance is that of an earth mover: shares of one palette are carried to the other until
    they agree, and the mean CIEDE2000 of the way is the distance (0 for equal palettes, the same
    in both directions). Ways are taken nearest first, which is not always the cheapest whole but
    close to it. Only palettes that can be near enough are carried: no share goes a shorter way
    than to the nearest colour of the other side.
    """
    distance = np.full(index.size, np.inf, np.float32)
    if index.size == 0:
        return distance
    supply = np.array(shares(blend), np.float32)
    numbers = np.array([list(bytes.fromhex(part.hex[1:])) for part in blend.parts], np.uint8)
    wanted = rgb_to_lab(numbers)
    ways = np.stack([ciede2000(wanted[:, [j]], index.lab) for j in range(len(supply))])
    covered = np.maximum(np.add.reduceat(index.coverage, index.starts), 1e-6)
    demand = (index.coverage / covered[index.rows]).astype(np.float32)
    there = supply @ np.minimum.reduceat(ways, index.starts, axis=1)
    back = np.add.reduceat(demand * ways.min(axis=0), index.starts)
    candidates = np.flatnonzero(np.maximum(there, back) <= blend.reach)
    for start in range(0, len(candidates), _AT_ONCE):
        some = candidates[start : start + _AT_ONCE]
        distance[some] = _carry(index, some, ways, supply, demand)
    distance[distance > blend.reach] = np.inf
    return distance


def _carry(
    index: PaletteIndex,
    some: NDArray[np.int64],
    ways: NDArray[np.float32],
    supply: NDArray[np.float32],
    demand: NDArray[np.float32],
) -> NDArray[np.float32]:
    """The mean way between `supply` [q] and the palettes of `some` assets [k], float32 [k]."""
    ends = np.append(index.starts[1:], len(index.rows))
    counts = ends[some] - index.starts[some]
    width = int(counts.max())
    slots = index.starts[some, None] + np.arange(width)
    empty = np.arange(width) >= counts[:, None]
    slots = np.where(empty, 0, slots)
    needs = np.where(empty, 0, demand[slots])  # [k, width]
    costs = np.where(empty, np.inf, ways[:, slots])  # [q, k, width]
    costs = costs.transpose(1, 0, 2).reshape(len(some), -1)
    left = np.tile(supply, (len(some), 1))
    total = np.zeros(len(some), np.float32)
    all_ = np.arange(len(some))
    for pairs in np.argsort(costs, axis=1).T:
        giver, taker = pairs // width, pairs % width
        amount = np.minimum(left[all_, giver], needs[all_, taker])
        left[all_, giver] -= amount
        needs[all_, taker] -= amount
        total += np.where(amount > 0, amount * np.where(amount > 0, costs[all_, pairs], 0), 0)
    return total
