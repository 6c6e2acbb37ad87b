"""`fashion-studio rescan`: find what changed, moved, is gone or back in the sources."""

from __future__ import annotations

import argparse
import sys
import time

from studio.cli.common import (
    ProgressLine,
    add_json,
    add_library,
    failures_json,
    one_line,
    open_library,
    print_failures,
    print_json,
    printable,
)
from studio.core.progress import ImportProgress


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """The command's own options."""
    add_library(parser)
    add_json(parser)
    parser.set_defaults(run=run)


def run(arguments: argparse.Namespace) -> int:
    """Look at every source; 1 when a file failed or a source could not be reached."""
    started = time.monotonic()
    progress = ImportProgress("scanning")
    line = ProgressLine()
    with open_library(arguments.library, write=True) as library:
        try:
            for progress in library.sources.rescan():
                line.show_import(progress)
        finally:
            line.end()
        missing, questions = library.count_library().missing, len(library.missing.list_questions())
    seconds = time.monotonic() - started
    print_failures(progress.failures)
    for path in progress.unreachable:
        print(f"{one_line(path)}: This folder cannot be reached.", file=sys.stderr)
    if arguments.json:
        print_json(
            {
                "registered": progress.registered,
                "unchanged": progress.unchanged,
                "moved": progress.moved,
                "gone": progress.gone,
                "back": progress.back,
                "missing": missing,
                "ambiguous": questions,
                "unreachable": [printable(path) for path in progress.unreachable],
                "failed": failures_json(progress.failures),
                "seconds": round(seconds, 2),
            }
        )
    else:
        print(
            f"{progress.registered:,} new or changed, {progress.moved:,} moved,"
            f" {progress.gone:,} gone, {progress.back:,} back,"
            f" {progress.unchanged:,} unchanged, in {seconds:.1f} s."
        )
        if missing:
            print(
                f"{missing:,} missing in all; {questions:,} of them may be one of several copies."
            )
    return 1 if progress.failures or progress.unreachable else 0
