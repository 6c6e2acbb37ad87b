"""Fine-tuning: one run from the ImageNet weights to a .keras file, resumable at each epoch."""

from __future__ import annotations

import json
import time
from pathlib import Path
from typing import Any

import keras
import numpy as np
from numpy.typing import NDArray

from studio.core.taxonomy import Taxonomy
from training.augment import random_view
from training.backbone import load_imagenet
from training.config import Config
from training.datasets import Example, Targets, make_targets
from training.drawings import KIND
from training.network import add_proxies, build_network
from training.pixels import load_pixels
from training.splits import Part

OUTFIT_GARMENT_WEIGHT = 0.3
LAST_LAYER = 51  # the number of the backbone's last convolution


class Batches(keras.utils.PyDataset):  # type: ignore[misc]  # Keras ships no types
    """Shuffled, augmented batches of the training part."""

    def __init__(
        self, pixels: NDArray[np.uint8], targets: Targets, kinds: list[str], config: Config
    ) -> None:
        super().__init__(workers=1, use_multiprocessing=False)
        self._pixels = pixels
        self._targets = targets
        # Which garment of an outfit is the most prominent is half a matter of taste; a drawing's
        # style nobody has judged.
        outfit = np.array([kind == "outfits" for kind in kinds])
        drawn = np.array([kind == KIND for kind in kinds])
        self._garment_weight = np.where(outfit, OUTFIT_GARMENT_WEIGHT, 1.0).astype(np.float32)
        self._style_weight = np.where(drawn, 0.0, 1.0).astype(np.float32)
        self._config = config
        self._epoch = 0
        self._shuffle()

    def __len__(self) -> int:
        return max(1, len(self._pixels) // self._config.batch_size)

    def __getitem__(self, index: int) -> tuple[Any, dict[str, Any], dict[str, Any]]:
        rows = self._order[index * self._config.batch_size :][: self._config.batch_size]
        rng = np.random.default_rng((self._config.seed, self._epoch, index))
        size = self._config.input_size
        views = np.stack([random_view(self._pixels[row], size, rng) for row in rows])
        names = ("garment", "garments", "pattern", "style", "pair")
        weights = {name: np.ones(len(rows), np.float32) for name in names}
        weights["garment"] = weights["pair"] = self._garment_weight[rows]
        weights["style"] = self._style_weight[rows]
        targets = {name: getattr(self._targets, name)[rows] for name in names}
        if rng.random() < self._config.mixup:
            views, targets = _mixed(views, targets, rng)
        return views, targets, weights

    def on_epoch_end(self) -> None:
        """Draw the next epoch's order."""
        self._epoch += 1
        self._shuffle()

    def _shuffle(self) -> None:
        rng = np.random.default_rng((self._config.seed, self._epoch))
        self._order = rng.permutation(len(self._pixels))


def _mixed(
    views: NDArray[np.uint8], targets: dict[str, Any], rng: np.random.Generator
) -> tuple[NDArray[np.uint8], dict[str, Any]]:
    """Each image and its targets blended with its neighbour's (mixup, Zhang et al. 2018)."""
    share = rng.beta(0.3, 0.3)
    blend = views.astype(np.float32) * share + np.roll(views, 1, axis=0) * (1 - share)
    mixed = {n: t * share + np.roll(t, 1, axis=0) * (1 - share) for n, t in targets.items()}
    return np.round(blend).astype(np.uint8), mixed


def train(
    config: Config, examples: list[Example], taxonomy: Taxonomy, weights: Path | None, folder: Path
) -> Path:
    """Train on the training part and return the path of the finished `network.keras`.

    Every epoch is checkpointed in `folder`; a run that was interrupted goes on from there.
    """
    keras.utils.set_random_seed(config.seed)
    folder.mkdir(parents=True, exist_ok=True)
    finished = folder / "network.keras"
    if finished.exists():
        return finished
    pixels = load_pixels([e.path for e in examples], config.cache_size, folder.parent / "pixels")
    rows = [i for i, example in enumerate(examples) if example.part is Part.TRAIN]
    targets = make_targets([examples[row] for row in rows], taxonomy)
    network = build_network(config, taxonomy)
    if weights is not None:
        load_imagenet(network, weights)
    model = add_proxies(network, targets.pair.shape[1])
    kinds = [examples[row].kind for row in rows]
    batches = Batches(np.ascontiguousarray(pixels[rows]), targets, kinds, config)
    _compile(model, config, len(batches))
    checkpoint, state = folder / "checkpoint.weights.h5", folder / "state.json"
    first_epoch = _resume(model, batches, checkpoint, state)
    model.fit(
        batches,
        epochs=config.epochs,
        initial_epoch=first_epoch,
        verbose=2,
        callbacks=[_Checkpoint(checkpoint, state)],
    )
    model.optimizer.finalize_variable_values(model.trainable_variables)
    partial = folder / "partial.keras"
    network.save(partial)
    partial.rename(finished)
    return finished


class DiscriminativeAdamW(keras.optimizers.AdamW):  # type: ignore[misc]  # Keras ships no types
    """AdamW that moves the pretrained layers more slowly than the heads, which start from chance.

    A rate that suits the heads makes the backbone forget what ImageNet taught it (Howard and
    Ruder 2018): the first layers move slowest.
    """

    backbone_rate = 1.0

    def update_step(self, gradient: Any, variable: Any, learning_rate: Any) -> None:
        """Apply one gradient at the rate of its layer."""
        # Some backends hand over their own variable, which does not know its layer.
        known = self._trainable_variables[self._get_variable_index(variable)]
        super().update_step(gradient, variable, learning_rate * self._share(known.path))

    def _share(self, path: str) -> float:
        layer = path.split("/")[-2]
        if len(layer) < 5 or layer[0] != "b" or not layer[1:3].isdigit():
            return 1.0
        # From a quarter of the backbone's rate at the first layer to all of it at the last.
        depth = int(layer[1:3]) / LAST_LAYER
        return self.backbone_rate * (0.25 + 0.75 * depth)


def _compile(model: keras.Model, config: Config, steps: int) -> None:
    total, warmup = steps * config.epochs, round(steps * config.warmup_epochs)
    schedule = keras.optimizers.schedules.CosineDecay(
        config.rate / 50,
        max(1, total - warmup),
        alpha=0.01,
        warmup_target=config.rate,
        warmup_steps=max(1, warmup),
    )
    optimizer = DiscriminativeAdamW(
        schedule, config.weight_decay, clipnorm=2.0, use_ema=True, ema_momentum=config.ema
    )
    optimizer.backbone_rate = config.backbone_rate
    optimizer.exclude_from_weight_decay(var_names=["bias"])
    softmax = keras.losses.CategoricalCrossentropy(True, label_smoothing=config.label_smoothing)
    sigmoid = keras.losses.BinaryCrossentropy(True)
    model.compile(
        optimizer,
        loss={
            "garment": softmax,
            "garments": sigmoid,
            "pattern": softmax,
            "style": sigmoid,
            "pair": keras.losses.CategoricalCrossentropy(True, label_smoothing=0.1),
        },
        # Mean over labels makes the sigmoid losses small beside the softmax ones.
        loss_weights={
            "garment": 2.0,
            "garments": 4.0,
            "pattern": 1.5,
            "style": 6.0,
            "pair": config.embedding_weight,
        },
    )


class _Checkpoint(keras.callbacks.Callback):  # type: ignore[misc]  # Keras ships no types
    """Writes weights and optimizer after each epoch, then the number of epochs that are done."""

    def __init__(self, checkpoint: Path, state: Path) -> None:
        super().__init__()
        self._checkpoint, self._state = checkpoint, state
        self._started = time.monotonic()

    def on_epoch_end(self, epoch: int, logs: object = None) -> None:  # noqa: ARG002 - Keras passes it
        """Replace the checkpoint in one step, so that an interrupted write is never resumed."""
        partial = self._checkpoint.with_name("partial.weights.h5")
        self.model.save_weights(partial)
        partial.replace(self._checkpoint)
        seconds = round(time.monotonic() - self._started)
        self._state.write_text(json.dumps({"epochs": epoch + 1, "seconds": seconds}))


def _resume(model: keras.Model, batches: Batches, checkpoint: Path, state: Path) -> int:
    """Load the last checkpoint, if there is one; returns the number of finished epochs."""
    if not (checkpoint.exists() and state.exists()):
        return 0
    model.optimizer.build(model.trainable_variables)
    model.load_weights(checkpoint)
    epochs = int(json.loads(state.read_text())["epochs"])
    for _ in range(epochs):
        batches.on_epoch_end()
    return epochs
