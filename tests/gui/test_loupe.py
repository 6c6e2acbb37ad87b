"""The loupe steps, zooms about the cursor, and says what is wrong in words."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from PySide6.QtCore import QPointF, QSize, Qt
from PySide6.QtGui import QColor, QImage
from PySide6.QtTest import QSignalSpy, QTest
from PySide6.QtWidgets import QLabel

from studio.gui.context import Context
from studio.gui.icons import Icons
from studio.gui.tasks import SyncTasks, Tasks
from studio.gui.theme import Theme
from studio.gui.views.loupe import Loupe
from studio.gui.views.zoom_canvas import MAX_ZOOM, ZoomCanvas
from tests.gui import drawn_library
from tests.gui.drawn_library import FAILED, MISSING, DrawnLibrary
from tests.gui.waiting import settle, wait_for

KEYS = Qt.Key
IDS = list(range(1, 13))


@pytest.fixture
def library() -> DrawnLibrary:
    return DrawnLibrary()


@pytest.fixture
def loupe(
    library: DrawnLibrary, sync_tasks: SyncTasks, theme: Theme, icons: Icons
) -> Iterator[Loupe]:
    loupe = Loupe(Context(library, sync_tasks, theme, icons, drawn_library.load()))
    loupe.resize(900, 700)
    loupe.show()
    yield loupe
    loupe.deleteLater()


def label(loupe: Loupe, name: str) -> str:
    found = loupe.findChild(QLabel, name)
    assert isinstance(found, QLabel)
    return found.text()


def shown_color(loupe: Loupe) -> QColor:
    canvas = loupe._canvas
    return canvas.grab().toImage().pixelColor(canvas.rect().center())


def test_first_the_thumbnail_then_the_preview(loupe: Loupe, library: DrawnLibrary) -> None:
    loupe.show_assets(IDS, 1)
    assert shown_color(loupe).red() > 150
    assert library.asked("preview") == []
    settle(120)
    assert shown_color(loupe).green() > 150
    assert label(loupe, "loupeName") == "look_0002.jpg"
    assert label(loupe, "loupePosition") == "2 of 12"


def test_neighbours_are_loaded_ahead(loupe: Loupe, library: DrawnLibrary) -> None:
    loupe.show_assets(IDS, 1)
    settle(120)
    asked = [value[0] for value in library.asked("preview") if isinstance(value, tuple)]
    assert asked == [2, 3, 1]
    library.calls.clear()
    loupe.step(1)
    assert shown_color(loupe).green() > 150  # at once
    assert library.asked("details") == []


def test_arrows_step_to_the_ends_and_no_further(loupe: Loupe) -> None:
    loupe.show_assets(IDS, 0)
    told = QSignalSpy(loupe.currentWasChanged)
    for key, expected in (
        (KEYS.Key_Left, 1),
        (KEYS.Key_Right, 2),
        (KEYS.Key_Down, 3),
        (KEYS.Key_Up, 2),
        (KEYS.Key_End, 12),
        (KEYS.Key_Right, 12),
        (KEYS.Key_Home, 1),
    ):
        QTest.keyClick(loupe, key)
        assert loupe.current_id() == expected
    assert [told.at(at)[0] for at in range(told.count())] == [2, 3, 2, 12, 1]


def test_images_that_are_passed_by_are_not_decoded(loupe: Loupe, library: DrawnLibrary) -> None:
    loupe.show_assets(IDS, 0)
    for _ in range(5):
        QTest.keyClick(loupe, KEYS.Key_Right)
    settle(120)
    asked = {value[0] for value in library.asked("preview") if isinstance(value, tuple)}
    assert asked == {5, 6, 7}


@pytest.mark.parametrize(
    ("asset_id", "words"),
    [(MISSING, "This file is missing."), (FAILED, "The file ends too early.")],
)
def test_problems_are_said_in_words(loupe: Loupe, asset_id: int, words: str) -> None:
    loupe.show_assets([asset_id], 0)
    settle(120)
    assert loupe._canvas._message == words
    loupe.show_assets([1], 0)
    settle(120)
    assert loupe._canvas._message == ""


def test_when_an_image_goes_the_next_one_comes(loupe: Loupe) -> None:
    loupe.show_assets([1, 2, 3, 4], 1)
    loupe.set_ids([1, 2, 4])
    assert loupe.current_id() == 2
    loupe.set_ids([1, 4])
    assert loupe.current_id() == 4
    loupe.set_ids([1])
    assert loupe.current_id() == 1
    closed = QSignalSpy(loupe.closed)
    loupe.set_ids([])
    assert closed.count() == 1


@pytest.mark.parametrize("key", [KEYS.Key_Escape, KEYS.Key_E, KEYS.Key_Return, KEYS.Key_Space])
def test_keys_lead_back(loupe: Loupe, key: Qt.Key) -> None:
    loupe.show_assets(IDS, 0)
    closed = QSignalSpy(loupe.closed)
    QTest.keyClick(loupe, key)
    assert closed.count() == 1


def test_a_double_click_leads_back(loupe: Loupe) -> None:
    loupe.show_assets(IDS, 0)
    closed = QSignalSpy(loupe.closed)
    QTest.mouseDClick(loupe._canvas, Qt.MouseButton.LeftButton)
    assert closed.count() == 1


def test_an_empty_list_leads_back(loupe: Loupe) -> None:
    closed = QSignalSpy(loupe.closed)
    loupe.show_assets([], 0)
    assert closed.count() == 1


def test_z_toggles_between_fit_and_own_pixels(loupe: Loupe) -> None:
    loupe.show_assets(IDS, 0)
    assert loupe._canvas.is_fitted
    QTest.keyClick(loupe, KEYS.Key_Z)
    assert loupe._canvas.zoom == 1.0
    QTest.keyClick(loupe, KEYS.Key_Z)
    assert loupe._canvas.is_fitted


def test_a_closer_look_fetches_more_pixels(loupe: Loupe, library: DrawnLibrary) -> None:
    loupe.show_assets([1], 0)
    settle(120)
    screen = loupe._screen_side()
    assert screen < 900  # of the test platform: smaller than the file
    loupe._canvas.set_zoom(8.0)
    settle(120)
    loupe._canvas.fit()
    settle(120)
    assert library.asked("preview") == [(1, screen), (1, 900)]


def test_late_results_do_not_replace_what_is_shown(
    library: DrawnLibrary, tasks: Tasks, theme: Theme, icons: Icons
) -> None:
    loupe = Loupe(Context(library, tasks, theme, icons, drawn_library.load()))
    loupe.resize(900, 700)
    loupe.show()
    library.gate.clear()
    loupe.show_assets(IDS, 0)
    loupe.step(1)
    loupe.step(7)
    library.gate.set()
    wait_for(lambda: label(loupe, "loupeName") == f"look_{MISSING:04d}.jpg")
    settle(150)
    assert label(loupe, "loupeName") == f"look_{MISSING:04d}.jpg"
    wait_for(lambda: loupe._canvas._message == "This file is missing.")
    loupe.deleteLater()


@pytest.fixture
def canvas(theme: Theme) -> Iterator[ZoomCanvas]:
    canvas = ZoomCanvas(theme)
    canvas.resize(500, 400)
    image = QImage(1000, 600, QImage.Format.Format_RGB32)
    image.fill(QColor("#20c020"))
    canvas.set_picture(image, QSize(2000, 1200))
    yield canvas
    canvas.deleteLater()


def test_fitted_the_whole_picture_is_inside(canvas: ZoomCanvas) -> None:
    assert canvas.rect().contains(canvas.picture_rect().toAlignedRect())
    canvas.resize(200, 160)
    assert canvas.rect().contains(canvas.picture_rect().toAlignedRect())


def test_zoom_keeps_the_point_under_the_cursor(canvas: ZoomCanvas) -> None:
    canvas.set_zoom(1.0)
    about = QPointF(120, 90)
    before = canvas._to_picture(about)
    canvas.step_zoom(2, about)
    after = canvas._to_picture(about)
    assert (after - before).manhattanLength() < 0.01


def test_zoom_has_limits(canvas: ZoomCanvas) -> None:
    canvas.step_zoom(100)
    assert canvas.zoom == MAX_ZOOM
    canvas.step_zoom(-100)
    assert canvas.is_fitted


def test_dragging_pans_but_not_out_of_sight(canvas: ZoomCanvas) -> None:
    canvas.set_zoom(1.0)
    canvas.show()
    start = canvas.rect().center()
    QTest.mousePress(canvas, Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier, start)
    left = canvas.picture_rect().left()
    QTest.mouseMove(canvas, start + canvas.rect().bottomRight() / 10)
    assert canvas.picture_rect().left() > left
    for _ in range(20):
        QTest.mouseMove(canvas, start + canvas.rect().bottomRight() * 5)
        QTest.mouseMove(canvas, start)
        QTest.mouseMove(canvas, start + canvas.rect().bottomRight() * 5)
    QTest.mouseRelease(canvas, Qt.MouseButton.LeftButton)
    assert canvas.picture_rect().left() <= 0.01
    assert canvas.picture_rect().top() <= 0.01


@pytest.mark.parametrize("size", [QSize(20_000, 10), QSize(10, 20_000), QSize(1, 1)])
def test_extreme_proportions(canvas: ZoomCanvas, size: QSize) -> None:
    image = QImage(min(size.width(), 400), min(size.height(), 400), QImage.Format.Format_RGB32)
    image.fill(QColor("#c02020"))
    canvas.set_picture(image, size)
    canvas.set_zoom(1.0)
    canvas.fit()
    assert not canvas.grab().isNull()
    assert canvas.rect().contains(canvas.picture_rect().toAlignedRect())
