"""What several images have in common: shared labels with counts and one merged palette."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from studio.core.asset import AssetDetails
from studio.core.palette import Palette
from studio.core.palette_merging import merge_palettes

SAMPLE = 2000  # images that are looked at of a larger selection


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
    """Count labels and merge palettes; every image weighs the same."""
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
        merge_palettes(asset.palette for asset in details),
        pending=sum(asset.state == "pending" for asset in details),
        failed=sum(asset.state == "failed" for asset in details),
        missing=sum(asset.missing for asset in details),
    )
