"""Quick look, compare and the picture alone, in the whole window and by the keyboard."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from PIL import Image
from PySide6.QtCore import QPoint, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QLabel, QPushButton

from studio.gui.app import Studio
from studio.gui.main_window import MainWindow
from studio.gui.views.grid import GridView
from studio.gui.views.grid_place import GridPlace
from studio.gui.views.marks_line import MarksLine
from studio.gui.views.zoom_canvas import ZoomCanvas
from studio.library.library import Library
from studio.resources import get_places
from tests.gui.waiting import settle, wait_for

KEYS = Qt.Key
COUNT = 8


@pytest.fixture(scope="module")
def filled(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A library of eight pictures, high and wide in turns."""
    folder = tmp_path_factory.mktemp("pictures")
    for number in range(COUNT):
        size = (240, 320) if number % 2 else (320, 240)
        image = Image.new("RGB", size, (240, 240, 240))
        image.paste((200, 30 * number, 40), (60, 60, 180, 180))
        image.save(folder / f"look{number}.png")
    library = Library.open(folder / "library", get_places(), workers=1)
    for _ in library.import_paths(sorted(folder.glob("*.png"))):
        pass
    library.close()
    return folder / "library"


@pytest.fixture
def window(app: QApplication, filled: Path, tmp_path: Path) -> Iterator[MainWindow]:
    del app
    studio = Studio(get_places(), tmp_path / "settings.json", "dark")
    studio.window.show()
    studio.open_library(filled)
    window = studio.window
    wait_for(lambda: window.center.grid is not None and len(window.center.grid.ids()) == COUNT)
    window.activateWindow()
    grid(window).setFocus()
    settle()
    yield window
    window.close()
    studio.deleteLater()


def grid(window: MainWindow) -> GridView:
    assert window.center.grid is not None
    return window.center.grid


def press(window: MainWindow, *keys: Qt.Key) -> None:
    for key in keys:
        focus = QApplication.focusWidget()
        QTest.keyClick(window if focus is None else focus, key)
        settle()


def select(window: MainWindow, *rows: int) -> list[int]:
    chosen = [grid(window).ids()[row] for row in rows]
    grid(window).restore_place(GridPlace(tuple(chosen), chosen[0]))
    return chosen


def quick_name(window: MainWindow) -> str:
    look = window.center.quick_look
    assert look is not None
    label = look.findChild(QLabel, "quickLookName")
    assert isinstance(label, QLabel)
    return label.text()


# --- quick look ----------------------------------------------------------------------------
def test_space_looks_and_space_closes(window: MainWindow) -> None:
    (first,) = select(window, 0)
    press(window, KEYS.Key_Space)
    look = window.center.quick_look
    assert look is not None
    assert look.isVisible()
    assert look.geometry() == window.rect()
    wait_for(lambda: quick_name(window) != "")
    assert look.accessibleDescription() == f"{quick_name(window)}, 1 of 8"
    assert window.center.selected_ids() == [first]
    press(window, KEYS.Key_Space)
    assert not look.isVisible()
    assert window.focusWidget() is grid(window)
    press(window, KEYS.Key_Space)
    assert look.isVisible()
    press(window, KEYS.Key_Escape)
    assert not look.isVisible()
    assert grid(window).selected_ids() == [first]


def test_arrows_step_the_selection_and_the_picture(window: MainWindow) -> None:
    ids = grid(window).ids()
    select(window, 0)
    press(window, KEYS.Key_Space, KEYS.Key_Right)
    look = window.center.quick_look
    assert look is not None
    assert look.current_id() == ids[1]
    assert grid(window).selected_ids() == [ids[1]]
    press(window, KEYS.Key_Down)  # a row further, as in the grid below
    assert look.current_id() == grid(window).current_id()
    assert look.current_id() not in ids[:3]
    press(window, KEYS.Key_End)
    assert look.current_id() == ids[-1]
    press(window, KEYS.Key_Right)
    assert look.current_id() == ids[-1]
    press(window, KEYS.Key_Space)
    assert grid(window).selected_ids() == [ids[-1]]


def test_of_several_selected_these_are_walked_and_stay_selected(window: MainWindow) -> None:
    chosen = select(window, 2, 5, 7)
    press(window, KEYS.Key_Space)
    look = window.center.quick_look
    assert look is not None
    wait_for(lambda: look.accessibleDescription().endswith("1 of 3 selected"))
    assert window.center.selected_ids() == [chosen[0]]  # commands mean what is looked at
    press(window, KEYS.Key_Right)
    assert window.center.selected_ids() == [chosen[1]]
    assert grid(window).current_id() == chosen[1]
    press(window, KEYS.Key_Down, KEYS.Key_Down)
    assert window.center.selected_ids() == [chosen[2]]
    press(window, KEYS.Key_Home)
    assert window.center.selected_ids() == [chosen[0]]
    press(window, KEYS.Key_End, KEYS.Key_Space)
    assert window.center.selected_ids() == chosen
    assert grid(window).current_id() == chosen[2]


@pytest.mark.parametrize("key", [KEYS.Key_Return, KEYS.Key_E])
def test_from_quick_look_to_the_loupe(window: MainWindow, key: Qt.Key) -> None:
    ids = grid(window).ids()
    select(window, 2)
    press(window, KEYS.Key_Space, KEYS.Key_Right, key)
    assert not window.center.is_quick_look
    assert window.center.is_loupe
    assert window.center.selected_ids() == [ids[3]]


def test_quick_look_without_a_current_image_begins_with_the_first(window: MainWindow) -> None:
    window.actions_["quick_look"].trigger()
    assert window.center.selected_ids() == [grid(window).ids()[0]]


def test_a_click_beside_the_picture_closes(window: MainWindow) -> None:
    select(window, 1)
    press(window, KEYS.Key_Space)
    look = window.center.quick_look
    assert look is not None
    wait_for(lambda: not look._canvas.picture_rect().isEmpty())  # else all is beside it
    QTest.mouseClick(look._canvas, Qt.MouseButton.LeftButton, pos=look._canvas.rect().center())
    assert look.isVisible()
    QTest.mouseClick(look._canvas, Qt.MouseButton.LeftButton, pos=QPoint(2, 2))
    assert not look.isVisible()
    press(window, KEYS.Key_Space)
    QTest.mouseClick(look, Qt.MouseButton.LeftButton, pos=QPoint(2, 2))
    assert not look.isVisible()


def test_who_goes_on_elsewhere_leaves_quick_look(window: MainWindow) -> None:
    select(window, 1)
    press(window, KEYS.Key_Space)
    window.actions_["find"].trigger()
    settle()
    assert not window.center.is_quick_look
    assert window.top_bar.search.field.hasFocus()


def test_space_in_the_search_is_a_space(window: MainWindow) -> None:
    window.top_bar.search.field.setFocus()
    QTest.keyClicks(window.top_bar.search.field, "a b")
    assert window.top_bar.search.field.text() == "a b"
    assert not window.center.is_quick_look


def test_removing_in_quick_look_goes_on_to_the_next(window: MainWindow) -> None:
    window.settingChanged.emit("asked_to_remove", True)
    ids = grid(window).ids()
    select(window, 2)
    press(window, KEYS.Key_Space)
    window.actions_["remove"].trigger()
    wait_for(lambda: len(grid(window).ids()) == COUNT - 1)
    look = window.center.quick_look
    assert look is not None
    assert look.isVisible()
    assert look.current_id() == ids[3]
    assert grid(window).selected_ids() == [ids[3]]
    wait_for(window.toast.isVisible)
    assert look.isAncestorOf(window.toast)  # seen over the picture
    button = window.toast.findChild(QPushButton)
    assert isinstance(button, QPushButton)
    QTest.mouseClick(button, Qt.MouseButton.LeftButton)  # undo
    wait_for(lambda: len(grid(window).ids()) == COUNT)
    window.toast.show_text("Still here")
    press(window, KEYS.Key_Escape)
    assert not look.isVisible()
    assert window.center.isAncestorOf(window.toast)
    assert window.toast.isVisible()


# --- compare -------------------------------------------------------------------------------
def test_compare_the_selected_and_come_back_to_them(window: MainWindow) -> None:
    chosen = select(window, 1, 3, 4)
    press(window, KEYS.Key_C)
    assert window.center.is_compare
    assert window.actions_["compare"].isChecked()
    assert window.center.compare is not None
    assert window.center.compare.ids() == chosen
    assert window.center.selected_ids() == [chosen[0]]
    press(window, KEYS.Key_Right)
    assert window.center.selected_ids() == [chosen[1]]
    press(window, KEYS.Key_Escape)
    assert window.center.currentWidget() is grid(window)
    assert window.actions_["grid"].isChecked()
    assert grid(window).selected_ids() == chosen
    assert window.focusWidget() is grid(window)
    press(window, KEYS.Key_C, KEYS.Key_C)  # the same key goes there and back
    assert window.center.currentWidget() is grid(window)


def test_one_image_is_compared_with_the_next(window: MainWindow) -> None:
    ids = grid(window).ids()
    window.center.select_none()
    select(window, 3)
    press(window, KEYS.Key_C)
    assert window.center.compare is not None
    assert window.center.compare.ids() == ids[3:5]
    press(window, KEYS.Key_Escape)
    select(window, COUNT - 1)
    press(window, KEYS.Key_C)
    assert window.center.compare.ids() == ids[-2:]
    assert window.center.selected_ids() == [ids[-1]]


def test_of_many_the_first_six_are_compared_and_it_is_said(window: MainWindow) -> None:
    ids = grid(window).ids()
    window.actions_["select_all"].trigger()
    press(window, KEYS.Key_C)
    assert window.center.compare is not None
    assert window.center.compare.ids() == ids[:6]
    assert window.toast.isVisible()
    assert window.toast.accessibleName().startswith("6 images are compared")
    press(window, KEYS.Key_Escape)
    assert grid(window).selected_ids() == ids


def test_from_compare_to_the_loupe_and_back_to_compare(window: MainWindow) -> None:
    chosen = select(window, 1, 3, 4)
    press(window, KEYS.Key_C, KEYS.Key_Right, KEYS.Key_E)
    assert window.center.is_loupe
    assert window.center.selected_ids() == [chosen[1]]
    press(window, KEYS.Key_Escape)
    assert window.center.is_compare
    assert window.center.selected_ids() == [chosen[1]]
    press(window, KEYS.Key_Escape)
    assert grid(window).selected_ids() == chosen


def test_from_the_loupe_the_shown_image_is_compared_with_the_next(window: MainWindow) -> None:
    ids = grid(window).ids()
    select(window, 0)
    press(window, KEYS.Key_E, KEYS.Key_Right, KEYS.Key_Right, KEYS.Key_C)
    assert window.center.compare is not None
    assert window.center.compare.ids() == ids[2:4]


def test_an_image_removed_leaves_the_comparison(window: MainWindow) -> None:
    window.settingChanged.emit("asked_to_remove", True)
    chosen = select(window, 0, 1, 2)
    press(window, KEYS.Key_C)
    window.actions_["remove"].trigger()
    wait_for(lambda: len(grid(window).ids()) == COUNT - 1)
    assert window.center.compare is not None
    assert window.center.is_compare
    assert window.center.compare.ids() == chosen[1:]
    wait_for(window.actions_["undo"].isEnabled)
    window.actions_["undo"].trigger()
    wait_for(lambda: len(grid(window).ids()) == COUNT)


def test_the_same_key_leaves_the_loupe(window: MainWindow) -> None:
    select(window, 2)
    press(window, KEYS.Key_E)
    assert window.center.is_loupe
    press(window, KEYS.Key_Right, KEYS.Key_E)
    assert window.center.currentWidget() is grid(window)
    assert grid(window).selected_ids() == [grid(window).ids()[3]]


def test_a_selection_outlives_a_look_at_one_of_its_images(window: MainWindow) -> None:
    ids = grid(window).ids()
    chosen = select(window, 1, 2, 4)
    press(window, KEYS.Key_E, KEYS.Key_Right)
    assert window.center.selected_ids() == [chosen[1]]
    press(window, KEYS.Key_Escape)
    assert window.center.selected_ids() == chosen
    assert grid(window).current_id() == chosen[1]
    press(window, KEYS.Key_E, KEYS.Key_Right, KEYS.Key_Escape)  # to one that is not selected
    assert window.center.selected_ids() == [ids[3]]


def test_marks_go_to_the_one_looked_at_and_are_seen_there(window: MainWindow) -> None:
    chosen = select(window, 1, 2)
    press(window, KEYS.Key_C, KEYS.Key_Right, KEYS.Key_3, KEYS.Key_P, KEYS.Key_6)

    def seen() -> list[str]:
        lines = [line for line in window.findChildren(MarksLine) if line.isVisible()]
        return [line.accessibleName() for line in lines]

    wait_for(lambda: seen() == ["3 stars, picked, red label"])
    compare = window.center.compare
    assert compare is not None
    assert compare.current_id() == chosen[1]
    press(window, KEYS.Key_E)
    wait_for(lambda: seen() == ["3 stars, picked, red label"])
    press(window, KEYS.Key_0, KEYS.Key_U)
    wait_for(lambda: seen() == ["red label"])
    press(window, KEYS.Key_G, KEYS.Key_Space, KEYS.Key_6)  # off again, in quick look
    look = window.center.quick_look
    assert look is not None
    assert look.isVisible()
    wait_for(lambda: seen() == [])
    press(window, KEYS.Key_Right, KEYS.Key_5)
    wait_for(lambda: seen() == ["5 stars"])
    wait_for(lambda: look.accessibleDescription().endswith("5 stars"))
    press(window, KEYS.Key_0)
    wait_for(lambda: seen() == [])


# --- files that cannot be read ---------------------------------------------------------------
def test_a_file_that_goes_is_said_wherever_it_is_looked_at(
    window: MainWindow, filled: Path
) -> None:
    select(window, 3, 4)
    assert window.session is not None
    (tile,) = window.session.context.library.list_tiles(grid(window).ids()[3:4])
    file, away = filled.parent / tile.name, filled.parent / "away"
    file.rename(away)
    try:
        for view in (KEYS.Key_Space, KEYS.Key_E, KEYS.Key_C):
            press(window, view)
            canvases = [canvas for canvas in window.findChildren(ZoomCanvas) if canvas.isVisible()]
            wait_for(lambda: any("no longer there" in canvas._message for canvas in canvases))  # noqa: B023
            assert all(not canvas._image.isNull() for canvas in canvases)  # its thumbnail
            press(window, KEYS.Key_Escape)
    finally:
        away.rename(file)
    press(window, KEYS.Key_E)  # it is back
    assert window.center.loupe is not None
    canvas = window.center.loupe._canvas
    wait_for(lambda: canvas._message == "" and canvas.isVisible())


# --- the picture alone ---------------------------------------------------------------------
def around(window: MainWindow) -> list[bool]:
    inspector = window.inspector
    assert inspector is not None
    parts = (window.menuBar(), window.top_bar, window.bottom_bar, window.sidebar, inspector)
    return [part.isVisible() for part in parts]


@pytest.mark.parametrize("back", [KEYS.Key_F11, KEYS.Key_Escape])
@pytest.mark.parametrize("view", [KEYS.Key_E, KEYS.Key_C])
def test_f11_shows_the_picture_alone(window: MainWindow, view: Qt.Key, back: Qt.Key) -> None:
    select(window, 0, 1)
    press(window, view)
    before, size = around(window), window.size()
    press(window, KEYS.Key_F11)
    assert window.isFullScreen()
    assert not any(around(window))
    assert window.center.size() == window.size()
    assert window.actions_["full_screen"].isChecked()
    press(window, KEYS.Key_Right, back)
    assert not window.isFullScreen()
    assert around(window) == before
    assert window.size() == size
    assert not window.actions_["full_screen"].isChecked()
    assert window.center.is_large  # and not thrown out of it


def test_hidden_panels_stay_hidden_after_the_picture_alone(window: MainWindow) -> None:
    select(window, 0)
    press(window, KEYS.Key_E, KEYS.Key_Tab)
    before = around(window)
    assert before == [True, True, True, False, False]
    press(window, KEYS.Key_F11, KEYS.Key_F11)
    assert around(window) == before


def test_what_is_said_leaves_the_line_under_a_large_picture_free(window: MainWindow) -> None:
    def gap() -> int:
        return window.center.height() - window.toast.geometry().bottom() - 1

    select(window, 0)
    window.toast.show_text("Pick")
    in_grid = gap()
    press(window, KEYS.Key_E)
    assert window.center.loupe is not None
    caption = window.center.loupe._caption
    below = window.center.height() - caption.mapTo(window.center, QPoint()).y()
    assert gap() == in_grid + below
    press(window, KEYS.Key_F11)
    assert gap() == in_grid  # there is no line
    press(window, KEYS.Key_F11, KEYS.Key_G)
    assert gap() == in_grid


def test_in_the_grid_f11_is_the_window_and_the_picture_alone_goes_back_to_it(
    window: MainWindow,
) -> None:
    select(window, 0)
    press(window, KEYS.Key_F11)
    assert window.isFullScreen()
    assert window.top_bar.isVisible()
    press(window, KEYS.Key_E, KEYS.Key_F11)
    assert not window.top_bar.isVisible()
    press(window, KEYS.Key_F11)
    assert window.isFullScreen()
    assert window.top_bar.isVisible()
    press(window, KEYS.Key_G, KEYS.Key_F11)
    assert not window.isFullScreen()


def test_the_grid_key_leaves_the_picture_alone(window: MainWindow) -> None:
    select(window, 0, 1)
    press(window, KEYS.Key_C, KEYS.Key_F11)
    press(window, KEYS.Key_E)  # alone as well
    assert window.center.is_loupe
    assert not any(around(window))
    press(window, KEYS.Key_G)
    assert all(around(window))
    assert not window.isFullScreen()


def test_who_searches_needs_the_window_again(window: MainWindow) -> None:
    select(window, 0)
    press(window, KEYS.Key_E, KEYS.Key_F11)
    QTest.keyClick(window, KEYS.Key_F, Qt.KeyboardModifier.ControlModifier)
    settle()
    assert window.top_bar.isVisible()
    assert window.top_bar.search.field.hasFocus()
    assert not window.isFullScreen()


def test_a_window_closed_with_the_picture_alone_opens_as_it_was(
    window: MainWindow, tmp_path: Path
) -> None:
    select(window, 0)
    press(window, KEYS.Key_E, KEYS.Key_F11)
    window.close()
    studio = Studio(get_places(), tmp_path / "settings.json", "dark")
    studio.window.show()
    assert not studio.window.isFullScreen()
    assert studio.window.top_bar.isVisible()
    studio.window.close()
    studio.deleteLater()
