"""Colours of sRGB written in other RGB spaces, by Qt's colour spaces and not by the decoder's."""

from __future__ import annotations

import struct
import zlib

from PIL import Image
from PySide6.QtGui import QColor, QColorSpace, QImage

Rgb = tuple[int, int, int]

SPACES = {
    "sRGB": QColorSpace.NamedColorSpace.SRgb,
    "Display P3": QColorSpace.NamedColorSpace.DisplayP3,
    "Adobe RGB": QColorSpace.NamedColorSpace.AdobeRgb,
}
# What all three hold, and what a fashion studio has: no colour at the edge of sRGB.
COLORS: tuple[Rgb, ...] = (
    (200, 80, 60),
    (60, 140, 90),
    (50, 80, 180),
    (128, 128, 128),
    (240, 235, 225),
    (29, 42, 77),
)


def profile(space: str) -> bytes:
    """The ICC profile of a space."""
    return bytes(QColorSpace(SPACES[space]).iccProfile().data())


def written_in(space: str, color: Rgb) -> Rgb:
    """The numbers by which a file in `space` says the sRGB `color`."""
    pixel = QImage(1, 1, QImage.Format.Format_RGB888)
    pixel.setColorSpace(QColorSpace(SPACES["sRGB"]))
    pixel.setPixelColor(0, 0, QColor(*color))
    pixel.convertToColorSpace(QColorSpace(SPACES[space]))
    found = pixel.pixelColor(0, 0)
    return found.red(), found.green(), found.blue()


def flat(color: Rgb, mode: str = "RGB", side: int = 96) -> Image.Image:
    """A picture of one colour."""
    return Image.new("RGB", (side, side), color).convert(mode)


def png_with(content: bytes, *chunks: tuple[bytes, bytes]) -> bytes:
    """A PNG with further chunks after its header."""
    after_header = 8 + 25
    extra = b"".join(
        struct.pack(">I", len(data)) + name + data + struct.pack(">I", zlib.crc32(name + data))
        for name, data in chunks
    )
    return content[:after_header] + extra + content[after_header:]
