from __future__ import annotations

import json
import shutil
from pathlib import Path

import pytest

from studio.inference.bundle import find_bundle
from studio.resources import get_places
from training.__main__ import main
from training.card import write_card
from training.card_palettes import palette_section
from training.evaluation.palettes import WAYS, distance_report


@pytest.fixture(scope="module")
def bundles(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("bundles")
    bundle = find_bundle(get_places().models).folder
    shutil.copytree(bundle, folder / bundle.name)
    return folder


def test_palettes_are_measured_and_stand_in_the_card(
    data: Path, bundles: Path, tmp_path: Path
) -> None:
    folder = next(bundles.iterdir())
    where = ["--data", str(data), "--labels", str(data / "labels"), "--bundles", str(bundles)]
    assert main(["palettes", *where, "--id", folder.name]) == 0
    metrics = json.loads((folder / "metrics.json").read_text(encoding="utf-8"))
    found = metrics["palettes"]
    for kind in ("garments", "outfits"):
        assert tuple(found[kind]["ways"]) == WAYS
        for way in found[kind]["ways"].values():
            assert all(0 <= figure["value"] <= 1 for figure in way["figures"].values())
    assert found["drawn"]["images"] == 200
    assert found["drawn"]["median"] < 5
    assert found["swapped"] is None  # nobody has checked an outline here
    write_card(folder, tmp_path / "card.md")
    assert palette_section(found) in (tmp_path / "card.md").read_text(encoding="utf-8")


def test_a_card_without_palettes_says_so() -> None:
    assert "not been measured" in palette_section(None)


def test_distances_are_summed_up() -> None:
    report = distance_report([1.0, 2.0, 3.0, 10.0], 3.0)
    assert report is not None
    assert report["within"] == 0.75
    assert report["median"] == 2.5
    assert distance_report([], 3.0) is None


def test_a_bundle_that_is_not_there_is_named(
    data: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["palettes", "--data", str(data), "--bundles", str(tmp_path), "--id", "none"]) == 1
    assert "none" in capsys.readouterr().err
