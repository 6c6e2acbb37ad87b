"""The colours of many images together: families with their tones, largest first."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Tone:
    """A colour that some image really has, standing for all that look much like it."""

    hex: str  # "#rrggbb"
    name: str  # what a designer calls it: "Mustard"
    share: float  # of the colour of all images together, 0..1
    images: int  # that have it


@dataclass(frozen=True, slots=True)
class FamilyColors:
    """One family: `hex` and `name` are those of a swatch in its middle."""

    family: str  # a label of the facet color
    hex: str
    name: str
    share: float  # of the colour of all images together, 0..1
    images: int  # that are filed under it; 0 where it is a mere accent
    tones: tuple[Tone, ...]  # light to dark


@dataclass(frozen=True, slots=True)
class ColorSummary:
    """What a collection looks like; every image counts the same, however large it is."""

    images: int
    waiting: int = 0  # not analysed yet
    without: int = 0  # nothing to be seen, or the file cannot be opened
    families: tuple[FamilyColors, ...] = ()  # the largest share first
