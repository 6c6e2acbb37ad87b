"""`fashion-studio search`: list the images that match a query."""

from __future__ import annotations

import argparse
from pathlib import Path

from studio.cli.common import (
    add_json,
    add_library,
    details_json,
    one_line,
    open_library,
    print_json,
)
from studio.cli.querying import add_query, print_warnings, read_query
from studio.core.asset import Analysis, AssetDetails
from studio.core.collection import Sort
from studio.core.errors import QueryError
from studio.core.harmony import HARMONIES, in_harmony
from studio.core.query import BLEND, SHADE, Query, Term
from studio.core.shade import blend_of, format_blend
from studio.resources import get_places

# Details are read in pages, so that a huge library streams.
PAGE = 500


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """The command's own options."""
    add_query(parser, "such as: style:bohemian color:red|pink -pattern:checks color~#c0392b@20%%")
    add_library(parser)
    add_json(parser)
    parser.add_argument(
        "--sort",
        choices=[str(s) for s in Sort],
        help="else likeness where the query asks for a colour, added where it does not",
    )
    parser.add_argument(
        "--harmony",
        choices=list(HARMONIES),
        help="search for the colours that go with those of color~ instead: the opposite one, the"
        " neighbours or the thirds of the hue circle (any of them; conventions, not laws)",
    )
    parser.add_argument(
        "--like-palette",
        type=Path,
        metavar="FILE",
        help="only images whose whole palette is like that of this image file",
    )
    parser.set_defaults(run=run)


def run(arguments: argparse.Namespace) -> int:
    """Print one line for each matching image."""
    query = _extend(read_query(arguments.query), arguments)
    fitting = Sort.LIKENESS if query.has_likeness else Sort.ADDED
    sort = Sort(arguments.sort) if arguments.sort else fitting
    with open_library(arguments.library) as library:
        print_warnings(library, query)
        ids = library.list_ids(query, sort)
        for start in range(0, len(ids), PAGE):
            for details in library.list_details(ids[start : start + PAGE]):
                if arguments.json:
                    print_json(details_json(details))
                else:
                    print(_text(details))
    return 0


def _extend(query: Query, arguments: argparse.Namespace) -> Query:
    """The query with what the options ask for; raises QueryError, ImageError."""
    if arguments.harmony:
        if not any(term.field == SHADE and not term.excluded for term in query.terms):
            raise QueryError("A harmony needs a colour to go with: search 'color~#c0392b' ...")
        query = in_harmony(query, arguments.harmony)
    if arguments.like_palette:
        query = Query((*query.terms, _read_palette(arguments.like_palette)))
    return query


def _read_palette(file: Path) -> Term:
    from studio.library.tagging import analyse_files

    ((_path, found),) = analyse_files([file], get_places())
    if not isinstance(found, Analysis):
        raise found
    blend = blend_of((swatch.hex, swatch.coverage) for swatch in found.palette)
    return Term(BLEND, (format_blend(blend),), operator="~")


def _text(details: AssetDetails) -> str:
    labels = [p.label for p in details.predictions if p.assigned]
    return "\t".join([one_line(details.path), ", ".join([*labels, *details.colors])])
