"""The palette of one picture: k-means in OKLab over the pixels that are not background."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING

import numpy as np
from PIL import Image

from studio.core.color import ColorNames, format_hex, from_oklab
from studio.core.palette import Palette, Swatch
from studio.imaging.cloths import MAX_SWATCHES, MIN_COVERAGE, file_swatches, join
from studio.imaging.color_map import divide, outline
from studio.imaging.oklab import rgb_to_oklab
from studio.imaging.pixels import to_picture

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from studio.imaging.color_map import ColorMap
    from studio.imaging.pixels import Pixels

_SIDE = 48  # px; more pixels cost time and move no swatch
_CLUSTERS = 10
_ROUNDS = 6
_FLAT = 0.03  # OKLab, from the lowest to the highest of all places
_SPARSE = 3  # where the network files places: pixels stand further apart than they are wide
_MERGE_DISTANCE = 0.055  # OKLab; nearer colours are one swatch, lit differently
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
    pixels = _sample(to_picture(rgb), side, 1 if color_map is None else _SPARSE)
    lab = np.ascontiguousarray(rgb_to_oklab(pixels).reshape(-1, 3).T)
    weights = _given_weights(alpha, side) if alpha is not None and alpha.min() < 128 else None
    if weights is None and mask is not None:
        weights = _given_weights(mask, side)
    if color_map is not None and color_map.named:
        if weights is None:  # a fabric or a sketch: all of it counts
            weights = np.ones(side * side, np.float32)
        inside = weights > 0
        edge, garment = outline(weights)[inside], lab[:, inside]
        centers, members = _k_means(garment)
        patches = divide(color_map, weights, garment, centers, members, edge)
        patches = join(patches, color_map.named[0], garment, members, ~edge)
        return file_swatches(patches, color_map, names)
    if weights is None:
        centers, members = _k_means(lab)
        shares = _foreground_shares(centers, members)
    else:
        centers, members = _k_means(lab[:, weights > 0])
        shares = members @ weights[weights > 0]
    return _swatches(centers, shares, names, _exposure_gain(lab[0]))


def _sample(picture: Image.Image, side: int, step: int) -> NDArray[np.uint8]:
    """`side` x `side` pixels, each the mean of a `step`th of its place's width and height.

    Means over whole places would mix dots with what they lie on.
    """
    fine = np.asarray(picture.resize((side * step, side * step), Image.Resampling.BOX))
    return fine[step // 2 :: step, step // 2 :: step]


def is_flat(rgb: Pixels) -> bool:
    """Whether an image shows one colour all over, as a card of paint does.

    Nothing tells its light then: it is what it measures.
    """
    lab = rgb_to_oklab(_sample(to_picture(rgb), 8, 1)).reshape(-1, 3)
    return bool(np.ptp(lab, axis=0).max() < _FLAT)


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
    kept = [e for e in merged if e[0] / total >= MIN_COVERAGE][:MAX_SWATCHES] or merged[:1]
    total = sum(entry[0] for entry in kept) or 1.0
    palette = []
    for share, *lab in kept:
        color = (lab[0], lab[1], lab[2])
        family = names.family_of((lab[0] * gain, lab[1] * gain, lab[2] * gain))
        name = names.nearest(color, family)
        palette.append(
            Swatch(format_hex(*from_oklab(color)), round(share / total, 4), family, name)
        )
    return tuple(palette)
