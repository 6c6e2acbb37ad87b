"""Colour arithmetic: sRGB, OKLab and OKLCh, and the family that a colour is filed under.

OKLab is Bjorn Ottosson's space (2020): L in 0..1, a and b about -0.4..0.4; equal steps look
equally large, which neither sRGB nor HSV gives.
"""

from __future__ import annotations

import math
import tomllib
from dataclasses import dataclass
from pathlib import Path

from studio.core.errors import StudioError

Lab = tuple[float, float, float]


def parse_hex(text: str) -> tuple[int, int, int]:
    """The three bytes of "#rrggbb"; raises ValueError.

    >>> parse_hex("#c0392b")
    (192, 57, 43)
    """
    digits = text.removeprefix("#")
    if len(digits) != 6:
        raise ValueError(f"not a colour: {text!r}")
    return int(digits[:2], 16), int(digits[2:4], 16), int(digits[4:], 16)


def format_hex(red: int, green: int, blue: int) -> str:
    """Three bytes as "#rrggbb"."""
    return f"#{red:02x}{green:02x}{blue:02x}"


def to_linear(byte: int) -> float:
    """The light, 0..1, of one sRGB byte.

    >>> to_linear(255)
    1.0
    """
    value = byte / 255
    return value / 12.92 if value <= 0.04045 else float(((value + 0.055) / 1.055) ** 2.4)


def _byte(linear: float) -> int:
    value = 12.92 * linear if linear <= 0.0031308 else 1.055 * linear ** (1 / 2.4) - 0.055
    return min(255, max(0, round(value * 255)))


def to_oklab(red: int, green: int, blue: int) -> Lab:
    """OKLab of three sRGB bytes."""
    r, g, b = to_linear(red), to_linear(green), to_linear(blue)
    long = math.cbrt(0.4122214708 * r + 0.5363325363 * g + 0.0514459929 * b)
    medium = math.cbrt(0.2119034982 * r + 0.6806995451 * g + 0.1073969566 * b)
    short = math.cbrt(0.0883024619 * r + 0.2817188376 * g + 0.6299787005 * b)
    return (
        0.2104542553 * long + 0.7936177850 * medium - 0.0040720468 * short,
        1.9779984951 * long - 2.4285922050 * medium + 0.4505937099 * short,
        0.0259040371 * long + 0.7827717662 * medium - 0.8086757660 * short,
    )


def from_oklab(lab: Lab) -> tuple[int, int, int]:
    """The nearest three sRGB bytes; colours outside sRGB are clipped channel by channel."""
    lightness, a, b = lab
    long = (lightness + 0.3963377774 * a + 0.2158037573 * b) ** 3
    medium = (lightness - 0.1055613458 * a - 0.0638541728 * b) ** 3
    short = (lightness - 0.0894841775 * a - 1.2914855480 * b) ** 3
    return (
        _byte(max(0.0, 4.0767416621 * long - 3.3077115913 * medium + 0.2309699292 * short)),
        _byte(max(0.0, -1.2684380046 * long + 2.6097574011 * medium - 0.3413193965 * short)),
        _byte(max(0.0, -0.0041960863 * long - 0.7034186147 * medium + 1.7076147010 * short)),
    )


def family_of(lab: Lab) -> str:
    """The colour family of a flat colour; `metallic` is a shine, which no flat colour has.

    >>> family_of(to_oklab(0x1D, 0x2A, 0x4D))
    'navy'
    """
    lightness, a, b = lab
    chroma = math.hypot(a, b)
    hue = math.degrees(math.atan2(b, a)) % 360
    if lightness < 0.34 and chroma < 0.022:
        return "black"
    if chroma < 0.018:
        return _neutral(lightness)
    if lightness > 0.8 and chroma < 0.026:
        return "white"
    return _chromatic(lightness, chroma, hue)


def _neutral(lightness: float) -> str:
    if lightness < 0.40:
        return "black"
    return "grey" if lightness < 0.80 else "white"


def _chromatic(lightness: float, chroma: float, hue: float) -> str:
    if hue < 12 or hue >= 340:
        return _pinkish(lightness, chroma)
    if hue < 36:
        return _reddish(lightness, chroma, hue)
    if hue < 70:
        return _orangish(lightness, chroma)
    if hue < 112:
        return _yellowish(lightness, chroma, hue)
    if hue < 165:
        muted = chroma < 0.10 and lightness < 0.62 and hue < 128
        return "olive" if muted else "green"
    if hue < 222:
        return "teal"
    if hue < 288:
        return _bluish(lightness, chroma)
    return "purple"


def _pinkish(lightness: float, chroma: float) -> str:
    if lightness < 0.45:
        return "burgundy" if chroma > 0.045 else "black" if lightness < 0.3 else "purple"
    return "pink"


def _reddish(lightness: float, chroma: float, hue: float) -> str:
    if lightness < 0.42 or (lightness < 0.5 and hue < 18 and chroma < 0.115):
        return "burgundy" if chroma > 0.06 else "brown"
    if lightness > 0.67:
        return "pink" if chroma < 0.15 else "orange"
    if chroma > 0.12:
        return "red"
    return "pink" if lightness > 0.55 else "brown"


def _orangish(lightness: float, chroma: float) -> str:
    if lightness > 0.84:
        return "cream" if chroma < 0.06 else "orange"
    if lightness > 0.6:
        return "orange" if chroma > 0.115 else "beige"
    return "orange" if chroma > 0.14 and lightness > 0.5 else "brown"


def _yellowish(lightness: float, chroma: float, hue: float) -> str:
    if chroma < (0.1 if hue < 80 else 0.075):
        if lightness > 0.86:
            return "cream"
        return "beige" if lightness > 0.58 else "brown" if lightness < 0.42 else "olive"
    if lightness > 0.68:
        return "yellow"
    return "olive" if lightness < 0.6 else "yellow"


def _bluish(lightness: float, chroma: float) -> str:
    if lightness < 0.42:
        return "navy"
    if lightness > 0.68:
        return "light-blue"
    return "blue" if chroma > 0.03 else "grey"


@dataclass(frozen=True, slots=True)
class ColorNames:
    """The reviewed table of what designers call colours."""

    entries: tuple[tuple[str, Lab], ...]

    def nearest(self, lab: Lab, family: str | None = None) -> str:  # noqa: ARG002
        """The name of the entry that looks most alike; "Colour" for an empty table."""
        lightness, a, b = lab
        found, least = "Colour", math.inf
        for name, (other, other_a, other_b) in self.entries:
            gap = (other - lightness) ** 2
            if gap < least:  # most entries are ruled out by their lightness alone
                gap += (other_a - a) ** 2 + (other_b - b) ** 2
                if gap < least:
                    found, least = name, gap
        return found


def load_color_names(path: Path) -> ColorNames:
    """Read the table (TOML: `[names]`, "Name" = "#rrggbb"); raises StudioError."""
    try:
        table = tomllib.loads(path.read_text(encoding="utf-8"))["names"]
        return ColorNames(tuple((name, to_oklab(*parse_hex(text))) for name, text in table.items()))
    except (OSError, tomllib.TOMLDecodeError, KeyError, ValueError, AttributeError) as error:
        raise StudioError(f"The colour names cannot be read ({path.name}: {error}).") from error
