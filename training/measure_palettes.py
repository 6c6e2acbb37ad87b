"""Measures the palettes of a bundle on photographers that it never saw, and files the figures."""

from __future__ import annotations

import argparse
from pathlib import Path
from typing import Any

from studio.core.color import load_color_names
from studio.core.errors import BundleError
from studio.core.taxonomy import load_taxonomy
from studio.inference.bundle import load_bundle
from studio.inference.tagger import Tagger
from training.datasets import Example, load_examples
from training.errors import DataError
from training.evaluation.palettes import (
    SHOWN,
    distance_report,
    drawn_distances,
    labelled_figures,
    swap_distances,
)
from training.evaluation.report import FILE, read_json, write_json
from training.splits import Part

_TAXONOMY = Path(__file__).resolve().parent.parent / "resources" / "taxonomy"
_SWAPPED = 40  # garments that are laid on other backgrounds
_DRAWN = 200
_SWAP_LIMIT, _DRAWN_LIMIT = 4.0, 5.0  # CIEDE2000


def measure_palettes(arguments: argparse.Namespace) -> None:
    """Write `palettes` into the metrics.json of the bundle `arguments.id`, and print it."""
    folder = arguments.bundles / arguments.id
    metrics = read_json(folder / FILE)
    try:
        tagger = Tagger(load_bundle(folder), arguments.precision)
    except BundleError as error:
        raise DataError(f"{folder}: {error}") from error
    names = load_color_names(_TAXONOMY / "color-names.toml")
    taxonomy = load_taxonomy(_TAXONOMY / "taxonomy.toml")
    examples = load_examples(arguments.data, arguments.labels, taxonomy, seed=metrics["split_seed"])
    asked = [e for e in examples if e.part is Part.TEST]
    report: dict[str, Any] = {"precision": arguments.precision, "shown_from": SHOWN}
    for kind in ("garments", "outfits"):
        chosen = [e for e in asked if e.kind == kind]
        report[kind] = {"images": len(chosen), "ways": labelled_figures(chosen, tagger, names)}
        for way, found in report[kind]["ways"].items():
            values = {name: figure["value"] for name, figure in found["figures"].items()}
            print(f"{kind}, {way}: {values}", flush=True)
    swaps = swap_distances(_movable(asked), tagger, names)
    report["swapped"] = distance_report(swaps, _SWAP_LIMIT)
    report["drawn"] = distance_report(drawn_distances(tagger, names, _DRAWN), _DRAWN_LIMIT)
    print(f"other backgrounds: {report['swapped']}\ndrawn: {report['drawn']}")
    write_json(folder / FILE, metrics | {"palettes": report})


def _movable(examples: list[Example]) -> list[Example]:
    """Items with a checked mask, spread over the photographers."""
    movable = [e for e in examples if e.kind == "garments" and e.mask is not None]
    return movable[:: max(1, len(movable) // _SWAPPED)][:_SWAPPED]
