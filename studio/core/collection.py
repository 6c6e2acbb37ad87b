"""Sources, counts and sort orders: the vocabulary of browsing."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum

from studio.core.edit import CollectionKind


@dataclass(frozen=True, slots=True)
class Source:
    """A folder (or a set of single files) that the user added, referenced in place."""

    id: int
    path: str
    name: str
    count: int
    kind: str = "folder"  # or "files": single ones, known by their folder
    watched: bool = False
    reachable: bool = True  # False: its drive was pulled, its server is away, or it was deleted


@dataclass(frozen=True, slots=True)
class Collection:
    """A smart collection (a saved query) or a board (put together by hand)."""

    id: int
    kind: CollectionKind
    name: str
    parent_id: int | None
    query: str  # of a smart one, as `format_query` writes it
    count: int | None  # of the images on a board; what a query finds is asked for elsewhere


@dataclass(frozen=True, slots=True)
class Matching:
    """How many images a saved query finds; None with the reason where it cannot be asked.

    Where it finds nothing since it asks for what is not known any more, that is the problem.
    """

    count: int | None
    problem: str = ""


class Sort(StrEnum):
    """The orders of the grid."""

    ADDED = "added"  # newest first
    NAME = "name"
    CAPTURED = "captured"
    RATING = "rating"  # most stars first
    CONFIDENCE = "confidence"  # least sure of garment or pattern first: what is worth a review
    COLOR = "color"  # by hue of the dominant swatch: warm, neutral, cool
    LIGHTNESS = "lightness"  # light to dark, by the mean of the palette
    LIKENESS = "likeness"  # nearest to what the query asks for; else as ADDED
    BOARD = "board"  # as arranged on the first board that the query asks for; else as ADDED


class Grouping(StrEnum):
    """What the grid is divided by."""

    NONE = "none"
    DATE = "date"  # the month of capture, where that is unknown the one of adding
    FOLDER = "folder"


@dataclass(frozen=True, slots=True)
class LibraryCounts:
    """The fixed entries of the sidebar."""

    all: int
    recent: int  # added in the last import session or the last 24 hours
    to_review: int  # with an unsure prediction
    untagged: int  # analysed without any assigned label, or waiting for a bundle
    failed: int
    missing: int
    removed: int  # in the library's trash


FacetCounts = Mapping[str, Mapping[str, int]]  # facet id -> label id -> number of assets


@dataclass(frozen=True, slots=True)
class Changes:
    """What a finished mutation touched, announced so that views refresh just that.

    Empty `asset_ids` with `everything` unset means that only counts may have moved.
    """

    asset_ids: tuple[int, ...] = ()
    facets: frozenset[str] = frozenset()
    fields: frozenset[str] = frozenset()  # of `MARKS`, where a person changed nothing else
    added: bool = False  # assets came or went: id lists have to be asked for again
    everything: bool = False
