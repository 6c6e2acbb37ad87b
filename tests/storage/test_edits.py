from __future__ import annotations

import tempfile
from collections.abc import Iterator
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from studio.core.edit import (
    AddTag,
    AddToBoard,
    CollectionKind,
    CreateCollection,
    DeleteCollection,
    DeleteTag,
    Edit,
    MoveCollection,
    RemoveFromBoard,
    RemoveTag,
    RenameCollection,
    RenameTag,
    SetCollectionQuery,
    SetColorLabel,
    SetFlag,
    SetNote,
    SetRating,
    SetRemoved,
)
from studio.core.errors import EditError
from studio.core.organising import COLOR_LABELS, Flag
from studio.storage.catalogue import Catalogue
from tests.storage.examples import files

COUNT = 6
BOARD, SMART = CollectionKind.BOARD, CollectionKind.SMART


@pytest.fixture
def catalogue(tmp_path: Path) -> Iterator[Catalogue]:
    with Catalogue.open(tmp_path / "library") as opened:
        opened.register_files(opened.add_source("/p"), files(COUNT), 1)
        yield opened


def state_of(catalogue: Catalogue) -> object:
    """Everything that edits may change, as a person sees it."""
    details = [
        (d.id, d.rating, d.flag, d.color_label, d.note, d.tags)
        for d in catalogue.list_details(range(1, COUNT + 1))
    ]
    collections = catalogue.list_collections()
    boards = {c.id: catalogue.list_board(c.id) for c in collections if c.kind is BOARD}
    return details, catalogue.list_ids(), sorted(catalogue.list_tags()), collections, boards


ids = st.lists(st.integers(1, COUNT), unique=True, max_size=COUNT).map(tuple)
tag_names = st.sampled_from(["client A", "Client a", "resort 27", "ärmel"])
names = st.sampled_from(["Moods", "Looks", "Resort"])
collection_ids = st.integers(1, 4)
maybe_ids = st.none() | collection_ids
edits = st.one_of(
    st.builds(SetRating, ids, st.integers(0, 5)),
    st.builds(SetFlag, ids, st.sampled_from(Flag)),
    st.builds(SetColorLabel, ids, st.sampled_from(["", *COLOR_LABELS])),
    st.builds(SetNote, ids, st.sampled_from(["", "silk, see mill", "zu kurz"])),
    st.builds(SetRemoved, ids, st.booleans()),
    st.builds(AddTag, ids, tag_names),
    st.builds(RemoveTag, ids, tag_names),
    st.builds(RenameTag, tag_names, tag_names),
    st.builds(DeleteTag, tag_names),
    st.builds(CreateCollection, st.just(BOARD), names, ids=ids),
    st.builds(
        CreateCollection, st.just(SMART), names, st.just("color:red"), parent_id=collection_ids
    ),
    st.builds(RenameCollection, collection_ids, names),
    st.builds(SetCollectionQuery, collection_ids, st.just("color:blue")),
    st.builds(MoveCollection, collection_ids, maybe_ids, maybe_ids),
    st.builds(DeleteCollection, collection_ids),
    st.builds(AddToBoard, collection_ids, ids, st.none() | st.integers(1, COUNT)),
    st.builds(RemoveFromBoard, collection_ids, ids),
)
walks = st.lists(edits | st.sampled_from(["undo", "redo", "reopen"]), max_size=16)


@settings(max_examples=60, deadline=None)
@given(walks)
def test_every_edit_is_one_step_back_and_forth(walk: list[Edit | str]) -> None:
    with tempfile.TemporaryDirectory() as folder:
        catalogue = Catalogue.open(Path(folder))
        catalogue.register_files(catalogue.add_source("/p"), files(COUNT), 1)
        states, at = [state_of(catalogue)], 0
        for step in walk:
            if step == "undo":
                at -= catalogue.undo() is not None
            elif step == "redo":
                at += catalogue.redo() is not None
            elif step == "reopen":
                catalogue.close()
                catalogue = Catalogue.open(Path(folder))
            elif not isinstance(step, str) and _apply(catalogue, step):
                states, at = [*states[: at + 1], state_of(catalogue)], at + 1
            assert state_of(catalogue) == states[at]
            assert at >= 0
        steps = catalogue.list_steps()
        assert [step.done for step in reversed(steps)] == [n < at for n in range(len(steps))]
        for wanted in (0, len(states) - 1, at):
            catalogue.go_to(steps[len(steps) - wanted].id if wanted else 0)
            assert state_of(catalogue) == states[wanted]
        assert catalogue.check_integrity() == []
        catalogue.close()


def _apply(catalogue: Catalogue, edit: Edit) -> bool:
    """Whether it changed anything; what is refused changes nothing."""
    before = state_of(catalogue)
    try:
        applied = catalogue.apply(edit)
    except EditError as error:
        assert str(error)
        assert state_of(catalogue) == before
        return False
    return bool(applied.description)


def test_a_gesture_over_many_images_is_one_step(catalogue: Catalogue) -> None:
    catalogue.apply(SetRating((1, 2), 3))
    applied = catalogue.apply(SetRating((1, 2, 3, 4), 5))
    assert applied.description == "Rate 4 images ★★★★★"
    assert applied.ids == (1, 2, 3, 4)
    catalogue.undo()
    assert [d.rating for d in catalogue.list_details([1, 2, 3, 4])] == [3, 3, 0, 0]


def test_what_is_so_already_is_no_step(catalogue: Catalogue) -> None:
    catalogue.apply(AddTag((1,), "client A"))
    assert catalogue.apply(AddTag((1,), " CLIENT  a ")).description == ""
    assert catalogue.apply(SetFlag((1, 2), Flag.NONE)).description == ""
    assert len(catalogue.list_steps()) == 1


def test_tags_are_known_by_what_was_given_last(catalogue: Catalogue) -> None:
    for name in ("linen", "silk", "resort 27"):
        catalogue.apply(AddTag((1,), name))
    assert catalogue.list_tags() == ["resort 27", "silk", "linen"]
    marks = catalogue.count_marks([1, 2, 3])
    assert (marks.images, dict(marks.tags)) == (3, {"linen": 1, "resort 27": 1, "silk": 1})


def test_renaming_a_tag_to_another_makes_one_of_them(catalogue: Catalogue) -> None:
    catalogue.apply(AddTag((1, 2), "lin"))
    catalogue.apply(AddTag((2, 3), "Linen"))
    catalogue.apply(RenameTag("LIN", "linen"))
    assert [d.tags for d in catalogue.list_details([1, 2, 3])] == [("Linen",)] * 3
    catalogue.undo()
    assert [d.tags for d in catalogue.list_details([1, 2, 3])] == [
        ("lin",),
        ("lin", "Linen"),
        ("Linen",),
    ]


def test_images_move_on_a_board_as_they_are_put(catalogue: Catalogue) -> None:
    board = catalogue.apply(CreateCollection(BOARD, "Moods", ids=(1, 2, 3))).created
    assert board is not None
    put = catalogue.apply(AddToBoard(board, (5, 4), before_id=2))
    assert put.description == "Put 2 images on “Moods”"
    assert catalogue.list_board(board) == [1, 5, 4, 2, 3]
    moved = catalogue.apply(AddToBoard(board, (3,), before_id=1))
    assert moved.description == "Move 1 image on “Moods”"
    assert catalogue.list_board(board) == [3, 1, 5, 4, 2]
    for _turn in range(40):  # until there is no room left between two neighbours
        catalogue.apply(AddToBoard(board, (5,), before_id=4))
        catalogue.apply(AddToBoard(board, (2,), before_id=5))
        catalogue.apply(AddToBoard(board, (4,), before_id=2))
        assert catalogue.list_board(board) == [3, 1, 4, 2, 5]
        moved = catalogue.apply(AddToBoard(board, (2,), before_id=4))
        assert moved.description == "Move 1 image on “Moods”"  # whatever made room for it
        catalogue.apply(AddToBoard(board, (5,), before_id=2))
        assert catalogue.list_board(board) == [3, 1, 5, 2, 4]
    assert catalogue.apply(AddToBoard(board, (2, 4))).description == ""


def test_undo_passes_over_images_that_have_gone_for_good(catalogue: Catalogue) -> None:
    board = catalogue.apply(CreateCollection(BOARD, "Moods", ids=(1, 2, 3))).created
    assert board is not None
    catalogue.apply(AddTag((1, 2), "linen"))
    catalogue.apply(RemoveTag((1, 2), "linen"))
    catalogue.apply(RemoveFromBoard(board, (1, 2)))
    with catalogue._database.write() as connection:
        connection.exec_driver_sql("DELETE FROM asset WHERE id = 1")
    while catalogue.undo():
        pass
    while catalogue.redo():
        pass
    assert catalogue.check_integrity() == []
    assert catalogue.list_board(board) == [3]


@pytest.mark.parametrize(
    ("edit", "words"),
    [
        (AddTag((1,), "  "), "missing"),
        (AddTag((1,), "x" * 201), "200"),
        (SetNote((1,), "x" * 20_001), "20,000"),
        (RenameTag("never given", "x"), "never given"),
        (DeleteTag("never given"), "never given"),
        (CreateCollection(BOARD, "Moods"), "already"),
        (CreateCollection(BOARD, ""), "missing"),
        (CreateCollection(SMART, "x", ids=(1,)), "fills itself"),
        (RenameCollection(99, "x"), "no longer"),
        (SetCollectionQuery(1, "color:red"), "board"),
        (AddToBoard(2, (1,)), "fills itself"),
        (MoveCollection(1, 1), "under itself"),
        (MoveCollection(1, 3), "under itself"),
    ],
)
def test_what_cannot_be_done_says_why(catalogue: Catalogue, edit: Edit, words: str) -> None:
    catalogue.apply(CreateCollection(BOARD, "moods"))
    catalogue.apply(CreateCollection(SMART, "Reds", "color:red"))
    catalogue.apply(CreateCollection(SMART, "Pinks", "color:pink", parent_id=1))
    before = state_of(catalogue)
    with pytest.raises(EditError, match=words):
        catalogue.apply(edit)
    assert state_of(catalogue) == before


def test_a_new_collection_comes_last_after_others_were_deleted(catalogue: Catalogue) -> None:
    ids = [catalogue.apply(CreateCollection(BOARD, name)).created for name in "abc"]
    for id_ in ids[:2]:
        assert id_ is not None
        catalogue.apply(DeleteCollection(id_))
    catalogue.apply(CreateCollection(BOARD, "d"))
    catalogue.apply(CreateCollection(BOARD, "e"))
    assert [c.name for c in catalogue.list_collections()] == ["c", "d", "e"]


@pytest.mark.parametrize(
    "edit",
    [
        AddTag((1,), "a\udcff"),
        RemoveTag((1,), "\ud800"),
        SetNote((1,), "half a letter \ud83d"),
        CreateCollection(BOARD, "\udcff"),
        CreateCollection(SMART, "odd", "name:\udcff"),
    ],
)
def test_halves_of_letters_do_no_harm(catalogue: Catalogue, edit: Edit) -> None:
    before = state_of(catalogue)
    if catalogue.apply(edit).description:
        assert state_of(catalogue) != before
        catalogue.undo()
    assert state_of(catalogue) == before
