"""What a network gets right on photographers that it never saw."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import keras
import numpy as np
from numpy.typing import NDArray

from studio.core.taxonomy import Taxonomy
from training.calibrate import Calibration, Logits, calibrate
from training.datasets import Example, Targets, make_targets
from training.metrics import (
    accuracy,
    calibration_error,
    macro_f1,
    mean_average_precision,
    micro_f1,
    sigmoid,
    softmax,
)
from training.splits import Part

HEADS = ("garment", "garments", "pattern", "style")


def predict(network: keras.Model, pixels: NDArray[np.uint8]) -> Logits:
    """Logits of every head and the embedding, for uint8 images [N, S, S, 3]."""
    found: Logits = network.predict(pixels, batch_size=64, verbose=0)
    return found


def take(logits: Logits, rows: Sequence[int]) -> Logits:
    """The given rows of every output."""
    return {name: values[list(rows)] for name, values in logits.items()}


def rows_of(examples: Sequence[Example], part: Part, kind: str | None = None) -> list[int]:
    """Where the examples of one part (and kind) stand."""
    return [
        row
        for row, example in enumerate(examples)
        if example.part is part and kind in (None, example.kind)
    ]


def fit_calibration(logits: Logits, examples: Sequence[Example], taxonomy: Taxonomy) -> Calibration:
    """Temperatures and thresholds from the validation part."""
    rows = rows_of(examples, Part.VALIDATION)
    return calibrate(take(logits, rows), make_targets([examples[r] for r in rows], taxonomy))


def evaluate(
    logits: Logits, examples: Sequence[Example], taxonomy: Taxonomy, calibration: Calibration
) -> dict[str, Any]:
    """Every figure on the test part, garments and outfits apart."""
    report: dict[str, Any] = {}
    for kind in ("garments", "outfits"):
        rows = rows_of(examples, Part.TEST, kind)
        if rows:
            truth = make_targets([examples[r] for r in rows], taxonomy)
            report[kind] = _figures(take(logits, rows), truth, calibration)
            groups = {examples[r].group for r in rows}
            report[kind] |= {"images": len(rows), "groups": len(groups)}
    return report


def _figures(logits: Logits, truth: Targets, calibration: Calibration) -> dict[str, float]:
    t = calibration.temperature
    garment = softmax(logits["garment"] / t["garment"])
    pattern = softmax(logits["pattern"] / t["pattern"])
    worn = sigmoid(logits["garments"] / t["garments"])
    style = sigmoid(logits["style"] / t["style"])
    figures = {
        "garment_accuracy": accuracy(garment, truth.garment),
        "garment_macro_f1": macro_f1(_first(garment), truth.garment),
        "pattern_accuracy": accuracy(pattern, truth.pattern),
        "pattern_macro_f1": macro_f1(_first(pattern), truth.pattern),
        "worn_micro_f1": micro_f1(worn >= calibration.thresholds["garments"], truth.garments),
        "style_map": mean_average_precision(style, truth.style),
        "style_micro_f1": micro_f1(style >= calibration.thresholds["style"], truth.style),
    }
    for name, found, right in (
        ("garment", garment, truth.garment),
        ("pattern", pattern, truth.pattern),
    ):
        hit = found.argmax(axis=1) == right.argmax(axis=1)
        figures[f"{name}_calibration_error"] = calibration_error(found.max(axis=1), hit)
    return {name: round(value, 4) for name, value in figures.items()}


def _first(probabilities: NDArray[np.float64]) -> NDArray[np.bool_]:
    chosen = np.zeros(probabilities.shape, bool)
    chosen[np.arange(len(chosen)), probabilities.argmax(axis=1)] = True
    return chosen
