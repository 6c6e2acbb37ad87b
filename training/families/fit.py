"""Fits the prototypes of the colour families: mixtures first, then told apart by gradients."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from training.families.mixture import fit_mixture
from training.families.observe import Observations

Array = NDArray[np.float64]

PROTOTYPES = 2  # of each family; three file no better
LEAST_SPREAD = (0.02, 0.01, 0.01)  # narrower than any name is meant
# How far apart two dyes of one name lie.
_NAME_SPREAD = np.array([0.018, 0.009, 0.009])
_LEAST_SHARE = 0.1  # of a garment: smaller swatches are buttons, skin and shadows
_STEPS, _BATCH, _NAMES_BATCH = 250, 400, 120
_RATE = 0.03
_SCALES = (
    np.array([0.1, 0.05, 0.05]),
    np.array(0.5),
    np.array(1.0),
)  # how far a lab, a spread, a peak may travel


@dataclass(frozen=True, slots=True)
class Anchors:
    """Flat colours whose family is certain: the named ones."""

    labs: Array  # [A, 3]
    families: NDArray[np.intp]  # [A]


@dataclass(slots=True)
class Prototypes:
    """The fitted K prototypes; a family's density at a colour is that of its best one."""

    labs: Array  # [K, 3]
    spreads: Array  # [K, 3] as logarithms of 1 / spread
    peaks: Array  # [K] logarithms of the densities at `labs`
    families: NDArray[np.intp]  # [K]

    def file(self, labs: Array) -> NDArray[np.intp]:
        """The families of colours [..., 3], as indices [...]."""
        scores = self.scores(labs.reshape(-1, 3))[1]
        found: NDArray[np.intp] = self.families[scores.argmax(axis=1)].reshape(labs.shape[:-1])
        return found

    def scores(self, labs: Array) -> tuple[Array, Array]:
        """Spreads between colours [N, 3] and prototypes [N, K, 3]; log densities [N, K]."""
        gaps = (labs[:, None] - self.labs) * np.exp(self.spreads)
        return gaps, self.peaks - (gaps * gaps).sum(axis=-1) / 2

    def gradients(
        self, labs: Array, families: NDArray[np.intp], whole: NDArray[np.intp], shares: Array
    ) -> list[Array]:
        """Of the mean -log of the share of each whole that its family gets.

        Colours [N, 3] are parts of wholes (an index each) and have shares of them [N]; `families`
        are those that the wholes should be filed under, repeated for each part [N].
        """
        gaps, scores = self.scores(labs)
        odds = np.exp(scores - scores.max(axis=1, keepdims=True))
        odds /= odds.sum(axis=1, keepdims=True)
        own = self.families == families[:, None]
        right = (odds * own).sum(axis=1)
        count = int(whole.max()) + 1
        # People err, too: a floor below which a photograph teaches nothing.
        found = np.bincount(whole, right * shares, minlength=count) + 0.02
        slopes = odds * (own - right[:, None]) * (-shares / found[whole] / count)[:, None]
        along = slopes[..., None] * gaps
        return [
            (along * np.exp(self.spreads)).sum(axis=0),
            -(along * gaps).sum(axis=0),
            slopes.sum(axis=0),
        ]


def fit_prototypes(
    seen: Observations, anchors: Anchors, families: Sequence[str], *, names: float = 0.3
) -> Prototypes:
    """Fit to the swatches of photographs and, `names` times as strongly, to the named colours.

    Families without anchors (metallic: no flat colour shines) get no prototypes.
    """
    found = _start(seen, anchors, families)
    rng = np.random.default_rng(0)
    # Pink has more names than navy, and is no surer.
    evenly = 1 / np.bincount(anchors.families)[anchors.families]
    evenly /= evenly.sum()
    shares = np.where(seen.shares >= _LEAST_SHARE, seen.shares, 0.0)
    shares[:, 0] = np.maximum(shares[:, 0], 1e-2)
    shares /= shares.sum(axis=1, keepdims=True)
    values = [found.labs, found.spreads, found.peaks]
    speeds, sizes = ([np.zeros_like(value) for value in values] for _ in range(2))
    narrowest = -np.log(LEAST_SPREAD)
    for step in range(1, _STEPS + 1):
        drawn = rng.integers(0, len(seen.first), _BATCH)
        whole, column = np.nonzero(shares[drawn])
        rows = drawn[whole]
        photographs = found.gradients(
            seen.labs[rows, column], seen.first[rows], whole, shares[rows, column]
        )
        drawn = rng.choice(len(anchors.labs), _NAMES_BATCH, p=evenly)
        dyed = anchors.labs[drawn] + rng.normal(size=(_NAMES_BATCH, 3)) * _NAME_SPREAD
        ones = np.ones(_NAMES_BATCH)
        named = found.gradients(dyed, anchors.families[drawn], np.arange(_NAMES_BATCH), ones)
        rate = _RATE * (1 + np.cos(np.pi * step / _STEPS)) / 2
        for i, scale in enumerate(_SCALES):  # Adam
            slope = (photographs[i] + names * named[i]) * scale
            speeds[i] = 0.9 * speeds[i] + 0.1 * slope
            sizes[i] = 0.98 * sizes[i] + 0.02 * slope * slope
            size = np.sqrt(sizes[i] / (1 - 0.98**step)) + 1e-6
            values[i] -= rate * scale * (speeds[i] / (1 - 0.9**step)) / size
        np.minimum(found.spreads, narrowest, out=found.spreads)
    return found


def _start(seen: Observations, anchors: Anchors, families: Sequence[str]) -> Prototypes:
    """A mixture for each family by itself, with the square root of how often it is worn."""
    labs, spreads, peaks, owners = [], [], [], []
    for family in range(len(families)):
        named = anchors.labs[anchors.families == family]
        if not len(named):
            continue
        shown = (seen.first == family)[:, None] & (seen.shares > _LEAST_SHARE)
        weights = np.concatenate([seen.shares[shown], np.ones(len(named))])
        mixture = fit_mixture(np.concatenate([seen.labs[shown], named]), weights, PROTOTYPES)
        often = np.log((seen.first == family).sum() + 5) / 2
        labs.append(mixture.means)
        spreads.append(-np.log(mixture.spreads))
        peaks.append(np.log(mixture.shares) - np.log(mixture.spreads).sum(axis=1) + often)
        owners += [family] * len(mixture.shares)
    peak = np.concatenate(peaks)
    return Prototypes(
        np.concatenate(labs), np.concatenate(spreads), peak - peak.mean(), np.array(owners)
    )
