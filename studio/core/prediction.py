"""What the network says of an asset, and which of it is shown."""

from __future__ import annotations

from dataclasses import dataclass

SINGLE_LABEL_FACETS = ("garment", "pattern")


@dataclass(frozen=True, slots=True)
class Prediction:
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


@dataclass(frozen=True, slots=True)
class TagResult:
    """All predictions for one image, strongest first within each facet.

    `embedding` is the L2-normalised vector of the image as little-endian float16 bytes, ready
    to be stored; empty when no bundle was at hand.
    """

    bundle_id: str
    predictions: tuple[Prediction, ...]
    embedding: bytes = b""

    def assigned(self, facet: str) -> tuple[Prediction, ...]:
        """The labels of `facet` that count as tags, strongest first; of garments the main one."""
        return tuple(p for p in self.predictions if p.facet == facet and p.assigned)
