"""Colours that go with a colour by convention: opposite, beside it, or a third round the circle.

Rules of thumb of colour teaching, not laws of taste: they turn the hue in OKLCh and keep lightness
and chroma, as far as a screen can show the result.
"""

from __future__ import annotations

import math
from collections.abc import Callable
from dataclasses import replace

from studio.core.color import Lab, format_hex, from_oklab, parse_hex, to_oklab
from studio.core.query import SHADE, Group, Item, Query
from studio.core.shade import format_shade, parse_shade

# Degrees round the hue circle from the colour itself.
HARMONIES: dict[str, tuple[int, ...]] = {
    "complementary": (180,),
    "analogous": (-30, 30),
    "triad": (120, 240),
}
_GREY = 0.02  # OKLCh chroma: below it a colour has no hue that could be turned
_CLOSE = 0.004  # OKLab: nearer than this a colour came through the screen's gamut unharmed


def harmony(hex_: str, name: str) -> tuple[str, ...]:
    """The other colours of a harmony of "#rrggbb"; none for greys, which go with everything.

    >>> harmony("#c0392b", "complementary")
    ('#007e8f',)
    """
    lightness, a, b = to_oklab(*parse_hex(hex_))
    chroma, hue = math.hypot(a, b), math.atan2(b, a)
    if chroma < _GREY:
        return ()
    return tuple(
        _nearest_on_screen(lightness, chroma, hue + math.radians(turn)) for turn in HARMONIES[name]
    )


def in_harmony(query: Query, name: str) -> Query:
    """The query for what goes with its colours instead: each one gives way to its partners.

    A colour term asks for any of them, with the same share and tolerance; greys stay.
    """
    return _map_shades(query, lambda hex_: harmony(hex_, name) or (hex_,))


def _map_shades(query: Query, change: Callable[[str], tuple[str, ...]]) -> Query:
    terms: list[Item] = []
    for term in query.terms:
        if isinstance(term, Group) or term.field != SHADE or term.excluded:
            terms.append(term)
            continue
        shades = [parse_shade(value) for value in term.values]
        values = [format_shade(replace(s, hex=new)) for s in shades for new in change(s.hex)]
        terms.append(replace(term, values=tuple(dict.fromkeys(values))))
    return Query(tuple(terms))


def _nearest_on_screen(lightness: float, chroma: float, hue: float) -> str:
    """With as much of the chroma as sRGB has at this lightness and hue; found by halving."""
    low, high = 0.0, chroma
    if _is_on_screen(_lab(lightness, chroma, hue)):
        low = chroma
    else:
        for _ in range(12):
            middle = (low + high) / 2
            if _is_on_screen(_lab(lightness, middle, hue)):
                low = middle
            else:
                high = middle
    return format_hex(*from_oklab(_lab(lightness, low, hue)))


def _lab(lightness: float, chroma: float, hue: float) -> Lab:
    return lightness, chroma * math.cos(hue), chroma * math.sin(hue)


def _is_on_screen(lab: Lab) -> bool:
    return math.dist(lab, to_oklab(*from_oklab(lab))) < _CLOSE
