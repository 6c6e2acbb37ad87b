"""The query language of search bar and command line, parsed into a value.

`style:bohemian color:red|pink -pattern:checks rating>=3 name:"ss27 look" is:unsure linen`:
between terms AND, inside a term OR (`|`), a minus excludes.
"""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Term:
    """One chip of the search bar.

    `field` is a facet id (style, color, garment, pattern), `name` (part of the file name),
    `text` (a bare word: label, tag, colour name or part of the file name), `source` (folder), `is` (recent,
    unsure, untagged, failed, missing, removed) or `rating`. `values` are alternatives; `rating` has one
    value and `operator` (">=", "<=", "=", ">", "<"), every other field uses ":".
    """

    field: str
    values: tuple[str, ...]
    excluded: bool = False
    operator: str = ":"


@dataclass(frozen=True, slots=True)
class Query:
    """All terms, each of which has to hold."""

    terms: tuple[Term, ...] = ()
