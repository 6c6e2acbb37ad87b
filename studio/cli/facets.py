"""`fashion-studio facets`: count the images of each collection."""

from __future__ import annotations

import argparse

from studio.cli.common import add_json, add_library, open_library, print_json
from studio.cli.querying import add_query, print_warnings, read_query

_OTHERS = {
    "rating": "Rating",
    "flag": "Flag",
    "colorlabel": "Colour label",
    "tag": "Tag",
    "source": "Source",
    "format": "Format",
    "orientation": "Orientation",
    "year": "Year",
    "month": "Month",
    "is": "State",
}


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """The command's own options."""
    add_query(parser, "count only what matches")
    add_library(parser)
    add_json(parser)
    parser.set_defaults(run=run)


def run(arguments: argparse.Namespace) -> int:
    """Print the labels of each facet, the fullest first."""
    query = read_query(arguments.query)
    with open_library(arguments.library) as library:
        print_warnings(library, query)
        counts = {
            facet: dict(sorted(labels.items(), key=lambda item: (-item[1], item[0])))
            for facet, labels in library.count_facets(query).items()
        }
        if arguments.json:
            print_json(counts)
            return 0
        names = {facet.id: facet.name for facet in library.taxonomy.facets} | _OTHERS
        for field, name in names.items():
            print(name)
            for label, count in counts.get(field, {}).items():
                print(f"  {label:<16}{count:>9,}")
    return 0
