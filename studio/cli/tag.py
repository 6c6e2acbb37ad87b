"""`fashion-studio tag`: tag files without a library."""

from __future__ import annotations

import argparse
import sys
from pathlib import Path
from typing import Any

from studio.cli.common import ProgressLine, add_json, one_line, palette_json, print_json, printable
from studio.core.asset import Analysis
from studio.core.prediction import Prediction
from studio.library.tagging import tag_files
from studio.resources import get_places


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """The command's own options."""
    parser.add_argument("files", nargs="+", type=Path, metavar="FILE", help="image files")
    add_json(parser)
    parser.add_argument(
        "--all", action="store_true", help="every label with its confidence, not the assigned only"
    )
    parser.set_defaults(run=run)


def run(arguments: argparse.Namespace) -> int:
    """Tag each file in order; 1 when one failed."""
    failed = 0
    line = ProgressLine()
    results = tag_files(arguments.files, get_places())
    for done, (path, outcome) in enumerate(results, start=1):
        line.end()
        if isinstance(outcome, Analysis):
            if arguments.json:
                print_json(_analysis_json(path, outcome, every=arguments.all))
            else:
                print(_text(path, outcome, every=arguments.all))
        else:
            failed += 1
            if arguments.json:
                print_json({"path": printable(path), "error": str(outcome)})
            print(f"{one_line(path)}: {outcome}", file=sys.stderr)
        line.show(done, len(arguments.files), "Tagging")
    line.end()
    return 1 if failed else 0


def _analysis_json(path: str, found: Analysis, *, every: bool) -> dict[str, Any]:
    garments = _of(found, "garment")
    patterns = _of(found, "pattern")
    value: dict[str, Any] = {
        "path": printable(path),
        "garment": _label(garments[0]),
        "garments": [_label(p) for p in garments if p.assigned],
        "pattern": _label(patterns[0]),
        "style": [_label(p) for p in _of(found, "style") if p.assigned],
        "palette": palette_json(found.palette),
        "colors": list(found.colors),
    }
    if every:
        value["all"] = {
            facet: [_label(p) for p in _of(found, facet)]
            for facet in ("style", "color", "garment", "pattern")
            if _of(found, facet)
        }
    return value


def _of(found: Analysis, facet: str) -> list[Prediction]:
    return [p for p in found.predictions if p.facet == facet]


def _label(prediction: Prediction) -> dict[str, Any]:
    value: dict[str, Any] = {
        "label": prediction.label,
        "confidence": round(prediction.score, 4),
    }
    if prediction.unsure:
        value["unsure"] = True
    return value


def _text(path: str, found: Analysis, *, every: bool) -> str:
    def words(facet: str) -> str:
        return ", ".join(
            f"{p.label} {p.score:.0%}" for p in _of(found, facet) if p.assigned or every
        )

    colors = ", ".join(f"{s.name} {s.hex} {s.coverage:.0%}" for s in found.palette)
    return (
        f"{one_line(path)}\n  garment  {words('garment')}\n  pattern  {words('pattern')}\n"
        f"  style    {words('style')}\n  colour   {colors}"
    )
