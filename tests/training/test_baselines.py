from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parent.parent.parent

pytestmark = pytest.mark.timeout(600)


def baselines(data: Path, work: Path, *more: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, "-m", "training", "baselines", "--config", "debug", "--data", str(data),
         "--labels", str(data / "labels"), "--work", str(work), *more],
        capture_output=True, text=True, check=False, cwd=ROOT,
        env=os.environ | {"TF_CPP_MIN_LOG_LEVEL": "3"},
    )  # fmt: skip


def test_each_baseline_is_trained_once(data: Path, tmp_path: Path) -> None:
    work = tmp_path / "work"
    file = work / "debug" / "baselines.json"
    first = baselines(data, work, "--only", "frozen")
    assert first.returncode == 0, first.stderr
    assert list(json.loads(file.read_text())) == ["frozen"]
    rest = baselines(data, work)
    assert rest.returncode == 0, rest.stderr
    assert "frozen: done before" in rest.stdout
    # The CNN is exported and checked like the network that is shipped.
    assert "largest difference of a probability" in rest.stdout
    figures = json.loads(file.read_text())
    assert set(figures) == {"cnn", "frozen", "plain"}
    for name, found in figures.items():
        assert {"garments", "outfits"} <= set(found), name
        for kind in ("garments", "outfits"):
            assert 0 <= found[kind]["figures"]["pattern_accuracy"]["value"] <= 1
    # Without its figures the CNN is made again from the network that is there.
    del figures["cnn"]
    file.write_text(json.dumps(figures))
    again = baselines(data, work)
    assert again.returncode == 0, again.stderr
    assert "Epoch" not in again.stdout
    assert set(json.loads(file.read_text())) == {"cnn", "frozen", "plain"}


def test_damaged_figures_are_named(data: Path, tmp_path: Path) -> None:
    file = tmp_path / "debug" / "baselines.json"
    file.parent.mkdir()
    file.write_text('{"cnn": {"garm')
    done = baselines(data, tmp_path)
    assert done.returncode == 1
    assert "baselines.json: cannot be read" in done.stderr
