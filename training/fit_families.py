"""Fits the colour families of resources/taxonomy and says how well photographs are filed.

Command: python -m training.fit_families --data DIR --labels DIR
"""

from __future__ import annotations

import argparse
import tomllib
from collections.abc import Sequence
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from studio.core.color import SHINE, parse_hex, to_oklab
from studio.core.taxonomy import Facet, load_taxonomy
from studio.inference.bundle import find_bundle
from studio.inference.tagger import Tagger
from training.datasets import load_examples
from training.families.fit import Anchors, Prototypes, fit_prototypes
from training.families.observe import Observations, observe
from training.families.validate import Filed, file_unseen, first_family, hand_rules, score
from training.splits import Part

_RESOURCES = Path(__file__).resolve().parent.parent / "resources"
_TAXONOMY, _MODELS = _RESOURCES / "taxonomy", _RESOURCES / "models"

_HEAD = """\
# Where the colour families lie in OKLab: how common a typical colour is and how far it spreads
# along L, a and b. A colour is filed under the family of the prototype that is densest there.
# Written by `python -m training.fit_families`; docs/colour-names.md says how.
"""


def main(words: Sequence[str] | None = None) -> None:
    """Observe, validate, print, and write color-families.toml."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--data", type=Path, required=True)
    parser.add_argument("--labels", type=Path, required=True)
    parser.add_argument("--names", type=Path, default=_TAXONOMY / "color-names.toml")
    parser.add_argument("--output", type=Path, default=_TAXONOMY / "color-families.toml")
    parser.add_argument("--cache", type=Path, default=Path("build/training/pixels"))
    parser.add_argument("--seed", type=int, default=20, help="the split whose training part fits")
    parser.add_argument("--dry-run", action="store_true", help="print alone")
    arguments = parser.parse_args(words)
    taxonomy = load_taxonomy(_TAXONOMY / "taxonomy.toml")
    facet = taxonomy.get("color")
    families = facet.label_ids()
    examples = load_examples(arguments.data, arguments.labels, taxonomy, seed=arguments.seed)
    chosen = [example for example in examples if example.part is Part.TRAIN]
    seen = observe(chosen, families, Tagger(find_bundle(_MODELS), "int8"), arguments.cache)
    anchors = read_anchors(arguments.names, facet)
    fitted = fit_prototypes(seen, anchors, families)
    print(compare(seen, anchors, fitted, families))
    if not arguments.dry_run:
        arguments.output.write_text(format_prototypes(fitted, families), encoding="utf-8")


def read_anchors(names: Path, facet: Facet) -> Anchors:
    """The flat names, and the swatches that the taxonomy shows for its families."""
    families = facet.label_ids()
    # Read here, not by the application: it asks for both files, and this one is about to be made.
    tables = tomllib.loads(names.read_text(encoding="utf-8"))
    named = [
        (families.index(family), to_oklab(*parse_hex(text)))
        for family, rows in tables.items()
        for text in rows.values()
    ]
    named += [(families.index(x.id), to_oklab(*parse_hex(x.hex))) for x in facet.labels if x.hex]
    flat = [(family, lab) for family, lab in named if families[family] != SHINE]
    return Anchors(np.array([lab for _, lab in flat]), np.array([family for family, _ in flat]))


def compare(
    seen: Observations, anchors: Anchors, fitted: Prototypes, families: Sequence[str]
) -> str:
    """One table: hand-written limits and the fit, by whole palette and by largest cluster."""
    rules = hand_rules(families)
    ways = {
        "hand-written": (rules(seen.labs), rules(anchors.labs)),
        "fitted": (file_unseen(seen, anchors, families), fitted.file(anchors.labs)),
    }
    lines = ["first colour right, photographers left out   garments  outfits  families  flat names"]
    for way, (filed, flat) in ways.items():
        named = float((flat == anchors.families).mean())
        found: dict[str, Filed] = {
            "whole palette": first_family(filed, seen.shares),
            "largest cluster": filed[:, 0],
        }
        for rule, families_found in found.items():
            figures = score(families_found, seen)
            values = [figures.get(k, float("nan")) for k in ("garments", "outfits", "families")]
            row = f"{way}, {rule}"
            lines.append(f"{row:44} " + " ".join(f"{v:8.3f}" for v in (*values, named)))
    lines.append(f"{len(seen.first)} images of {len(set(seen.groups.tolist()))} photographers")
    return "\n".join(lines)


def format_prototypes(fitted: Prototypes, families: Sequence[str]) -> str:
    """The prototypes as color-families.toml, weights summing to one."""
    spreads = np.exp(-fitted.spreads)
    weights = np.exp(fitted.peaks) * spreads.prod(axis=1)
    weights /= weights.sum()
    tables = []
    for index, family in enumerate(families):
        rows = np.flatnonzero(fitted.families == index)
        if not len(rows):
            continue
        listed = "\n".join(
            f"    {{ weight = {weights[row]:.2e}, lab = {_list(fitted.labs[row])}, "
            f"spread = {_list(spreads[row])} }},"
            for row in rows[np.argsort(-weights[rows])]
        )
        tables.append(f"[{family}]\nprototypes = [\n{listed}\n]\n")
    return "\n".join([_HEAD, *tables])


def _list(values: NDArray[np.float64]) -> str:
    return f"[{', '.join(f'{value:.4f}' for value in values)}]"


if __name__ == "__main__":
    main()
