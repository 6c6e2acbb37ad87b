"""Plain training of a network: crops, flips, one rate for all layers; resumable at each epoch."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import Any

import keras
import numpy as np
from numpy.typing import NDArray
from PIL import Image

from training.batches import head_weights
from training.config import Config
from training.datasets import Example, Targets, make_targets
from training.network import HEADS
from training.optimise import HEAD_LOSS_WEIGHTS, make_head_losses, make_schedule

_SMALLEST_CROP = 0.6  # of the area


class PlainBatches(keras.utils.PyDataset):  # type: ignore[misc]  # Keras ships no types
    """Shuffled batches of `examples`, whose squares are `pixels`, cropped and flipped at random."""

    def __init__(
        self,
        examples: Sequence[Example],
        pixels: NDArray[np.uint8],
        targets: Targets,
        config: Config,
    ) -> None:
        super().__init__(workers=1, use_multiprocessing=False)
        self._pixels, self._targets, self._config = pixels, targets, config
        self._weights = head_weights(examples)
        self.start_epoch(0)

    def __len__(self) -> int:
        return max(1, len(self._order) // self._config.batch_size)

    def __getitem__(self, index: int) -> tuple[Any, dict[str, Any], dict[str, Any]]:
        rows = self._order[index * self._config.batch_size :][: self._config.batch_size]
        rng = np.random.default_rng((self._config.seed, self._epoch, index))
        views = np.stack([_view(self._pixels[row], self._config.input_size, rng) for row in rows])
        targets = {name: getattr(self._targets, name)[rows] for name in HEADS}
        return views, targets, {name: self._weights[name][rows] for name in HEADS}

    def start_epoch(self, epoch: int) -> None:
        """Draw the order of `epoch`."""
        self._epoch = epoch
        rng = np.random.default_rng((self._config.seed, epoch))
        self._order = rng.permutation(len(self._pixels))

    def on_epoch_end(self) -> None:
        """Draw the next epoch's order."""
        self.start_epoch(self._epoch + 1)


def _view(pixels: NDArray[np.uint8], size: int, rng: np.random.Generator) -> NDArray[np.uint8]:
    side = pixels.shape[0] * np.sqrt(rng.uniform(_SMALLEST_CROP, 1.0))
    left, top = rng.uniform(0, pixels.shape[0] - side, size=2)
    box = (left, top, left + side, top + side)
    picture = Image.fromarray(pixels).resize((size, size), Image.Resampling.BILINEAR, box=box)
    if rng.random() < 0.5:
        picture = picture.transpose(Image.Transpose.FLIP_LEFT_RIGHT)
    return np.asarray(picture)


def make_batches(
    examples: Sequence[Example], pixels: NDArray[np.uint8], taxonomy: Any, config: Config
) -> PlainBatches:
    """The batches of one run."""
    return PlainBatches(examples, pixels, make_targets(examples, taxonomy), config)


def fit(network: keras.Model, batches: PlainBatches, config: Config, folder: Path) -> None:
    """Train the heads of `network` for the epochs that `folder` does not hold yet."""
    heads = {name: network.output[name] for name in HEADS}
    model = keras.Model(network.input, heads, name="plain_training")
    schedule = make_schedule(config, len(batches) * config.epochs)
    optimizer = keras.optimizers.AdamW(schedule, config.weight_decay, clipnorm=2.0)
    optimizer.exclude_from_weight_decay(var_names=["bias"])
    model.compile(optimizer, loss=make_head_losses(config), loss_weights=HEAD_LOSS_WEIGHTS)
    done = _resume(model, folder)
    if done < config.epochs:
        batches.start_epoch(done)
        model.fit(
            batches,
            epochs=config.epochs,
            initial_epoch=done,
            verbose=2,
            callbacks=[_Checkpoint(folder)],
        )


class _Checkpoint(keras.callbacks.Callback):  # type: ignore[misc]  # Keras ships no types
    """One file an epoch, named after it: it is there whole or not at all, and the last counts."""

    def __init__(self, folder: Path) -> None:
        super().__init__()
        self._folder = folder

    def on_epoch_end(self, epoch: int, logs: object = None) -> None:  # noqa: ARG002 - Keras passes it
        """Write this epoch's, then drop the older ones."""
        older = _checkpoints(self._folder)
        partial = self._folder / "partial.weights.h5"
        self.model.save_weights(partial)
        partial.replace(self._folder / f"epoch-{epoch + 1:03}.weights.h5")
        for file in older:
            file.unlink()


def _checkpoints(folder: Path) -> list[Path]:
    return sorted(folder.glob("epoch-*.weights.h5"))


def _resume(model: keras.Model, folder: Path) -> int:
    """Load the last checkpoint, if there is one; returns the number of finished epochs."""
    folder.mkdir(parents=True, exist_ok=True)
    files = _checkpoints(folder)
    if not files:
        return 0
    model.optimizer.build(model.trainable_variables)
    model.load_weights(files[-1])
    return int(files[-1].name.split("-")[1].split(".")[0])
