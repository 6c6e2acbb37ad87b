"""What goes wrong on the way to a bundle: the fault is named, and nothing half-written is used."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

from tests.training.disks import run_on_small_disk

ROOT = Path(__file__).parent.parent.parent
QUIET = {"TF_CPP_MIN_LOG_LEVEL": "3"}

pytestmark = pytest.mark.timeout(600)


def command(stage: str, data: Path, work: Path) -> list[str]:
    return [
        sys.executable, "-m", "training", stage, "--config", "debug", "--data", str(data),
        "--labels", str(data / "labels"), "--work", str(work), "--bundles", str(work / "bundles"),
    ]  # fmt: skip


def run(stage: str, data: Path, work: Path) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        command(stage, data, work), capture_output=True, text=True, check=False, cwd=ROOT,
        env=os.environ | QUIET,
    )  # fmt: skip


def test_a_killed_run_goes_on_with_the_next_epoch(data: Path, tmp_path: Path) -> None:
    state = tmp_path / "debug" / "state.json"
    output = tmp_path / "first.log"
    with (
        output.open("w") as log,
        subprocess.Popen(
            command("train", data, tmp_path), cwd=ROOT, env=os.environ | QUIET, stdout=log,
            stderr=log,
        ) as process,
    ):  # fmt: skip
        # Between the epochs lies a change of size, which takes seconds.
        while not state.exists() and process.poll() is None:
            time.sleep(0.02)
        process.send_signal(signal.SIGKILL)
    assert state.exists(), output.read_text()
    assert not (tmp_path / "debug" / "network.keras").exists()
    # What a write leaves when the power goes is not taken for the network.
    (tmp_path / "debug" / "partial.keras").write_bytes(b"half")
    early = run("evaluate", data, tmp_path)
    assert early.returncode == 1
    assert "not trained yet" in early.stderr
    second = run("train", data, tmp_path)
    assert second.returncode == 0, second.stderr
    assert "Epoch 2/2" in second.stdout
    assert "Epoch 1/2" not in second.stdout
    third = run("train", data, tmp_path)
    assert third.returncode == 0, third.stderr
    assert "Epoch" not in third.stdout


def test_a_disk_that_is_full_at_the_first_stage(data: Path, tmp_path: Path) -> None:
    disk = tmp_path / "disk"
    done = run_on_small_disk(disk, "300k", command("train", data, disk), cwd=ROOT)
    assert done.returncode == 1, done.stderr
    assert done.stderr.strip().splitlines()[-1].startswith("error: The disk is full")
    assert "Traceback" not in done.stderr
    assert "network.keras" not in done.stdout
    # Filled through memory, a cut-off cache would kill the process, or pass for a whole one.
    assert [line for line in done.stdout.splitlines() if line.endswith(".npy")] == [
        line for line in done.stdout.splitlines() if line.endswith(".partial.npy")
    ]


def test_a_full_disk_while_a_network_is_written(data: Path, tmp_path: Path) -> None:
    folder = tmp_path / "debug"
    folder.mkdir()
    # Writing to this device fails as on a full disk.
    (folder / "partial.weights.h5").symlink_to("/dev/full")
    done = run("train", data, tmp_path)
    assert done.returncode == 1, done.stderr
    assert done.stderr.strip().splitlines()[-1].startswith("error: The disk is full")
    assert not (folder / "checkpoint.weights.h5").exists()
    assert not (folder / "network.keras").exists()


# A bundle of 2 x 40 kB lies on a disk of 128 kB: there is no room for a second one beside it.
REPLACE = """
import sys
from pathlib import Path

import numpy as np

from studio.core.taxonomy import load_taxonomy
from training.bundle import write_bundle
from training.calibrate import Calibration
from training.config import load_config
from training.files import is_disk_full
from training.stages import TAXONOMY

disk, network = Path(sys.argv[1]), Path(sys.argv[2])
taxonomy = load_taxonomy(TAXONOMY)
count = {name: len(taxonomy.get(name).labels) for name in ("garment", "style", "color")}
calibration = Calibration(
    dict.fromkeys(("garment", "garments", "pattern", "style", "color", "colors"), 1.0),
    dict.fromkeys(("garment", "pattern"), 0.5),
    {
        "garments": np.full(count["garment"], 0.5),
        "style": np.full(count["style"], 0.5),
        "colors": np.full(count["color"], 0.5),
    },
)


def write(name):
    networks = {"fp32": network, "int8": network}
    metrics = {"networks": {}, "run": name}
    write_bundle(disk / name, load_config("debug"), taxonomy, calibration, networks, metrics)


write("good-1")
before = {p.name: p.read_bytes() for p in (disk / "good-1").iterdir()}
for name in ("good-1", "other-1"):
    try:
        write(name)
    except OSError as error:
        assert is_disk_full(error), error
    else:
        raise AssertionError("there was room")
assert {p.name: p.read_bytes() for p in (disk / "good-1").iterdir()} == before
assert not (disk / "other-1").exists()
"""


def test_a_full_disk_leaves_the_old_bundle_and_no_half_of_a_new_one(tmp_path: Path) -> None:
    network = tmp_path / "network.onnx"
    network.write_bytes(os.urandom(40_000))
    disk = tmp_path / "bundles"
    done = run_on_small_disk(
        disk, "128k", [sys.executable, "-c", REPLACE, str(disk), str(network)], cwd=ROOT
    )
    assert done.returncode == 0, done.stderr
    left = done.stdout.split()
    assert {f for f in left if not f.startswith("./.")} == {
        f"./good-1/{name}"
        for name in ("fashion-fp32.onnx", "fashion-int8.onnx", "manifest.json", "metrics.json")
    }
    # What is left under another name has no manifest: nobody can take it for a bundle.
    assert [f for f in left if f.startswith("./.") and f.endswith("manifest.json")] == []
