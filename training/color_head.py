"""The part of the network that names colours: a family at each place of the garment.

What a pixel measures is not the colour that people name: exposure and the light's own colour
decide, and only something that sees the whole scene can judge them. So every place is judged by
its own colour and by what the picture holds inside and outside the garment (Zaheer et al. 2017,
"Deep sets"), and the image's colours are the shares of its places: whatever family is named can be
pointed at.
"""

from __future__ import annotations

from typing import Any

import keras
from keras import layers, ops

from training.backbone import relu6
from training.masks import MASK_STRIDE

COLOR_HEADS = ("color", "colors")
_LEAST = 1e-4  # keeps the logarithm of a share that is zero finite
_EVERYWHERE = 0.01  # weight of a place outside the mask: without a garment all of them count


@keras.saving.register_keras_serializable("studio")
class Oklab(layers.Layer):  # type: ignore[misc]  # Keras ships no types
    """sRGB in 0..1 [N, h, w, 3] to OKLab (Ottosson 2020), each channel brought to about -2..2."""

    def call(self, inputs: Any) -> Any:
        """OKLab less (0.6, 0, 0), times (4, 10, 10)."""
        bent = ops.power((inputs + 0.055) / 1.055, 2.4)
        linear = ops.where(inputs <= 0.04045, inputs / 12.92, bent)
        cones = ops.matmul(linear, ops.convert_to_tensor(_TO_CONES, "float32"))
        roots = ops.power(ops.maximum(cones, 1e-7), 1 / 3)
        lab = ops.matmul(roots, ops.convert_to_tensor(_TO_LAB, "float32"))
        middle = ops.convert_to_tensor((0.6, 0.0, 0.0), "float32")
        return (lab - middle) * ops.convert_to_tensor((4.0, 10.0, 10.0), "float32")


_TO_CONES = (  # rows: red, green, blue
    (0.4122214708, 0.2119034982, 0.0883024619),
    (0.5363325363, 0.6806995451, 0.2817188376),
    (0.0514459929, 0.1073969566, 0.6299787005),
)
_TO_LAB = (
    (0.2104542553, 1.9779984951, 0.0259040371),
    (0.7936177850, -2.4285922050, 0.7827717662),
    (-0.0040720468, 0.4505937099, -0.8086757660),
)


@keras.saving.register_keras_serializable("studio")
class WeightedMean(layers.Layer):  # type: ignore[misc]  # Keras ships no types
    """The mean over all places of [N, h, w, C], by weights [N, h, w, 1]: [N, C]."""

    def call(self, inputs: Any) -> Any:
        """Weights that are nearly all zero give nearly zero."""
        values, weights = inputs
        total = ops.sum(weights, axis=(1, 2)) + 1e-3
        return ops.sum(values * weights, axis=(1, 2)) / total


@keras.saving.register_keras_serializable("studio")
class PlainSoftmax(layers.Layer):  # type: ignore[misc]  # Keras ships no types
    """Softmax over the last axis, in steps: onnxruntime is slow on thousands of short rows."""

    def call(self, inputs: Any) -> Any:
        """Shares that add up to one."""
        raised = ops.exp(inputs - ops.max(inputs, axis=-1, keepdims=True))
        return raised / ops.sum(raised, axis=-1, keepdims=True)


def build_color_head(
    image: Any, pooled: Any, mask: Any, families: int, seed: int
) -> dict[str, Any]:
    """Outputs `color_map`, `color` and `colors` for a uint8 `image` [N, S, S, 3].

    - `color_map` [N, S/4, S/4, families]: the probability of each family at each place.
    - `color` [N, families]: logarithm of the share that each family has of the garment, for a
      softmax: the largest is the first colour.
    - `colors` [N, families]: logits of "a person would name this family", for a sigmoid each.

    `pooled` [N, D] are the image's features, `mask` [N, S/4, S/4, 1] the logits of "garment".
    """
    inside = ops.sigmoid(ops.stop_gradient(mask))
    small = layers.AveragePooling2D(MASK_STRIDE, name="color_pool")(
        layers.Rescaling(1 / 255, name="color_unit")(image)
    )
    lab = Oklab(name="color_oklab")(small)
    seen = relu6(layers.Conv2D(32, 1, name="color_seen1")(lab))
    seen = relu6(layers.Conv2D(24, 1, name="color_seen2")(seen))
    known = layers.Dropout(0.5, seed=seed, name="color_drop")(pooled)
    scene = layers.Concatenate(name="color_scene")(
        [
            WeightedMean(name="color_inside")([seen, inside]),
            WeightedMean(name="color_outside")([seen, 1.0 - inside]),
            relu6(layers.Dense(24, name="color_known")(known)),
        ]
    )
    scene = relu6(layers.Dense(48, name="color_scene1")(scene))
    shift = layers.Reshape((1, 1, 48))(layers.Dense(48, name="color_scene2")(scene))
    x = relu6(layers.Conv2D(48, 1, name="color_place1")(lab) + shift)
    x = relu6(layers.Conv2D(48, 1, name="color_place2")(x))
    color_map = PlainSoftmax(name="color_soft")(layers.Conv2D(families, 1, name="color_map")(x))
    shares = WeightedMean(name="color_shares")([color_map, inside + _EVERYWHERE])
    logarithm = ops.log(shares + _LEAST)
    colors = layers.EinsumDense(
        "nk,k->nk",
        output_shape=families,
        bias_axes="k",
        kernel_initializer="ones",
        bias_initializer="ones",
        name="colors",
    )(logarithm)
    return {"color_map": color_map, "color": logarithm, "colors": colors}
