"""What searches may say beyond the query language itself, and what saved ones find."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from studio.core import query_hints
from studio.core.collection import Matching
from studio.core.color import ColorNames, format_hex, from_oklab
from studio.core.errors import QueryError
from studio.core.query import Query, parse_query
from studio.core.shade import Names
from studio.core.taxonomy import Taxonomy
from studio.storage.catalogue import Catalogue


def list_search_names(table: ColorNames, taxonomy: Taxonomy) -> Names:
    """What a colour may be called after `color~`: a reviewed name or a family."""
    families = {
        name.casefold(): label.hex
        for facet in taxonomy.facets
        if facet.id == "color"
        for label in facet.labels
        for name in (label.id, label.name)
        if label.hex
    }
    named = {
        name.casefold(): format_hex(*from_oklab(lab))
        for names in table.names.values()
        for name, lab in names
    }
    # A word for a family means its swatch in the sidebar, whatever else is called so.
    return named | families


def count_matching(
    catalogue: Catalogue, taxonomy: Taxonomy, texts: Sequence[str], names: Names
) -> list[Matching]:
    """How many images each saved query finds, or why it cannot be understood, or finds nothing."""
    found: dict[str, Query | Matching] = {}
    for text in texts:
        if text not in found:
            try:
                found[text] = parse_query(text, names)
            except QueryError as error:
                found[text] = Matching(None, str(error))
    queries = list(dict.fromkeys(each for each in found.values() if isinstance(each, Query)))
    counts = dict(zip(queries, catalogue.count_matching(queries), strict=True))
    for query, matching in counts.items():
        if matching.count == 0:
            warnings = list_warnings(catalogue, taxonomy, query)
            counts[query] = replace(matching, problem=" ".join(warnings))
    return [each if isinstance(each := found[text], Matching) else counts[each] for text in texts]


def list_warnings(catalogue: Catalogue, taxonomy: Taxonomy, query: Query) -> list[str]:
    """What in a query can find nothing: labels, tags, sources that are not known, or no longer."""
    terms = catalogue.list_terms(query)
    known = {facet.id: [label.id for label in facet.labels] for facet in taxonomy.facets}
    if any(term.field == "tag" for term in terms):
        known["tag"] = [name.casefold() for name in catalogue.list_tags()]
    if any(term.field == "source" for term in terms):
        known["source"] = [name for s in catalogue.list_sources() for name in (s.name, s.path)]
    return query_hints.list_warnings(terms, known)
