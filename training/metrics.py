"""Figures of merit, from probabilities and truth as arrays."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

Array = NDArray[np.float64]
Truth = NDArray[np.floating] | NDArray[np.bool_]


def softmax(logits: NDArray[np.floating]) -> Array:
    """Row-wise softmax of [N, K]."""
    shifted = np.asarray(logits, np.float64)
    shifted = np.exp(shifted - shifted.max(axis=-1, keepdims=True))
    result: Array = shifted / shifted.sum(axis=-1, keepdims=True)
    return result


def sigmoid(logits: NDArray[np.floating]) -> Array:
    """Element-wise logistic function."""
    result: Array = 1.0 / (1.0 + np.exp(-np.asarray(logits, np.float64)))
    return result


def log_sigmoid(logits: NDArray[np.floating]) -> Array:
    """Element-wise logarithm of the logistic function, which never overflows."""
    result: Array = -np.logaddexp(0.0, -np.asarray(logits, np.float64))
    return result


def accuracy(probabilities: Array, truth: Truth) -> float:
    """Share of rows whose largest probability is at the true label (one-hot [N, K])."""
    return float((probabilities.argmax(axis=1) == truth.argmax(axis=1)).mean())


def macro_f1(chosen: NDArray[np.bool_], truth: Truth) -> float:
    """Mean F1 over the labels that occur in the truth, [N, K] each."""
    right = truth > 0.5
    both = (chosen & right).sum(axis=0)
    size = chosen.sum(axis=0) + right.sum(axis=0)
    present = right.any(axis=0)
    return float((2 * both[present] / np.maximum(size[present], 1)).mean())


def micro_f1(chosen: NDArray[np.bool_], truth: Truth) -> float:
    """F1 over all (row, label) decisions together."""
    right = truth > 0.5
    size = chosen.sum() + right.sum()
    return float(2 * (chosen & right).sum() / max(size, 1))


def average_precision(scores: Array, truth: Truth) -> float:
    """Area under the precision-recall curve of one label, [N] each: mean precision at each hit."""
    hits = truth[np.argsort(-scores, kind="stable")] > 0.5
    if not hits.any():
        return float("nan")
    precision = np.cumsum(hits) / np.arange(1, len(hits) + 1)
    return float(precision[hits].mean())


def mean_average_precision(scores: Array, truth: Truth) -> float:
    """Mean over the labels that occur, [N, K] each."""
    each = [average_precision(scores[:, k], truth[:, k]) for k in range(truth.shape[1])]
    return float(np.nanmean(each))


def calibration_error(confidence: Array, correct: NDArray[np.bool_], bins: int = 15) -> float:
    """Expected calibration error (Guo et al. 2017) over equal-width bins, [N] each."""
    place = np.minimum((confidence * bins).astype(int), bins - 1)
    error = 0.0
    for k in range(bins):
        inside = place == k
        if inside.any():
            gap = abs(float(confidence[inside].mean()) - float(correct[inside].mean()))
            error += gap * float(inside.mean())
    return error
