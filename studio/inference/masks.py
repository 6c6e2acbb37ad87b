"""Where the garment is and what colour each of its places has, as arrays."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from studio.core.prediction import TagResult


def read_mask(result: TagResult | None) -> NDArray[np.uint8] | None:
    """The mask of a tagged image as uint8 [side, side], 255 = garment; None when there is none."""
    if result is None or not result.mask:
        return None
    side = math.isqrt(len(result.mask))
    return np.frombuffer(result.mask, np.uint8).reshape(side, side)


def read_color_map(result: TagResult | None, families: int) -> NDArray[np.uint8] | None:
    """The colours of a tagged image as uint8 [side, side, families]; None when there are none."""
    if result is None or not result.color_map:
        return None
    side = math.isqrt(len(result.color_map) // families)
    return np.frombuffer(result.color_map, np.uint8).reshape(side, side, families)
