"""Doubled maps leave the export in the short form, and say what Keras says."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import numpy as np
import onnx
import onnxruntime
import pytest

from training.upsampling import shorten_upsampling

ROOT = Path(__file__).parent.parent.parent

# A process of its own: TensorFlow's warnings are not ours. What the converter wrote is kept.
SCRIPT = """
import shutil, sys
from pathlib import Path
import keras, numpy as np
from keras import layers
from training import export

folder = Path(sys.argv[1])
keras.utils.set_random_seed(3)
image = keras.Input((16, 16, 3), dtype="uint8", name="image")
x = layers.Conv2D(5, 3, padding="same", strides=2)(layers.Rescaling(1 / 255)(image))
for width in (6, 4):
    x = layers.Conv2D(width, 1)(layers.UpSampling2D(2)(x))
network = keras.Model(image, {"mask": x})
shorten = export.shorten_upsampling
export.shorten_upsampling = lambda file: (shutil.copy(file, folder / "long.onnx"), shorten(file))
export.export_onnx(network, folder / "short.onnx", names=("mask",))
pictures = np.random.default_rng(4).integers(0, 256, (3, 16, 16, 3)).astype(np.uint8)
np.savez(folder / "said.npz", pictures=pictures, mask=network(pictures)["mask"])
"""


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("export")
    done = subprocess.run(
        [sys.executable, "-c", SCRIPT, str(folder)],
        capture_output=True, text=True, check=False, cwd=ROOT,
        env=os.environ | {"TF_CPP_MIN_LOG_LEVEL": "3"},
    )  # fmt: skip
    assert done.returncode == 0, done.stderr
    return folder


def kinds(file: Path) -> list[str]:
    return [node.op_type for node in onnx.load(str(file)).graph.node]


def say(file: Path, pictures: np.ndarray) -> np.ndarray:
    session = onnxruntime.InferenceSession(str(file), providers=["CPUExecutionProvider"])
    mask: np.ndarray = session.run(["mask"], {"image": pictures})[0]
    return mask


def test_the_short_form_is_the_same_to_the_last_bit(folder: Path) -> None:
    with np.load(folder / "said.npz") as said:
        pictures, mask = said["pictures"], said["mask"]
    assert kinds(folder / "long.onnx").count("Tile") == 4
    assert kinds(folder / "short.onnx").count("Gather") == 2
    assert {"Tile", "Shape", "Unsqueeze"}.isdisjoint(kinds(folder / "short.onnx"))
    short = say(folder / "short.onnx", pictures)
    assert np.array_equal(short, say(folder / "long.onnx", pictures))
    assert np.array_equal(short[:1], say(folder / "short.onnx", pictures[:1]))
    assert np.allclose(short, mask, atol=1e-5)


def test_what_has_no_doubling_is_left_as_it_is(folder: Path) -> None:
    before = (folder / "short.onnx").read_bytes()
    assert shorten_upsampling(folder / "short.onnx") == 0
    assert (folder / "short.onnx").read_bytes() == before
