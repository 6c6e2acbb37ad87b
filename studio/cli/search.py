"""`fashion-studio search`: list the images that match a query."""

from __future__ import annotations

import argparse

from studio.cli.common import (
    add_json,
    add_library,
    details_json,
    one_line,
    open_library,
    print_json,
)
from studio.core.asset import AssetDetails
from studio.core.collection import Sort
from studio.core.query import parse_query

# Details are read in pages, so that a huge library streams.
PAGE = 500


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """The command's own options."""
    parser.add_argument(
        "query",
        nargs="*",
        metavar="QUERY",
        help="such as: style:bohemian color:red|pink -pattern:checks",
    )
    add_library(parser)
    add_json(parser)
    parser.add_argument("--sort", choices=[str(s) for s in Sort], default=str(Sort.ADDED))
    parser.set_defaults(run=run)


def run(arguments: argparse.Namespace) -> int:
    """Print one line for each matching image."""
    query = parse_query(" ".join(arguments.query))
    with open_library(arguments.library) as library:
        ids = library.list_ids(query, Sort(arguments.sort))
        for start in range(0, len(ids), PAGE):
            for details in library.list_details(ids[start : start + PAGE]):
                if arguments.json:
                    print_json(details_json(details))
                else:
                    print(_text(details))
    return 0


def _text(details: AssetDetails) -> str:
    labels = [p.label for p in details.predictions if p.assigned]
    return "\t".join([one_line(details.path), ", ".join([*labels, *details.colors])])
