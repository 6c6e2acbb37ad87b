"""`python -m training`: from labelled photographs to a bundle that the application loads."""

from __future__ import annotations

import argparse
import sys
from pathlib import Path

from training.errors import TrainingError

ROOT = Path(__file__).resolve().parent.parent
STAGES = ("train", "evaluate", "export", "verify", "quantise", "bundle", "card", "all")


def main(argv: list[str] | None = None) -> int:
    """Run one stage, or all from train to bundle; 0, or 1 with a line that names the fault."""
    parser = argparse.ArgumentParser(prog="python -m training", description=__doc__)
    parser.add_argument("stage", choices=STAGES)
    parser.add_argument("--config", default="quick", help="a file in training/configs")
    parser.add_argument("--data", type=Path, default=ROOT.parent / "shared" / "data")
    parser.add_argument("--labels", type=Path, default=ROOT / "training" / "labels")
    parser.add_argument("--weights", type=Path, help="ImageNet weights (.npz)")
    parser.add_argument("--work", type=Path, default=ROOT / "build" / "training")
    parser.add_argument("--bundles", type=Path, default=ROOT / "resources" / "models")
    parser.add_argument("--id", default="fashion-2026.11-1", help="name of the bundle")
    parser.add_argument("--card", type=Path, default=ROOT / "docs" / "model-card.md")
    arguments = parser.parse_args(argv)
    try:
        if arguments.stage == "card":
            from training.card import write_card

            write_card(arguments.bundles / arguments.id, arguments.card)
        else:
            from training.stages import run  # TensorFlow takes seconds to load

            run(arguments)
    except TrainingError as error:
        print(f"error: {error}", file=sys.stderr)
        return 1
    return 0


if __name__ == "__main__":
    raise SystemExit(main())
