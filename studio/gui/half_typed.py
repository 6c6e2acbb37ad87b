"""Tells a search that is on its way from one that is there: most halves would find nothing."""

from __future__ import annotations

from typing import TYPE_CHECKING

from studio.core.query import FIELDS, SIMILAR, Query, Term, walk
from studio.core.query_tokens import find_last_word
from studio.core.similar import parse_example

if TYPE_CHECKING:
    from studio.core.taxonomy import Taxonomy
    from studio.gui.vocabulary import Vocabulary


def begins_field(text: str) -> bool:
    """Whether the last word may become a field: "sty" is on its way to "style:"."""
    word = text[find_last_word(text) :].removeprefix("-").lower()
    return bool(word) and any(field.startswith(word) for field in FIELDS)


def is_on_its_way(query: Query, taxonomy: Taxonomy, words: Vocabulary) -> bool:
    """Whether the last label is a beginning, or Enter has to say that a name is there.

    "color:bl" is on its way to "color:blue", "similar:/photos/lo" and "in:Loo" to something that
    has to be there.
    """
    terms = [Term("text", ()), *walk(query.terms)]
    return _ends_in_half_a_label(terms[-1], taxonomy, words) or any(map(_names_something, terms))


def _ends_in_half_a_label(last: Term, taxonomy: Taxonomy, words: Vocabulary) -> bool:
    facets = [facet for facet in taxonomy.facets if facet.id == last.field]
    labels = [label.id for facet in facets for label in facet.labels]
    if last.field == "tag":
        labels = [tag.casefold() for tag in words.tags]
    typed = last.values[-1] if last.values else ""
    return typed not in labels and any(label.startswith(typed) for label in labels)


def _names_something(term: Term) -> bool:
    """A file or a collection."""
    is_file = term.field == SIMILAR and any(parse_example(value).file for value in term.values)
    return is_file or term.field == "in"
