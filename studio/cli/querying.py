"""The words of a command as a query, with a caret under what cannot be understood."""

from __future__ import annotations

import argparse
import sys
import unicodedata
from collections.abc import Sequence
from typing import TYPE_CHECKING

from studio.core.color import load_color_names
from studio.core.errors import QueryError
from studio.core.query import Query, parse_query
from studio.core.shade import Names
from studio.core.taxonomy import load_taxonomy
from studio.library.searching import list_search_names
from studio.resources import get_places

if TYPE_CHECKING:
    from studio.library.library import Library

LANGUAGE = """\
terms (all have to hold):
  style:bohemian color:red|pink     labels; a bar between alternatives
  -pattern:checks                   a minus excludes
  rating>=3  name:"ss27 look"  source:Paris  is:unsure  linen
  flag:picked  colorlabel:red  tag:"client a"  tag:none  note:"linen samples"
  in:"Client A/Looks"               what is on a board or in a smart collection
  (style:edgy OR rating>=4) -(flag:rejected tag:old)
                                    brackets, OR and NOT, in capitals; AND binds more tightly
  format:jpeg  orientation:portrait|square  year:2026  month:2026-05
  captured>=2026-05-31  added:2026-05
  color~#c0392b                     near this colour (or #c32, or a name: color~mustard), nearest
                                    images first; it covers at least 10 % of the garment
  color~#c0392b@20%                 ... at least 20 %
  color~#c0392b~8                   ... no further away than 8 (CIEDE2000; 11 without it,
                                    2 is hard to see, 25 lets other colours in)
  color~#c0392b@20%~8|navy          both, or else navy
  color~navy color~cream -color~red navy and cream, no red
  palette~#c0392b@60%+#1b1b1d@40%   palettes like this one as a whole (~18: how unlike at most)
  similar:look.jpg  similar:1234    images like this one: its name, path or id; 12+99: like both
  similar:1234~70%                  ... at least so similar (else 50 %, or the nearest 50)
"""


def add_query(parser: argparse.ArgumentParser, words: str) -> None:
    """The argument QUERY, with the language in the help."""
    parser.add_argument("query", nargs="*", metavar="QUERY", help=words)
    parser.epilog = LANGUAGE
    parser.formatter_class = argparse.RawDescriptionHelpFormatter


def read_query(words: Sequence[str]) -> Query:
    """Parse the words of a command; raises QueryError whose message shows the place."""
    text = " ".join(word.strip() for word in words)
    try:
        return parse_query(text, _load_names() if "~" in text else None)
    except QueryError as error:
        if error.position is None:
            raise
        raise QueryError(f"{error}\n{point_at(text, error.position)}", error.position) from None


def print_warnings(library: Library, query: Query) -> None:
    """Say on stderr what in the query can find nothing; raises QueryError."""
    for warning in library.list_warnings(query):
        print(warning, file=sys.stderr)


def _load_names() -> Names:
    places = get_places()
    return list_search_names(load_color_names(places.color_names), load_taxonomy(places.taxonomy))


def point_at(text: str, position: int) -> str:
    """The text and below it a caret under the letter at `position`, in a terminal's columns.

    >>> print(point_at("color~#c0392g", 12))
      color~#c0392g
                  ^
    """
    shown = "".join(" " if unicodedata.category(c) == "Cc" else c for c in text)
    columns = sum(_width(letter) for letter in shown[:position])
    return f"  {shown}\n  {' ' * columns}^"


def _width(letter: str) -> int:
    if unicodedata.combining(letter):
        return 0
    return 2 if unicodedata.east_asian_width(letter) in "WF" else 1
