"""The stages of a run, each reading what the one before left on disk."""

from __future__ import annotations

import argparse
from pathlib import Path

from studio.core.taxonomy import Taxonomy, load_taxonomy
from training.config import Config, load_config
from training.datasets import Example, load_examples
from training.train import train

TAXONOMY = Path(__file__).resolve().parent.parent / "resources" / "taxonomy" / "taxonomy.toml"


def run(arguments: argparse.Namespace) -> None:
    """Run `arguments.stage`; raises TrainingError."""
    config = load_config(arguments.config)
    taxonomy = load_taxonomy(TAXONOMY)
    examples = load_examples(
        arguments.data,
        arguments.labels,
        taxonomy,
        seed=config.seed,
        max_images=config.max_images,
    )
    folder: Path = arguments.work / config.name
    if arguments.stage in ("train", "all"):
        weights = arguments.weights or _default_weights(arguments.data, config)
        print(f"trained: {train(config, examples, taxonomy, weights, folder)}")


def _default_weights(data: Path, config: Config) -> Path | None:
    if config.name == "debug":
        return None
    return data.parent / "weights" / "mobilenet_v2_1.0_224_imagenet.npz"


__all__ = ["Example", "Taxonomy", "run"]
