"""metrics.json: everything that was measured, in one file that the model card is made from."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

from training.config import Config
from training.datasets import Example
from training.errors import DataError
from training.evaluation.coverage import PRECISION
from training.evaluation.few_shot import EPISODES, QUERIES, RIDGE, WAYS
from training.evaluation.figures import ROUNDS, SEED
from training.evaluation.pointing import MOSAICS
from training.splits import Part

SCHEMA = 1
FILE = "metrics.json"

_METHOD = {
    "bootstrap_rounds": ROUNDS,
    "bootstrap_over": "groups",
    "interval": 0.95,
    "seed": SEED,
    "coverage_precision": PRECISION,
    "few_shot": {"ways": WAYS, "episodes": EPISODES, "queries": QUERIES, "ridge": RIDGE},
    "mosaics": MOSAICS,
}


def make_metrics(
    config: Config,
    bundle: str,
    examples: Sequence[Example],
    networks: Mapping[str, Any],
    baselines: Mapping[str, Any],
) -> dict[str, Any]:
    """The content of metrics.json, as docs/metrics.md describes it.

    `networks` and `baselines` hold what `training.evaluate.evaluate` returned, by name.
    """
    return {
        "schema": SCHEMA,
        "bundle": bundle,
        "config": config.name,
        "input_size": config.input_size,
        "seed": config.seed,
        "split_seed": config.split_seed,
        "method": _METHOD,
        "data": _counts(examples),
        "networks": dict(networks),
        "baselines": dict(baselines),
    }


def _counts(examples: Sequence[Example]) -> dict[str, dict[str, dict[str, int]]]:
    """Images, groups and the largest group's images, by kind and part."""
    found: dict[str, dict[str, dict[str, int]]] = {}
    for kind in dict.fromkeys(example.kind for example in examples):
        found[kind] = {}
        for part in Part:
            groups = [e.group for e in examples if e.kind == kind and e.part is part]
            if groups:
                found[kind][part.value] = {
                    "images": len(groups),
                    "groups": len(set(groups)),
                    "largest_group": max(groups.count(group) for group in set(groups)),
                }
    return found


def summary(networks: Mapping[str, Any]) -> dict[str, Any]:
    """The bare values by network, kind and figure: what the manifest repeats."""
    return {
        name: {
            kind: {figure: entry["value"] for figure, entry in report[kind]["figures"].items()}
            for kind in ("garments", "outfits", "together")
            if kind in report
        }
        for name, report in networks.items()
    }


def write_json(path: Path, content: Mapping[str, Any]) -> None:
    """Write in one step, so that an interrupted run leaves no half file."""
    path.parent.mkdir(parents=True, exist_ok=True)
    partial = path.with_suffix(".partial")
    text = json.dumps(content, indent=1, ensure_ascii=False, allow_nan=False)
    partial.write_text(text + "\n", encoding="utf-8")
    partial.replace(path)


def read_json(path: Path) -> Any:
    """The content of a file that a stage wrote; raises DataError naming it."""
    try:
        return json.loads(path.read_text(encoding="utf-8"))
    except (OSError, ValueError) as error:
        raise DataError(f"{path}: cannot be read ({error}).") from error
