"""The networks of two baselines: the founding article's CNN, and our own."""

from __future__ import annotations

from pathlib import Path

import keras
from keras import layers

from studio.core.taxonomy import Taxonomy
from training.backbone import load_imagenet
from training.config import Config
from training.network import HEADS, UnitLength, build_network, head_sizes

CNN_OUTPUTS = (*HEADS, "embedding")


def build_cnn(config: Config, taxonomy: Taxonomy) -> keras.Model:
    """Map uint8 images [N, S, S, 3] to logits: three convolutions and a hidden layer, from scratch.

    As the article has it: 32, 64 and 128 filters of 3x3, each followed by a MaxPool of 2x2, then
    Flatten and 512 units; a softmax for each facet of one label, a sigmoid for the others. The
    hidden layer, brought to unit length, serves as `embedding`.
    """
    image = keras.Input((config.input_size, config.input_size, 3), dtype="uint8", name="image")
    x = layers.Rescaling(1 / 255, name="normalise")(image)
    for width in (32, 64, 128):
        x = layers.Conv2D(width, 3, activation="relu", name=f"conv{width}")(x)
        x = layers.MaxPooling2D(2, name=f"pool{width}")(x)
    hidden = layers.Dense(512, activation="relu", name="hidden")(layers.Flatten()(x))
    outputs = {
        head: layers.Dense(count, name=head)(hidden) for head, count in head_sizes(taxonomy).items()
    }
    outputs["embedding"] = UnitLength(name="embedding")(hidden)
    return keras.Model(image, outputs, name="article")


def build_plain(config: Config, taxonomy: Taxonomy, weights: Path | None) -> keras.Model:
    """The network that is shipped, from the ImageNet weights."""
    network = build_network(config, taxonomy, config.input_size)
    if weights is not None:
        load_imagenet(network, weights)
    return network
