"""The grid with sections and in justified rows: the same hand movements, the same place."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np
import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtGui import QAccessible
from PySide6.QtTest import QSignalSpy, QTest

from studio.core.ids import Ids
from studio.core.listing import Listing, Sections
from studio.gui.context import Context
from studio.gui.icons import Icons
from studio.gui.tasks import SyncTasks, Tasks
from studio.gui.theme import Theme
from studio.gui.views import layouts
from studio.gui.views.grid import GridView
from studio.gui.views.grid_place import GridPlace
from studio.gui.views.line_layout import HEADER
from studio.gui.views.tile_delegate import picture_rect
from tests.gui import drawn_library
from tests.gui.drawn_library import DrawnLibrary
from tests.gui.waiting import settle, wait_for

Key = Qt.Key
LEFT, CONTROL, SHIFT = (
    Qt.MouseButton.LeftButton,
    Qt.KeyboardModifier.ControlModifier,
    Qt.KeyboardModifier.ShiftModifier,
)
NONE = Qt.KeyboardModifier.NoModifier
SECTIONS = ((0, "2026-05"), (7, "2026-04"), (8, "2025-12"), (60, ""))


def listing(ids: list[int], sections: tuple[tuple[int, str], ...] = SECTIONS) -> Listing:
    """Pictures of three shapes, in sections of 7, 1, 52 and the rest."""
    shapes = np.resize(np.array([0.7, 1.5, 1.0], np.float32), len(ids))
    firsts = np.array([first for first, _ in sections], np.int64)
    return Listing(Ids(ids), shapes, Sections(tuple(key for _, key in sections), firsts))


@pytest.fixture(params=[False, True], ids=["uniform", "justified"])
def grid(
    sync_tasks: SyncTasks, theme: Theme, icons: Icons, request: pytest.FixtureRequest
) -> Iterator[GridView]:
    grid = GridView(Context(DrawnLibrary(), sync_tasks, theme, icons, drawn_library.load()))
    grid.set_justified(request.param)
    grid.resize(900, 600)
    grid.show()
    grid.set_ids(listing(list(range(1, 301))))
    settle()
    yield grid
    grid.deleteLater()


def top_of(grid: GridView, asset_id: int) -> int:
    return grid.visualRect(grid.model().index(grid.ids().index(asset_id), 0)).top()


def middle_of(grid: GridView, asset_id: int) -> QPoint:
    return grid.visualRect(grid.model().index(grid.ids().index(asset_id), 0)).center()


def click_header(grid: GridView, asset_id: int, keys: Qt.KeyboardModifier = NONE) -> None:
    """On the header over the section that begins with this image."""
    place = QPoint(30, top_of(grid, asset_id) - HEADER // 2)
    QTest.mouseClick(grid.viewport(), LEFT, keys, place)


def test_a_click_on_a_header_selects_its_section(grid: GridView) -> None:
    told = QSignalSpy(grid.selectionWasChanged)
    click_header(grid, 1)
    assert grid.selected_ids() == list(range(1, 8))
    assert told.count() == 1
    assert grid.current_id() == 1
    grid.set_current(8)
    click_header(grid, 8)
    assert grid.selected_ids() == [8]
    grid.verticalScrollBar().setValue(0)
    click_header(grid, 1, CONTROL)
    assert grid.selected_ids() == list(range(1, 9))
    click_header(grid, 1, CONTROL)
    assert grid.selected_ids() == [8]


def test_the_header_stays_while_its_section_passes(grid: GridView) -> None:
    bar = grid.verticalScrollBar()
    bar.setValue(bar.value() + top_of(grid, 30))
    under = grid.indexAt(QPoint(40, HEADER // 2 + 4))
    before = bar.value()
    QTest.mouseClick(grid.viewport(), LEFT, NONE, QPoint(40, HEADER // 2))
    assert grid.selected_ids() == list(range(9, 61))
    assert bar.value() == before
    assert grid.current_id() in grid.visible_ids()
    opened = QSignalSpy(grid.assetActivated)
    QTest.mouseDClick(grid.viewport(), LEFT, NONE, QPoint(40, HEADER // 2))
    assert opened.count() == 0
    assert under.row() < 60  # there is an image below it


def test_a_drag_from_a_header_draws_no_band(grid: GridView) -> None:
    QTest.mousePress(grid.viewport(), LEFT, NONE, QPoint(30, HEADER // 2))
    QTest.mouseMove(grid.viewport(), middle_of(grid, 6))
    QTest.mouseMove(grid.viewport(), middle_of(grid, 9))
    QTest.mouseRelease(grid.viewport(), LEFT, NONE, middle_of(grid, 9))
    assert grid.selected_ids() == list(range(1, 8))


def test_keys_pass_over_headers_and_scroll_the_item_from_under_them(grid: GridView) -> None:
    grid.set_current(1)
    for _ in range(12):
        QTest.keyClick(grid, Key.Key_Down)
    down = grid.current_id()
    assert down is not None
    assert down > 9
    rect = grid.visualRect(grid.currentIndex())
    assert rect.top() >= HEADER or grid.verticalScrollBar().value() == 0
    assert rect.bottom() < grid.viewport().height()
    for _ in range(12):
        QTest.keyClick(grid, Key.Key_Up)
        assert picture_rect(grid.visualRect(grid.currentIndex())).top() >= HEADER
    assert grid.current_id() == 1  # up and down keep to one x
    QTest.keyClick(grid, Key.Key_End)
    assert grid.current_id() == 300
    QTest.keyClick(grid, Key.Key_PageUp)
    QTest.keyClick(grid, Key.Key_Home, SHIFT)
    chosen = grid.selected_ids()
    assert chosen == list(range(1, len(chosen) + 1))
    assert 250 < len(chosen) < 300


def test_shift_and_band_select_across_headers(grid: GridView) -> None:
    QTest.mouseClick(grid.viewport(), LEFT, NONE, middle_of(grid, 6))
    QTest.mouseClick(grid.viewport(), LEFT, SHIFT, middle_of(grid, 8))
    assert grid.selected_ids() == [6, 7, 8]
    gap = grid.visualRect(grid.model().index(0, 0)).topLeft() + QPoint(2, 2)
    QTest.mousePress(grid.viewport(), LEFT, NONE, gap)
    QTest.mouseMove(grid.viewport(), middle_of(grid, 2))
    QTest.mouseMove(grid.viewport(), QPoint(gap.x() + 9, middle_of(grid, 8).y()))
    QTest.mouseRelease(grid.viewport(), LEFT, NONE, middle_of(grid, 8))
    chosen = grid.selected_ids()
    assert {1, 8} <= set(chosen)
    assert 3 not in chosen  # it lies to the right


@pytest.mark.parametrize("width", [500, 1300])
def test_the_place_holds_when_images_come_and_go_above(grid: GridView, width: int) -> None:
    bar = grid.verticalScrollBar()
    bar.setValue(2000)
    first = grid.visible_ids()[0]
    before = top_of(grid, first)
    more = ((0, "2026-06"), (20, "2026-05"), (27, "2026-04"), (28, "2025-12"), (80, ""))
    grid.set_ids(listing([*range(1001, 1021), *range(1, 301)], more))
    settle()
    assert top_of(grid, first) == before
    grid.set_ids(listing(list(range(9, 301)), ((0, "2025-12"), (52, ""))))
    settle()
    assert top_of(grid, first) == before
    for changed in (width, 900, width, 900):
        grid.resize(changed, 600)
        settle()
        assert top_of(grid, first) == before
    for justified in (not grid.is_justified, grid.is_justified):
        grid.set_justified(justified)
        settle()
        assert top_of(grid, first) == before


def test_the_place_holds_when_what_was_looked_at_goes(grid: GridView) -> None:
    grid.verticalScrollBar().setValue(2000)
    line = grid.visible_ids()
    goes, stays = line[0], line[-1]
    before = top_of(grid, stays)
    ids = [asset_id for asset_id in range(1, 301) if not goes <= asset_id < stays]
    grid.set_ids(listing(ids, ()))
    settle()
    assert top_of(grid, stays) == before


def test_pictures_are_decoded_as_large_as_they_are_shown(grid: GridView) -> None:
    settle(200)
    for asset_id in grid.visible_ids()[:6]:
        place = picture_rect(grid.visualRect(grid.model().index(asset_id - 1, 0)))
        image = grid._thumbnails.peek(asset_id)
        if image is not None and not image.isNull():
            assert abs(image.width() * place.height() - image.height() * place.width()) <= 2 * max(
                image.width(), place.width()
            )


def test_cells_have_names_and_places_for_screen_readers(grid: GridView) -> None:
    settle()
    interface = QAccessible.queryAccessibleInterface(grid)
    assert interface is not None
    assert interface.childCount() == 300
    item = interface.child(3)
    assert item is not None
    assert item.text(QAccessible.Text.Name) == "look_0004.jpg, Dress, Solid"
    assert item.text(QAccessible.Text.Description) == "May 2026"
    rect = grid.visualRect(grid.model().index(3, 0))
    assert item.rect().size() == rect.size()


def test_regrouping_keeps_selection_and_place(grid: GridView) -> None:
    grid.set_current(150)
    grid.set_ids(listing(list(range(1, 301)), ()))
    settle()
    assert grid.selected_ids() == [150]
    assert grid.ids() == list(range(1, 301))
    assert 150 in grid.visible_ids()


def test_many_justified_rows_are_laid_out_behind_the_window(
    tasks: Tasks, theme: Theme, icons: Icons, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(layouts, "AT_ONCE", 100)
    grid = GridView(Context(DrawnLibrary(), tasks, theme, icons, drawn_library.load()))
    grid.set_justified(True)
    grid.resize(900, 600)
    grid.show()
    grid.set_ids(listing(list(range(1, 301))))
    grid.resize(700, 600)  # before the layout is there
    wait_for(lambda: len(grid.ids()) == 300 and grid._layout_task is None)
    row = next(line for line in range(9) if grid._layout.rows_of(line).stop == 7) - 1
    last = grid._layout.cell(grid._layout.rows_of(row).stop - 1)
    assert last.left() + last.width() == grid.viewport().width()
    grid.set_ids(listing(list(range(1, 251))))
    grid.restore_place(GridPlace((100, 101), 100, (100, 7)))
    wait_for(lambda: len(grid.ids()) == 250)
    assert grid.selected_ids() == [100, 101]
    assert top_of(grid, 100) == 7
    grid.set_ids(listing(list(range(1, 271))))
    grid.set_ids([5, 6])  # the last that is wanted counts
    settle(200)
    assert grid.ids() == [5, 6]
    grid.deleteLater()
