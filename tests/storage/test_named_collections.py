from __future__ import annotations

from pathlib import Path

import pytest

from studio.core.collection import Sort
from studio.core.edit import CollectionKind, CreateCollection, SetRemoved
from studio.core.errors import CatalogueError, QueryError
from studio.core.query import DEEPEST, MOST_VALUES, parse_query
from studio.storage.catalogue import Catalogue
from tests.storage.examples import analysis, files

COLLECTIONS = (
    (1, None, "board", "Client A"),
    (2, 1, "board", "Looks"),
    (3, None, "board", "Client B"),
    (4, 3, "board", "Looks"),
    (5, None, "smart", "Dresses"),
    (6, None, "smart", "Mirror"),
    (7, None, "smart", "There"),
    (8, None, "smart", "And back"),
    (9, None, "smart", "Old"),
    (10, None, "smart", "Broken"),
    (11, None, "smart", "Every"),
    (12, None, "smart", "On sale"),
)
QUERIES = {
    5: "garment:dress -flag:rejected",
    6: "style:edgy OR in:Mirror",
    7: 'color:red (tag:a OR in:"And back")',
    8: "-in:there",
    9: "style:gone-with-its-label",
    10: "style:(",
    12: "in:Dresses rating>=0",
}


@pytest.fixture
def catalogue(tmp_path: Path) -> Catalogue:
    opened = Catalogue.open(tmp_path)
    ids = opened.register_files(opened.add_source("/photos"), files(4), 1).new_ids
    opened.store_analyses([(ids[0], analysis("dress")), (ids[1], analysis("skirt"))])
    with opened._database.write() as connection:
        for id_, parent, kind, name in COLLECTIONS:
            connection.exec_driver_sql(
                "INSERT INTO collection VALUES (?, ?, ?, ?, ?, 0)",
                (id_, parent, kind, name, QUERIES.get(id_, "")),
            )
        for board, asset_id, position in ((2, 3, 1), (2, 1, 2), (2, 2, 0), (4, 4, 0)):
            connection.exec_driver_sql(
                "INSERT INTO board_asset VALUES (?, ?, ?)", (board, ids[asset_id - 1], position)
            )
    return opened


def both(catalogue: Catalogue, text: str, sort: Sort = Sort.ADDED) -> list[int]:
    """What the database finds, and the index as well."""
    query = parse_query(text)
    by_database = catalogue.list_ids(query, sort)
    catalogue.prepare_search()
    assert catalogue.list_ids(query, sort) == by_database
    return by_database


@pytest.mark.parametrize(
    ("text", "ids"),
    [
        ('in:"Client A/Looks"', [1, 2, 3]),
        ('in:"client b/looks"', [4]),
        ("in:#4", [4]),
        ("in:#4|#2", [1, 2, 3, 4]),
        ('-in:"Client A/Looks"', [4]),
        ("in:dresses", [1]),
        ("-in:dresses", [2, 3, 4]),
        ('in:"on sale" in:#2', [1]),
        ('in:"Client A"', []),
        ("in:old", []),
        ("in:every", [1, 2, 3, 4]),
        ("-in:every", []),
    ],
)
def test_a_collection_is_meant_by_its_name_path_or_number(
    catalogue: Catalogue, text: str, ids: list[int]
) -> None:
    with catalogue:
        assert both(catalogue, text) == ids


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("in:Dreses", "no collection “Dreses”. Did you mean “Dresses”"),
        ("in:#99", "no collection “#99”"),
        ("in:#", "no collection"),
        ("in:Looks", '2 collections “Looks”. Write in:"Client A/Looks" or in:"Client B/Looks"'),
        ("in:mirror", "“Mirror” asks for itself"),
        ("red OR -in:there", "asks for itself .*“There” > “And back” > “There”"),
        ("in:broken", "“Broken” cannot be understood: A value is missing"),
    ],
)
def test_a_collection_that_cannot_be_asked_for(catalogue: Catalogue, text: str, words: str) -> None:
    with catalogue:
        for _ in ("by the database", "by the index"):
            with pytest.raises(QueryError, match=words):
                catalogue.list_ids(parse_query(text))
            with pytest.raises(QueryError, match=words):
                catalogue.count_facets(parse_query(text))
            catalogue.prepare_search()


def test_collections_may_ask_for_others_but_not_without_end(catalogue: Catalogue) -> None:
    with catalogue:
        with catalogue._database.write() as connection:
            for id_ in range(20, 40):
                connection.exec_driver_sql(
                    "INSERT INTO collection VALUES (?, NULL, 'smart', ?, ?, 0)",
                    (id_, f"Step {id_}", f"in:#{id_ - 1}" if id_ > 20 else "garment:dress"),
                )
        assert both(catalogue, "in:#29") == [1]
        with pytest.raises(QueryError, match="10 deep"):
            catalogue.list_ids(parse_query("in:#39"))


def test_a_board_has_an_order_of_its_own(catalogue: Catalogue) -> None:
    with catalogue:
        assert both(catalogue, "in:#2", Sort.BOARD) == [2, 3, 1]
        assert both(catalogue, "garment:dress|skirt in:#2", Sort.BOARD) == [2, 1]
        assert both(catalogue, "in:#2", Sort.ADDED) == [1, 2, 3]
        assert both(catalogue, "in:dresses", Sort.BOARD) == [1]
        assert both(catalogue, "-in:#2", Sort.BOARD) == [4]
        assert both(catalogue, "in:#2|#4", Sort.BOARD) == [1, 2, 3, 4]


def test_an_alternative_lets_removed_images_in_for_itself(catalogue: Catalogue) -> None:
    with catalogue:
        catalogue.apply(SetRemoved((1, 3), removed=True))
        assert both(catalogue, "in:#2") == [2]
        assert both(catalogue, "in:#2 is:removed") == [1, 3]
        assert both(catalogue, "(is:removed garment:dress) OR in:#2") == [1, 2]
        assert both(catalogue, "-(is:removed garment:skirt)") == [2, 4]


def test_as_many_words_as_a_search_may_have(catalogue: Catalogue) -> None:
    with catalogue:
        words = [f"word{n}" for n in range(MOST_VALUES - 1)]
        assert both(catalogue, "|".join([*words, "dress"])) == [1]
        assert both(catalogue, " ".join(f"-{word}" for word in words)) == [1, 2, 3, 4]
        assert both(catalogue, " OR ".join(f"(-{w} garment:dress)" for w in words[:149])) == [1]
        nested = " OR ".join(f"(name:{w} OR -{w})" for w in words[:140])
        assert both(catalogue, f"-({nested}) OR garment:skirt") == [2]
        with catalogue._database.write() as connection:
            connection.exec_driver_sql(
                "UPDATE collection SET query = ? WHERE id = 5", (" ".join(f"-{w}" for w in words),)
            )
        assert both(catalogue, " ".join([*(f"-{w}" for w in words), "in:Dresses"])) == [1, 2, 3, 4]


def test_orders_by_stars_and_by_what_is_least_sure(catalogue: Catalogue) -> None:
    with catalogue:
        with catalogue._database.write() as connection:
            sql = connection.exec_driver_sql
            sql("UPDATE asset SET rating = 5 WHERE id = 3")
            sql("UPDATE asset SET rating = 2 WHERE id IN (2, 4)")
            sql("UPDATE asset_label SET score = 0.2 WHERE asset_id = 2 AND facet = 'pattern'")
            sql("UPDATE asset_label SET score = 0.1 WHERE asset_id = 1 AND facet = 'style'")
        assert both(catalogue, "", Sort.RATING) == [3, 2, 4, 1]
        assert both(catalogue, "", Sort.CONFIDENCE) == [2, 1, 3, 4]
        with catalogue._database.write() as connection:
            connection.exec_driver_sql("UPDATE asset SET rating = 1 WHERE id = 3")
        assert catalogue.list_ids(parse_query(""), Sort.RATING) == [2, 4, 3, 1]


def test_a_number_that_no_collection_can_have_is_not_known(catalogue: Catalogue) -> None:
    with catalogue, pytest.raises(QueryError, match="no collection"):
        catalogue.list_ids(parse_query("in:#" + "9" * 9000))


def test_what_goes_too_deep_is_said_or_answered(catalogue: Catalogue) -> None:
    """One by one the searches are fine; together they are more than the database can take."""
    with catalogue:
        text = "name:look"
        for number in range(9):
            for _ in range(DEEPEST // 2):
                text = f"(name:coat OR (name:look {text}))"
            catalogue.apply(CreateCollection(CollectionKind.SMART, f"deep {number}", text))
            text = f'in:"deep {number}"'
        with pytest.raises(CatalogueError, match="too deep"):
            catalogue.list_ids(parse_query(text))
        catalogue.prepare_search()
        assert len(catalogue.list_ids(parse_query(text))) == 4
