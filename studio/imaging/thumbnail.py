"""The working image as a small JPEG for the cache."""

from __future__ import annotations

import io
from typing import TYPE_CHECKING

from PIL import Image

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

# Long side of the working image: tiles of 256 px at 200 % scale are sharp.
THUMBNAIL_SIDE = 512


def encode_jpeg(rgb: NDArray[np.uint8], quality: int = 85) -> bytes:
    """Encode uint8 sRGB [h, w, 3]; baseline and without optimised tables, which costs twice."""
    stream = io.BytesIO()
    Image.fromarray(rgb).save(stream, "JPEG", quality=quality, subsampling="4:2:0")
    return stream.getvalue()
