"""What a network gets right on photographers that it never saw."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

import numpy as np
from numpy.typing import NDArray

from studio.core.taxonomy import Taxonomy
from training.calibrate import Calibration, Logits, calibrate
from training.datasets import Example, make_targets
from training.evaluation.coverage import coverage_figures
from training.evaluation.facets import calibration_figures, facet_figures
from training.evaluation.few_shot import few_shot_figures
from training.evaluation.figures import Bootstrap, Figure
from training.evaluation.labels import confusions, label_tables
from training.evaluation.masking import mask_figures
from training.evaluation.pointing import Runner, evidence_gap, pointing_figures
from training.evaluation.retrieval import retrieval_figures
from training.evaluation.scored import Scored, score
from training.evaluation.ten_classes import ten_class_figures
from training.splits import Part

if TYPE_CHECKING:
    import keras  # takes seconds to load, and the figures do without

KINDS = ("garments", "outfits")


def predict(network: keras.Model, pixels: NDArray[np.uint8]) -> Logits:
    """Every output of a network, for uint8 images [N, S, S, 3]."""
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
    logits: Logits,
    examples: Sequence[Example],
    taxonomy: Taxonomy,
    calibration: Calibration,
    run: Runner | None = None,
    pixels: NDArray[np.uint8] | None = None,
) -> dict[str, Any]:
    """Every figure on the test part, garments and outfits apart, as docs/metrics.md describes.

    `logits`, `examples` and `pixels` have the same rows; the training part may be left out. What
    a network has no output for (embedding, mask, evidence) is not measured. `run` answers for the
    mosaics that test the evidence maps, which are tiled from `pixels`.
    """
    scored = {
        (part, kind): _score(logits, examples, taxonomy, calibration, rows_of(examples, part, kind))
        for part in (Part.VALIDATION, Part.TEST)
        for kind in (*KINDS, None)
    }
    report: dict[str, Any] = {}
    for kind in KINDS:
        rows, test = rows_of(examples, Part.TEST, kind), scored[Part.TEST, kind]
        if rows:
            report[kind] = _report(take(logits, rows), test, calibration)
            found, thresholds = coverage_figures(
                scored[Part.VALIDATION, kind], test, Bootstrap(test.groups)
            )
            report[kind]["figures"] |= _as_json(found)
            report[kind]["coverage_thresholds"] = thresholds
    items = rows_of(examples, Part.TEST, "garments")
    if items and "embedding" in logits:
        strangers = sorted([*items, *rows_of(examples, Part.VALIDATION, "garments")])
        found = few_shot_figures(logits["embedding"][strangers], [examples[r] for r in strangers])
        report["garments"]["figures"] |= _as_json(found)
    if items and "evidence" in logits and run is not None and pixels is not None:
        test = scored[Part.TEST, "garments"]
        found = pointing_figures(
            run, np.asarray(pixels[items]), test.examples, test.labels["garment"]
        )
        report["garments"]["figures"] |= _as_json(found)
    if "evidence" in logits:
        report["evidence_gap"] = float(f"{evidence_gap(logits):.3g}")
    everything = scored[Part.TEST, None]
    found = calibration_figures(everything, Bootstrap(everything.groups))
    report["together"] = {"counts": _counts(everything), "figures": _as_json(found)}
    return report


def _score(
    logits: Logits,
    examples: Sequence[Example],
    taxonomy: Taxonomy,
    calibration: Calibration,
    rows: list[int],
) -> Scored:
    return score(take(logits, rows), [examples[r] for r in rows], taxonomy, calibration)


def _report(logits: Logits, test: Scored, calibration: Calibration) -> dict[str, Any]:
    """What is measured on each kind of photograph alike; `logits` are those of `test`."""
    bootstrap = Bootstrap(test.groups)
    figures = facet_figures(test, bootstrap) | calibration_figures(test, bootstrap)
    counts = _counts(test)
    if "embedding" in logits:
        figures |= retrieval_figures(logits["embedding"], test.examples, bootstrap)
    if "mask" in logits:
        found, counts["masks"] = mask_figures(logits["mask"], test.examples)
        figures |= found
    if test.examples[0].kind == "garments":
        found, number = ten_class_figures(
            test.probabilities["garment"], test.examples, test.labels["garment"]
        )
        figures |= found
        counts |= number
    return {
        "counts": counts,
        "figures": _as_json(figures),
        "labels": label_tables(test, calibration),
        "confusion": confusions(test),
    }


def _counts(scored: Scored) -> dict[str, int]:
    return {"images": len(scored.examples), "groups": len(set(scored.groups))}


def _as_json(figures: dict[str, Figure]) -> dict[str, Any]:
    return {name: figure.as_json() for name, figure in figures.items()}
