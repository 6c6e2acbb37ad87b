"""The grid as a person uses it: selection, place, keyboard, sizes."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from PySide6.QtCore import QPoint, QRect, Qt
from PySide6.QtTest import QSignalSpy, QTest

from studio.gui.context import Context
from studio.gui.icons import Icons
from studio.gui.tasks import SyncTasks
from studio.gui.theme import Theme
from studio.gui.views.grid import GridView
from studio.gui.views.grid_layout import GridLayout
from tests.gui import drawn_library
from tests.gui.drawn_library import DrawnLibrary
from tests.gui.waiting import settle

KEYS = Qt.Key
CONTROL, SHIFT = Qt.KeyboardModifier.ControlModifier, Qt.KeyboardModifier.ShiftModifier
LEFT = Qt.MouseButton.LeftButton


@pytest.fixture
def library() -> DrawnLibrary:
    return DrawnLibrary()


@pytest.fixture
def grid(
    library: DrawnLibrary, sync_tasks: SyncTasks, theme: Theme, icons: Icons
) -> Iterator[GridView]:
    grid = GridView(Context(library, sync_tasks, theme, icons, drawn_library.load()))
    grid.resize(900, 600)
    grid.show()
    grid.set_ids(list(range(1, 301)))
    settle()
    yield grid
    grid.deleteLater()


def middle_of(grid: GridView, asset_id: int) -> QPoint:
    return grid.visualRect(grid.model().index(grid.ids().index(asset_id), 0)).center()


def top_of(grid: GridView, asset_id: int) -> int:
    return grid.visualRect(grid.model().index(grid.ids().index(asset_id), 0)).top()


def click(grid: GridView, asset_id: int, modifiers: Qt.KeyboardModifier | None = None) -> None:
    keys = Qt.KeyboardModifier.NoModifier if modifiers is None else modifiers
    QTest.mouseClick(grid.viewport(), LEFT, keys, middle_of(grid, asset_id))


def test_columns_are_as_the_layout_says(grid: GridView) -> None:
    layout = grid._layout
    assert isinstance(layout, GridLayout)
    assert layout.columns == 4
    tops = [top_of(grid, asset_id) for asset_id in range(1, 10)]
    assert tops == [row * layout.size.height() for row in (0, 0, 0, 0, 1, 1, 1, 1, 2)]
    assert grid.verticalScrollBar().maximum() == layout.height - grid.viewport().height()


def test_click_control_and_shift_select(grid: GridView) -> None:
    told = QSignalSpy(grid.selectionWasChanged)
    click(grid, 2)
    click(grid, 4, CONTROL)
    assert grid.selected_ids() == [2, 4]
    assert told.at(told.count() - 1)[0] == [2, 4]
    click(grid, 1)
    click(grid, 6, SHIFT)
    assert grid.selected_ids() == [1, 2, 3, 4, 5, 6]
    QTest.mouseClick(grid.viewport(), LEFT, Qt.KeyboardModifier.NoModifier, QPoint(2, 2))
    assert grid.selected_ids() == []


def test_rubber_band_selects_what_it_touches(grid: GridView) -> None:
    gap = grid.visualRect(grid.model().index(0, 0)).topLeft() + QPoint(2, 2)
    assert not grid.indexAt(gap).isValid()
    QTest.mousePress(grid.viewport(), LEFT, Qt.KeyboardModifier.NoModifier, gap)
    QTest.mouseMove(grid.viewport(), middle_of(grid, 2))
    QTest.mouseMove(grid.viewport(), middle_of(grid, 6))
    corner = grid.visualRect(grid.model().index(4, 0)).topLeft() + QPoint(3, 3)
    with_band = grid.viewport().grab(QRect(gap, corner)).toImage()
    QTest.mouseRelease(grid.viewport(), LEFT, Qt.KeyboardModifier.NoModifier, middle_of(grid, 6))
    assert grid.viewport().grab(QRect(gap, corner)).toImage() != with_band
    assert grid.selected_ids() == [1, 2, 5, 6]


def test_select_all_none_invert(grid: GridView) -> None:
    grid.select_all()
    assert grid.selected_ids() == grid.ids()
    grid.select_none()
    assert grid.selected_ids() == []
    click(grid, 1)
    grid.invert_selection()
    assert grid.selected_ids() == list(range(2, 301))


@pytest.mark.parametrize(
    "ids", [list(range(300, 0, -1)), [999, *range(1, 301)], [3, 5, 8], list(range(5, 400))]
)
def test_selection_and_current_survive_other_ids(grid: GridView, ids: list[int]) -> None:
    click(grid, 3)
    click(grid, 5, CONTROL)
    click(grid, 8, CONTROL)
    told = QSignalSpy(grid.selectionWasChanged)
    grid.set_ids(ids)
    expected = [asset_id for asset_id in ids if asset_id in (3, 5, 8)]
    assert grid.selected_ids() == expected
    assert grid.current_id() == 8
    assert told.count() == (0 if expected == [3, 5, 8] else 1)


def test_ids_that_go_leave_the_selection(grid: GridView) -> None:
    click(grid, 3)
    told = QSignalSpy(grid.selectionWasChanged)
    grid.set_ids([1, 2, 4])
    assert 3 not in grid.selected_ids()
    assert told.count() == 1
    grid.set_ids([])
    assert grid.selected_ids() == []
    assert grid.current_id() is None


def test_place_is_kept_when_images_come_before(grid: GridView) -> None:
    grid.verticalScrollBar().setValue(2000)
    first = grid.visible_ids()[0]
    before = top_of(grid, first)
    grid.set_ids([*range(1001, 1021), *range(1, 301)])
    settle()
    assert top_of(grid, first) == before


def test_another_search_keeps_the_selected_image_on_the_screen(grid: GridView) -> None:
    grid.set_ids([7, 250, 251])
    click(grid, 250)
    grid.keep_in_sight()
    grid.set_ids(list(range(1, 301)))
    settle()
    assert 250 in grid.visible_ids()
    assert grid.selected_ids() == [250]
    grid.verticalScrollBar().setValue(0)  # where it is not seen, it is not gone to
    grid.keep_in_sight()
    grid.set_ids(list(range(2, 301)))
    settle()
    assert 250 not in grid.visible_ids()


def test_at_the_top_new_images_show(grid: GridView) -> None:
    grid.set_ids([*range(1001, 1021), *range(1, 301)])
    settle()
    assert grid.verticalScrollBar().value() == 0
    assert grid.visible_ids()[0] == 1001


@pytest.mark.parametrize("size", [96, 140, 320])
def test_other_sizes_keep_the_focused_tile_in_place(grid: GridView, size: int) -> None:
    grid.set_current(150)
    settle()
    before = top_of(grid, 150)
    grid.set_tile_size(size)
    settle()
    assert abs(top_of(grid, 150) - before) <= 1
    assert 150 in grid.visible_ids()


def test_sizes_have_limits(grid: GridView) -> None:
    grid.set_tile_size(5)
    assert grid.tile_size() == 96
    grid.set_tile_size(5000)
    assert grid.tile_size() == 320


@pytest.mark.parametrize("key", [KEYS.Key_Home, KEYS.Key_Left, KEYS.Key_Right, KEYS.Key_Down])
def test_the_only_image_is_selected_by_any_key_that_moves(grid: GridView, key: Qt.Key) -> None:
    grid.set_ids([7])
    settle()
    QTest.keyClick(grid, key)  # reaches it, or is there already
    QTest.keyClick(grid, key)
    assert grid.selected_ids() == [7]


def test_keyboard_moves_and_opens(grid: GridView) -> None:
    opened = QSignalSpy(grid.assetActivated)
    grid.setFocus()
    click(grid, 1)
    for key in (KEYS.Key_Right, KEYS.Key_Down, KEYS.Key_Left):
        QTest.keyClick(grid, key)
    assert grid.current_id() == 5
    QTest.keyClick(grid, KEYS.Key_End)
    assert grid.current_id() == 300
    assert 300 in grid.visible_ids()
    for key in (KEYS.Key_Return, KEYS.Key_Enter, KEYS.Key_E):
        QTest.keyClick(grid, key)
    assert [opened.at(at)[0] for at in range(opened.count())] == [300, 300, 300]
    QTest.keyClick(grid, KEYS.Key_L)  # no type-ahead search
    assert grid.current_id() == 300
    QTest.keyClick(grid, KEYS.Key_Home)
    assert grid.current_id() == 1


def test_double_click_opens(grid: GridView) -> None:
    opened = QSignalSpy(grid.assetActivated)
    click(grid, 2)
    QTest.mouseDClick(grid.viewport(), LEFT, Qt.KeyboardModifier.NoModifier, middle_of(grid, 2))
    assert opened.count() == 1
    assert opened.at(0)[0] == 2


def test_visible_ids_are_told_once_things_settle(grid: GridView) -> None:
    settle(200)
    told = QSignalSpy(grid.visibleWasChanged)
    for value in range(0, 2000, 100):
        grid.verticalScrollBar().setValue(value)
    settle(200)
    assert told.count() == 1
    assert told.at(0)[0] == grid.visible_ids()


def test_only_what_is_near_the_screen_is_read(grid: GridView, library: DrawnLibrary) -> None:
    settle(200)
    asked = library.asked("thumbnail")
    assert set(grid.visible_ids()) <= set(asked)
    assert len(asked) < 40
    assert sum(len(ids) for ids in library.asked("tiles") if isinstance(ids, tuple)) <= 64


def test_refresh_reads_rows_and_thumbnails_again(grid: GridView, library: DrawnLibrary) -> None:
    settle(200)
    library.calls.clear()
    library.colors[2] = "#20c020"
    grid.refresh([2, 250])
    settle(150)
    assert library.asked("thumbnail") == [2]
    assert library.asked("tiles") == [(2,)]
    color = grid.grab().toImage().pixelColor(grid.viewport().mapTo(grid, middle_of(grid, 2)))
    assert color.green() > 150


def test_many_ids_open(grid: GridView, library: DrawnLibrary) -> None:
    library.calls.clear()
    grid.set_ids(list(range(1, 100_001)))
    settle(200)
    assert len(library.asked("thumbnail")) < 60
    grid.verticalScrollBar().setValue(grid.verticalScrollBar().maximum())
    settle(200)
    assert grid.visible_ids()[-1] == 100_000
