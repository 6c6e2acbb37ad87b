"""Whether the nearest images by embedding show the same garment in the same pattern."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from training.datasets import Example
from training.evaluation.figures import Bootstrap, Figure
from training.metrics import Array

NEIGHBOURS = 10


def precision_at(
    embedding: NDArray[np.floating],
    pairs: Sequence[tuple[str, str]],
    groups: Sequence[str],
    *,
    others_only: bool,
    count: int = NEIGHBOURS,
) -> tuple[Array, Array]:
    """Of each query the share of its `count` nearest images with its pair, and the best possible.

    The gallery is every other image; `others_only` leaves out those by the query's photographer,
    which are found by their bedspread as much as by their garment. [N] each.
    """
    codes = {pair: number for number, pair in enumerate(dict.fromkeys(pairs))}
    pair = np.array([codes[p] for p in pairs])
    who = np.array(groups)
    similarity = np.asarray(embedding, np.float64) @ np.asarray(embedding, np.float64).T
    hidden = who[:, None] == who[None, :] if others_only else np.eye(len(who), dtype=bool)
    same = (pair[:, None] == pair[None, :]) & ~hidden
    nearest = np.argsort(-np.where(hidden, -np.inf, similarity), axis=1, kind="stable")[:, :count]
    hits = np.take_along_axis(same, nearest, axis=1).sum(axis=1) / count
    best = np.minimum(same.sum(axis=1), count) / count
    return hits, best


def retrieval_figures(
    embedding: NDArray[np.floating], examples: Sequence[Example], bootstrap: Bootstrap
) -> dict[str, Figure]:
    """Precision at 10 with every test image as a query, in both galleries."""
    pairs = [(example.garments[0], example.pattern) for example in examples]
    groups = [example.group for example in examples]
    found = {}
    for name, others_only in (("retrieval", False), ("retrieval_others", True)):
        hits, best = precision_at(embedding, pairs, groups, others_only=others_only)
        found[f"{name}_precision_at_10"] = bootstrap.mean(hits)
        found[f"{name}_best_possible"] = bootstrap.mean(best)
    return found
