from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from studio.core.errors import QueryError
from studio.core.query import FACETS, STATES, Query, Term, format_query, parse_query

words = st.text(st.characters(exclude_categories=["Cs", "Cc"]), min_size=1, max_size=12)
facet_terms = st.builds(
    Term,
    st.sampled_from(FACETS),
    st.lists(words.map(str.lower), min_size=1, max_size=3).map(tuple),
    st.booleans(),
)
free_terms = st.builds(
    Term,
    st.sampled_from(["name", "text", "source"]),
    st.lists(words, min_size=1, max_size=3).map(tuple),
    st.booleans(),
)
state_terms = st.builds(Term, st.just("is"), st.tuples(st.sampled_from(STATES)), st.booleans())
rating_terms = st.builds(
    Term,
    st.just("rating"),
    st.tuples(st.sampled_from("012345")),
    st.booleans(),
    st.sampled_from([">=", "<=", "=", ">", "<"]),
)
terms = st.one_of(facet_terms, free_terms, state_terms, rating_terms)
queries = st.lists(terms, max_size=5).map(tuple).map(Query)


@given(queries)
def test_a_formatted_query_parses_to_itself(query: Query) -> None:
    once = parse_query(format_query(query))
    assert parse_query(format_query(once)) == once
    assert [t.field for t in once.terms] == [t.field for t in query.terms]
    assert [t.excluded for t in once.terms] == [t.excluded for t in query.terms]


@given(st.text(max_size=60))
def test_any_text_is_a_query_or_a_query_error(text: str) -> None:
    try:
        parse_query(text)
    except QueryError as error:
        assert str(error)


def test_the_example_of_the_product() -> None:
    query = parse_query('style:bohemian colour:red|pink -pattern:checks rating>=3 name:"ss27 look"')
    assert query.terms == (
        Term("style", ("bohemian",)),
        Term("color", ("red", "pink")),
        Term("pattern", ("checks",), excluded=True),
        Term("rating", ("3",), operator=">="),
        Term("name", ("ss27 look",)),
    )


@pytest.mark.parametrize(
    ("text", "part"),
    [
        ("fabric:wool", "fabric"),
        ("style:", "style:"),
        ('name:"open', "quotation"),
        ("rating>=9", "0 to 5"),
        ("is:lost", "is:lost"),
        ("color~#c0392b", "not there yet"),
    ],
)
def test_what_cannot_be_understood_is_named(text: str, part: str) -> None:
    with pytest.raises(QueryError, match=part):
        parse_query(text)


@given(queries, st.sampled_from(FACETS), words)
def test_toggling_twice_changes_nothing_but_the_place(query: Query, field: str, value: str) -> None:
    before = set(query.values(field))
    if value in before:
        return
    there = query.toggled(field, value)
    assert set(there.values(field)) == before | {value}
    assert set(there.toggled(field, value).values(field)) == before
