"""The stages of a run, each reading what the one before left on disk."""

from __future__ import annotations

import argparse
import json
from dataclasses import dataclass
from pathlib import Path

import keras
import numpy as np
from numpy.typing import NDArray

import training.network  # noqa: F401 - registers the layer that a .keras file names
from studio.core.taxonomy import Taxonomy, load_taxonomy
from training.bundle import write_bundle
from training.config import Config, load_config
from training.datasets import Example, load_examples, load_fabrics
from training.drawings import draw_examples
from training.errors import TrainingError
from training.evaluate import evaluate, fit_calibration, predict, rows_of
from training.export import check_batches, check_parity, export_onnx, run_onnx
from training.manifest import find_weights
from training.pixels import load_pixels
from training.quantise import check_quantised, quantise
from training.splits import Part
from training.train import train

TAXONOMY = Path(__file__).resolve().parent.parent / "resources" / "taxonomy" / "taxonomy.toml"


@dataclass(frozen=True, slots=True)
class Run:
    """What every stage needs."""

    config: Config
    taxonomy: Taxonomy
    examples: list[Example]
    folder: Path
    arguments: argparse.Namespace

    def pixels(self) -> NDArray[np.uint8]:
        """All examples at the network's size."""
        paths = [example.path for example in self.examples]
        return load_pixels(paths, self.config.input_size, self.folder.parent / "pixels")

    def network(self) -> keras.Model:
        """The trained network; raises TrainingError before there is one."""
        file = self.folder / "network.keras"
        if not file.is_file():
            raise TrainingError(f"{file}: not trained yet; run the stage train first.")
        return keras.models.load_model(file, compile=False)

    def onnx(self, precision: str) -> Path:
        """Where the exported network of a precision lies, or will."""
        return self.folder / f"{precision}.onnx"


def run(arguments: argparse.Namespace) -> None:
    """Run `arguments.stage`, or all of them in order; raises TrainingError."""
    config = load_config(arguments.config)
    taxonomy = load_taxonomy(TAXONOMY)
    examples = load_examples(
        arguments.data,
        arguments.labels,
        taxonomy,
        seed=config.seed,
        fold=config.fold,
        max_images=config.max_images,
    )
    examples += draw_examples(config.drawn_images, arguments.work / "drawn", config.seed)
    if config.fabrics:
        examples += load_fabrics(arguments.data)
    this = Run(config, taxonomy, examples, arguments.work / config.name, arguments)
    stages = {
        "train": _train,
        "evaluate": _evaluate,
        "export": _export,
        "verify": _verify,
        "quantise": _quantise,
        "bundle": _bundle,
    }
    for name, stage in stages.items():
        if arguments.stage in (name, "all"):
            print(f"== {name}", flush=True)
            stage(this)


def _train(this: Run) -> None:
    weights = this.arguments.weights
    if weights is None and this.config.pretrained:
        weights = find_weights(this.arguments.data)
    print(train(this.config, this.examples, this.taxonomy, weights, this.folder))


def _evaluate(this: Run) -> None:
    logits = predict(this.network(), this.pixels())
    calibration = fit_calibration(logits, this.examples, this.taxonomy)
    print(json.dumps(evaluate(logits, this.examples, this.taxonomy, calibration), indent=2))


def _export(this: Run) -> None:
    export_onnx(this.network(), this.onnx("fp32"))


def _verify(this: Run) -> None:
    rows = _probe_rows(this)
    images = np.asarray(this.pixels()[rows])
    gap = check_parity(predict(this.network(), images), run_onnx(this.onnx("fp32"), images))
    check_batches(this.onnx("fp32"), images)
    print(f"largest difference of a probability, Keras to onnxruntime: {gap:.2e}")


def _quantise(this: Run) -> None:
    rows = rows_of(this.examples, Part.TRAIN)
    chosen = np.random.default_rng(this.config.seed).permutation(rows)
    images = np.asarray(this.pixels()[np.sort(chosen[: this.config.calibration_images])])
    quantise(this.onnx("fp32"), this.onnx("int8"), images)


def _bundle(this: Run) -> None:
    pixels = this.pixels()
    logits = run_onnx(this.onnx("fp32"), pixels)
    calibration = fit_calibration(logits, this.examples, this.taxonomy)
    figures = {"fp32": evaluate(logits, this.examples, this.taxonomy, calibration)}
    small = run_onnx(this.onnx("int8"), pixels)
    figures["int8"] = evaluate(small, this.examples, this.taxonomy, calibration)
    rows = rows_of(this.examples, Part.TEST)
    figures["int8"]["agreement"] = check_quantised(
        {name: values[rows] for name, values in logits.items()},
        {name: values[rows] for name, values in small.items()},
        strict=this.config.pretrained,
    )
    folder = write_bundle(
        this.arguments.bundles / this.arguments.id,
        this.config,
        this.taxonomy,
        calibration,
        {precision: this.onnx(precision) for precision in ("fp32", "int8")},
        figures,
    )
    print(json.dumps(figures, indent=2))
    print(folder)


def _probe_rows(this: Run) -> list[int]:
    """Fixed images that both runtimes have to agree on."""
    return list(range(0, len(this.examples), max(1, len(this.examples) // 64)))[:64]
