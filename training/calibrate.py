"""Temperatures and thresholds, found on the validation part alone."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from training.datasets import Targets
from training.metrics import sigmoid, softmax

Logits = dict[str, NDArray[np.float32]]

# A single label that is right less often than this at its confidence is shown as "Unsure".
WANTED_PRECISION = 0.7


@dataclass(frozen=True, slots=True)
class Calibration:
    """What turns logits into honest confidences and decisions."""

    temperature: dict[str, float]  # of every head
    unsure_below: dict[str, float]  # of garment and pattern
    thresholds: dict[str, NDArray[np.float64]]  # of garments (worn) and style, by label

    def probabilities(self, logits: Logits) -> dict[str, NDArray[np.float64]]:
        """What every head says, [N, labels] each, as the application would show it."""
        return {
            name: squash(logits[name] / self.temperature[name])
            for name, squash in (
                ("garment", softmax),
                ("garments", sigmoid),
                ("pattern", softmax),
                ("style", sigmoid),
            )
        }


def calibrate(logits: Logits, truth: Targets) -> Calibration:
    """Fit on validation logits and their targets."""
    temperature = {
        "garment": _softmax_temperature(logits["garment"], truth.garment),
        "pattern": _softmax_temperature(logits["pattern"], truth.pattern),
        "garments": _sigmoid_temperature(logits["garments"], truth.garments),
        "style": _sigmoid_temperature(logits["style"], truth.style),
    }
    unsure = {
        name: _unsure_below(softmax(logits[name] / temperature[name]), getattr(truth, name))
        for name in ("garment", "pattern")
    }
    thresholds = {
        name: _thresholds(sigmoid(logits[name] / temperature[name]), getattr(truth, name))
        for name in ("garments", "style")
    }
    return Calibration(temperature, unsure, thresholds)


_TEMPERATURES = np.geomspace(0.4, 3.0, 60)


def _softmax_temperature(logits: NDArray[np.float32], truth: NDArray[np.float32]) -> float:
    """The temperature of the highest likelihood (Guo et al. 2017)."""
    losses = [
        -np.log(np.maximum((softmax(logits / t) * truth).sum(axis=1), 1e-9)).mean()
        for t in _TEMPERATURES
    ]
    return float(_TEMPERATURES[int(np.argmin(losses))])


def _sigmoid_temperature(logits: NDArray[np.float32], truth: NDArray[np.float32]) -> float:
    losses = []
    for t in _TEMPERATURES:
        p = np.clip(sigmoid(logits / t), 1e-6, 1 - 1e-6)
        losses.append(-(truth * np.log(p) + (1 - truth) * np.log(1 - p)).mean())
    return float(_TEMPERATURES[int(np.argmin(losses))])


def _unsure_below(probabilities: NDArray[np.float64], truth: NDArray[np.float32]) -> float:
    """The confidence at which the first label is right about `WANTED_PRECISION` of the time.

    Read from a window over the images sorted by confidence, so that it speaks of images near
    the threshold and not of the sure ones above it.
    """
    confidence = probabilities.max(axis=1)
    right = probabilities.argmax(axis=1) == truth.argmax(axis=1)
    order = np.argsort(confidence)
    window = max(20, len(order) // 12)
    for start in range(max(1, len(order) - window)):
        inside = order[start : start + window]
        if right[inside].mean() >= WANTED_PRECISION:
            return float(np.clip(confidence[inside].mean(), 0.3, 0.9))
    return 0.9


def _thresholds(
    probabilities: NDArray[np.float64], truth: NDArray[np.float32]
) -> NDArray[np.float64]:
    """Per label the threshold of the best F1, drawn towards one for all where examples are few."""
    grid = np.linspace(0.15, 0.7, 45)
    shared = float(grid[int(np.argmax([_f1(probabilities >= t, truth > 0.5) for t in grid]))])
    found = np.empty(truth.shape[1])
    for k in range(truth.shape[1]):
        scores = [_f1(probabilities[:, k] >= t, truth[:, k] > 0.5) for t in grid]
        best = float(grid[int(np.argmax(scores))])
        examples = float((truth[:, k] > 0.5).sum())
        trust = examples / (examples + 60.0)
        found[k] = trust * best + (1 - trust) * shared
    return found


def _f1(chosen: NDArray[np.bool_], right: NDArray[np.bool_]) -> float:
    return float(2 * (chosen & right).sum() / max(1, chosen.sum() + right.sum()))
