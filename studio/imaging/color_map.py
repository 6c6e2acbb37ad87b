"""Colours filed by what the network says of each place, so that light splits no family."""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from studio.core.prediction import TagResult

    Floats = NDArray[np.float32]

# A family that nobody names is shown as an accent if it covers so much and looks so different
# from all that are named (OKLab); what is left is light and shade, and goes to the named ones.
ACCENT_COVERAGE = 0.04
ACCENT_DISTANCE = 0.16
# Patterns whose colours are a ground with something on it.
PRINTS = ("floral", "dots", "animal", "graphic", "geometric", "conversational")


@dataclass(frozen=True, slots=True)
class ColorMap:
    """What the network says of the colours of one image."""

    families: tuple[str, ...]  # F of them
    places: NDArray[np.uint8]  # [side, side, F], 255 = surely this family
    named: tuple[str, ...]  # those that the image is filed under, the first one first
    printed: bool = False  # whether its colours are a ground and motifs


def read_color_map(result: TagResult | None, families: tuple[str, ...]) -> ColorMap | None:
    """What the network says of the colours of a tagged image; None where it says nothing.

    `families` are those of the bundle that tagged it.
    """
    if result is None or not result.color_map:
        return None
    side = math.isqrt(len(result.color_map) // len(families))
    places = np.frombuffer(result.color_map, np.uint8).reshape(side, side, len(families))
    named = tuple(p.label for p in result.assigned("color"))
    printed = any(p.label in PRINTS for p in result.assigned("pattern"))
    return ColorMap(families, places, named, printed)


@dataclass(frozen=True, slots=True)
class Patch:
    """A colour of the image before it has a name."""

    share: float  # of the garment
    lab: tuple[float, float, float]  # OKLab
    family: str
    outline: float = 0.0  # share of the garment's outline
    clusters: tuple[int, ...] = ()  # of pixels that are this colour; () for a mere tint of others


def divide(
    color_map: ColorMap,
    weights: Floats,
    lab: Floats,
    centers: Floats,
    members: Floats,
    edge: NDArray[np.bool_],
) -> list[Patch]:
    """The clusters of an image, each filed under one family; every named family has a patch.

    `weights` say how much each place of `color_map` is garment. The pixels [P] are those places
    where a weight is above zero: `lab` is OKLab [3, P], `centers` [K, 3] and `members` [K, P] are
    its clusters, `edge` [P] tells which lie at the garment's outline. The shares of one family's
    patches add up to its share of the garment, so that they agree with what the network counts.
    """
    inside = weights > 0
    places = color_map.places.reshape(-1, len(color_map.families))[inside].astype(np.float32)
    weighted = places * (weights[inside] / np.float32(255))[:, None]
    shares = weighted.sum(axis=0)
    means = (lab @ weighted).T / np.maximum(shares, 1e-6)[:, None]
    kept = _kept(color_map, shares / max(float(shares.sum()), 1e-6), means)
    # Light and shade of a named colour: each other family goes to the kept one it looks most like.
    gaps = np.linalg.norm(means[:, None] - means[kept][None], axis=2)
    gaps[kept, range(len(kept))] = -1.0
    takes = (gaps.argmin(axis=1)[:, None] == np.arange(len(kept))).astype(np.float32)
    spoken = weighted @ takes
    mass = members @ spoken
    rim = members[:, edge] @ spoken[edge]
    around = max(float(rim.sum()), 1e-6)
    owners = mass.argmax(axis=1)
    total = max(float(mass.sum()), 1e-6)
    patches = []
    for place, family in enumerate(kept):
        name = color_map.families[family]
        clusters = np.flatnonzero((owners == place) & (mass[:, place] > 0))
        share = float(mass[:, place].sum()) / total
        if len(clusters):
            parts = mass[clusters, place] / mass[clusters, place].sum()
            patches += [
                Patch(
                    share * float(p), _triple(centers[k]), name, float(rim[k].sum()) / around, (k,)
                )
                for k, p in zip(clusters.tolist(), parts, strict=True)
            ]
        else:
            patches.append(Patch(share, _triple(means[family]), name))
    return patches


def outline(weights: Floats) -> NDArray[np.bool_]:
    """The garment's pixels beside one that is none, or at the frame of the picture, [P]."""
    side = math.isqrt(len(weights))
    inside = np.pad((weights > 0).reshape(side, side), 1)
    core = inside[1:-1, 1:-1]
    buried = inside[:-2, 1:-1] & inside[2:, 1:-1] & inside[1:-1, :-2] & inside[1:-1, 2:]
    rim: NDArray[np.bool_] = (core & ~buried).reshape(-1)
    return rim


def _kept(color_map: ColorMap, shares: Floats, means: Floats) -> list[int]:
    """The families that get patches: those that are named, and accents unlike any of them."""
    named = [color_map.families.index(family) for family in color_map.named]
    kept = list(named)
    for family in np.argsort(-shares, kind="stable").tolist():
        if family in kept or shares[family] < ACCENT_COVERAGE:
            continue
        if np.linalg.norm(means[kept] - means[family], axis=1).min() >= ACCENT_DISTANCE:
            kept.append(family)
    return kept


def _triple(lab: Floats) -> tuple[float, float, float]:
    lightness, a, b = (float(value) for value in lab)
    return lightness, a, b
