"""`python -m training baselines`: trains each one and files its figures in `baselines.json`."""

from __future__ import annotations

import argparse
import json
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

import keras
import numpy as np
from numpy.typing import NDArray

from studio.core.taxonomy import Taxonomy, load_taxonomy
from training.baselines.fit import fit, make_batches
from training.baselines.frozen import STEPS, fit_heads, pool_features
from training.baselines.networks import CNN_OUTPUTS, build_cnn, build_plain
from training.calibrate import Logits
from training.config import Config, load_config
from training.datasets import Example, load_examples
from training.errors import DataError
from training.evaluate import evaluate, fit_calibration, predict
from training.export import check_batches, check_parity, export_onnx, run_onnx
from training.files import write_whole
from training.manifest import find_weights
from training.pixels import load_pixels
from training.splits import Part
from training.stages import TAXONOMY

FILE = "baselines.json"


@dataclass(frozen=True, slots=True)
class Baseline:
    """What one baseline is made from."""

    config: Config
    taxonomy: Taxonomy
    examples: list[Example]
    weights: Path | None  # of ImageNet
    folder: Path  # of this baseline
    cache: Path

    def pixels(self) -> NDArray[np.uint8]:
        """All examples at the network's size."""
        paths = [example.path for example in self.examples]
        return load_pixels(paths, self.config.input_size, self.cache)


def run_baselines(arguments: argparse.Namespace) -> Path:
    """Train what is not filed yet, or `arguments.only`; returns the file of the figures.

    Each baseline has a configuration of its own unless `arguments.config` names one for all.
    Raises TrainingError.
    """
    work = arguments.work if arguments.config is None else arguments.work / arguments.config
    taxonomy = load_taxonomy(TAXONOMY)
    figures = _read(work / FILE)
    for name, train in _BASELINES.items():
        if arguments.only not in (None, name):
            continue
        if name in figures:
            print(f"== {name}: done before", flush=True)
            continue
        print(f"== {name}", flush=True)
        baseline = _prepare(arguments, name, work, taxonomy)
        logits = train(baseline)
        calibration = fit_calibration(logits, baseline.examples, taxonomy)
        figures[name] = evaluate(logits, baseline.examples, taxonomy, calibration)
        print(json.dumps(figures[name], indent=2), flush=True)
        write_whole(work / FILE, json.dumps(figures, indent=2).encode() + b"\n")
    return Path(work / FILE)


def _prepare(arguments: argparse.Namespace, name: str, work: Path, taxonomy: Taxonomy) -> Baseline:
    config = load_config(arguments.config or ("cnn" if name == "cnn" else "plain"))
    examples = load_examples(
        arguments.data,
        arguments.labels,
        taxonomy,
        seed=config.split_seed,
        max_images=config.max_images,
    )
    weights = arguments.weights
    if weights is None and config.pretrained:
        weights = find_weights(arguments.data)
    keras.utils.set_random_seed(config.seed)
    cache = arguments.work / "pixels"
    return Baseline(config, taxonomy, examples, weights, work / f"baseline-{name}", cache)


def _train_cnn(baseline: Baseline) -> Logits:
    """Trained, exported and checked like the network that is shipped; this one is not."""
    network = _trained(baseline, lambda: build_cnn(baseline.config, baseline.taxonomy))
    file = baseline.folder / "fp32.onnx"
    pixels = baseline.pixels()
    images = np.asarray(pixels[:: max(1, len(pixels) // 64)][:64])
    export_onnx(network, file, CNN_OUTPUTS)
    gap = check_parity(predict(network, images), run_onnx(file, images))
    check_batches(file, images)
    print(f"largest difference of a probability, Keras to onnxruntime: {gap:.2e}", flush=True)
    return predict(network, pixels)


def _train_frozen(baseline: Baseline) -> Logits:
    features = pool_features(baseline.config, baseline.weights, baseline.pixels())
    # A debug run only shows that it runs.
    steps = STEPS if baseline.config.max_images is None else 5
    return fit_heads(features, baseline.examples, baseline.taxonomy, steps)


def _train_plain(baseline: Baseline) -> Logits:
    network = _trained(
        baseline, lambda: build_plain(baseline.config, baseline.taxonomy, baseline.weights)
    )
    return predict(network, baseline.pixels())


_BASELINES: dict[str, Callable[[Baseline], Logits]] = {
    "cnn": _train_cnn,
    "frozen": _train_frozen,
    "plain": _train_plain,
}


def _trained(baseline: Baseline, build: Callable[[], keras.Model]) -> keras.Model:
    """The network after its epochs, from `folder` when it is there."""
    finished = baseline.folder / "network.keras"
    if finished.is_file():
        return keras.models.load_model(finished, compile=False)
    network = build()
    chosen = [example for example in baseline.examples if example.part is Part.TRAIN]
    pixels = load_pixels([e.path for e in chosen], baseline.config.cache_size, baseline.cache)
    fit(
        network,
        make_batches(chosen, pixels, baseline.taxonomy, baseline.config),
        baseline.config,
        baseline.folder,
    )
    partial = baseline.folder / "partial.keras"
    network.save(partial)
    partial.replace(finished)
    return network


def _read(file: Path) -> dict[str, object]:
    """The figures of the baselines that are finished."""
    if not file.is_file():
        return {}
    try:
        found = json.loads(file.read_text(encoding="utf-8"))
    except ValueError as error:
        raise DataError(f"{file}: cannot be read ({error}).") from error
    if not isinstance(found, dict):
        raise DataError(f"{file}: not a table of figures.")
    return found
