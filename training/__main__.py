"""`python -m training`: from labelled photographs to a bundle that the application loads."""

from __future__ import annotations

import argparse
import sys
from pathlib import Path

from training.errors import TrainingError
from training.files import describe_full, is_disk_full
from training.manifest import COMMITTED, check_data, write_manifest

ROOT = Path(__file__).resolve().parent.parent
STAGES = ("train", "evaluate", "export", "verify", "quantise", "bundle", "all")
BASELINES = ("cnn", "frozen", "plain")
COMMANDS = ("fetch", "check-data", "baselines", "palettes", "card")


def main(argv: list[str] | None = None) -> int:
    """Run one stage, all of them or a command; 0 on success, 1 with a line that names the fault."""
    parser = argparse.ArgumentParser(prog="python -m training", description=__doc__)
    parser.add_argument("stage", choices=(*COMMANDS, *STAGES))
    parser.add_argument("--config", help="a file in training/configs; quick when none is named")
    parser.add_argument("--data", type=Path, default=ROOT.parent / "shared" / "data")
    parser.add_argument("--labels", type=Path, default=ROOT / "training" / "labels")
    parser.add_argument("--weights", type=Path, help="ImageNet weights (.npz)")
    parser.add_argument("--work", type=Path, default=ROOT / "build" / "training")
    parser.add_argument("--bundles", type=Path, default=ROOT / "resources" / "models")
    parser.add_argument("--only", choices=BASELINES, help="baselines: this one alone")
    parser.add_argument("--manifest", type=Path, help="checksums of the data (.csv)")
    parser.add_argument(
        "--accept-licences", action="store_true", help="fetch: accept what the data come under"
    )
    parser.add_argument(
        "--write-manifest", type=Path, metavar="DIR", help="fetch: only record the checksums of DIR"
    )
    parser.add_argument(
        "--precision", default="int8", help="palettes: of the network that is asked"
    )
    parser.add_argument("--id", default="fashion-2026.11-3", help="name of the bundle")
    parser.add_argument("--card", type=Path, default=ROOT / "docs" / "model-card.md")
    arguments = parser.parse_args(argv)
    try:
        _run(arguments)
    except TrainingError as error:
        print(f"error: {error}", file=sys.stderr)
        return 1
    except Exception as error:
        # Each library says in its own way that a disk is full; everything else is a fault of ours.
        if not is_disk_full(error):
            raise
        print(f"error: {describe_full(error)}", file=sys.stderr)
        return 1
    return 0


def _run(arguments: argparse.Namespace) -> None:
    # TensorFlow takes seconds to load; --help and the checks of data need not.
    if arguments.stage == "fetch":
        _fetch(arguments)
    elif arguments.stage == "check-data":
        _check_data(arguments)
    elif arguments.stage == "card":
        from training.card import write_card

        write_card(arguments.bundles / arguments.id, arguments.card)
    elif arguments.stage == "palettes":
        from training.measure_palettes import measure_palettes

        measure_palettes(arguments)
    elif arguments.stage == "baselines":
        from training.baselines.run import run_baselines

        run_baselines(arguments)
    else:
        if arguments.stage == "all":
            _check_data(arguments)
        from training.stages import run

        arguments.config = arguments.config or "quick"
        run(arguments)


def _fetch(arguments: argparse.Namespace) -> None:
    from training.fetch import ask_for_consent, fetch

    manifest = arguments.manifest or COMMITTED
    if arguments.write_manifest:
        count = write_manifest(arguments.write_manifest, manifest)
        print(f"{manifest}: {count} files")
    else:
        ask_for_consent(accepted=arguments.accept_licences)
        print(fetch(arguments.data, manifest=manifest))


def _check_data(arguments: argparse.Namespace) -> None:
    count = check_data(arguments.data, arguments.manifest)
    print(f"{arguments.data}: {count} files are what the manifest says")


if __name__ == "__main__":
    raise SystemExit(main())
