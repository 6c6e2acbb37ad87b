"""A bundle is replaced so that a kill at any moment leaves a whole one to be found."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

ROOT = Path(__file__).parent.parent.parent

# Everything in one process, which forks: TensorFlow comes along and is slow to load. The child
# is killed before its n-th look at the disk, for every n until it comes to its end.
SCRIPT = """
import json, os, shutil, signal, sys
from pathlib import Path
import numpy as np
from studio.core.errors import BundleError
from studio.core.taxonomy import load_taxonomy
from studio.inference.bundle import find_bundle
from training.bundle import write_bundle
from training.calibrate import Calibration
from training.config import load_config
from training.stages import TAXONOMY

folder, config, taxonomy = Path(sys.argv[1]), load_config("debug"), load_taxonomy(TAXONOMY)
labels = {facet.id: len(facet.labels) for facet in taxonomy.facets}
calibration = Calibration(
    dict.fromkeys(("garment", "garments", "pattern", "style", "color", "colors"), 1.0),
    {"garment": 0.5, "pattern": 0.5},
    {
        "garments": np.zeros(labels["garment"]),
        "style": np.zeros(labels["style"]),
        "colors": np.zeros(labels["color"]),
    },
)

def write(models, content):
    for name in ("fp32", "int8"):
        (folder / name).write_bytes(content)
    networks = {name: folder / name for name in ("fp32", "int8")}
    write_bundle(models / "fashion-2", config, taxonomy, calibration, networks, {"networks": {}})

def killed_write(models, content, number):
    child = os.fork()
    if child == 0:
        left = [number]
        def count(event, _arguments):
            if event == "open" or event.startswith(("os.", "shutil.")):
                left[0] -= 1
                if left[0] == 0:
                    os.kill(os.getpid(), signal.SIGKILL)
        sys.addaudithook(count)
        write(models, content)
        os._exit(0)
    return os.waitpid(child, 0)[1] == signal.SIGKILL

def look(models):
    try:
        bundle = find_bundle(models)
    except BundleError as error:
        return str(error)
    return f"{bundle.id} {bundle.files['int8'].read_text()}"

for before in (False, True):
    number, killed = 0, True
    while killed:
        number += 1
        models = folder / f"models-{before}-{number}"
        models.mkdir()
        if before:
            write(models, b"old")
        killed = killed_write(models, b"new", number)
        seen = look(models)
        write(models, b"newest")
        names = sorted(path.name for path in models.iterdir())
        print(json.dumps([before, killed, seen, look(models), names]), flush=True)
        shutil.rmtree(models)
"""


@pytest.fixture(scope="module")
def runs(tmp_path_factory: pytest.TempPathFactory) -> list[list[Any]]:
    done = subprocess.run(
        [sys.executable, "-c", SCRIPT, str(tmp_path_factory.mktemp("bundles"))],
        capture_output=True, text=True, check=False, cwd=ROOT,
        env=os.environ | {"TF_CPP_MIN_LOG_LEVEL": "3"},
    )  # fmt: skip
    assert done.returncode == 0, done.stderr
    return [json.loads(line) for line in done.stdout.splitlines()]


def test_a_kill_leaves_the_old_bundle_or_the_new_one(runs: list[list[Any]]) -> None:
    seen = [found for before, _killed, found, *_ in runs if before]
    assert len(seen) > 20  # so many moments to be killed at
    first_new = seen.index("fashion-2 new")
    assert 0 < first_new < len(seen) - 1
    assert set(seen[:first_new]) == {"fashion-2 old"}
    assert set(seen[first_new:]) == {"fashion-2 new"}


def test_a_first_bundle_that_is_not_finished_is_none(runs: list[list[Any]]) -> None:
    seen = [found for before, _killed, found, *_ in runs if not before]
    assert seen[-1] == "fashion-2 new"
    assert {found for found in seen if found != "fashion-2 new"} == {
        "The model that recognises garments is missing. Reinstall Fashion Studio."
    }


def test_the_next_run_replaces_it_and_leaves_nothing_behind(runs: list[list[Any]]) -> None:
    assert [found for *_, found, _names in runs] == ["fashion-2 newest"] * len(runs)
    assert {tuple(names) for *_, names in runs} == {("fashion-2",)}
