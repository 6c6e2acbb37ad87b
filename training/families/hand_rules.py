"""Colour families by hand-written limits: what the fitted families are compared with."""

from __future__ import annotations

import math

from studio.core.color import Lab


def family_of(lab: Lab) -> str:
    """The colour family of a flat colour, by limits of hue, chroma and lightness."""
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
