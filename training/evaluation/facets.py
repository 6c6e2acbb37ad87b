"""The figures of every head on one kind of photograph."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np

from training.calibrate import SEVERAL
from training.evaluation.figures import SEED, Bootstrap, Figure
from training.evaluation.scored import Scored, Truth
from training.metrics import (
    Array,
    calibration_error,
    macro_f1,
    mean_average_precision,
    micro_f1,
)

# head -> how its figures are called
NAMES = {
    "garment": "garment",
    "garments": "worn",
    "pattern": "pattern",
    "style": "style",
    "color": "color",
    "colors": "colors",
}
_FLOOR_DRAWS = 50


def facet_figures(scored: Scored, bootstrap: Bootstrap) -> dict[str, Figure]:
    """Accuracy, F1 and average precision of every head."""
    found: dict[str, Figure] = {}
    for head in scored.single:
        found[f"{NAMES[head]}_accuracy"] = bootstrap.mean(scored.right(head))
        found[f"{NAMES[head]}_macro_f1"] = _f1(scored, bootstrap, head, macro_f1)
    for head in scored.several:
        found[f"{NAMES[head]}_micro_f1"] = _f1(scored, bootstrap, head, micro_f1)
    style, truth = scored.probabilities["style"], scored.truth["style"]
    found["style_map"] = bootstrap.measure(
        lambda rows: mean_average_precision(style[rows], truth[rows])
    )
    found["style_first_in_top_2"] = bootstrap.mean(_first_in_top(scored, 2))
    if "color" in scored.probabilities:
        found["color_in_set"] = bootstrap.mean(_first_in_set(scored))
    return found


def calibration_figures(scored: Scored, bootstrap: Bootstrap) -> dict[str, Figure]:
    """Calibration error of every head, and what an honest network would show on as many images."""
    found: dict[str, Figure] = {}
    for head in (*scored.single, *scored.several):
        confidence, right = _claims(scored, head)
        found[f"{NAMES[head]}_calibration_error"] = _error(bootstrap, confidence, right)
        found[f"{NAMES[head]}_calibration_floor"] = _floor(confidence)
    return found


def _f1(
    scored: Scored, bootstrap: Bootstrap, head: str, measure: Callable[[Truth, Truth], float]
) -> Figure:
    chosen, truth = scored.chosen[head], scored.truth[head]
    return bootstrap.measure(lambda rows: measure(chosen[rows], truth[rows]))


def _claims(scored: Scored, head: str) -> tuple[Array, Truth]:
    """Confidences and whether they held, [N, claims]: the first label, or every decision."""
    if head in SEVERAL:
        return scored.probabilities[head], scored.truth[head]
    return scored.probabilities[head].max(axis=1)[:, None], scored.right(head)[:, None]


def _error(bootstrap: Bootstrap, confidence: Array, right: Truth) -> Figure:
    return bootstrap.measure(
        lambda rows: calibration_error(confidence[rows].ravel(), right[rows].ravel())
    )


def _floor(confidence: Array) -> Figure:
    """The calibration error that is left when every confidence is exactly true: chance alone."""
    flat = confidence.ravel()
    rng = np.random.default_rng(SEED)
    errors = [calibration_error(flat, rng.random(len(flat)) < flat) for _ in range(_FLOOR_DRAWS)]
    low, high = np.percentile(errors, [2.5, 97.5])
    return Figure(float(np.mean(errors)), float(low), float(high))


def _first_in_set(scored: Scored) -> Array:
    """Whether the first colour is among those that a person named, [N]."""
    first = scored.probabilities["color"].argmax(axis=1)
    return np.asarray(scored.truth["colors"][np.arange(len(first)), first], np.float64)


def _first_in_top(scored: Scored, count: int) -> Array:
    """Whether the strongest style that a person named is among the network's first ones, [N]."""
    labels = scored.labels["style"]
    first = np.array([labels.index(example.styles[0]) for example in scored.examples], int)
    top = np.argsort(-scored.probabilities["style"], axis=1, kind="stable")[:, :count]
    return np.asarray((top == first[:, None]).any(axis=1), np.float64)
