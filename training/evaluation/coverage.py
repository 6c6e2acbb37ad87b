"""How many images can be answered when wrong words are to be rare."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from training.evaluation.figures import Bootstrap, Figure
from training.evaluation.scored import Scored
from training.metrics import Array

PRECISION = 0.95


def lowest_confidence(confidence: Array, right: NDArray[np.bool_], precision: float) -> float:
    """The lowest confidence above which at least `precision` of the first labels are right.

    Infinite where no confidence is high enough.
    """
    if not len(confidence):
        return float("inf")
    order = np.argsort(-confidence, kind="stable")
    share = np.cumsum(right[order]) / np.arange(1, len(order) + 1)
    # Images of one confidence are answered together or not at all.
    ends = np.append(confidence[order][1:] < confidence[order][:-1], True)
    enough = np.flatnonzero((share >= precision) & ends)
    return float(confidence[order][enough[-1]]) if len(enough) else float("inf")


def coverage_figures(
    validation: Scored, test: Scored, bootstrap: Bootstrap
) -> tuple[dict[str, Figure], dict[str, float | None]]:
    """Coverage and precision on the test part, and the thresholds found on validation alone.

    Both parts are of one kind of photograph. A threshold is None where nothing can be answered.
    """
    found: dict[str, Figure] = {}
    thresholds: dict[str, float | None] = {}
    for head in test.single:
        known = validation.probabilities[head].max(axis=1)
        threshold = lowest_confidence(known, validation.right(head), PRECISION)
        answered = test.probabilities[head].max(axis=1) >= threshold
        right = test.right(head)
        found[f"{head}_coverage_at_95"] = bootstrap.mean(answered)
        found[f"{head}_precision_at_95"] = _precision(bootstrap, answered, right)
        thresholds[head] = round(threshold, 4) if np.isfinite(threshold) else None
    return found, thresholds


def _precision(
    bootstrap: Bootstrap, answered: NDArray[np.bool_], right: NDArray[np.bool_]
) -> Figure:
    return bootstrap.measure(
        lambda rows: float(right[rows][answered[rows]].mean()) if answered[rows].any() else np.nan
    )
