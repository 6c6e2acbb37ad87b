from __future__ import annotations

import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from studio.core.errors import QueryError
from studio.core.organising import COLOR_LABELS, FLAG_WORDS
from studio.core.query import (
    ALL,
    ANY,
    BLEND,
    DATE_FIELDS,
    DEEPEST,
    FACETS,
    MOST_LETTERS,
    MOST_VALUES,
    NONE,
    SHADE,
    SIMILAR,
    STATES,
    Group,
    Item,
    Query,
    Term,
    all_of,
    any_of,
    format_query,
    negated,
    parse_query,
)
from studio.core.query_values import FORMATS, ORIENTATIONS
from studio.core.shade import Blend, Shade, format_blend, format_shade
from studio.core.similar import Example, format_example

words = st.text(st.characters(exclude_categories=["Cs", "Cc"]), min_size=1, max_size=12)


def some(values: tuple[str, ...]) -> st.SearchStrategy[tuple[str, ...]]:
    return st.lists(st.sampled_from(values), min_size=1, max_size=2, unique=True).map(tuple)


def folded(values: list[str]) -> tuple[str, ...]:
    return tuple(" ".join(value.split()).casefold() or "x" for value in values)


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
person_terms = st.one_of(
    st.builds(Term, st.just("flag"), some(tuple(FLAG_WORDS)), st.booleans()),
    st.builds(Term, st.just("colorlabel"), some((*COLOR_LABELS, NONE)), st.booleans()),
    st.builds(Term, st.just("tag"), st.lists(words, min_size=1, max_size=2).map(folded)),
    st.builds(Term, st.sampled_from(["note", "in"]), st.lists(words, min_size=1).map(tuple)),
    st.builds(
        Term,
        st.just("rating"),
        st.lists(st.sampled_from("012345"), min_size=1, max_size=3, unique=True).map(tuple),
        st.booleans(),
        st.just("="),
    ),
)
date_terms = st.builds(
    Term,
    st.sampled_from(DATE_FIELDS),
    st.tuples(st.dates().map(str), st.sampled_from([4, 7, 10])).map(lambda d: (d[0][: d[1]],)),
    st.booleans(),
    st.sampled_from([">=", "<=", "=", ">", "<"]),
)
rating_terms = st.builds(
    Term,
    st.just("rating"),
    st.tuples(st.sampled_from("012345")),
    st.booleans(),
    st.sampled_from([">=", "<=", "=", ">", "<"]),
)
picture_values = {
    "format": st.sampled_from(FORMATS),
    "orientation": st.sampled_from(ORIENTATIONS),
    "year": st.integers(1, 9999).map("{:04}".format),
    "month": st.dates().map(lambda day: f"{day.year:04}-{day.month:02}"),
}
picture_terms = st.one_of(
    *(
        st.builds(
            Term,
            st.just(field),
            st.lists(values, min_size=1, max_size=3, unique=True).map(tuple),
            st.booleans(),
        )
        for field, values in picture_values.items()
    )
)
colors = st.integers(0, (1 << 24) - 1).map("#{:06x}".format)
hundredths = st.integers(0, 10_000).map(lambda number: number / 100)
coverages = st.none() | hundredths.map(lambda percent: percent / 100)
shades = st.builds(Shade, colors, coverages, st.none() | hundredths)
parts = st.builds(Shade, colors, coverages.filter(lambda share: share != 0))
blends = st.builds(
    Blend, st.lists(parts, min_size=1, max_size=6).map(tuple), st.none() | hundredths
)
shade_terms = st.builds(
    Term,
    st.just(SHADE),
    st.lists(shades.map(format_shade), min_size=1, max_size=3).map(tuple),
    st.booleans(),
    st.just("~"),
)
blend_terms = st.builds(
    Term,
    st.just(BLEND),
    st.lists(blends.map(format_blend), min_size=1, max_size=2).map(tuple),
    st.booleans(),
    st.just("~"),
)
ids = st.lists(st.integers(1, 10**9).map(str), min_size=1, max_size=4, unique=True).map(tuple)
files = words.filter(lambda text: bool(text.strip()) and not text.replace("+", "").isdigit())
examples = st.builds(
    Example, ids | files.map(lambda text: (f"/photos/{text}.jpg",)), st.none() | coverages
)
example_terms = st.builds(
    Term,
    st.just(SIMILAR),
    st.lists(examples.map(format_example), min_size=1, max_size=2).map(tuple),
    st.booleans(),
    st.just("~"),
)
likeness_terms = shade_terms | blend_terms | example_terms
terms = st.one_of(
    *(facet_terms, free_terms, picture_terms, state_terms, rating_terms, person_terms, date_terms),
    likeness_terms,
)


def combined(items: st.SearchStrategy[Item]) -> st.SearchStrategy[Item]:
    several = st.lists(items, min_size=1, max_size=4)
    return several.map(all_of) | several.map(any_of) | items.map(negated)


# As the parser gives them: a group of what has to hold anyway is no group.
grouped = st.lists(st.recursive(terms, combined, max_leaves=8), max_size=4).map(
    lambda items: Query(_flat(all_of(items)) if items else ())
)


def _flat(item: Item) -> tuple[Item, ...]:
    plain = isinstance(item, Group) and item.operator == ALL and not item.excluded
    return item.items if plain and isinstance(item, Group) else (item,)


queries = st.lists(terms, max_size=5).map(tuple).map(Query)


@given(queries)
def test_a_formatted_query_parses_to_itself(query: Query) -> None:
    once = parse_query(format_query(query))
    assert parse_query(format_query(once)) == once
    assert [t.field for t in once.terms] == [t.field for t in query.terms]
    assert [t.excluded for t in once.terms] == [t.excluded for t in query.terms]


@given(st.lists(likeness_terms, max_size=4).map(tuple).map(Query))
def test_a_formatted_search_by_likeness_is_the_same(query: Query) -> None:
    assert parse_query(format_query(query)) == query


@given(
    st.text(max_size=60)
    | st.from_regex(r"-?colou?r~[#0-9a-fg@~%|\"+ ]{0,20}", fullmatch=True)
    | st.from_regex(r"palette~[#0-9a-fg@~%|\"+ ]{0,20}", fullmatch=True)
    | st.from_regex(r"-?similar[:~<][0-9a/@~%|\"+ ]{0,20}", fullmatch=True)
)
def test_any_text_is_a_query_or_a_query_error(text: str) -> None:
    try:
        query = parse_query(text)
    except QueryError as error:
        assert str(error)
        assert error.position is not None
        assert 0 <= error.position <= len(text)
    else:
        assert parse_query(format_query(query)) == parse_query(
            format_query(parse_query(format_query(query)))
        )


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
        ("style~boho", "for colours"),
        ("format:docx", "Known are jpeg"),
        ("orientation:tall", "portrait, landscape, square"),
        ("year:26", "four digits"),
        ("year:0000", "four digits"),
        ("year>2020", "makes no sense"),
        ("month:2026", "2026-05"),
        ("month:2026-13", "01 to 12"),
    ],
)
def test_what_cannot_be_understood_is_named(text: str, part: str) -> None:
    with pytest.raises(QueryError, match=part):
        parse_query(text)


def test_files_and_capture_have_one_way_of_writing() -> None:
    query = parse_query("format:JPG|jpeg|heic -orientation:Portrait year:2026 month:2026-5|2026-05")
    assert format_query(query) == ("format:jpeg|heif -orientation:portrait year:2026 month:2026-05")
    with pytest.raises(QueryError) as raised:
        parse_query("dress format:png|docx")
    assert raised.value.position == len("dress format:png|")


@given(st.lists(picture_terms, max_size=4).map(tuple).map(Query))
def test_a_formatted_search_by_file_is_the_same(query: Query) -> None:
    assert parse_query(format_query(query)) == query


@given(queries, st.sampled_from(FACETS), words)
def test_toggling_twice_changes_nothing_but_the_place(query: Query, field: str, value: str) -> None:
    before = set(query.values(field))
    if value in before:
        return
    there = query.toggled(field, value)
    assert set(there.values(field)) == before | {value}
    assert set(there.toggled(field, value).values(field)) == before


NAMES = {"mustard": "#e9bf3c", "ink black": "#1b1b1d"}


@pytest.mark.parametrize(
    ("text", "values"),
    [
        ("color~#c0392b", ("#c0392b",)),
        ("colour~#C32", ("#cc3322",)),
        ("color~c0392b", ("#c0392b",)),
        ("color~#c0392b@20%", ("#c0392b@20%",)),
        ("color~#c0392b@20", ("#c0392b@20%",)),
        ("color~#c0392b~8", ("#c0392b~8",)),
        ("color~#c0392b~8.50@7.5%", ("#c0392b@7.5%~8.5",)),
        ("color~#c0392b@20%~8|#fff", ("#c0392b@20%~8", "#ffffff")),
        ("color~Mustard@20%", ("#e9bf3c@20%",)),
        ('color~"ink black"|mustard', ("#1b1b1d", "#e9bf3c")),
        ('color~"ink black~3"', ("#1b1b1d~3",)),
    ],
)
def test_colours_are_written_in_many_ways_and_kept_in_one(
    text: str, values: tuple[str, ...]
) -> None:
    assert parse_query(text, NAMES).terms == (Term(SHADE, values, operator="~"),)
    assert parse_query(f"-{text}", NAMES).terms == (Term(SHADE, values, True, "~"),)


@pytest.mark.parametrize(
    ("text", "mark"),
    [
        ("color~#c0392g", "            ^"),
        ("style:edgy color~#c03g2b dress", "                     ^"),
        ("color~#c039", "           ^"),
        ("color~#c0392bb", "             ^"),
        ("color~#", "       ^"),
        ("color~", "      ^"),
        ("color~#fff|#fgf", "             ^"),
        ("color~#fff|", "           ^"),
        ("color~#fff@", "           ^"),
        ("color~#fff@2x%", "            ^"),
        ("color~#fff@120%", "           ^"),
        ("color~#fff~8%", "            ^"),
        ("color~#fff~8~9", "            ^"),
        ("color~#fff@8%@9%", "             ^"),
        ("color~nvay", "      ^"),
        ('color~"ink blcak"', "       ^"),
        ("name~x", "    ^"),
        ("palette:#fff", "       ^"),
        ("palette~#fff+#fgf", "               ^"),
        ("palette~#fff~9+#fff", "              ^"),
        ("similar:", "        ^"),
        ("dress similar:~60%", "              ^"),
        ("similar:12~160%", "           ^"),
        ("similar:12|", "           ^"),
        ("similar>12", "       ^"),
        ('linen name:"open', "           ^"),
        ("dress fabric:wool", "      ^"),
        ("dress -fabric:wool", "       ^"),
        ("dress style:", "            ^"),
        ("rating>=9", "        ^"),
    ],
)
def test_a_mistake_is_pointed_at(text: str, mark: str) -> None:
    with pytest.raises(QueryError) as caught:
        parse_query(text, NAMES)
    assert caught.value.position == mark.index("^")


def test_a_name_that_is_nearly_right_is_offered() -> None:
    with pytest.raises(QueryError, match="did you mean mustard"):
        parse_query("color~mustrad", NAMES)


def test_likeness_is_no_choice_of_a_family() -> None:
    """What the sidebar lights up and counts by is `color:`; `color~` narrows beside it."""
    query = parse_query("color:red color~#c0392b")
    assert query.values("color") == ("red",)
    assert query.without("color") == parse_query("color~#c0392b")
    assert query.has_likeness
    assert not parse_query("color:red -color~#fff").has_likeness


@pytest.mark.parametrize(
    ("text", "images", "least"),
    [
        ("similar:1234", ("1234",), None),
        ("similar~1234", ("1234",), None),
        ("Similar:007+9+7~60%", ("7", "9"), 0.6),
        ("similar:look.jpg", ("look.jpg",), None),
        ('similar:"/photos/ss27 look+1.jpg~62.5%"', ("/photos/ss27 look+1.jpg",), 0.625),
        ("similar:12~0%", ("12",), 0.0),
    ],
)
def test_an_image_to_look_like(text: str, images: tuple[str, ...], least: float | None) -> None:
    term = Term(SIMILAR, (format_example(Example(images, least)),), operator="~")
    assert parse_query(text).terms == (term,)
    assert parse_query(f"-{text}").terms == (Term(SIMILAR, term.values, True, "~"),)
    assert parse_query(text).has_likeness
    assert format_query(parse_query(text)).startswith("similar:")


def test_more_images_than_a_mean_is_taken_of() -> None:
    with pytest.raises(QueryError, match="up to 100"):
        parse_query("similar:" + "+".join(map(str, range(101))))


@given(grouped)
def test_brackets_are_written_as_they_are_read(query: Query) -> None:
    once = parse_query(format_query(query))
    assert parse_query(format_query(once)) == once
    shapes = [[type(item), item.excluded, item.operator] for item in query.terms]
    assert [[type(item), item.excluded, item.operator] for item in once.terms] == shapes


pieces = st.sampled_from(
    (
        *("(", ")", "-", "-(", "|", " | ", "||", "OR", "AND", "NOT", '"', "\\", " ", "a"),
        *("tag:x", "color:red|", "flag:picked", "rating>=3", "in:#1", "color~#fff"),
        *("-is:recent", "note:", "\ud800"),
    )
)


@given(st.lists(pieces, max_size=40).map(" ".join) | st.lists(pieces, max_size=40).map("".join))
def test_any_brackets_are_a_query_or_a_query_error(text: str) -> None:
    try:
        query = parse_query(text)
    except QueryError as error:
        assert error.position is not None
        assert 0 <= error.position <= len(text)
    else:
        assert parse_query(format_query(query)) == query


RED, EDGY = Term("color", ("red",)), Term("style", ("edgy",))
DRESS, STARS = Term("garment", ("dress",)), Term("rating", ("3",), operator=">=")


@pytest.mark.parametrize(
    ("text", "terms"),
    [
        ("color:red OR style:edgy", (Group(ANY, (RED, EDGY)),)),
        ("color:red | style:edgy", (Group(ANY, (RED, EDGY)),)),
        ("(color:red)|(style:edgy)", (Group(ANY, (RED, EDGY)),)),
        ("color:red AND style:edgy", (RED, EDGY)),
        ("((color:red style:edgy))", (RED, EDGY)),
        ("color:red OR color:pink", (Term("color", ("red", "pink")),)),
        ("linen OR silk", (Term("text", ("linen", "silk")),)),
        # AND binds more tightly.
        (
            "color:red garment:dress OR style:edgy",
            (Group(ANY, (Group(ALL, (RED, DRESS)), EDGY)),),
        ),
        (
            "(color:red OR style:edgy) garment:dress",
            (Group(ANY, (RED, EDGY)), DRESS),
        ),
        ("NOT color:red", (negated(RED),)),
        ("NOT -color:red", (RED,)),
        ("-(color:red)", (negated(RED),)),
        ("-(color:red rating>=3)", (Group(ALL, (RED, STARS), excluded=True),)),
        ("NOT(color:red OR style:edgy)", (Group(ANY, (RED, EDGY), excluded=True),)),
        ("-(-(color:red OR style:edgy))", (Group(ANY, (RED, EDGY)),)),
        ('"OR" or "(a)"', (Term("text", ("OR",)), Term("text", ("or",)), Term("text", ("(a)",)))),
        ("rating:3|4", (Term("rating", ("3", "4"), operator="="),)),
        ("captured>=2026-5-1", (Term("captured", ("2026-05-01",), operator=">="),)),
        ("added:2026 OR added:2025-7", (Term("added", ("2026", "2025-07"), operator="="),)),
        ("colourlabel:Red|none", (Term("colorlabel", ("red", NONE)),)),
        ('-tag:"Client A"', (Term("tag", ("client a",), excluded=True),)),
        ("collection:#7 flag:picked", (Term("in", ("#7",)), Term("flag", ("picked",)))),
    ],
)
def test_brackets_and_operators(text: str, terms: tuple[Item, ...]) -> None:
    assert parse_query(text).terms == terms
    assert parse_query(format_query(Query(terms))).terms == terms


@pytest.mark.parametrize(
    ("text", "mark"),
    [
        ("a (b", "  ^"),
        ("a (", "  ^"),
        ("a (b (c)", "  ^"),
        ("a )", "  ^"),
        ("(a) ) b", "    ^"),
        (")", "^"),
        ("a () b", "  ^"),
        ("OR a", "^"),
        ("a OR", "    ^"),
        ("a OR OR b", "    ^"),
        ("(a OR) b", "     ^"),
        ("(| a)", " ^"),
        ("a AND", "     ^"),
        ("AND a", "^"),
        ("a AND OR b", "     ^"),
        ("NOT", "   ^"),
        ("a NOT OR b", "     ^"),
        ("-()", " ^"),
        ("a |", "   ^"),
        ("flag:red", "     ^"),
        ("a colorlabel:pink", "             ^"),
        ("a (b OR fabric:wool)", "        ^"),
        ("rating>=3|4", "        ^"),
        ("rating:3|x", "       ^"),
        ("dress captured>=2026-13", "                ^"),
        ("captured:2026|2026-02-30", "              ^"),
        ("added>2026|2027", "      ^"),
        ("added:yesterday", "      ^"),
        ("captured:0000", "         ^"),
        ("captured:2026-00", "         ^"),
        ("color:(red)", "      ^"),
    ],
)
def test_wrong_brackets_are_pointed_at(text: str, mark: str) -> None:
    with pytest.raises(QueryError) as caught:
        parse_query(text)
    assert caught.value.position == mark.index("^"), str(caught.value)


def test_a_field_that_is_nearly_right_is_offered() -> None:
    with pytest.raises(QueryError, match="Did you mean pattern"):
        parse_query("patern:checks")
    with pytest.raises(QueryError, match="Did you mean picked"):
        parse_query("flag:picket")


@pytest.mark.parametrize("piece", ["(", ")", '"', '\\"', "NOT ", "-(", "a ", "a|", "(a ", "| "])
def test_long_nonsense_is_told_at_once(piece: str) -> None:
    text = (piece * MOST_LETTERS)[:MOST_LETTERS]
    begin = time.perf_counter()
    with pytest.raises(QueryError):
        parse_query(text)
    assert time.perf_counter() - begin < 1  # a hundredth of it, on a computer with time


def test_there_are_limits() -> None:
    with pytest.raises(QueryError, match="10,000 letters"):
        parse_query("a" * (MOST_LETTERS + 1))
    assert parse_query("a" * MOST_LETTERS).terms
    with pytest.raises(QueryError, match="300 words"):
        parse_query("a " * (MOST_VALUES + 1))
    assert len(parse_query("a " * MOST_VALUES).terms) == MOST_VALUES
    deep = "-(a " * DEEPEST + ")" * DEEPEST
    assert parse_query(format_query(parse_query(deep))) == parse_query(deep)
    with pytest.raises(QueryError, match="20 deep") as caught:
        parse_query(f"-({deep})")
    assert caught.value.position == len("-(") + len("-(a ") * (DEEPEST - 1) + 1


def test_one_field_of_many_is_changed() -> None:
    query = parse_query("-style:edgy color:red (tag:a OR style:boho)")
    assert format_query(query.only("style", "casual")) == (
        "color:red (tag:a OR style:boho) style:casual"
    )
    assert query.excluded("style") == ("edgy",)
    assert query.values("tag") == ()  # what is in brackets is a chip of its own
    (_edgy, _red, group) = query.terms
    assert format_query(query.replaced(group, parse_query("tag:a b").terms)) == (
        "-style:edgy color:red tag:a b"
    )
    assert Query().toggled("rating", "3") == parse_query("rating:3")
