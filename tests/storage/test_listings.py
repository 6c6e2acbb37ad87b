from __future__ import annotations

import os
from collections.abc import Iterator
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from sqlalchemy import update

from studio.core.asset import FoundFile
from studio.core.collection import Grouping, Sort
from studio.core.files import Arrived
from studio.core.ids import Ids
from studio.core.listing import Listing
from studio.core.query import Query, parse_query
from studio.storage.catalogue import Catalogue
from studio.storage.schema import asset
from tests.storage.examples import files

ALL = Query()


def add(catalogue: Catalogue, folder: str, count: int) -> list[int]:
    source = catalogue.add_source(folder)
    found = catalogue.register_files(source, files(count, folder), catalogue.begin_session())
    return list(found.new_ids)


def write(catalogue: Catalogue, asset_id: int, **values: object) -> None:
    with catalogue._database.write() as connection:
        connection.execute(update(asset).where(asset.c.id == asset_id).values(**values))


def sections(listing: Listing) -> list[tuple[str, list[int]]]:
    keys = listing.sections.keys
    return [(key, [listing.ids[row] for row in listing.rows_of(at)]) for at, key in enumerate(keys)]


@pytest.fixture
def catalogue(tmp_path: Path) -> Iterator[Catalogue]:
    with Catalogue.open(tmp_path) as catalogue:
        yield catalogue


def test_shapes_come_with_the_ids_with_and_without_the_index(catalogue: Catalogue) -> None:
    ids = add(catalogue, "/a", 4)
    write(catalogue, ids[0], width=3000, height=2000)
    write(catalogue, ids[1], width=1, height=4000)
    write(catalogue, ids[2], width=400_000, height=3)
    for _ in range(2):
        listing = catalogue.list_assets()
        assert listing.ids == catalogue.list_ids()
        assert listing.aspects.tolist() == pytest.approx([1.5, 0.001, 65.535, 1], abs=1e-4)
        assert len(listing.sections) == 0
        catalogue.prepare_search()


def test_what_is_known_of_a_picture_later_is_noticed(catalogue: Catalogue) -> None:
    ids = add(catalogue, "/a", 2)
    catalogue.prepare_search()
    write(catalogue, ids[1], width=100, height=200, captured_at="2019-02-03T00:00:00")
    listing = catalogue.list_assets(grouping=Grouping.DATE)
    by_id = dict(zip(listing.ids, listing.aspects.tolist(), strict=True))
    assert by_id[ids[1]] == 0.5
    assert sections(listing)[-1] == ("2019-02", [ids[1]])


def test_months_of_capture_else_of_adding_the_newest_first(catalogue: Catalogue) -> None:
    ids = add(catalogue, "/a", 5)
    write(catalogue, ids[0], captured_at="2024-05-01T00:00:00")
    write(catalogue, ids[1], captured_at="2026-01-01T00:00:00", added_at="2020-02-02T00:00:00")
    write(catalogue, ids[2], captured_at="soon", added_at="2024-05-30T00:00:00")
    write(catalogue, ids[3], captured_at=None, added_at="")
    write(catalogue, ids[4], captured_at="2024-05-09T00:00:00")
    found = sections(catalogue.list_assets(sort=Sort.NAME, grouping=Grouping.DATE))
    assert found == [
        ("2026-01", [ids[1]]),
        ("2024-05", [ids[0], ids[2], ids[4]]),
        ("", [ids[3]]),
    ]


def test_folders_by_name_with_odd_names(catalogue: Catalogue) -> None:
    odd = os.fsdecode(b"/odd \xff\xfe")
    here = {folder: add(catalogue, folder, 2) for folder in ("/b", "/a/München", odd, "/B/deep")}
    found = sections(catalogue.list_assets(grouping=Grouping.FOLDER))
    assert found == [
        ("/a/München", here["/a/München"]),
        ("/b", here["/b"]),
        ("/B/deep", here["/B/deep"]),
        ("/odd \ufffd\ufffd", here[odd]),
    ]
    more = add(catalogue, "/aa", 1)
    assert ("/aa", more) in sections(catalogue.list_assets(grouping=Grouping.FOLDER))
    moved = more[0]
    write(catalogue, moved, path=os.fsencode("/Zoë/look.jpg"))
    grouped = sections(catalogue.list_assets(grouping=Grouping.FOLDER))
    assert grouped[-1] == ("/Zoë", [moved])
    assert "/aa" not in dict(grouped)
    write(catalogue, moved, path=os.fsencode("/b/z.jpg"))
    grouped = sections(catalogue.list_assets(grouping=Grouping.FOLDER))
    assert dict(grouped)["/b"] == [moved, *here["/b"]]
    catalogue._finder._facets.folders.forget()
    assert sections(catalogue.list_assets(grouping=Grouping.FOLDER)) == grouped
    only = catalogue.list_assets(parse_query("source:/b"), grouping=Grouping.FOLDER)
    assert sections(only) == [("/b", here["/b"])]


def test_nothing_found_has_no_sections(catalogue: Catalogue) -> None:
    for group in Grouping:
        listing = catalogue.list_assets(parse_query("garment:dress"), grouping=group)
        assert len(listing) == len(listing.sections) == 0
        assert listing.aspects.shape == (0,)


numbers = st.lists(st.integers(0, 50), unique=True)


@given(numbers, st.lists(st.integers(0, 60)))
def test_ids_are_found_where_they_stand(known: list[int], wanted: list[int]) -> None:
    ids = Ids(known)
    assert ids == known
    assert list(ids) == known
    assert ids.find_all(wanted).tolist() == [known.index(i) for i in wanted if i in known]
    for asset_id in wanted:
        assert (asset_id in ids) == (asset_id in known)
    assert ids[2:5] == known[2:5]


def test_the_order_by_name_follows_renamed_files(catalogue: Catalogue) -> None:
    source = catalogue.add_source("/p")
    found = [FoundFile(f"/p/{name}.jpg", 10, 1) for name in "abc"]
    first, second, third = catalogue.register_files(source, found, 1).new_ids
    catalogue.prepare_search()
    assert catalogue.list_ids(sort=Sort.NAME) == [first, second, third]
    renamed = FoundFile("/p/z.jpg", 10, 1)
    catalogue.files.move({first: Arrived(b"/p/z.jpg", renamed, source, None)})
    assert catalogue.list_ids(sort=Sort.NAME) == [second, third, first]
