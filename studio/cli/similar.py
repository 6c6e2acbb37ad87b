"""`fashion-studio similar`: list the images of a library that are like one."""

from __future__ import annotations

import argparse
import math
import os
import sys

from studio.cli.common import (
    add_json,
    add_library,
    details_json,
    one_line,
    open_library,
    print_json,
)
from studio.cli.querying import add_query, print_warnings, read_query
from studio.core.collection import Sort
from studio.core.errors import IncomparableImage
from studio.core.query import Query, term_like
from studio.library.library import Library


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """The command's own options."""
    parser.add_argument("file", metavar="FILE", help="an image, in the library or anywhere else")
    add_query(parser, "only among these, such as: garment:dress -pattern:checks")
    add_library(parser)
    add_json(parser)
    parser.add_argument(
        "--count", type=_positive, default=50, metavar="N", help="the nearest N (50)"
    )
    parser.set_defaults(run=run)


def _positive(text: str) -> int:
    if not text.isdecimal() or int(text) < 1:
        raise argparse.ArgumentTypeError("a number from 1 on is wanted")
    return int(text)


def run(arguments: argparse.Namespace) -> int:
    """Print one line for each of the nearest images, the most similar first."""
    term = term_like((os.path.abspath(arguments.file.removeprefix(" ")),), 0.0)
    query = Query((term, *read_query(arguments.query).terms))
    with open_library(arguments.library) as library:
        _check(library)
        print_warnings(library, query)
        ids = library.list_ids(query, Sort.LIKENESS)[: arguments.count]
        similar = library.measure_similarity(term.values[0], ids)
        for details, value in zip(library.list_details(ids), similar, strict=True):
            if arguments.json:
                print_json(
                    {"similarity": None if math.isnan(value) else round(value, 4)}
                    | details_json(details)
                )
            else:
                print(f"{value:.3f}\t{one_line(details.path)}")
    return 0


def _check(library: Library) -> None:
    if library.count_comparable() == 0:
        raise IncomparableImage(
            library.bundle_problem
            or "No image of this library has been analysed by the present bundle."
            " “fashion-studio analyse” does that."
        )
    outdated = library.reanalysis.find_outdated().images
    if outdated:
        images = "1 image is" if outdated == 1 else f"{outdated:,} images are"
        print(
            f"{images} left out: an earlier bundle tagged"
            f" {'it' if outdated == 1 else 'them'}. “fashion-studio analyse --outdated” helps.",
            file=sys.stderr,
        )
