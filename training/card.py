"""The model card: docs/model-card.md, made from a bundle's metrics.json and manifest.json."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from string import Template
from typing import Any

from training.card_palettes import palette_section
from training.card_tables import (
    baseline_table,
    confusion_lists,
    figure_table,
    label_sections,
    table,
)
from training.errors import DataError
from training.evaluation.report import FILE, read_json

_TEMPLATE = Path(__file__).with_name("card.md")
_KINDS = {
    "garments": "single items",
    "outfits": "outfits",
    "fabrics": "close-ups of fabric",
    "drawn": "drawn garments",
}
FEW = 20  # test images; a label with fewer says little


def write_card(bundle: Path, target: Path) -> None:
    """Write the card of the bundle in the folder `bundle`; raises DataError naming a bad file."""
    metrics, manifest = read_json(bundle / FILE), read_json(bundle / "manifest.json")
    try:
        text = make_card(metrics, manifest)
    except (KeyError, TypeError, ValueError) as error:
        raise DataError(f"{bundle / FILE}: not what the model card needs ({error!r}).") from error
    target.parent.mkdir(parents=True, exist_ok=True)
    target.write_text(text, encoding="utf-8")


def make_card(metrics: Mapping[str, Any], manifest: Mapping[str, Any]) -> str:
    """The card's Markdown; every number in it stands in one of the two files, or in card.md."""
    networks = metrics["networks"]
    main = networks["fp32"]
    tested = [kind for kind in ("garments", "outfits") if kind in main]
    results = [f"### {_KINDS[k].capitalize()}\n\n{_results(networks, main, k)}" for k in tested]
    together = f"### Both kinds together\n\n{_results(networks, main, 'together')}"
    return Template(_TEMPLATE.read_text(encoding="utf-8")).substitute(
        bundle=metrics["bundle"],
        size=metrics["input_size"],
        files=_files(manifest),
        licences=table(
            ["source", "licence", "what"],
            [[entry["name"], entry["licence"], entry["what"]] for entry in manifest["licences"]],
        ),
        data=_data(metrics["data"]),
        results="\n\n".join(results),
        together=together,
        evidence=" / ".join(f"{n['evidence_gap']} ({name})" for name, n in networks.items()),
        agreement=_agreement(networks),
        baselines=baseline_table(metrics),
        palettes=palette_section(metrics.get("palettes")),
        labels="\n\n".join(label_sections(main[kind]["labels"], _KINDS[kind]) for kind in tested),
        confusions="\n".join(confusion_lists(main[k]["confusion"], _KINDS[k]) for k in tested),
        item_groups=metrics["data"]["garments"]["test"]["groups"],
        dominance=_dominance(metrics["data"]["garments"]["test"]),
        rare=_rare(main, tested),
    )


def _results(networks: Mapping[str, Any], main: Mapping[str, Any], kind: str) -> str:
    counts = ", ".join(
        f"{number} {_COUNTED[name]}" for name, number in main[kind]["counts"].items()
    )
    reports = {name: report[kind]["figures"] for name, report in networks.items()}
    return f"{counts}.\n\n{figure_table(reports)}"


_COUNTED = {
    "images": "images",
    "groups": "groups",
    "masks": "with a checked mask",
    "ten_classes_accuracy": "of the ten classes by our labels",
    "ten_classes_source_accuracy": "by the source's",
}


def _files(manifest: Mapping[str, Any]) -> str:
    return "\n".join(
        f"- `{entry['name']}`: {precision}, {entry['bytes'] / 1e6:.1f} MB"
        for precision, entry in manifest["files"].items()
    )


def _data(data: Mapping[str, Any]) -> str:
    parts = ("train", "validation", "test")
    rows = [
        [_KINDS.get(kind, kind), *(_images(counts.get(part)) for part in parts)]
        for kind, counts in data.items()
    ]
    return table(["images (groups)", "training", "validation", "test"], rows)


def _images(counts: Mapping[str, int] | None) -> str:
    return f"{counts['images']} ({counts['groups']})" if counts else "-"


def _agreement(networks: Mapping[str, Any]) -> str:
    found = networks.get("int8", {}).get("agreement")
    if not found:
        return "a share of images that was not measured"
    return " and ".join(f"{share:.1%} of the test images ({h})" for h, share in found.items())


def _dominance(counts: Mapping[str, int]) -> str:
    return f"one of them took {counts['largest_group']} of the {counts['images']} test images"


def _rare(main: Mapping[str, Any], kinds: list[str]) -> str:
    """Labels with few test images of any kind together."""
    found = []
    for head in ("garment", "pattern", "style"):
        labels = main[kinds[0]]["labels"][head] if kinds else {}
        for label in labels:
            support = sum(main[kind]["labels"][head][label]["support"] for kind in kinds)
            if support < FEW:
                found.append(f"{label} ({support} test images)")
    return ", ".join(found) or f"none here has fewer than {FEW} test images"
