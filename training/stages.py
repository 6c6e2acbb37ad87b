"""The stages of a run, each reading what the one before left on disk."""

from __future__ import annotations

import argparse
import json
from collections.abc import Sequence
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import Any

import keras
import numpy as np
from numpy.typing import NDArray

import training.network  # noqa: F401 - registers the layer that a .keras file names
from studio.core.taxonomy import Taxonomy, load_taxonomy
from training.bundle import write_bundle
from training.calibrate import Calibration
from training.config import Config, load_config
from training.datasets import Example, load_examples, load_fabrics
from training.drawings import draw_examples
from training.errors import TrainingError
from training.evaluate import predict, rows_of
from training.evaluation.pointing import Runner
from training.evaluation.report import FILE, make_metrics, read_json, summary, write_json
from training.evaluation.trial import Trial
from training.export import check_batches, check_evidence, check_parity, export_onnx, run_onnx
from training.manifest import find_weights
from training.pixels import load_pixels
from training.quantise import check_loss, check_quantised, quantise
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

    def pixels(self, rows: Sequence[int]) -> NDArray[np.uint8]:
        """The given examples at the network's size."""
        paths = [self.examples[row].path for row in rows]
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
    this = _prepare(arguments.config, arguments)
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


def _prepare(name: str, arguments: argparse.Namespace) -> Run:
    """Load a configuration and the examples that it looks at."""
    config = load_config(name)
    taxonomy = load_taxonomy(TAXONOMY)
    examples = load_examples(
        arguments.data,
        arguments.labels,
        taxonomy,
        seed=config.split_seed,
        max_images=config.max_images,
    )
    examples += draw_examples(config.drawn_images, arguments.work / "drawn", config.seed)
    if config.fabrics:
        examples += load_fabrics(arguments.data)
    return Run(config, taxonomy, examples, arguments.work / config.name, arguments)


def _train(this: Run) -> None:
    for name in filter(None, (this.config.start_from, *this.config.average_of)):
        _train(_prepare(name, this.arguments))
    weights = this.arguments.weights
    if weights is None and this.config.pretrained:
        weights = find_weights(this.arguments.data)
    print(train(this.config, this.examples, this.taxonomy, weights, this.folder))


def _evaluate(this: Run) -> None:
    network = this.network()
    trial = _try(this, lambda images: predict(network, images))
    trial.write_pictures(this.folder / "pictures")
    _write_metrics(this, {"keras": trial.report()})


def _try(this: Run, answer: Runner, calibration: Calibration | None = None) -> Trial:
    """Put a network to the test on the images that did not train it."""
    rows = [row for row, e in enumerate(this.examples) if e.part is not Part.TRAIN]
    chosen = [this.examples[row] for row in rows]
    return Trial(answer, this.pixels(rows), chosen, this.taxonomy, calibration)


def _write_metrics(this: Run, networks: dict[str, Any]) -> dict[str, Any]:
    """Beside the network: what was measured, and the baselines if they have been."""
    file = this.arguments.work / "baselines.json"
    baselines = read_json(file) if file.is_file() else {}
    metrics = make_metrics(this.config, this.arguments.id, this.examples, networks, baselines)
    write_json(this.folder / FILE, metrics)
    print(json.dumps(summary(networks), indent=2))
    print(this.folder / FILE)
    return metrics


def _export(this: Run) -> None:
    export_onnx(this.network(), this.onnx("fp32"))


def _verify(this: Run) -> None:
    # Fixed images that both runtimes have to agree on.
    rows = list(range(0, len(this.examples), max(1, len(this.examples) // 64)))[:64]
    images = np.asarray(this.pixels(rows))
    exported = run_onnx(this.onnx("fp32"), images)
    gap = check_parity(predict(this.network(), images), exported)
    check_evidence(exported)
    check_batches(this.onnx("fp32"), images)
    print(f"largest difference of a probability, Keras to onnxruntime: {gap:.2e}")


def _quantise(this: Run) -> None:
    rows = rows_of(this.examples, Part.TRAIN)
    chosen = np.random.default_rng(this.config.seed).permutation(rows)
    images = np.asarray(this.pixels(sorted(chosen[: this.config.calibration_images].tolist())))
    quantise(this.onnx("fp32"), this.onnx("int8"), images)


def _bundle(this: Run) -> None:
    files = {precision: this.onnx(precision) for precision in ("fp32", "int8")}
    full = _try(this, partial(run_onnx, files["fp32"]))
    # The application applies one calibration, whichever precision is faster.
    small = _try(this, partial(run_onnx, files["int8"]), full.calibration)
    agreement = check_quantised(
        full.test_logits(), small.test_logits(), strict=this.config.pretrained
    )
    full.write_pictures(this.folder / "pictures")
    networks = {"fp32": full.report(), "int8": small.report() | {"agreement": agreement}}
    if this.config.pretrained:
        check_loss(networks["fp32"], networks["int8"])
    metrics = _write_metrics(this, networks)
    folder = this.arguments.bundles / this.arguments.id
    print(write_bundle(folder, this.config, this.taxonomy, full.calibration, files, metrics))
