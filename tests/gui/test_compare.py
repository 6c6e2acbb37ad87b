"""Images side by side: one is active, zoom and place are shared, keys do everything."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from PySide6.QtCore import QPoint, QPointF, Qt
from PySide6.QtGui import QColor, QWheelEvent
from PySide6.QtTest import QSignalSpy, QTest
from PySide6.QtWidgets import QApplication

from studio.gui.context import Context
from studio.gui.icons import Icons
from studio.gui.tasks import SyncTasks
from studio.gui.theme import Theme
from studio.gui.views.compare import CompareView
from studio.gui.views.compare_cell import CompareCell
from tests.gui import drawn_library
from tests.gui.drawn_library import FAILED, MISSING, DrawnLibrary
from tests.gui.waiting import settle

KEYS = Qt.Key
ALL = list(range(12, 24))


@pytest.fixture
def library() -> DrawnLibrary:
    library = DrawnLibrary()
    library.full_size = (2000, 3000)
    return library


@pytest.fixture
def compare(
    library: DrawnLibrary, sync_tasks: SyncTasks, theme: Theme, icons: Icons
) -> Iterator[CompareView]:
    compare = CompareView(Context(library, sync_tasks, theme, icons, drawn_library.load()))
    compare.resize(1200, 800)
    compare.show()
    compare.activateWindow()
    compare.show_assets([12, 14, 16], ALL, 12)
    compare.setFocus()
    settle()
    yield compare
    compare.deleteLater()


def cells(compare: CompareView) -> list[CompareCell]:
    found = {cell.asset_id: cell for cell in compare.findChildren(CompareCell) if cell.isVisible()}
    return [found[asset_id] for asset_id in compare.ids()]


def press(compare: CompareView, *keys: Qt.Key, shift: bool = False) -> None:
    modifier = Qt.KeyboardModifier.ShiftModifier if shift else Qt.KeyboardModifier.NoModifier
    for key in keys:
        focus = QApplication.focusWidget()
        QTest.keyClick(compare if focus is None else focus, key, modifier)


def color(cell: CompareCell) -> QColor:
    return cell.grab().toImage().pixelColor(cell.canvas.geometry().center())


def test_each_image_has_its_picture_name_and_place(compare: CompareView) -> None:
    assert [cell.name.text() for cell in cells(compare)] == [
        "look_0012.jpg",
        "look_0014.jpg",
        "look_0016.jpg",
    ]
    assert [cell.accessibleName() for cell in cells(compare)] == [
        "look_0012.jpg, 1 of 3",
        "look_0014.jpg, 2 of 3",
        "look_0016.jpg, 3 of 3",
    ]
    assert all(color(cell).green() > 150 for cell in cells(compare))  # the previews
    for cell in cells(compare):
        assert cell.rect().contains(cell.name.geometry())
        assert cell.name.geometry().top() >= cell.canvas.picture_rect().bottom()


def test_arrows_tab_and_clicks_choose_the_active_one(compare: CompareView) -> None:
    told = QSignalSpy(compare.activeWasChanged)
    assert compare.current_id() == 12
    press(compare, KEYS.Key_Right, KEYS.Key_Right, KEYS.Key_Right)
    assert compare.current_id() == 16
    press(compare, KEYS.Key_Left)
    assert compare.current_id() == 14
    press(compare, KEYS.Key_Tab)
    assert compare.current_id() == 16
    assert QApplication.focusWidget() is cells(compare)[2]
    QTest.mouseClick(cells(compare)[0].canvas, Qt.MouseButton.LeftButton)
    assert compare.current_id() == 12
    press(compare, KEYS.Key_End)
    assert compare.current_id() == 16
    assert [told.at(at)[0] for at in range(told.count())] == [14, 16, 14, 16, 12, 16]


def test_up_and_down_go_to_the_other_row(compare: CompareView) -> None:
    compare.resize(900, 1200)
    compare.show_assets(ALL[:5], ALL, 13)
    rows = {cell.geometry().top() for cell in cells(compare)}
    assert len(rows) == 2
    compare.setFocus()
    press(compare, KEYS.Key_Down)
    below = compare.current_id()
    assert below in (15, 16)
    press(compare, KEYS.Key_Down)
    assert compare.current_id() == below
    press(compare, KEYS.Key_Up)
    assert compare.current_id() in (12, 13, 14)


def test_the_active_one_shows_by_its_frame(compare: CompareView, theme: Theme) -> None:
    def frames() -> list[bool]:
        accent = theme.color("accent").rgb()
        images = [cell.grab().toImage() for cell in cells(compare)]
        return [
            any(image.pixel(x, image.height() // 2) == accent for x in range(image.width()))
            for image in images
        ]

    assert frames() == [True, False, False]
    press(compare, KEYS.Key_Right)
    assert frames() == [False, True, False]


def test_zoom_and_place_are_shared(compare: CompareView) -> None:
    press(compare, KEYS.Key_Space)
    assert [cell.canvas.zoom for cell in cells(compare)] == [1.0, 1.0, 1.0]
    press(compare, KEYS.Key_Right, KEYS.Key_Down, shift=True)
    places = {(cell.canvas.center.x(), cell.canvas.center.y()) for cell in cells(compare)}
    assert len(places) == 1
    assert places != {(0.5, 0.5)}
    press(compare, KEYS.Key_Plus)
    assert [cell.canvas.zoom for cell in cells(compare)] == [1.25, 1.25, 1.25]
    press(compare, KEYS.Key_Z)
    assert all(cell.canvas.is_fitted for cell in cells(compare))


def test_the_wheel_and_the_hand_move_all(compare: CompareView) -> None:
    canvas, other = cells(compare)[1].canvas, cells(compare)[2].canvas
    at = QPointF(canvas.rect().center()) + QPointF(20, 30)
    event = QWheelEvent(
        at,
        canvas.mapToGlobal(at),
        QPoint(),
        QPoint(0, 1200),
        Qt.MouseButton.NoButton,
        Qt.KeyboardModifier.NoModifier,
        Qt.ScrollPhase.NoScrollPhase,
        False,
    )
    QApplication.sendEvent(canvas, event)
    assert not other.is_fitted
    assert other.zoom == pytest.approx(canvas.zoom)
    assert (other.center - canvas.center).manhattanLength() < 1e-6
    middle = canvas.rect().center()
    QTest.mousePress(canvas, Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier, middle)
    QTest.mouseMove(canvas, middle + QPoint(-40, -30))
    QTest.mouseRelease(canvas, Qt.MouseButton.LeftButton)
    assert (other.center - canvas.center).manhattanLength() < 1e-6
    assert compare.current_id() == 14


def test_unlocked_each_is_looked_at_by_itself(compare: CompareView) -> None:
    press(compare, KEYS.Key_L)
    assert not compare.is_locked
    press(compare, KEYS.Key_Space)
    press(compare, KEYS.Key_Right, shift=True)
    first, second, _ = cells(compare)
    assert first.canvas.zoom == 1.0
    assert second.canvas.is_fitted
    press(compare, KEYS.Key_L)  # the others come to the active one
    assert second.canvas.zoom == pytest.approx(1.0)
    assert (second.canvas.center - first.canvas.center).manhattanLength() < 1e-6


def test_own_pixels_are_fetched_for_all(compare: CompareView, library: DrawnLibrary) -> None:
    press(compare, KEYS.Key_Space)
    settle(120)
    asked = library.asked("preview")
    assert {(12, 3000), (14, 3000), (16, 3000)} <= set(asked)


def test_backspace_takes_out_and_the_last_one_leads_back(compare: CompareView) -> None:
    closed = QSignalSpy(compare.closed)
    press(compare, KEYS.Key_Right, KEYS.Key_Backspace)
    assert compare.ids() == [12, 16]
    assert compare.current_id() == 16  # the one behind
    assert QApplication.focusWidget() is cells(compare)[1]
    press(compare, KEYS.Key_Backspace)
    assert compare.ids() == [12]
    assert closed.count() == 0
    press(compare, KEYS.Key_Backspace)
    assert closed.count() == 1
    assert compare.current_id() is None


def test_page_keys_bring_candidates_at_the_zoom_of_the_others(compare: CompareView) -> None:
    press(compare, KEYS.Key_Space)
    press(compare, KEYS.Key_Right, shift=True)
    place = cells(compare)[1].canvas.center
    press(compare, KEYS.Key_PageDown)
    assert compare.ids() == [13, 14, 16]
    assert compare.current_id() == 13
    press(compare, KEYS.Key_PageDown)
    assert compare.ids() == [15, 14, 16]  # what is compared already is passed over
    canvas = cells(compare)[0].canvas
    assert canvas.zoom == pytest.approx(1.0)
    assert (canvas.center - place).manhattanLength() < 1e-6
    press(compare, KEYS.Key_PageUp, KEYS.Key_PageUp, KEYS.Key_PageUp)
    assert compare.ids() == [12, 14, 16]


@pytest.mark.parametrize("key", [KEYS.Key_Escape, KEYS.Key_G, KEYS.Key_C])
def test_keys_lead_back(compare: CompareView, key: Qt.Key) -> None:
    closed = QSignalSpy(compare.closed)
    press(compare, key)
    assert closed.count() == 1


@pytest.mark.parametrize("key", [KEYS.Key_Return, KEYS.Key_E])
def test_keys_open_the_active_one(compare: CompareView, key: Qt.Key) -> None:
    opened = QSignalSpy(compare.assetActivated)
    press(compare, KEYS.Key_Right, key)
    assert opened.at(0)[0] == 14


def test_what_leaves_the_grid_leaves_the_comparison(compare: CompareView) -> None:
    compare.set_ids([asset_id for asset_id in ALL if asset_id != 12])
    assert compare.ids() == [14, 16]
    assert compare.current_id() == 14
    closed = QSignalSpy(compare.closed)
    compare.set_ids([])
    assert closed.count() == 1


def test_missing_and_unreadable_files_say_why(compare: CompareView) -> None:
    compare.show_assets([MISSING, FAILED, 12], ALL, MISSING)
    missing, failed, fine = cells(compare)
    assert missing.canvas._message == "This file is missing."
    assert not missing.canvas._image.isNull()  # its thumbnail
    assert failed.canvas._message == "The file ends too early."
    assert failed.accessibleDescription() == "The file ends too early."
    assert failed.name.text() == f"look_{FAILED:04d}.jpg"
    assert fine.canvas._message == ""
    press(compare, KEYS.Key_Space, KEYS.Key_PageDown)  # nothing breaks


def test_a_file_that_goes_while_it_is_compared_keeps_its_picture(
    compare: CompareView, library: DrawnLibrary
) -> None:
    library.lost[14] = "This file is missing."
    press(compare, KEYS.Key_Space)
    settle(120)
    cell = cells(compare)[1]
    assert cell.canvas._message == "This file is missing."
    assert not cell.canvas._image.isNull()
    library.gone.add(12)
    compare.refresh([12, 14])
    settle(120)
    assert cells(compare)[0].canvas._message == "The image is no longer in the library."


def test_a_small_window_and_extreme_shapes(compare: CompareView, library: DrawnLibrary) -> None:
    library.full_size = (12_000, 10)
    compare.show_assets(ALL[:6], ALL, 12)
    for size in ((60, 60), (320, 200), (1600, 90)):
        compare.resize(*size)
        press(compare, KEYS.Key_Space, KEYS.Key_Plus, KEYS.Key_Space)
        assert not compare.grab().isNull()
