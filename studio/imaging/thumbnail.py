"""The working image as a small JPEG for the cache."""

from __future__ import annotations

import io
from typing import TYPE_CHECKING

from studio.imaging.pixels import to_picture

if TYPE_CHECKING:
    from studio.imaging.pixels import Pixels

# Long side of the working image: tiles of 256 px at 200 % scale are sharp.
THUMBNAIL_SIDE = 512


def encode_jpeg(rgb: Pixels, quality: int = 85) -> bytes:
    """Encode an sRGB image; baseline and without optimised tables, which costs twice."""
    stream = io.BytesIO()
    to_picture(rgb).save(stream, "JPEG", quality=quality, subsampling="4:2:0")
    return stream.getvalue()
