"""What the network says of an asset, and which of it is shown."""

from __future__ import annotations

from dataclasses import dataclass
from typing import NamedTuple

SINGLE_LABEL_FACETS = ("garment", "pattern")


# A named tuple, not a dataclass: an image has dozens, and each crosses a process boundary.
class Prediction(NamedTuple):
    """One label's calibrated score in one facet, as a bundle gave it.

    `score` is in 0..1. `assigned` says whether the label counts as a tag of the asset: the first
    garment and every garment worn above its threshold, the first pattern, each style above its
    threshold. `unsure` marks an assigned label whose score is under the facet's threshold.
    """

    facet: str
    label: str
    score: float
    assigned: bool = False
    unsure: bool = False

    def __reduce__(self) -> tuple[type[Prediction], tuple[object, ...]]:
        """Pickle as plainly as can be, which is three times as fast as what tuples inherit."""
        return Prediction, tuple(self)


@dataclass(frozen=True, slots=True)
class TagResult:
    """All predictions for one image, strongest first within each facet.

    `embedding` is the L2-normalised vector of the image as little-endian float16 bytes, ready
    to be stored; empty when no bundle was at hand. `mask` says where the garment is: a square
    over the whole image, a byte a place, row by row, 255 = garment; empty when the bundle has none.
    `color_map` has a byte for each place of that square and each colour family, 255 = surely this.
    """

    bundle_id: str
    predictions: tuple[Prediction, ...]
    embedding: bytes = b""
    mask: bytes = b""
    color_map: bytes = b""

    def assigned(self, facet: str) -> tuple[Prediction, ...]:
        """The labels of `facet` that count as tags, strongest first; of garments the main one."""
        return tuple(p for p in self.predictions if p.facet == facet and p.assigned)
