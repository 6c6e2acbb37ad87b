from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import numpy as np

ROOT = Path(__file__).parent.parent.parent

# In a process of its own: TensorFlow's warnings are not ours.
SCRIPT = """
import sys
from pathlib import Path

import keras
import numpy as np
import tensorflow as tf
from keras import layers

from training.tflite import convert_weights

keras.utils.set_random_seed(5)
image = keras.Input((8, 8, 3), batch_size=1)
x = layers.Conv2D(4, 3, name="a", bias_initializer="normal")(image)
x = layers.DepthwiseConv2D(3, name="b", bias_initializer="normal")(x)
x = layers.Conv2D(6, 1, name="c", bias_initializer="normal")(x)
x = layers.Dense(5, name="d", bias_initializer="normal")(layers.GlobalAveragePooling2D()(x))
model = keras.Model(image, x)

folder = Path(sys.argv[1])
np.savez(folder / "truth.npz", **{
    f"{layer.name}{place}": values
    for layer in model.layers for place, values in enumerate(layer.get_weights())
})
rng = np.random.default_rng(1)
model.export(str(folder / "saved"), verbose=False)
converter = tf.lite.TFLiteConverter.from_saved_model(str(folder / "saved"))
converter.optimizations = [tf.lite.Optimize.DEFAULT]
converter.representative_dataset = lambda: (
    [rng.normal(size=(1, 8, 8, 3)).astype(np.float32)] for _ in range(8)
)
converter.target_spec.supported_ops = [tf.lite.OpsSet.TFLITE_BUILTINS_INT8]
(folder / "weights.npz").write_bytes(convert_weights(converter.convert()))
"""


def test_quantised_weights_come_back_in_the_order_of_the_layers(tmp_path: Path) -> None:
    done = subprocess.run(
        [sys.executable, "-c", SCRIPT, str(tmp_path)], capture_output=True, text=True, check=False,
        cwd=ROOT, env=os.environ | {"TF_CPP_MIN_LOG_LEVEL": "3"},
    )  # fmt: skip
    assert done.returncode == 0, done.stderr
    truth, found = np.load(tmp_path / "truth.npz"), np.load(tmp_path / "weights.npz")
    shapes = {
        "00_conv_kernel": (3, 3, 3, 4), "00_conv_bias": (4,),
        "01_dw_kernel": (3, 3, 4, 1), "01_dw_bias": (4,),
        "02_conv_kernel": (1, 1, 4, 6), "02_conv_bias": (6,),
        "03_conv_kernel": (1, 1, 6, 5), "03_conv_bias": (5,),
    }  # fmt: skip
    assert {name: found[name].shape for name in found.files} == shapes
    for number, (layer, kind) in enumerate(
        zip("abcd", ("conv", "dw", "conv", "conv"), strict=True)
    ):
        kernel = truth[f"{layer}0"].reshape(shapes[f"{number:02}_{kind}_kernel"])
        # 127 steps to each side of zero: nothing is further off than half a step.
        step = np.abs(kernel).max() / 127
        assert np.abs(found[f"{number:02}_{kind}_kernel"] - kernel).max() <= step / 2 + 1e-6
        assert np.abs(found[f"{number:02}_{kind}_bias"] - truth[f"{layer}1"]).max() < 1e-4
