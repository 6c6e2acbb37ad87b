"""`fashion-studio doctor`: check a library, and repair it."""

from __future__ import annotations

import argparse
import sys
from dataclasses import asdict, dataclass

from studio.cli.common import (
    ProgressLine,
    add_json,
    add_library,
    open_library,
    outdated_note,
    print_json,
)
from studio.library.library import Library
from studio.paths import find_paths
from studio.storage.rescue import restore_newest


@dataclass
class Report:
    """What the check found."""

    images: int
    damage: list[str]
    missing: int
    failed: int
    pending: int
    untagged: int
    outdated: int
    lost_thumbnails: int
    bundle_problem: str
    backups: int
    repaired: bool = False

    def healthy(self) -> bool:
        """Whether nothing needs a person.

        Failed images have their reason and are no damage, and outdated tags are still tags.
        """
        waiting = self.pending or self.untagged or self.lost_thumbnails
        return not (self.damage or self.missing or waiting or self.bundle_problem)


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """The command's own options."""
    add_library(parser)
    add_json(parser)
    parser.add_argument(
        "--repair",
        action="store_true",
        help="go back to a backup if need be, back up, note missing files,"
        " finish interrupted imports, rebuild thumbnails",
    )
    parser.set_defaults(run=run)


def run(arguments: argparse.Namespace) -> int:
    """Report; 1 when something is wrong."""
    if arguments.repair:
        folder = arguments.library or find_paths().default_library
        if rescued := restore_newest(folder.expanduser().absolute()):
            print(rescued, file=sys.stderr)
    with open_library(arguments.library, write=arguments.repair) as library:
        if arguments.repair:
            _repair(library)
        report = _check(library, repaired=arguments.repair)
    if arguments.json:
        print_json(asdict(report))
    else:
        _print(report)
    return 0 if report.healthy() else 1


def _check(library: Library, *, repaired: bool) -> Report:
    counts = library.count_library()
    return Report(
        images=counts.all,
        damage=library.check_integrity(),
        missing=library.missing.check(),
        failed=counts.failed,
        pending=library.count_pending(),
        untagged=counts.untagged,
        outdated=library.reanalysis.find_outdated().images,
        lost_thumbnails=library.count_lost_thumbnails(),
        bundle_problem=library.bundle_problem,
        backups=len(list((library.folder / "backups").glob("catalogue-*.sqlite3"))),
        repaired=repaired,
    )


def _repair(library: Library) -> None:
    library.back_up()
    library.missing.check()
    line = ProgressLine()
    for progress in library.resume_analysis():
        line.show_import(progress)
    line.end()


def _print(report: Report) -> None:
    print(f"{_count(report.images, 'image')}, {report.failed:,} could not be opened")
    for line in report.damage:
        print(f"Damage: {line}")
    if report.missing:
        print(f"{_count(report.missing, 'file')} not found in place (the entries are kept)")
    if report.pending:
        print(f"{_count(report.pending, 'image')} waiting for analysis")
    if report.untagged:
        print(f"{_count(report.untagged, 'image')} without tags")
    if report.outdated:
        print(outdated_note(report.outdated))
    if report.lost_thumbnails:
        print(f"{_count(report.lost_thumbnails, 'thumbnail')} to be made again")
    if report.bundle_problem:
        print(f"Images are not tagged: {report.bundle_problem}")
    print(_count(report.backups, "backup"))
    if report.healthy():
        print("All is well.")
    elif not report.repaired:
        print("Run “fashion-studio doctor --repair” to mend what can be mended.")


def _count(number: int, noun: str) -> str:
    return f"{number:,} {noun}{'' if number == 1 else 's'}"
