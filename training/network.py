"""The network: one backbone, a head for each facet, and an embedding."""

from __future__ import annotations

from typing import Any

import keras
from keras import layers, ops

from studio.core.taxonomy import Taxonomy
from training.backbone import build_backbone
from training.config import Config

EMBEDDING = 128
HEADS = ("garment", "garments", "pattern", "style")


@keras.saving.register_keras_serializable("studio")
class UnitLength(layers.Layer):  # type: ignore[misc]  # Keras ships no types
    """Divides each row of [N, D] by its length, so that a dot product is the cosine."""

    def call(self, inputs: Any) -> Any:
        """L2-normalised rows; the small constant keeps a zero row at zero."""
        square = ops.sum(ops.square(inputs), axis=-1, keepdims=True)
        return inputs * ops.rsqrt(square + 1e-12)


def build_network(config: Config, taxonomy: Taxonomy) -> keras.Model:
    """Map uint8 images [N, S, S, 3] to logits of every head and the embedding [N, 128].

    Outputs are logits (calibration divides them later); `garment` and `pattern` are for a
    softmax, `garments` (all that are worn) and `style` for a sigmoid each.
    """
    side = config.input_size
    image = keras.Input((side, side, 3), dtype="uint8", name="image")
    features = build_backbone(image)
    pooled = layers.GlobalAveragePooling2D(name="pool")(features)
    dropped = layers.Dropout(config.dropout, seed=config.seed, name="drop")(pooled)
    sizes = {facet.id: len(facet.labels) for facet in taxonomy.facets}
    units = {
        "garment": sizes["garment"],
        "garments": sizes["garment"],
        "pattern": sizes["pattern"],
        "style": sizes["style"],
    }
    outputs = {name: layers.Dense(count, name=name)(dropped) for name, count in units.items()}
    projected = layers.Dense(EMBEDDING, use_bias=False, name="project")(dropped)
    outputs["embedding"] = UnitLength(name="embedding")(projected)
    return keras.Model(image, outputs, name="fashion")


def add_proxies(network: keras.Model, pairs: int) -> keras.Model:
    """The network with one more output that trains the embedding: cosines to a proxy a pair.

    A proxy stands for one garment x pattern; pulling images to theirs and away from the others
    (Movshovitz-Attias et al. 2017) makes neighbours share both.
    """
    embedding = network.output["embedding"]
    logits = layers.Dense(pairs, use_bias=False, name="pair")(embedding * 12.0)
    outputs = {name: network.output[name] for name in HEADS} | {"pair": logits}
    return keras.Model(network.input, outputs, name="fashion_training")
