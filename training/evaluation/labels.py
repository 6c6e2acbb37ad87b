"""What each label is worth, and which labels are taken for which."""

from __future__ import annotations

from typing import Any

import numpy as np

from training.calibrate import SEVERAL, Calibration
from training.evaluation.scored import Scored
from training.metrics import average_precision


def label_tables(scored: Scored, calibration: Calibration) -> dict[str, dict[str, Any]]:
    """By head and label: precision, recall, F1, AP, support and threshold; null where undefined.

    The threshold of a single-label head is the confidence under which the application says
    "Unsure"; precision and recall count unsure answers, too.
    """
    tables: dict[str, dict[str, Any]] = {}
    for head in (*scored.single, *scored.several):
        tables[head] = {}
        for k, label in enumerate(scored.labels[head]):
            chosen, truth = scored.chosen[head][:, k], scored.truth[head][:, k]
            both, said, support = (int(v.sum()) for v in (chosen & truth, chosen, truth))
            threshold = (
                calibration.thresholds[head][k]
                if head in SEVERAL
                else calibration.unsure_below[head]
            )
            tables[head][label] = {
                "precision": _ratio(both, said),
                "recall": _ratio(both, support),
                "f1": _ratio(2 * both, said + support) if support else None,
                "ap": _rounded(average_precision(scored.probabilities[head][:, k], truth)),
                "support": support,
                "threshold": round(float(threshold), 4),
            }
    return tables


def confusions(scored: Scored) -> dict[str, dict[str, Any]]:
    """By single-label head how often each true label (row) was taken for each (column)."""
    matrices = {}
    for head in scored.single:
        count = len(scored.labels[head])
        counts = np.zeros((count, count), int)
        known = scored.truth[head].any(axis=1)
        truth = scored.truth[head].argmax(axis=1)[known]
        answer = scored.probabilities[head].argmax(axis=1)[known]
        np.add.at(counts, (truth, answer), 1)
        matrices[head] = {"labels": list(scored.labels[head]), "counts": counts.tolist()}
    return matrices


def _ratio(part: int, whole: int) -> float | None:
    return round(part / whole, 4) if whole else None


def _rounded(value: float) -> float | None:
    return None if np.isnan(value) else round(value, 4)
