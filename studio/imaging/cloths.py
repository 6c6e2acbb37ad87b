"""From patches of one colour family each to the swatches of a palette."""

from __future__ import annotations

import math
from dataclasses import replace
from typing import TYPE_CHECKING

import numpy as np

from studio.core.color import ColorNames, format_hex, from_oklab
from studio.core.palette import GROUND, MOTIF, Palette, Swatch
from studio.imaging.color_map import ColorMap, Patch

if TYPE_CHECKING:
    from collections.abc import Sequence

    from numpy.typing import NDArray

MIN_COVERAGE = 0.04
MAX_SWATCHES = 6
# Within one family light and shade of one cloth differ in lightness first of all (OKLab).
_CLOTH_DISTANCE = 0.08
_LIGHTNESS = 0.6
_ENOUGH = 12  # pixels that tell a colour


def join(
    patches: Sequence[Patch],
    first: str,
    lab: NDArray[np.float32],
    members: NDArray[np.float32],
    core: NDArray[np.bool_],
) -> list[Patch]:
    """Patches of one family that look alike as one; the largest family in front, but `first` first.

    The colour of each is the median of its pixels (`lab` [3, P], `members` [K, P]) that do not lie
    at the garment's edge (`core` [P]), where the background mixes in.
    """
    merged: list[Patch] = []
    for patch in sorted(patches, key=lambda patch: -patch.share):
        for place, other in enumerate(merged):
            if other.family == patch.family and _is_one_cloth(other, patch):
                merged[place] = _joined(other, patch)
                break
        else:
            merged.append(patch)
    totals: dict[str, float] = {}
    for patch in merged:
        totals[patch.family] = totals.get(patch.family, 0.0) + patch.share
    merged.sort(key=lambda p: (p.family != first, -totals[p.family], p.family, -p.share))
    return [_typical(patch, lab, members, core) for patch in merged]


def file_swatches(patches: Sequence[Patch], color_map: ColorMap, names: ColorNames) -> Palette:
    """The swatches of joined patches, in their order; every named family keeps one."""
    leaders = {patch.family: patch for patch in reversed(patches)}
    kept = [p for p in patches if p.share >= MIN_COVERAGE or leaders[p.family] is p]
    # Of too many the smallest go that are not all that a family has.
    spare = sorted((p for p in kept if leaders[p.family] is not p), key=lambda p: p.share)
    for patch in spare[: max(0, len(kept) - MAX_SWATCHES)]:
        kept.remove(patch)
    kept = kept[:MAX_SWATCHES]
    total = sum(patch.share for patch in kept) or 1.0
    # The ground is what a print lies on: it covers much and reaches the garment's edge all round.
    ground = max(kept, key=lambda patch: patch.share / total + patch.outline)
    printed = color_map.printed and len(kept) > 1
    return tuple(
        Swatch(
            format_hex(*from_oklab(patch.lab)),
            round(patch.share / total, 4),
            patch.family,
            names.nearest(patch.lab, patch.family),
            "" if not printed else GROUND if patch is ground else MOTIF,
        )
        for patch in kept
    )


def _is_one_cloth(one: Patch, other: Patch) -> bool:
    lightness, a, b = (x - y for x, y in zip(one.lab, other.lab, strict=True))
    return math.hypot(_LIGHTNESS * lightness, a, b) < _CLOTH_DISTANCE


def _joined(one: Patch, other: Patch) -> Patch:
    """Both patches as one, its colour their mean by share."""
    share = one.share + other.share
    part = other.share / max(share, 1e-12)
    lightness, a, b = (x + (y - x) * part for x, y in zip(one.lab, other.lab, strict=True))
    return Patch(
        share,
        (lightness, a, b),
        one.family,
        one.outline + other.outline,
        one.clusters + other.clusters,
    )


def _typical(
    patch: Patch,
    lab: NDArray[np.float32],
    members: NDArray[np.float32],
    core: NDArray[np.bool_],
) -> Patch:
    if not patch.clusters:
        return patch
    mine = members[list(patch.clusters)].sum(axis=0) > 0
    chosen = mine & core
    if int(chosen.sum()) < _ENOUGH:
        chosen = mine
    lightness, a, b = (float(value) for value in np.median(lab[:, chosen], axis=1))
    return replace(patch, lab=(lightness, a, b))
