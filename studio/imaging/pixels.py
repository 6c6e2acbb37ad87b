"""Pictures that are at hand as Pillow's or as an array, whichever there was."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PIL import Image

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    # RGB, sRGB and upright; an array is uint8 [h, w, 3].
    Pixels = NDArray[np.uint8] | Image.Image


def to_picture(pixels: Pixels) -> Image.Image:
    """Pillow's picture; an array is copied, which costs as much as a small encoding."""
    return pixels if isinstance(pixels, Image.Image) else Image.fromarray(pixels)
