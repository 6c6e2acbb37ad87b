"""The palette of one picture: k-means in OKLab over the pixels that are not background."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING

import numpy as np
from PIL import Image

from studio.core.color import ColorNames, format_hex, from_oklab
from studio.core.palette import GROUND, MOTIF, Palette, Swatch
from studio.imaging.color_map import Patch, divide
from studio.imaging.oklab import rgb_to_oklab
from studio.imaging.pixels import to_picture

if TYPE_CHECKING:
    from collections.abc import Sequence

    from numpy.typing import NDArray

    from studio.imaging.color_map import ColorMap
    from studio.imaging.pixels import Pixels

_SIDE = 48  # px; more pixels cost time and move no swatch
_CLUSTERS = 10
_ROUNDS = 6
_MERGE_DISTANCE = 0.055  # OKLab; nearer colours are one swatch, lit differently
# Within one family: light and shade of one cloth differ in lightness first of all.
_FAMILY_MERGE_DISTANCE = 0.08
_FAMILY_LIGHTNESS = 0.6
_MIN_COVERAGE = 0.04
_MAX_SWATCHES = 6
_RING = 0.07  # of the side: the frame that background is read from
_BRIGHT = 0.93  # OKLab lightness that the brightest 4 % of a well exposed picture reach
_MAX_GAIN = 1.22
_BORDER_FORCE = 1.6  # how strongly a colour that fills the frame is held to be background


def extract_palette(
    rgb: Pixels,
    names: ColorNames,
    alpha: NDArray[np.uint8] | None = None,
    mask: NDArray[np.uint8] | None = None,
    color_map: ColorMap | None = None,
) -> Palette:
    """1 to 6 swatches of an upright sRGB image, largest first.

    `alpha` (uint8 [h, w], 255 = opaque) wins over `mask` (any shape, 255 = garment): who cut a
    garment out has said where it is. Without either, or where too little is left of it, a colour
    counts as background as far as it fills the frame of the picture but not its middle.

    With a `color_map` every swatch is filed as the network sees it, the first one under the first
    family that it names; without one by the swatch's own colour.
    """
    side = _SIDE if color_map is None else color_map.places.shape[0]
    pixels = np.asarray(to_picture(rgb).resize((side, side), Image.Resampling.BOX))
    lab = np.ascontiguousarray(rgb_to_oklab(pixels).reshape(-1, 3).T)
    weights = _given_weights(alpha, side) if alpha is not None and alpha.min() < 128 else None
    if weights is None and mask is not None:
        weights = _given_weights(mask, side)
    if color_map is not None and color_map.named:
        if weights is None:  # a fabric or a sketch: all of it counts
            weights = np.ones(side * side, np.float32)
        centers, members = _k_means(lab[:, weights > 0])
        patches = divide(color_map, weights, lab, centers, members)
        return _named_swatches(patches, color_map, names)
    if weights is None:
        centers, members = _k_means(lab)
        shares = _foreground_shares(centers, members)
    else:
        centers, members = _k_means(lab[:, weights > 0])
        shares = members @ weights[weights > 0]
    return _swatches(centers, shares, names, _exposure_gain(lab[0]))


def _exposure_gain(lightness: NDArray[np.float32]) -> float:
    """By how much a dim photograph is brightened before its colours are filed and named.

    A white shirt in a dark room measures grey and is white to everyone who looks at it.
    """
    rank = -len(lightness) // 25
    brightest = float(np.partition(lightness, rank)[rank])
    return min(_MAX_GAIN, max(1.0, _BRIGHT / max(brightest, 1e-3)))


def _given_weights(mask: NDArray[np.uint8], side: int) -> NDArray[np.float32] | None:
    """Weights from a mask, or None where too little is left to speak of a garment."""
    small = Image.fromarray(mask).resize((side, side), Image.Resampling.BOX)
    weights = np.asarray(small).reshape(-1).astype(np.float32) / np.float32(255)
    weights[weights < 0.5] = 0
    return weights if weights.sum() >= 0.01 * weights.size else None


def _k_means(lab: NDArray[np.float32]) -> tuple[NDArray[np.float32], NDArray[np.float32]]:
    """Cluster OKLab [3, N]: the centers [K, 3], and a 1 where a pixel belongs to one [K, N]."""
    centers = _seeds(lab)
    # A row of ones beside the colours: one product gives each pixel's distances to the centers
    # (less its own |x|^2, the same for all of them), another the sums and sizes of the clusters.
    points = np.concatenate([lab, np.ones((1, lab.shape[1]), np.float32)])
    factors = np.empty((len(centers), 4), np.float32)
    gaps = np.empty((len(centers), lab.shape[1]), np.float32)
    members = np.empty_like(gaps)
    for _ in range(_ROUNDS):
        np.multiply(centers, -2, out=factors[:, :3])
        factors[:, 3] = (centers * centers).sum(axis=1)
        np.matmul(factors, points, out=gaps)
        np.equal(gaps, gaps.min(axis=0), out=members)
        sums = (points @ members.T).T
        sizes = sums[:, 3:]
        centers = np.where(sizes > 0, sums[:, :3] / np.maximum(sizes, 1), centers)
    return centers, members


def _seeds(lab: NDArray[np.float32]) -> NDArray[np.float32]:
    """Farthest points of OKLab [3, N], all of them different: small accents get one, too."""
    centers = np.empty((min(_CLUSTERS, lab.shape[1]), 3), np.float32)
    centers[0] = lab.mean(axis=1)
    nearest = np.full(lab.shape[1], np.inf, np.float32)
    gaps = np.empty_like(lab)
    for k in range(1, len(centers)):
        np.subtract(lab, centers[k - 1][:, None], out=gaps)
        np.multiply(gaps, gaps, out=gaps)
        np.minimum(nearest, gaps[0] + gaps[1] + gaps[2], out=nearest)
        farthest = nearest.argmax()
        if nearest[farthest] == 0:  # no colour is left
            return centers[:k]
        centers[k] = lab[:, farthest]
    return centers


def _grid_weights() -> NDArray[np.float32]:
    """How much each pixel speaks for the garment, and for the background [N, 2]."""
    axis = (np.arange(_SIDE) + 0.5) / _SIDE * 2 - 1
    y, x = np.meshgrid(axis, axis, indexing="ij")
    middle = np.exp(-((x / 0.55) ** 2 + (y / 0.62) ** 2))
    # Trouser legs and shoes touch the lower edge of many pictures: it tells least of background.
    frame = (np.maximum(np.abs(x), -y) > 1 - 2 * _RING).astype(np.float64)
    weights = np.stack([middle / middle.sum(), frame / frame.sum()], axis=-1)
    return weights.reshape(-1, 2).astype(np.float32)


_MIDDLE_AND_FRAME = _grid_weights()


def _foreground_shares(
    centers: NDArray[np.float32], members: NDArray[np.float32]
) -> NDArray[np.float32]:
    """Each cluster's share of the middle, less what its presence in the frame speaks against."""
    middle, frame = (members @ _MIDDLE_AND_FRAME).T
    # Clusters of one background differ by its shading: likeness spreads the frame's word.
    gaps = ((centers[:, None] - centers[None]) ** 2).sum(axis=2)
    spread = np.exp(-gaps / (2 * 0.03**2)) @ frame
    share: NDArray[np.float32] = middle * middle / (middle + _BORDER_FORCE * spread + 1e-9)
    return share


def _named_swatches(patches: Sequence[Patch], color_map: ColorMap, names: ColorNames) -> Palette:
    """Patches of one family that look alike as one swatch; the family of the largest share first.

    The first family that the network names leads, whatever rounding says; every named one stays.
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
    merged.sort(
        key=lambda p: (p.family != color_map.named[0], -totals[p.family], p.family, -p.share)
    )
    leaders = {patch.family: patch for patch in reversed(merged)}
    kept = [p for p in merged if p.share >= _MIN_COVERAGE or leaders[p.family] is p]
    # Of too many the smallest go that are not all that a family has.
    spare = sorted((p for p in kept if leaders[p.family] is not p), key=lambda p: p.share)
    for patch in spare[: max(0, len(kept) - _MAX_SWATCHES)]:
        kept.remove(patch)
    kept = kept[:_MAX_SWATCHES]
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
    return math.hypot(_FAMILY_LIGHTNESS * lightness, a, b) < _FAMILY_MERGE_DISTANCE


def _joined(one: Patch, other: Patch) -> Patch:
    """Both patches as one, its colour their mean by share."""
    share = one.share + other.share
    part = other.share / max(share, 1e-12)
    lightness, a, b = (x + (y - x) * part for x, y in zip(one.lab, other.lab, strict=True))
    return Patch(share, (lightness, a, b), one.family, one.outline + other.outline)


def _swatches(
    centers: NDArray[np.float32], shares: NDArray[np.float32], names: ColorNames, gain: float
) -> Palette:
    order = np.argsort(-shares)
    merged: list[list[float]] = []  # share, L, a, b
    for share, lab in zip(shares[order].tolist(), centers[order].tolist(), strict=True):
        for other in merged:
            if math.dist(lab, other[1:]) < _MERGE_DISTANCE:
                total = other[0] + share
                for channel in range(3):
                    mixed = other[channel + 1] * other[0] + lab[channel] * share
                    other[channel + 1] = mixed / max(total, 1e-12)
                other[0] = total
                break
        else:
            merged.append([share, *lab])
    merged.sort(key=lambda entry: -entry[0])
    total = sum(entry[0] for entry in merged) or 1.0
    kept = [e for e in merged if e[0] / total >= _MIN_COVERAGE][:_MAX_SWATCHES] or merged[:1]
    total = sum(entry[0] for entry in kept) or 1.0
    palette = []
    for share, *lab in kept:
        color = (lab[0], lab[1], lab[2])
        palette.append(
            Swatch(
                format_hex(*from_oklab(color)),
                round(share / total, 4),
                names.family_of((lab[0] * gain, lab[1] * gain, lab[2] * gain)),
                names.nearest(color),
            )
        )
    return tuple(palette)
