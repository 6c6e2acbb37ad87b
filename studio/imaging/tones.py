"""Many swatches of one family as the few tones that a person would pick out."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    from numpy.typing import NDArray

    Floats = NDArray[np.float32]

_MOST = 6
_ROUNDS = 8
_QUIET = 0.03  # OKLab chroma that is added to each, so that greys count as well
_APART = 0.055  # OKLab; nearer tones are one
_LEAST = 0.02  # of the family's weight


def find_median(lab: Floats, weights: Floats) -> int:
    """Which of the colours, OKLab [n, 3], lies nearest to the weighted median of all.

    A real one and not the median itself, which may be a colour that nothing has. Chroma weighs,
    too: of pinks, people remember the pink and not the mushroom in its shadows.
    """
    strength = np.float32(_QUIET) + np.hypot(lab[:, 1], lab[:, 2])
    middle = [_weighted_median(lab[:, channel], weights * strength) for channel in range(3)]
    return _nearest(lab, np.array(middle, np.float32))


def group_tones(lab: Floats, weights: Floats) -> list[tuple[int, NDArray[np.intp]]]:
    """The tones in OKLab [n, 3], light to dark: (the colour that stands for it, all members)."""
    centers = _merged(*_k_means(lab, weights))
    owner = _owners(lab, centers)
    groups = [np.flatnonzero(owner == at) for at in range(len(centers))]
    groups = [members for members in groups if len(members)]
    centers = np.stack([_mean(lab[members], weights[members]) for members in groups])
    tones = [
        (int(members[_nearest(lab[members], center)]), members)
        for center, members in zip(centers, groups, strict=True)
    ]
    return sorted(tones, key=lambda tone: -float(lab[tone[0], 0]))


def _weighted_median(values: Floats, weights: Floats) -> float:
    order = np.argsort(values, kind="stable")
    sums = np.cumsum(weights[order])
    return float(values[order][np.searchsorted(sums, sums[-1] / 2)])


def _nearest(lab: Floats, center: Floats) -> int:
    return int(((lab - center) ** 2).sum(axis=1).argmin())


def _mean(lab: Floats, weights: Floats) -> Floats:
    mean: Floats = (lab * weights[:, None]).sum(axis=0) / weights.sum()
    return mean


def _owners(lab: Floats, centers: Floats) -> NDArray[np.intp]:
    gaps = ((lab[:, None] - centers[None]) ** 2).sum(axis=2)
    owners: NDArray[np.intp] = gaps.argmin(axis=1)
    return owners


def _k_means(lab: Floats, weights: Floats) -> tuple[Floats, Floats]:
    """Centers and their weights, seeded along the lightness: the same input, the same tones."""
    order = np.argsort(lab[:, 0], kind="stable")
    sums = np.cumsum(weights[order])
    places = np.searchsorted(sums, sums[-1] * (np.arange(_MOST) + 0.5) / _MOST)
    centers = np.unique(lab[order[np.minimum(places, len(order) - 1)]], axis=0)
    sizes = np.zeros(len(centers), np.float32)
    for _ in range(_ROUNDS):
        owner = _owners(lab, centers)
        sizes = np.bincount(owner, weights, len(centers)).astype(np.float32)
        for channel in range(3):
            sums_of = np.bincount(owner, weights * lab[:, channel], len(centers))
            centers[:, channel] = np.where(
                sizes > 0, sums_of / np.maximum(sizes, 1e-12), centers[:, channel]
            )
    return centers, sizes


def _merged(centers: Floats, sizes: Floats) -> Floats:
    """Those that are apart and large enough, the largest first."""
    kept: list[int] = []
    for at in np.argsort(-sizes, kind="stable"):
        gaps = ((centers[kept] - centers[at]) ** 2).sum(axis=1)
        if not kept or (gaps.min() >= _APART**2 and sizes[at] >= _LEAST * sizes.sum()):
            kept.append(int(at))
    found: Floats = centers[kept]
    return found
