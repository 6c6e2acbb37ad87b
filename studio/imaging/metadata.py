"""What the camera wrote down about a picture."""

from __future__ import annotations

import struct
from datetime import datetime
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from PIL import Image

_EXIF_IFD = 0x8769
_DATE_TIME_ORIGINAL = 0x9003
_DATE_TIME = 0x0132


def capture_time(picture: Image.Image) -> str | None:
    """When the picture was taken, ISO 8601 without a zone, or None where it does not say."""
    try:
        exif = picture.getexif()
        if not exif:
            return None
        value = exif.get_ifd(_EXIF_IFD).get(_DATE_TIME_ORIGINAL) or exif.get(_DATE_TIME)
        if not isinstance(value, str):
            return None
        taken = datetime.strptime(value.strip("\x00 "), "%Y:%m:%d %H:%M:%S")  # noqa: DTZ007
    except (OSError, ValueError, SyntaxError, KeyError, TypeError, struct.error):
        return None  # metadata is often broken, and nothing depends on it
    return taken.isoformat()
