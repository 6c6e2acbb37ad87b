"""A mixture of normal distributions, fitted to weighted points by expectation maximisation."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

Array = NDArray[np.float64]

_ROUNDS = 25
_EXPECTED = np.array([0.035, 0.018, 0.018])  # the spread of a colour of which little is known
_CERTAINTY = 8.0  # how many points that expectation counts as


@dataclass(frozen=True, slots=True)
class Mixture:
    """K normal distributions along the axes."""

    shares: Array  # [K], summing to one
    means: Array  # [K, 3]
    spreads: Array  # [K, 3], standard deviations


def fit_mixture(points: Array, weights: Array, count: int) -> Mixture:
    """Fit at most `count` distributions (fewer to few points) to [N, 3] with weights [N]."""
    count = min(count, max(1, int(weights.sum() // 15)))
    means = _seeds(points, weights, count)
    spreads = np.tile(_EXPECTED * 2, (count, 1))
    shares = np.full(count, 1 / count)
    for _ in range(_ROUNDS):
        gaps = (points[:, None] - means) / spreads
        scores = np.log(shares) - np.log(spreads).sum(axis=1) - (gaps * gaps).sum(axis=-1) / 2
        member = np.exp(scores - scores.max(axis=1, keepdims=True))
        member *= (weights / member.sum(axis=1))[:, None]
        sizes = member.sum(axis=0) + 1e-9
        shares = (sizes + 1) / (sizes + 1).sum()
        means = (member.T @ points) / sizes[:, None]
        squares = (member[..., None] * (points[:, None] - means) ** 2).sum(axis=0)
        spreads = np.sqrt((squares + _CERTAINTY * _EXPECTED**2) / (sizes + _CERTAINTY)[:, None])
    return Mixture(shares, means, spreads)


def _seeds(points: Array, weights: Array, count: int) -> Array:
    """The mean, and points that are heavy and far from those chosen before."""
    rng = np.random.default_rng(0)
    seeds = [np.average(points, axis=0, weights=weights)]
    while len(seeds) < count:
        far = np.min([(((points - seed) / _EXPECTED) ** 2).sum(axis=1) for seed in seeds], axis=0)
        seeds.append(
            points[np.argmax(rng.gumbel(size=len(points)) + np.log(far * weights + 1e-12))]
        )
    return np.array(seeds)
