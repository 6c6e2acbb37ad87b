"""Colour arithmetic: sRGB and OKLab, what colours are called and which family they are in.

OKLab is Bjorn Ottosson's space (2020): L in 0..1, a and b about -0.4..0.4; equal steps look
equally large, which neither sRGB nor HSV gives.
"""

from __future__ import annotations

import math
import tomllib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from studio.core.errors import StudioError

Lab = tuple[float, float, float]

SHINE = "metallic"  # the one family that flat colours are never filed under
# Differences of hue and chroma look larger than OKLab's a and b say, compared with lightness.
_TINT = 5


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


@dataclass(frozen=True, slots=True)
class Prototype:
    """A typical colour of a family: how common it is and how far it spreads."""

    family: str
    lab: Lab
    spread: Lab  # standard deviations along L, a and b
    peak: float  # the logarithm of its density at `lab`


@dataclass(frozen=True, slots=True)
class ColorNames:
    """What designers call colours, and how colours are filed."""

    names: Mapping[str, tuple[tuple[str, Lab], ...]]  # of each family
    prototypes: tuple[Prototype, ...]

    def family_of(self, lab: Lab) -> str:
        """The family of a flat colour, that of the prototype with the highest density there.

        Never `metallic`: no flat colour has a shine. "" for an empty table.
        """
        lightness, a, b = lab
        found, most = "", -math.inf
        for prototype in self.prototypes:
            (other, other_a, other_b), spread = prototype.lab, prototype.spread
            density = prototype.peak - ((lightness - other) / spread[0]) ** 2 / 2
            if density > most:  # most prototypes are ruled out by their lightness alone
                density -= ((a - other_a) / spread[1]) ** 2 / 2
                density -= ((b - other_b) / spread[2]) ** 2 / 2
                if density > most:
                    found, most = prototype.family, density
        return found

    def nearest(self, lab: Lab, family: str | None = None) -> str:
        """The name that looks most alike, of one family or of all flat ones; "Colour" if none.

        With a family, a swatch is never called "Charcoal" and filed as navy.
        """
        lightness, a, b = lab
        found, least = "Colour", math.inf
        for filed, table in self.names.items():
            if filed != family if family else filed == SHINE:
                continue
            for name, (other, other_a, other_b) in table:
                gap = (other - lightness) ** 2
                if gap < least:  # most names are ruled out by their lightness alone
                    gap += _TINT * ((other_a - a) ** 2 + (other_b - b) ** 2)
                    if gap < least:
                        found, least = name, gap
        return found


def load_color_names(path: Path) -> ColorNames:
    """Read the names (`path`) and color-families.toml beside it; raises StudioError.

    Both have a table a family: `"Name" = "#rrggbb"`, and `prototypes`, a list of
    `{ weight, lab = [L, a, b], spread = [L, a, b] }`.
    """
    table = path
    try:
        names = {
            family: tuple((name, to_oklab(*parse_hex(text))) for name, text in rows.items())
            for family, rows in _read(table).items()
        }
        table = path.with_name("color-families.toml")
        prototypes = tuple(
            _prototype(family, **row)
            for family, content in _read(table).items()
            for row in content["prototypes"]
        )
    except (OSError, ValueError, TypeError, KeyError, AttributeError, ZeroDivisionError) as error:
        raise StudioError(f"The colour names cannot be read ({table.name}: {error}).") from error
    return ColorNames(names, prototypes)


def _read(table: Path) -> dict[str, Any]:
    return tomllib.loads(table.read_text(encoding="utf-8"))


def _prototype(
    family: str, weight: float, lab: Sequence[float], spread: Sequence[float]
) -> Prototype:
    (lightness, a, b), (over_lightness, over_a, over_b) = lab, spread
    peak = math.log(weight / (over_lightness * over_a * over_b))
    return Prototype(family, (lightness, a, b), (over_lightness, over_a, over_b), peak)
