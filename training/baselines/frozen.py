"""Logistic regression on the features of a MobileNetV2 that stays as ImageNet made it."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

import keras
import numpy as np
from keras import layers
from numpy.typing import NDArray

from studio.core.taxonomy import Taxonomy
from training.backbone import build_backbone, load_imagenet
from training.batches import head_weights
from training.calibrate import Logits
from training.config import Config
from training.datasets import Example, make_targets
from training.evaluate import rows_of
from training.network import HEADS
from training.splits import Part

DECAYS = (1e-4, 3e-4, 1e-3, 3e-3, 1e-2, 3e-2, 1e-1, 3e-1)
STEPS = 300

Features = NDArray[np.float32]


def pool_features(config: Config, weights: Path | None, pixels: NDArray[np.uint8]) -> Features:
    """The mean of the last features of each image, [N, 1280]."""
    image = keras.Input((config.input_size, config.input_size, 3), dtype="uint8", name="image")
    features, _ = build_backbone(image)
    network = keras.Model(image, layers.GlobalAveragePooling2D()(features))
    if weights is not None:
        load_imagenet(network, weights)
    found: Features = network.predict(pixels, batch_size=64, verbose=0)
    return found


def fit_heads(
    features: Features, examples: Sequence[Example], taxonomy: Taxonomy, steps: int = STEPS
) -> Logits:
    """Logits of every head for all examples, and the features' direction as embedding.

    Each head's decay is the one of the smallest loss on the validation part, whose photographers
    are nobody's else; the heads themselves see the training part alone.
    """
    train, validation = (np.array(rows_of(examples, p)) for p in (Part.TRAIN, Part.VALIDATION))
    spread = features[train].std(axis=0)
    standard = (features - features[train].mean(axis=0)) / np.maximum(spread, 1e-6)
    targets, weights = make_targets(examples, taxonomy), head_weights(examples)
    length = np.linalg.norm(features, axis=1, keepdims=True)
    logits: Logits = {"embedding": features / np.maximum(length, 1e-6)}
    model = _logistic(standard.shape[1], {head: getattr(targets, head).shape[1] for head in HEADS})
    names = {_name(head, decay): head for head in HEADS for decay in DECAYS}
    model.fit(
        standard[train],
        {name: getattr(targets, head)[train] for name, head in names.items()},
        sample_weight={name: weights[head][train] for name, head in names.items()},
        batch_size=len(train),
        epochs=steps,
        verbose=0,
    )
    found = model.predict(standard, batch_size=1024, verbose=0)
    for head in HEADS:
        truth, weight = getattr(targets, head)[validation], weights[head][validation]
        losses = []
        for decay in DECAYS:
            each = _loss(head, None)(truth, found[_name(head, decay)][validation])
            losses.append(np.average(keras.ops.convert_to_numpy(each), weights=weight))
        best = int(np.argmin(losses))
        logits[head] = found[_name(head, DECAYS[best])]
        print(f"{head}: decay {DECAYS[best]:g}, loss {losses[best]:.4f} on validation", flush=True)
    return logits


def _logistic(inputs: int, labels: dict[str, int]) -> keras.Model:
    """Every head with every decay, side by side: none of them shares a weight with another.

    A convex problem each, which starts at zero and ends at its one minimum.
    """
    pooled = keras.Input((inputs,))
    outputs, losses = {}, {}
    for head, count in labels.items():
        for decay in DECAYS:
            name = _name(head, decay)
            outputs[name] = layers.Dense(
                count,
                name=name,
                kernel_initializer="zeros",
                kernel_regularizer=keras.regularizers.L2(decay),
            )(pooled)
            losses[name] = _loss(head, "sum_over_batch_size")
    model = keras.Model(pooled, outputs)
    model.compile(keras.optimizers.Adam(1e-2), loss=losses)
    return model


def _name(head: str, decay: float) -> str:
    return f"{head}_{DECAYS.index(decay)}"


def _loss(head: str, reduction: str | None) -> keras.losses.Loss:
    kind = (
        keras.losses.CategoricalCrossentropy
        if head in ("garment", "pattern")
        else keras.losses.BinaryCrossentropy
    )
    return kind(from_logits=True, reduction=reduction)
