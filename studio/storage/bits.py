"""Sets of places 0..n-1 as packed bits: 64 of them are intersected and counted in one step."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    from numpy.typing import NDArray

    Bits = NDArray[np.uint64]  # [ceil(n / 64)]; bits from n on are 0
    Places = NDArray[np.int64]


def pack(members: NDArray[np.bool_]) -> Bits:
    """From one truth value a place."""
    packed = np.packbits(members, bitorder="little")
    bits = np.zeros(-(-len(members) // 64), np.uint64)
    bits.view(np.uint8)[: len(packed)] = packed
    return bits


def unpack(bits: Bits, size: int) -> NDArray[np.bool_]:
    """One truth value for each of `size` places."""
    return np.unpackbits(bits.view(np.uint8), count=size, bitorder="little").view(np.bool_)


def from_places(places: Places, size: int) -> Bits:
    """The set that holds these places."""
    members = np.zeros(size, np.bool_)
    members[places] = True
    return pack(members)


def to_places(bits: Bits, size: int) -> Places:
    """The places in the set, ascending."""
    return np.flatnonzero(unpack(bits, size))


def count(bits: Bits) -> int:
    """How many places the set holds."""
    return int(np.bitwise_count(bits).sum(dtype=np.int64))


def widen(bits: Bits, size: int) -> Bits:
    """The same set among `size` places, which are not fewer."""
    wide = np.zeros(-(-size // 64), np.uint64)
    wide[: len(bits)] = bits
    return wide
