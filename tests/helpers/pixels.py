"""Finds colours in screenshots."""

from __future__ import annotations

from collections.abc import Iterable

import numpy as np
from numpy.typing import NDArray

from studio.core.color import parse_hex

Picture = NDArray[np.uint8]


def mask_of(picture: Picture, color: str, tolerance: int = 10) -> NDArray[np.bool_]:
    """Where a picture [height, width, 3] has "#rrggbb", within `tolerance` in each channel."""
    gaps = np.abs(picture.astype(np.int16) - np.array(parse_hex(color), np.int16))
    mask: NDArray[np.bool_] = gaps.max(axis=2) <= tolerance
    return mask


def colors_in(picture: Picture, colors: Iterable[str], pixels: int = 150) -> set[str]:
    """Those of `colors` that at least `pixels` pixels have."""
    return {color for color in colors if mask_of(picture, color).sum() >= pixels}


def find_patch(picture: Picture, color: str, side: int = 8) -> tuple[int, int] | None:
    """The middle (x, y) of the first square patch that is all of `color`, exactly."""
    exact = mask_of(picture, color, tolerance=1)
    sums = np.pad(exact.astype(np.int32).cumsum(axis=0).cumsum(axis=1), ((1, 0), (1, 0)))
    filled = sums[side:, side:] - sums[:-side, side:] - sums[side:, :-side] + sums[:-side, :-side]
    rows, columns = np.nonzero(filled == side * side)
    return (int(columns[0]) + side // 2, int(rows[0]) + side // 2) if len(rows) else None
