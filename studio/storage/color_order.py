"""Where an asset stands when the grid is sorted by colour."""

from __future__ import annotations

import math

from studio.core.color import parse_hex, to_oklab
from studio.core.palette import Palette

LAST = 99.0  # assets without a palette


def color_order(palette: Palette) -> float:
    """Greys first from light to dark, then round the hue circle from red; by the largest swatch."""
    if not palette:
        return LAST
    lightness, a, b = to_oklab(*parse_hex(palette[0].hex))
    if math.hypot(a, b) < 0.03:
        return -lightness
    hue = math.degrees(math.atan2(b, a)) % 360
    return 1 + (hue - 10) % 360 / 10 + (1 - lightness) * 0.01
