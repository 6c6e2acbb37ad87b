"""Temperatures and thresholds, found on the validation part alone."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from training.datasets import Targets
from training.metrics import log_sigmoid, sigmoid, softmax

Logits = dict[str, NDArray[np.float32]]

# A single label that is right less often than this at its confidence is shown as "Unsure".
WANTED_PRECISION = 0.7
SINGLE = ("garment", "pattern", "color")  # one label an image: softmax, the first counts
SEVERAL = ("garments", "style", "colors")  # any number: sigmoid, each above its threshold


@dataclass(frozen=True, slots=True)
class Calibration:
    """What turns logits into honest confidences and decisions."""

    temperature: dict[str, float]  # of every head
    unsure_below: dict[str, float]  # of the heads in SINGLE
    thresholds: dict[str, NDArray[np.float64]]  # of the heads in SEVERAL, by label
    worn_share: float = 0.0  # how much the head of all garments worn says about the first

    def probabilities(self, logits: Logits) -> dict[str, NDArray[np.float64]]:
        """What every head says, [N, labels] each, as the application would show it.

        A network may lack the heads of colour.
        """
        worn = logits["garments"] / self.temperature["garments"]
        first = logits["garment"] + self.worn_share * log_sigmoid(worn)
        found = {
            "garment": softmax(first / self.temperature["garment"]),
            "garments": sigmoid(worn),
            "pattern": softmax(logits["pattern"] / self.temperature["pattern"]),
            "style": sigmoid(logits["style"] / self.temperature["style"]),
        }
        if "color" in logits:
            found["color"] = softmax(logits["color"] / self.temperature["color"])
            found["colors"] = sigmoid(logits["colors"] / self.temperature["colors"])
        return found

    def decisions(
        self, probabilities: dict[str, NDArray[np.float64]]
    ) -> dict[str, NDArray[np.bool_]]:
        """Which labels the application assigns, [N, labels] by head.

        Of a single-label head the first; of the others those above their threshold, and besides
        the first garment and colour, and the strongest style where none is above.
        """
        chosen = {head: _first_only(probabilities[head]) for head in heads(SINGLE, probabilities)}
        for head in heads(SEVERAL, probabilities):
            chosen[head] = probabilities[head] >= self.thresholds[head]
        chosen["garments"] |= chosen["garment"]
        if "color" in chosen:
            chosen["colors"] |= chosen["color"]
        none = ~chosen["style"].any(axis=1, keepdims=True)
        chosen["style"] |= none & _first_only(probabilities["style"])
        return chosen


def heads(kind: tuple[str, ...], outputs: Mapping[str, object]) -> list[str]:
    """Those heads of `kind` (SINGLE or SEVERAL) that a network has."""
    return [head for head in kind if head in outputs]


def _first_only(probabilities: NDArray[np.float64]) -> NDArray[np.bool_]:
    """True at the largest value of each row alone."""
    chosen = np.zeros(probabilities.shape, bool)
    chosen[np.arange(len(chosen)), probabilities.argmax(axis=1)] = True
    return chosen


def calibrate(logits: Logits, truth: Targets) -> Calibration:
    """Fit on validation logits and their targets."""
    temperature = {
        "pattern": _softmax_temperature(logits["pattern"], truth.pattern)[0],
        "garments": _sigmoid_temperature(logits["garments"], truth.garments),
        "style": _sigmoid_temperature(logits["style"], truth.style),
    }
    if "color" in logits:
        first = _first_only(np.asarray(truth.color, np.float64)).astype(np.float32)
        temperature["color"] = _softmax_temperature(logits["color"], first)[0]
        temperature["colors"] = _sigmoid_temperature(logits["colors"], truth.colors)
    # Two heads know more of the first garment than one: how much, validation has to say.
    says = log_sigmoid(logits["garments"] / temperature["garments"])
    fits = {
        share: _softmax_temperature(logits["garment"] + share * says, truth.garment)
        for share in _WORN_SHARES
    }
    share = min(fits, key=lambda share: fits[share][1])
    temperature["garment"] = fits[share][0]
    found = Calibration(temperature, {}, {}, share).probabilities(logits)
    unsure = {n: _unsure_below(found[n], getattr(truth, n)) for n in heads(SINGLE, found)}
    thresholds = {n: _thresholds(found[n], getattr(truth, n)) for n in heads(SEVERAL, found)}
    return Calibration(temperature, unsure, thresholds, share)


_TEMPERATURES = np.geomspace(0.4, 3.0, 60)
_WORN_SHARES = (0.0, 0.25, 0.5, 0.75, 1.0)


def _softmax_temperature(
    logits: NDArray[np.floating], truth: NDArray[np.float32]
) -> tuple[float, float]:
    """The temperature of the highest likelihood (Guo et al. 2017), and its loss."""
    losses = [
        -np.log(np.maximum((softmax(logits / t) * truth).sum(axis=1), 1e-9)).mean()
        for t in _TEMPERATURES
    ]
    best = int(np.argmin(losses))
    return float(_TEMPERATURES[best]), float(losses[best])


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
