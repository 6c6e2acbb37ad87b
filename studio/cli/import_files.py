"""`fashion-studio import`: register and analyse files and folders."""

from __future__ import annotations

import argparse
import sys
import time
from pathlib import Path

from studio.cli.common import (
    ProgressLine,
    add_json,
    add_library,
    failures_json,
    open_library,
    outdated_note,
    print_failures,
    print_json,
)
from studio.core.progress import ImportProgress


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """The command's own options."""
    parser.add_argument("paths", nargs="+", type=Path, metavar="PATH", help="files and folders")
    add_library(parser)
    add_json(parser)
    parser.set_defaults(run=run)


def run(arguments: argparse.Namespace) -> int:
    """Import; 1 when a file failed."""
    started = time.monotonic()
    progress = ImportProgress("scanning")
    line = ProgressLine()
    with open_library(arguments.library, create=True) as library:
        try:
            for progress in library.import_paths(arguments.paths):
                line.show_import(progress)
        finally:
            line.end()
        problem, outdated = library.bundle_problem, library.reanalysis.find_outdated().images
    seconds = time.monotonic() - started
    print_failures(progress.failures)
    if problem:
        print(f"Images were not tagged. {problem}", file=sys.stderr)
    if outdated:
        print(outdated_note(outdated), file=sys.stderr)
    if arguments.json:
        print_json(
            {
                "found": progress.found,
                "registered": progress.registered,
                "unchanged": progress.unchanged,
                "analysed": progress.analysed,
                "failed": failures_json(progress.failures),
                "outdated": outdated,
                "bundle_problem": problem,
                "seconds": round(seconds, 2),
            }
        )
    else:
        print(
            f"{progress.registered:,} new, changed or tried again,"
            f" {progress.unchanged:,} known already, {len(progress.failures):,} failed,"
            f" in {seconds:.1f} s."
        )
    return 1 if progress.failures else 0
