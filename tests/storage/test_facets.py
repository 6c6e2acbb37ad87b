from __future__ import annotations

import os
import sqlite3
import tempfile
import time
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy import update

from studio.core.asset import Analysis
from studio.core.collection import Sort
from studio.core.edit import SetRemoved
from studio.core.errors import CatalogueError
from studio.core.organising import COLOR_LABELS, FLAG_WORDS
from studio.core.query import (
    FACETS,
    NONE,
    STATES,
    Item,
    Query,
    Term,
    all_of,
    any_of,
    negated,
    parse_query,
)
from studio.core.query_values import FORMATS, ORIENTATIONS
from studio.storage import search
from studio.storage.catalogue import FILE, Catalogue
from studio.storage.facet_sql import count_by_sql
from studio.storage.schema import asset
from tests.storage.examples import analysis, files

LABELS = {
    "garment": ("dress", "skirt", "hat"),
    "pattern": ("floral", "solid"),
    "style": ("bohemian", "casual", "elegant"),
    "color": ("red", "pink", "navy"),
}
DAYS = (
    None,
    "2026-05-03T10:00:00",
    "2026-11-30T09:00:00",
    "2024-05-01T00:00:00",
    "soon",
    "2025",
    "2025-07",
)
SIDES = (0, 95, 100, 105, 106, 4000)
SOURCES = ("/photos", "/archive/Paris", "/archive/photos")

analyses = st.builds(
    lambda found, form, sides, day: replace(
        found, format=form, width=sides[0], height=sides[1], captured_at=day
    ),
    st.builds(
        analysis,
        st.sampled_from(LABELS["garment"]),
        st.sampled_from(LABELS["pattern"]),
        st.lists(st.sampled_from(LABELS["style"]), unique=True, max_size=2).map(tuple),
        st.lists(st.sampled_from(LABELS["color"]), unique=True, max_size=2).map(tuple),
        unsure=st.booleans(),
        bundle_id=st.sampled_from((None, "test-1")),
    ),
    st.sampled_from(("JPEG", "PNG", "HEIF", "XYZ")),
    st.tuples(st.sampled_from(SIDES), st.sampled_from(SIDES)),
    st.sampled_from(DAYS),
)


def some(values: tuple[str, ...]) -> st.SearchStrategy[tuple[str, ...]]:
    return st.lists(st.sampled_from(values), min_size=1, max_size=2, unique=True).map(tuple)


def terms_of(field: str, values: tuple[str, ...]) -> st.SearchStrategy[Term]:
    return st.builds(Term, st.just(field), some(values), st.booleans())


terms = st.one_of(
    *(terms_of(facet, (*LABELS[facet], "unheard-of")) for facet in FACETS),
    terms_of("format", FORMATS[:4]),
    terms_of("orientation", ORIENTATIONS),
    terms_of("year", ("2024", "2025", "2026")),
    terms_of("month", ("2026-05", "2026-11", "2024-05", "2025-01")),
    terms_of("source", ("/photos", "photos", "Paris", "nowhere")),
    terms_of("is", STATES),
    terms_of("name", ("look", "2", "%")),
    terms_of("text", ("dre", "red", "cherry", "look 1", "client", "lin", "é", "!")),
    terms_of("flag", tuple(FLAG_WORDS)),
    terms_of("colorlabel", (*COLOR_LABELS[:2], NONE)),
    terms_of("tag", ("client a", "client", "linen", NONE, "unheard-of")),
    terms_of("note", ("lin", "linen cli", "CAFE", "clé OR", "!", '"', "")),
    terms_of("in", ("Board", "smart", "Removed", "near", "smart/in smart", "#1")),
    st.builds(
        Term,
        st.just("rating"),
        some(("0", "3", "5")),
        st.booleans(),
        st.just("="),
    ),
    st.builds(
        Term,
        st.just("rating"),
        st.sampled_from("0135").map(lambda stars: (stars,)),
        st.booleans(),
        st.sampled_from((">=", "<=", "=", ">", "<")),
    ),
    st.builds(
        Term,
        st.sampled_from(("captured", "added")),
        st.sampled_from(("2026", "2026-05", "2026-05-03", "2026-11-30", "2025", "2000-01-01")).map(
            lambda day: (day,)
        ),
        st.booleans(),
        st.sampled_from((">=", "<=", "=", ">", "<")),
    ),
    st.just(Term("shade", ("#aa2233",), operator="~")),
    st.just(Term("shade", ("#ffffff",), excluded=True, operator="~")),
)


def combined(items: st.SearchStrategy[Item]) -> st.SearchStrategy[Item]:
    several = st.lists(items, min_size=1, max_size=3)
    return several.map(all_of) | several.map(any_of) | items.map(negated)


items = st.recursive(terms, combined, max_leaves=5)
queries = st.lists(terms | items, max_size=4).map(tuple).map(Query)


def rate(catalogue: Catalogue, ids: list[int], stars: int) -> None:
    """As a part of the product that tells nobody what it wrote."""
    with catalogue._database.write() as connection:
        connection.execute(update(asset).where(asset.c.id.in_(ids)).values(rating=stars))


def say(catalogue: Catalogue, ids: list[int], number: int) -> None:
    """Flag, label, note and tags, again telling nobody."""
    tags = (("Client A", "client a"), ("linen", "linen"), ("Linen Client", "linen client"))
    with catalogue._database.write() as connection:
        connection.execute(
            update(asset)
            .where(asset.c.id.in_(ids))
            .values(
                flag=number % 3 - 1,
                color_label=("", "red", "yellow", "mauve")[number % 4],
                note=("", "Linen for the café", "clé OR client")[number % 3],
            )
        )
        sql = connection.exec_driver_sql
        for tag_id, (name, known_as) in enumerate(tags[:number], 1):
            sql("INSERT OR IGNORE INTO tag VALUES (?, ?, ?, '')", (tag_id, name, known_as))
            for asset_id in ids:
                sql(
                    "INSERT OR IGNORE INTO asset_tag SELECT ?, id FROM asset WHERE id = ?",
                    (tag_id, asset_id),
                )
        if number == 4:
            sql("UPDATE OR IGNORE tag SET name = 'client', folded_name = 'client' WHERE id = 1")
            sql("DELETE FROM tag WHERE id = 2")
        if number == 5:
            sql("UPDATE OR IGNORE asset_tag SET tag_id = 1 WHERE tag_id = 3")


def collect(catalogue: Catalogue) -> None:
    """A board, and smart collections that ask for each other."""
    rows = (
        (1, None, "board", "Board", ""),
        (2, None, "smart", "Smart", "style:bohemian|casual -color:red (flag:picked OR red)"),
        (3, 2, "smart", "in smart", "in:smart in:board OR tag:none"),
        (4, None, "smart", "removed", "is:removed"),
        (5, None, "smart", "near", "color~#aa2233"),
    )
    with catalogue._database.write() as connection:
        for row in rows:
            connection.exec_driver_sql(
                "INSERT INTO collection VALUES (?, ?, ?, ?, ?, 0)",
                row,
            )


def pin(catalogue: Catalogue, ids: list[int], number: int) -> None:
    with catalogue._database.write() as connection:
        for place, asset_id in enumerate(ids):
            connection.exec_driver_sql(
                "INSERT OR IGNORE INTO board_asset SELECT 1, id, ? FROM asset WHERE id = ?",
                (place * number, asset_id),
            )


def remove(catalogue: Catalogue, ids: list[int], number: int) -> None:
    catalogue.apply(SetRemoved(tuple(ids), number % 2 == 0))


def add(catalogue: Catalogue, ids: list[int], number: int) -> None:
    folder = SOURCES[number % 3]
    source = catalogue.add_source(folder)
    session = catalogue.begin_session() if number % 2 else 1
    found = files(number, f"{folder}/{len(ids)}")
    catalogue.register_files(source, found, session)


def change(catalogue: Catalogue, ids: list[int], number: int) -> None:
    catalogue.store_failures([(asset_id, "damaged") for asset_id in ids[:number]])
    catalogue.set_missing(ids[number:], missing=number % 2 == 0)
    catalogue.set_pending(ids[-1:])


def undo(catalogue: Catalogue, _ids: list[int], number: int) -> None:
    (catalogue.undo if number % 2 else catalogue.redo)()


Change = Callable[[Catalogue, list[int], int], None]
changes = st.lists(
    st.tuples(
        st.sampled_from((rate, say, say, pin, remove, add, change, undo)),
        st.lists(st.integers(1, 14), unique=True, max_size=5),
        st.integers(0, 5),
    ),
    max_size=4,
)


def check(catalogue: Catalogue, query: Query, sort: Sort) -> None:
    """The index says what the database says."""
    catalogue.prepare_search()
    counts = catalogue.count_facets(query)
    answers = catalogue._finder.find_answers(query)
    with catalogue._database.read() as connection:
        assert counts == count_by_sql(connection, query, answers)
        expected = search.list_ids(connection, query, sort, answers)
        library = search.count_library(connection)
    assert catalogue._finder._facets.find() is not None
    assert catalogue.list_ids(query, sort) == expected
    assert catalogue.count_library() == library


@given(
    st.lists(analyses, min_size=1, max_size=12),
    changes,
    st.lists(st.tuples(queries, st.sampled_from(Sort)), min_size=1, max_size=2),
)
@settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.too_slow])
def test_the_index_says_what_the_database_says(
    found: list[Analysis],
    steps: list[tuple[Change, list[int], int]],
    asked: list[tuple[Query, Sort]],
) -> None:
    with tempfile.TemporaryDirectory() as folder, Catalogue.open(Path(folder)) as catalogue:
        collect(catalogue)
        half = len(found) // 2
        ids = catalogue.register_files(catalogue.add_source("/photos"), files(half + 1), 1).new_ids
        catalogue.store_analyses(list(zip(ids, found, strict=False)))
        for query, sort in asked:
            check(catalogue, query, sort)
        paris = catalogue.add_source("/archive/Paris")
        new = catalogue.register_files(paris, files(6, "/archive/Paris"), 2).new_ids
        catalogue.store_analyses(list(zip(new, found[half + 1 :], strict=False)))
        for step, chosen, number in steps:
            known = [asset_id for asset_id in chosen if asset_id <= len(ids) + len(new)]
            step(catalogue, known, number)
            for query, sort in asked:
                check(catalogue, query, sort)


def fill(folder: Path) -> list[int]:
    with Catalogue.open(folder) as catalogue:
        source = catalogue.add_source("/photos")
        ids = catalogue.register_files(source, files(3), 1).new_ids
        first = replace(analysis("dress"), captured_at="2026-05-03T10:00:00", format="PNG")
        second = replace(analysis("skirt"), width=900, height=890)
        catalogue.store_analyses([(ids[0], first), (ids[1], second)])
        return list(ids)


def test_files_are_found_by_format_orientation_and_capture(tmp_path: Path) -> None:
    ids = fill(tmp_path)
    with Catalogue.open(tmp_path) as catalogue:
        for _ in ("by the database", "by the index"):
            for text, places in (
                ("format:png", [0]),
                ("format:jpg|png", [0, 1]),
                ("-format:jpeg", [0, 2]),
                ("orientation:portrait", [0]),
                ("orientation:square", [1]),
                ("orientation:landscape", []),
                ("year:2026", [0]),
                ("month:2026-05", [0]),
                ("month:2026-5|2025-01", [0]),
                ("month:2026-06", []),
                ("-year:2026", [1, 2]),
                ("captured>=2026-05-03 captured<=2026-05-03", [0]),
                ("captured>2026-05-03", []),
                ("captured<2026-06", [0]),
                ("captured>2026-04 -captured:2027", [0]),
                ("captured:2025|2026", [0]),
                ("added>=2020-01-01", [0, 1, 2]),
                ("added<2020", []),
            ):
                assert catalogue.list_ids(parse_query(text)) == [ids[at] for at in places], text
            catalogue.prepare_search()
        counts = catalogue.count_facets()
        assert counts["format"] == {"png": 1, "jpeg": 1}
        assert counts["orientation"] == {"portrait": 1, "square": 1}
        assert counts["year"] == {"2026": 1}
        assert counts["month"] == {"2026-05": 1}
        assert counts["rating"] == {"0": 3}
        assert counts["source"] == {"/photos": 3}
        assert counts["is"] == {"pending": 1, "recent": 3}


def test_a_write_that_is_taken_back_is_forgotten(tmp_path: Path) -> None:
    ids = fill(tmp_path)
    with Catalogue.open(tmp_path) as catalogue:
        catalogue.prepare_search()
        before = catalogue.count_facets()
        with pytest.raises(CatalogueError), catalogue._database.write() as connection:
            connection.exec_driver_sql("UPDATE asset SET rating = 5; no such statement")
        assert catalogue.count_facets() == before
        ids_before = catalogue._finder._facets.get().ids
        rate(catalogue, ids[:1], 4)
        assert catalogue._finder._facets.get().ids is ids_before  # that row alone was read
        assert catalogue.count_facets()["rating"] == {"0": 2, "4": 1}
        assert catalogue.list_ids(parse_query("rating>3")) == ids[:1]


def test_rows_that_go_leave_the_index(tmp_path: Path) -> None:
    ids = fill(tmp_path)
    with Catalogue.open(tmp_path) as catalogue:
        catalogue.prepare_search()
        assert catalogue.count_facets()["garment"] == {"dress": 1, "skirt": 1}
        with catalogue._database.write() as connection:
            connection.execute(asset.delete().where(asset.c.id == ids[0]))
        assert catalogue.count_facets()["garment"] == {"skirt": 1}
        assert catalogue.list_ids() == ids[1:]


def test_a_reader_sees_what_another_process_writes(tmp_path: Path) -> None:
    ids = fill(tmp_path)
    with Catalogue.open(tmp_path, read_only=True) as reader:
        # Right after a write the database answers, since another may come in the same tick.
        for settled in (False, True):
            if settled:
                settle(tmp_path)
            rated = [] if not settled else ids[1:2]
            reader.prepare_search()
            assert (reader._finder._facets.find() is not None) == settled
            assert reader.list_ids(parse_query("rating:2")) == rated
            with sqlite3.connect(tmp_path / FILE) as connection:
                connection.execute(
                    "UPDATE asset SET rating = 2 WHERE id = ?", (ids[1 + len(rated)],)
                )
            connection.close()
            assert reader.list_ids(parse_query("rating:2")) == ids[1 : 2 + len(rated)]
            assert reader.count_facets()["rating"] == {"0": 2 - len(rated), "2": 1 + len(rated)}


def settle(folder: Path) -> None:
    """As if nothing had been written for a minute."""
    for file in folder.glob(f"{FILE}*"):
        os.utime(file, (time.time() - 60, time.time() - 60))


def test_an_empty_library_counts_nothing(tmp_path: Path) -> None:
    with Catalogue.open(tmp_path) as catalogue:
        for _ in ("by the database", "by the index"):
            assert not any(catalogue.count_facets(parse_query("style:edgy year:2026")).values())
            assert catalogue.list_ids() == catalogue.list_ids(parse_query("look")) == []
            assert catalogue.count_library().all == 0
            catalogue.prepare_search()
