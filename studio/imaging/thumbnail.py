"""The working image as a small JPEG for the cache."""

from __future__ import annotations

import io
from typing import TYPE_CHECKING

from studio.imaging.pixels import to_picture

if TYPE_CHECKING:
    from studio.imaging.pixels import Pixels

# Long side of the working image: tiles of 256 px at 200 % scale are sharp.
THUMBNAIL_SIDE = 512


def encode_jpeg(rgb: Pixels, quality: int = 85, *, full_color: bool = False) -> bytes:
    """Encode an sRGB image; baseline and without optimised tables, which costs twice.

    With `full_color` each pixel has its own colour: threads of a weave are not blurred together.
    """
    stream = io.BytesIO()
    subsampling = "4:4:4" if full_color else "4:2:0"
    to_picture(rgb).save(stream, "JPEG", quality=quality, subsampling=subsampling)
    return stream.getvalue()
