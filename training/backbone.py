"""MobileNetV2 with its batch norm folded in, as a functional Keras graph."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import keras
import numpy as np
from keras import layers

from training.errors import DataError

# (expansion, channels, repeats, stride) of the inverted residuals: table 2 of Sandler et al. 2018.
BLOCKS = (
    (1, 16, 1, 1),
    (6, 24, 2, 2),
    (6, 32, 3, 2),
    (6, 64, 4, 2),
    (6, 96, 3, 1),
    (6, 160, 3, 2),
    (6, 320, 1, 1),
)
FEATURES = 1280
LAST_LAYER = 51  # the number of the last convolution
# Where each stride's last block ends: what a decoder refines a mask with.
_TAPS = {8: 4, 17: 8, 38: 16}  # number of the layer -> stride

Taps = dict[int, Any]  # stride -> tensor [N, H/stride, W/stride, channels]


def build_backbone(image: Any) -> tuple[Any, Taps]:
    """Features [N, H/32, W/32, 1280] of a uint8 `image` [N, H, W, 3] (side % 32 == 0), and taps.

    `padding="same"` pads even sizes bottom and right by one at stride 2, as the ImageNet weights
    expect. The normalisation x / 127.5 - 1 is part of the graph.
    """
    x = layers.Rescaling(1 / 127.5, offset=-1.0, name="normalise")(image)
    x = relu6(layers.Conv2D(32, 3, strides=2, padding="same", name="b00_conv")(x))
    index, channels = 1, 32
    taps: Taps = {}
    for expansion, width, repeats, first_stride in BLOCKS:
        for repeat in range(repeats):
            stride = first_stride if repeat == 0 else 1
            entry = x
            if expansion != 1:
                x = relu6(layers.Conv2D(channels * expansion, 1, name=f"b{index:02}_conv")(x))
                index += 1
            x = layers.DepthwiseConv2D(3, strides=stride, padding="same", name=f"b{index:02}_dw")(x)
            x = relu6(x)
            x = layers.Conv2D(width, 1, name=f"b{index + 1:02}_conv")(x)
            index += 2
            if stride == 1 and channels == width:
                x = layers.Add()([entry, x])
            channels = width
            if index - 1 in _TAPS:
                taps[_TAPS[index - 1]] = x
    return relu6(layers.Conv2D(FEATURES, 1, name=f"b{index:02}_conv")(x)), taps


def relu6(x: Any) -> Any:
    """The activation that the ImageNet weights were trained with."""
    return layers.ReLU(max_value=6.0)(x)


def number_of(layer: str) -> int | None:
    """The number of a backbone layer by its name, None for a layer of the heads."""
    return int(layer[1:3]) if len(layer) > 4 and layer[0] == "b" and layer[1:3].isdigit() else None


def load_imagenet(model: keras.Model, weights: Path) -> None:
    """Set the backbone layers of `model` from the folded ImageNet arrays in an .npz file.

    Raises DataError when the file is missing or its arrays do not fit.
    """
    try:
        with np.load(weights, allow_pickle=False) as arrays:
            for layer in model.layers:
                if number_of(layer.name) is not None:
                    number, kind = layer.name[1:].split("_")
                    layer.set_weights(
                        [arrays[f"{number}_{kind}_kernel"], _bias(arrays, number, kind)]
                    )
    except (OSError, KeyError, ValueError) as error:
        raise DataError(f"{weights}: not the expected ImageNet weights ({error}).") from error


def _bias(arrays: Any, number: str, kind: str) -> Any:
    name = f"{number}_{kind}_bias"
    return arrays[name] if name in arrays else arrays[f"{number}_bias"]
