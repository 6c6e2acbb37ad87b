"""`fashion-studio analyse`: finish what waits, and tag anew what an earlier bundle tagged."""

from __future__ import annotations

import argparse
import sys
import time

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
    add_library(parser)
    add_json(parser)
    parser.add_argument(
        "--outdated",
        action="store_true",
        help="tag anew the images that an earlier bundle tagged; each keeps its tags until then",
    )
    parser.set_defaults(run=run)


def run(arguments: argparse.Namespace) -> int:
    """Analyse; 1 when a file failed."""
    started = time.monotonic()
    line = ProgressLine()
    ends: list[ImportProgress] = []
    with open_library(arguments.library, write=True) as library:
        steps = [library.resume_analysis]
        if arguments.outdated:
            steps.append(library.reanalysis.run)
        try:
            for step in steps:
                progress = ImportProgress("analysing")
                for progress in step():
                    line.show_import(progress)
                ends.append(progress)
        finally:
            line.end()
        problem, outdated = library.bundle_problem, library.reanalysis.find_outdated().images
    seconds = time.monotonic() - started
    failures = [failure for end in ends for failure in end.failures]
    print_failures(failures)
    if problem:
        print(f"Images were not tagged. {problem}", file=sys.stderr)
    if outdated and not arguments.outdated:
        print(outdated_note(outdated), file=sys.stderr)
    analysed = sum(end.analysed for end in ends)
    if arguments.json:
        print_json(
            {
                "analysed": analysed,
                "failed": failures_json(failures),
                "outdated": outdated,
                "bundle_problem": problem,
                "seconds": round(seconds, 2),
            }
        )
    else:
        print(f"{analysed:,} analysed, {len(failures):,} failed, in {seconds:.1f} s.")
    return 1 if failures else 0
