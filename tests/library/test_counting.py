"""What saved queries find is counted as a search would find it, by index and by database."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from studio.core.edit import AddTag, CollectionKind, CreateCollection, SetRemoved
from studio.core.query import parse_query
from studio.library.library import Library
from studio.resources import get_places
from studio.storage.catalogue import Catalogue
from tests.storage.examples import analysis, files

QUERIES = (
    "",
    "garment:dress",
    "-garment:dress",
    "garment:dress OR rating>=3",
    "tag:linen",
    "look",
    "is:removed",
    "in:Moods",
    "in:Moods garment:skirt",
    "color~#aa2233",
)


@pytest.fixture
def library(tmp_path: Path) -> Iterator[Library]:
    with Catalogue.open(tmp_path / "library") as catalogue:
        catalogue.register_files(catalogue.add_source("/p"), files(6), 1)
        garments = ("dress", "dress", "dress", "skirt", "skirt", "hat")
        catalogue.store_analyses([(n, analysis(g)) for n, g in enumerate(garments, start=1)])
        catalogue.apply(AddTag((1, 4), "linen"))
        catalogue.apply(SetRemoved((3,), removed=True))
        catalogue.apply(CreateCollection(CollectionKind.BOARD, "Moods", ids=(1, 3, 4)))
    library = Library.open(tmp_path / "library", get_places(), workers=1)
    yield library
    library.close()


@pytest.mark.parametrize("prepared", [False, True])
def test_counts_are_those_of_the_lists(library: Library, prepared: bool) -> None:
    if prepared:
        library.prepare_search()
    found = library.count_matching(QUERIES)
    assert [each.count for each in found] == [
        len(library.list_ids(parse_query(query))) for query in QUERIES
    ]
    assert not any(each.problem for each in found)


@pytest.mark.parametrize("prepared", [False, True])
def test_what_cannot_be_asked_says_why_and_the_others_are_counted(
    library: Library, prepared: bool
) -> None:
    if prepared:
        library.prepare_search()
    texts = ('garment:"dre', "in:Nowhere", "similar:77", "garment:crinoline", "garment:dress")
    broken, nowhere, alone, unknown, dresses = library.count_matching(texts)
    for each in (broken, nowhere, alone):
        assert each.count is None
        assert each.problem
    assert unknown.count == 0
    assert "crinoline" in unknown.problem
    assert (dresses.count, dresses.problem) == (2, "")
    assert library.count_matching([]) == []
