"""What was forgotten for good stays forgotten, and nothing new is taken for it."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from studio.core.edit import SetRating, SetRemoved
from studio.storage.catalogue import Catalogue
from tests.storage.examples import files


@pytest.fixture
def catalogue(tmp_path: Path) -> Iterator[Catalogue]:
    with Catalogue.open(tmp_path / "library") as opened:
        yield opened


def forget(catalogue: Catalogue, *ids: int) -> None:
    catalogue.apply(SetRemoved(ids, removed=True))
    catalogue.purge(ids)


def test_a_new_image_never_gets_the_steps_of_a_forgotten_one(catalogue: Catalogue) -> None:
    source = catalogue.add_source("/p")
    (old,) = catalogue.register_files(source, files(1), 1).new_ids
    catalogue.apply(SetRating((old,), 5))
    forget(catalogue, old)
    (new,) = catalogue.register_files(source, files(1, "/p/later"), 2).new_ids
    assert new != old
    catalogue.apply(SetRating((new,), 4))
    for _ in range(3):
        catalogue.undo()
    assert catalogue.get_details(new).rating == 0
    for _ in range(3):
        catalogue.redo()
    assert catalogue.list_ids() == [new]  # the removal of the old one does not take it out
    assert catalogue.get_details(new).rating == 4


def test_that_holds_when_the_library_was_closed_in_between(tmp_path: Path) -> None:
    with Catalogue.open(tmp_path / "library") as catalogue:
        source = catalogue.add_source("/p")
        ids = catalogue.register_files(source, files(3), 7).new_ids
        forget(catalogue, *ids)
    with Catalogue.open(tmp_path / "library") as catalogue:
        session = catalogue.begin_session()
        assert session > 7
        assert catalogue.register_files(source, files(1), session).new_ids == (ids[-1] + 1,)


def test_undoing_an_import_takes_nothing_out_that_came_later(catalogue: Catalogue) -> None:
    source = catalogue.add_source("/p")
    first = catalogue.begin_session()
    added = catalogue.add_files(source, files(1), first, None)
    assert added is not None
    forget(catalogue, *added[0].new_ids)
    later = catalogue.register_files(source, files(2, "/p/found"), catalogue.begin_session())
    catalogue.undo()
    catalogue.undo()  # the import
    assert sorted(catalogue.list_ids()) == list(later.new_ids)


def test_looks_at_the_same_time_are_told_apart(catalogue: Catalogue) -> None:
    """An import is undone without what a watched folder brought meanwhile."""
    source = catalogue.add_source("/p")
    imported, watched = catalogue.begin_session(), catalogue.begin_session()
    catalogue.add_files(source, files(2), imported, None)
    found = catalogue.register_files(source, files(2, "/p/found"), watched)
    catalogue.undo()
    assert sorted(catalogue.list_ids()) == list(found.new_ids)
