"""What several images have in common: shared labels with counts and one merged palette."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from studio.core.asset import AssetDetails
from studio.core.palette import Palette, Swatch

SAMPLE = 400  # details that are read of a larger selection
MAX_SWATCHES = 8


@dataclass(frozen=True, slots=True)
class LabelCount:
    """How many of the images wear a label."""

    facet: str
    label: str
    count: int


@dataclass(frozen=True, slots=True)
class SelectionSummary:
    """`total` images are selected; counts and palette speak of the `seen` ones."""

    total: int
    seen: int
    labels: tuple[LabelCount, ...]  # most shared first
    palette: Palette
    pending: int = 0
    failed: int = 0
    missing: int = 0


def sample(ids: Sequence[int], limit: int = SAMPLE) -> list[int]:
    """At most `limit` of the ids, spread evenly.

    >>> sample([1, 2, 3, 4, 5, 6], 3)
    [1, 3, 5]
    """
    if len(ids) <= limit:
        return list(ids)
    return [ids[at * len(ids) // limit] for at in range(limit)]


def summarise(details: Sequence[AssetDetails], total: int) -> SelectionSummary:
    """Count labels and average palettes; every image weighs the same."""
    counts: dict[tuple[str, str], int] = {}
    for asset in details:
        for prediction in asset.predictions:
            if prediction.assigned:
                key = (prediction.facet, prediction.label)
                counts[key] = counts.get(key, 0) + 1
    ranked = sorted(counts.items(), key=lambda item: -item[1])
    return SelectionSummary(
        total,
        len(details),
        tuple(LabelCount(facet, label, count) for (facet, label), count in ranked),
        merge_palettes([asset.palette for asset in details if asset.palette]),
        pending=sum(asset.state == "pending" for asset in details),
        failed=sum(asset.state == "failed" for asset in details),
        missing=sum(asset.missing for asset in details),
    )


def merge_palettes(palettes: Sequence[Palette]) -> Palette:
    """One palette of mean coverages; colours of one name become the largest of them.

    >>> red, white = Swatch("#ff0000", 1.0, "red", "Red"), Swatch("#ffffff", 1.0, "white", "White")
    >>> [swatch.coverage for swatch in merge_palettes([(red,), (white,)])]
    [0.5, 0.5]
    """
    shares: dict[str, float] = {}
    largest: dict[str, Swatch] = {}
    for swatch in (swatch for palette in palettes for swatch in palette):
        shares[swatch.name] = shares.get(swatch.name, 0.0) + swatch.coverage / len(palettes)
        best = largest.setdefault(swatch.name, swatch)
        if swatch.coverage > best.coverage:
            largest[swatch.name] = swatch
    names = sorted(shares, key=lambda name: -shares[name])[:MAX_SWATCHES]
    return tuple(
        Swatch(largest[name].hex, shares[name], largest[name].family, name) for name in names
    )
