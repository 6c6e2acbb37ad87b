"""One step of everything, from drawn images to a bundle that the application opens."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import numpy as np
import pytest

from studio.inference.bundle import load_bundle
from studio.inference.tagger import Tagger

ROOT = Path(__file__).parent.parent.parent

pytestmark = [pytest.mark.training, pytest.mark.timeout(400)]


def run(stage: str, data: Path, work: Path, bundles: Path) -> subprocess.CompletedProcess[str]:
    """A stage in a process of its own: TensorFlow's warnings are not ours."""
    return subprocess.run(
        [sys.executable, "-m", "training", stage, "--config", "debug_mean", "--data", str(data),
         "--labels", str(data / "labels"), "--work", str(work), "--bundles", str(bundles),
         "--id", "debug-1"],
        capture_output=True, text=True, check=False, cwd=ROOT,
        env=os.environ | {"TF_CPP_MIN_LOG_LEVEL": "3"},
    )  # fmt: skip


def test_from_data_to_bundle(data: Path, tmp_path: Path) -> None:
    work, bundles = tmp_path / "work", tmp_path / "bundles"
    early = run("export", data, work, bundles)
    assert early.returncode == 1
    assert "not trained yet" in early.stderr
    done = run("all", data, work, bundles)
    assert done.returncode == 0, done.stderr
    assert "largest difference of a probability" in done.stdout
    # What it is the mean of was trained on the way, one from the other.
    assert {p.parent.name for p in work.glob("*/network.keras")} == {
        "debug", "debug_on", "debug_mean"
    }  # fmt: skip
    assert [p.name for p in bundles.iterdir()] == ["debug-1"]
    bundle = load_bundle(bundles / "debug-1")
    images = np.random.default_rng(1).integers(0, 256, (2, 64, 64, 3)).astype(np.uint8)
    for precision in ("fp32", "int8"):
        results = Tagger(bundle, precision).tag(images)
        assert [r.bundle_id for r in results] == ["debug-1", "debug-1"]
        assert len(results[0].predictions) == 16 + 12 + 13 + 19
