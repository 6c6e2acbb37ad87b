"""Where the garment is, as an array."""

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
