"""The colours of one asset: swatches, largest first."""

from __future__ import annotations

from collections.abc import Iterable
from typing import NamedTuple

# A family that covers less than this is an accent, not a colour that the asset is filed under.
FAMILY_MIN_COVERAGE = 0.15

GROUND, MOTIF = "ground", "motif"


# A named tuple like a prediction, for the same reason.
class Swatch(NamedTuple):
    """A colour and the share of the garment that it covers."""

    hex: str  # "#rrggbb"
    coverage: float  # 0..1
    family: str  # a label of the facet color
    name: str  # what a designer calls it: "Mustard"
    role: str = ""  # GROUND or MOTIF of a print; "" of everything else


Palette = tuple[Swatch, ...]


def families(palette: Iterable[Swatch]) -> tuple[str, ...]:
    """The colour families of a palette, largest first; small ones only if nothing else is there.

    >>> families((Swatch("#ff0000", 0.7, "red", "Red"), Swatch("#ffffff", 0.05, "white", "White")))
    ('red',)
    """
    shares: dict[str, float] = {}
    for swatch in palette:
        shares[swatch.family] = shares.get(swatch.family, 0.0) + swatch.coverage
    ranked = sorted(shares, key=lambda family: -shares[family])
    large = tuple(family for family in ranked if shares[family] >= FAMILY_MIN_COVERAGE)
    return large[:3] or tuple(ranked[:1])


def percent(share: float) -> str:
    """A share of 0..1 as people read it; what is small but there is never "0 %".

    >>> percent(0.542), percent(0.001), percent(0.0)
    ('54 %', '<1 %', '0 %')
    """
    return "<1 %" if 0 < share < 0.005 else f"{share * 100:.0f} %"
