"""A tiny data set, drawn and labelled by the test."""

from __future__ import annotations

import csv
from pathlib import Path

import pytest

from studio.imaging.drawn import SAMPLES, draw_garment
from training.manifest import NAME, write_manifest


@pytest.fixture(scope="session")
def data(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """`garments/`, `outfits/`, `labels/` and their checksums as training expects them."""
    root = tmp_path_factory.mktemp("data")
    for kind in ("garments", "outfits"):
        (root / kind).mkdir()
        rows = []
        for number, sample in enumerate(SAMPLES[:24]):
            name = f"{number:04}"
            picture = draw_garment(
                sample.garment, sample.pattern, sample.colors, size=(72, 90), seed=number
            )
            picture.save(root / kind / f"{name}.jpg")
            rows.append(
                {
                    "image": name,
                    "group": str(number % 8),
                    "garment": f"{sample.garment}|shoes" if kind == "outfits" else sample.garment,
                    "pattern": sample.pattern,
                    "colors": sample.family,
                    "styles": "casual|preppy",
                }
            )
        write_table(root / "labels" / f"{kind}.csv", rows)
    write_manifest(root, root / NAME)
    return root


def write_table(path: Path, rows: list[dict[str, str]]) -> None:
    """Write labels as a CSV file."""
    path.parent.mkdir(exist_ok=True)
    with path.open("w", newline="", encoding="utf-8") as stream:
        writer = csv.DictWriter(stream, list(rows[0]))
        writer.writeheader()
        writer.writerows(rows)
