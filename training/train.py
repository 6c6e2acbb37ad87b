"""Fine-tuning: one run from the ImageNet weights to a .keras file, resumable at each epoch."""

from __future__ import annotations

import json
import time
from pathlib import Path

import keras
import numpy as np
from numpy.typing import NDArray

from studio.core.taxonomy import Taxonomy
from training.backbone import load_imagenet, number_of
from training.batches import Batches
from training.config import Config
from training.datasets import Example, make_targets
from training.errors import TrainingError
from training.files import write_whole
from training.halves import round_to_halves
from training.masks import load_masks
from training.network import add_proxies, build_network
from training.optimise import compile_model
from training.pixels import load_pixels
from training.splits import Part

Weights = list[NDArray[np.float32]]


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
    if config.average_of:
        mean = build_network(config, taxonomy)
        _take_mean(mean, [_network_of(name, folder.parent) for name in config.average_of])
        return _save(mean.get_weights(), config, taxonomy, finished)
    network = build_network(config, taxonomy)
    if config.start_from is not None:
        _copy_layers(_network_of(config.start_from, folder.parent), network)
    elif weights is not None:
        load_imagenet(network, weights)
    for layer in network.layers:
        number = number_of(layer.name)
        moves = number is None or number >= config.frozen
        layer.trainable = moves and layer.name.startswith(config.only)
    batches = _make_batches(config, examples, taxonomy, folder.parent / "pixels")
    garments, patterns = (len(taxonomy.get(facet).labels) for facet in ("garment", "pattern"))
    model = add_proxies(network, garments * patterns)
    compile_model(model, config, len(batches) * config.epochs)
    _fit(model, config, batches, folder)
    model.optimizer.finalize_variable_values(model.trainable_variables)
    return _save(network.get_weights(), config, taxonomy, finished)


def _save(weights: Weights, config: Config, taxonomy: Taxonomy, target: Path) -> Path:
    """Write the network at its final size, in one step, with weights that fit into halves."""
    whole = build_network(config, taxonomy, config.input_size)
    whole.set_weights(round_to_halves(weights))
    partial = target.with_name("partial.keras")
    whole.save(partial)
    partial.rename(target)
    return target


def _network_of(name: str, work: Path) -> keras.Model:
    """Another configuration's finished network; raises TrainingError without."""
    file = work / name / "network.keras"
    if not file.is_file():
        raise TrainingError(f"{file}: train the configuration {name!r} first.")
    return keras.models.load_model(file, compile=False)


def _copy_layers(source: keras.Model, target: keras.Model) -> None:
    """Take over the weights of every layer that both have; the others keep their start."""
    names = {layer.name for layer in source.layers if layer.weights}
    for layer in target.layers:
        if layer.name in names:
            layer.set_weights(source.get_layer(layer.name).get_weights())


def _take_mean(target: keras.Model, members: list[keras.Model]) -> None:
    """The mean of several networks that set out from the same one (Wortsman et al. 2022).

    A layer that some of them lack is the mean of the others.
    """
    layers = [{layer.name: layer for layer in network.layers} for network in members]
    for layer in target.layers:
        known = [each[layer.name].get_weights() for each in layers if layer.name in each]
        if layer.weights and known:
            layer.set_weights([np.mean(arrays, axis=0) for arrays in zip(*known, strict=True)])


def _make_batches(
    config: Config, examples: list[Example], taxonomy: Taxonomy, cache: Path
) -> Batches:
    chosen = [example for example in examples if example.part is Part.TRAIN]
    pixels = load_pixels([example.path for example in chosen], config.cache_size, cache)
    masks = load_masks([example.mask for example in chosen], config.cache_size, cache)
    targets = make_targets(chosen, taxonomy)
    return Batches(chosen, np.asarray(pixels), np.asarray(masks), targets, config)


def _fit(model: keras.Model, config: Config, batches: Batches, folder: Path) -> None:
    """Run the epochs of every size that are not done yet."""
    checkpoint, state = folder / "checkpoint.weights.h5", folder / "state.json"
    done = _resume(model, checkpoint, state)
    end = 0
    for size, epochs in config.sizes:
        start, end = end, end + epochs
        if done >= end:
            continue
        batches.size = size
        batches.start_epoch(max(start, done))
        model.fit(
            batches,
            epochs=end,
            initial_epoch=max(start, done),
            verbose=2,
            callbacks=[_Checkpoint(checkpoint, state)],
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
        state = json.dumps({"epochs": epoch + 1, "seconds": seconds})
        write_whole(self._state, state.encode())


def _resume(model: keras.Model, checkpoint: Path, state: Path) -> int:
    """Load the last checkpoint, if there is one; returns the number of finished epochs."""
    if not (checkpoint.exists() and state.exists()):
        return 0
    model.optimizer.build(model.trainable_variables)
    model.load_weights(checkpoint)
    return int(json.loads(state.read_text())["epochs"])
