"""Stars, flags and colour labels by keyboard: what is stored, shown, told and undone."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import QModelIndex, Qt
from PySide6.QtWidgets import QApplication, QMenu

from studio.core.organising import Flag
from studio.core.query import parse_query
from studio.gui.image_menu import make_image_menu
from tests.gui.marked_window import COUNT, MarkedWindow, draw, make_library, open_window
from tests.gui.waiting import settle, wait_for


@pytest.fixture(scope="module")
def made(app: QApplication, tmp_path_factory: pytest.TempPathFactory) -> Path:
    del app
    folder = tmp_path_factory.mktemp("marking")
    return make_library(folder / "library", draw(folder / "pictures"))


@pytest.fixture
def marked(made: Path, tmp_path: Path) -> Iterator[MarkedWindow]:
    with open_window(made, tmp_path / "settings.json") as marked:
        yield marked
        marked.forget_marks()


def spoken(marked: MarkedWindow, place: int) -> str:
    """What a screen reader says of a cell."""
    grid = marked.window.center.grid
    assert grid is not None
    index: QModelIndex = grid.model().index(place, 0)
    return str(index.data(Qt.ItemDataRole.AccessibleTextRole))


def test_keys_mark_the_selection_in_one_step_each(marked: MarkedWindow) -> None:
    first, second = marked.select(0, 1)
    for key, expected in (
        (Qt.Key.Key_4, (4, Flag.NONE, "")),
        (Qt.Key.Key_P, (4, Flag.PICKED, "")),
        (Qt.Key.Key_X, (4, Flag.REJECTED, "")),
        (Qt.Key.Key_6, (4, Flag.REJECTED, "red")),
        (Qt.Key.Key_9, (4, Flag.REJECTED, "blue")),
        (Qt.Key.Key_9, (4, Flag.REJECTED, "")),  # the same again takes it off
        (Qt.Key.Key_U, (4, Flag.NONE, "")),
        (Qt.Key.Key_0, (0, Flag.NONE, "")),
    ):
        before = len(marked.steps())
        marked.press(key)
        wait_for(lambda before=before: len(marked.steps()) == before + 1)  # type: ignore[misc]
        for asset_id in (first, second):
            found = marked.details(asset_id)
            assert (found.rating, found.flag, found.color_label) == expected
    assert marked.details(marked.ids()[2]).rating == 0


def test_cells_say_what_they_are(marked: MarkedWindow) -> None:
    marked.select(1)
    for key in (Qt.Key.Key_3, Qt.Key.Key_P, Qt.Key.Key_8):
        marked.press(key)
    wait_for(lambda: "3 stars, picked, green label" in spoken(marked, 1))
    assert "star" not in spoken(marked, 0)


def test_a_label_that_some_have_is_given_to_all(marked: MarkedWindow) -> None:
    marked.select(0)
    marked.press(Qt.Key.Key_7)
    wait_for(lambda: marked.marks().color_labels.get("yellow") == 1)
    marked.select(0, 1, 2)
    marked.press(Qt.Key.Key_7)
    wait_for(lambda: marked.marks().color_labels.get("yellow") == 3)


def test_the_toast_tells_and_undoes(marked: MarkedWindow) -> None:
    toast = marked.window.toast
    marked.select(0, 1, 2)
    marked.press(Qt.Key.Key_5)
    wait_for(lambda: toast.isVisible() and toast._text.text() == "Rated 3 images ★★★★★")
    assert marked.marks().ratings == {0: COUNT - 3, 5: 3}
    toast._action.click()
    wait_for(lambda: marked.marks().ratings == {0: COUNT})
    wait_for(lambda: toast._text.text() == "Undone: Rate 3 images ★★★★★")


def test_the_new_step_can_be_undone_at_once(marked: MarkedWindow) -> None:
    marked.select(0)
    marked.press(Qt.Key.Key_2)
    wait_for(lambda: marked.window.actions_["undo"].text() == "Undo: Rate 1 image ★★")
    marked.press(Qt.Key.Key_Z, Qt.KeyboardModifier.ControlModifier)
    wait_for(lambda: marked.marks().ratings == {0: COUNT})


def test_nothing_is_done_without_a_selection(marked: MarkedWindow) -> None:
    assert marked.window.center.grid is not None
    marked.window.center.grid.select_none()
    before = marked.steps()
    marked.press(Qt.Key.Key_5)
    settle(50)
    assert marked.window.toast._text.text() == "Select the images first."
    assert marked.steps() == before


def test_the_loupe_marks_what_it_shows(marked: MarkedWindow) -> None:
    marked.select(0, 1)
    center = marked.window.center
    center.show_loupe(marked.ids()[3])
    marked.press(Qt.Key.Key_4)
    wait_for(lambda: marked.marks().ratings.get(4) == 1)
    assert marked.details(marked.ids()[3]).rating == 4


def test_digits_in_a_search_are_text(marked: MarkedWindow) -> None:
    marked.select(0)
    field = marked.window.top_bar.search.field
    field.setFocus()
    marked.press(Qt.Key.Key_5)
    settle(50)
    assert field.text() == "5"
    assert marked.marks().ratings == {0: COUNT}


def test_images_leave_a_search_that_they_no_longer_match(marked: MarkedWindow) -> None:
    marked.select(0, 1)
    marked.press(Qt.Key.Key_5)
    wait_for(lambda: marked.marks().ratings.get(5) == 2)
    marked.session.browser.set_query(parse_query("rating>=4"))
    wait_for(lambda: len(marked.ids()) == 2)
    marked.select(0)
    marked.press(Qt.Key.Key_1)
    wait_for(lambda: len(marked.ids()) == 1)


def test_lists_are_not_read_again_for_a_mark_that_they_do_not_ask_for(
    marked: MarkedWindow,
) -> None:
    browser = marked.session.browser

    def is_quiet() -> bool:
        """What the start asks for has come."""
        settle(300)
        tasks = (browser._ids_task, browser._counts_task, browser._colors_task)
        waits = browser._timer.isActive() or browser._colors_timer.isActive()
        return not waits and tasks == (None, None, None)

    wait_for(is_quiet)
    arrived: list[int] = []
    browser.idsArrived.connect(lambda ids: arrived.append(len(ids)))
    colors: list[object] = []
    browser.colorsArrived.connect(colors.append)
    marked.select(0)
    marked.press(Qt.Key.Key_5)
    wait_for(lambda: "5 stars" in spoken(marked, 0))
    settle(2500)
    assert arrived == []
    assert colors == []


def test_a_second_window_marks_nothing(marked: MarkedWindow, made: Path, tmp_path: Path) -> None:
    with open_window(made, tmp_path / "second.json") as second:
        second.select(0)
        before = marked.steps()
        assert not second.window.actions_["rate_5"].isEnabled()
        second.press(Qt.Key.Key_5)
        settle(50)
        assert marked.steps() == before


def test_marks_outlive_a_restart_and_so_does_their_undo(made: Path, tmp_path: Path) -> None:
    with open_window(made, tmp_path / "settings.json") as marked:
        marked.select(2)
        marked.press(Qt.Key.Key_3)
        wait_for(lambda: marked.marks().ratings.get(3) == 1)
    with open_window(made, tmp_path / "settings.json") as marked:
        wait_for(lambda: "3 stars" in spoken(marked, 2))
        wait_for(marked.window.actions_["undo"].isEnabled)
        marked.window.actions_["undo"].trigger()
        wait_for(lambda: "star" not in spoken(marked, 2))


def test_the_menu_on_images_marks_them(marked: MarkedWindow) -> None:
    (first,) = marked.select(0)
    menu = make_image_menu(marked.window, marked.window.actions_, has_images=True, is_loupe=False)
    titles = {
        action.text(): action.menu()
        for action in menu.actions()
        if isinstance(action.menu(), QMenu)
    }
    assert list(titles) == ["Rating", "Flag", "Colour label"]
    rating = titles["Rating"]
    assert isinstance(rating, QMenu)
    rating.actions()[4].trigger()
    wait_for(lambda: marked.details(first).rating == 4)
    menu.deleteLater()


def test_what_is_out_of_sight_is_read_later(marked: MarkedWindow) -> None:
    grid = marked.window.center.grid
    assert grid is not None
    marked.window.resize(760, 480)
    grid.set_tile_size(320)
    settle(300)
    hidden = [asset_id for asset_id in grid.ids() if asset_id not in grid.visible_ids()]
    assert hidden
    grid.select_all()
    settle(300)  # all rows are read ahead, for drags
    marked.press(Qt.Key.Key_2)
    wait_for(lambda: "2 stars" in spoken(marked, 0))
    wait_for(lambda: "2 stars" in spoken(marked, len(grid.ids()) - 1))
