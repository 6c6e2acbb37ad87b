"""Which searches a person's marks move images in and out of."""

from __future__ import annotations

from collections.abc import Set as AbstractSet

from studio.core.collection import Sort
from studio.core.query import (
    BLEND,
    DATE_FIELDS,
    FACETS,
    PICTURE_FIELDS,
    SHADE,
    SIMILAR,
    Query,
    walk,
)

# What these ask for, marks do not change. Any other field may depend on a mark.
_UNMOVED = frozenset(
    {*FACETS, *PICTURE_FIELDS, *DATE_FIELDS, SHADE, BLEND, SIMILAR, "name", "source"}
)
# Fields that depend on one mark alone.
_MOVED_BY = {
    "rating": "rating",
    "flag": "flag",
    "colorlabel": "color_label",
    "tag": "tags",
    "note": "note",
}


def is_moved_by(query: Query, sort: Sort, marks: AbstractSet[str]) -> bool:
    """Whether the images found, or their order, may be others once these marks have changed.

    >>> from studio.core.query import parse_query
    >>> is_moved_by(parse_query("color:red rating>=3"), Sort.ADDED, {"rating"})
    True
    >>> is_moved_by(parse_query("color:red rating>=3"), Sort.ADDED, {"tags"})
    False
    """
    if str(sort) in marks:
        return True
    fields = {term.field for term in walk(query.terms)} - _UNMOVED
    return any(_MOVED_BY.get(field) in {None, *marks} for field in fields)
