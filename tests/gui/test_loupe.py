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
from studio.gui.views import stepper
from studio.gui.views.loupe import Loupe
from studio.gui.views.zoom_canvas import MAX_ZOOM, ZoomCanvas
from tests.gui import drawn_library
from tests.gui.drawn_library import FAILED, MISSING, PENDING, DrawnLibrary
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


@pytest.fixture
def threaded(library: DrawnLibrary, tasks: Tasks, theme: Theme, icons: Icons) -> Iterator[Loupe]:
    loupe = Loupe(Context(library, tasks, theme, icons, drawn_library.load()))
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


def asked_previews(library: DrawnLibrary) -> list[int]:
    return [value[0] for value in library.asked("preview") if isinstance(value, tuple)]


def test_first_the_thumbnail_then_the_preview(threaded: Loupe, library: DrawnLibrary) -> None:
    library.preview_gate.clear()
    threaded.show_assets(IDS, 1)
    wait_for(lambda: shown_color(threaded).red() > 150)
    library.preview_gate.set()
    wait_for(lambda: shown_color(threaded).green() > 150)
    assert label(threaded, "loupeName") == "look_0002.jpg"
    assert label(threaded, "loupePosition") == "2 of 12"


def test_what_comes_next_is_decoded_ahead_in_the_direction_of_travel(
    loupe: Loupe, library: DrawnLibrary
) -> None:
    loupe.show_assets(IDS, 1)
    assert asked_previews(library) == [2, 3, 4, 1]
    settle(120)
    library.calls.clear()
    loupe.step(1)
    assert shown_color(loupe).green() > 150  # at once
    assert asked_previews(library) == [5]
    settle(120)
    loupe.show_assets(IDS, 11)
    settle(120)
    library.calls.clear()
    loupe.step(-1)
    assert asked_previews(library) == [10, 9]  # 11 and 12 are at hand


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


def test_images_that_are_passed_by_are_not_decoded(
    loupe: Loupe, library: DrawnLibrary, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(stepper, "_BURST_MS", 60_000)  # a busy machine is slow, not at leisure
    loupe.show_assets(IDS, 0)
    library.calls.clear()
    for _ in range(9):
        QTest.keyClick(loupe, KEYS.Key_Right)
        if loupe.current_id() not in (2, 3, PENDING, FAILED):
            assert shown_color(loupe).red() > 150  # there is a thumbnail for each
    assert asked_previews(library) == []
    settle(120)
    assert asked_previews(library) == [10, 11, 12, 9]


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


def test_stars_given_to_what_is_shown_change_no_picture(
    loupe: Loupe, library: DrawnLibrary
) -> None:
    loupe.show_assets(IDS, 0)
    settle(120)
    asked = len(asked_previews(library))
    told = QSignalSpy(loupe.currentWasChanged)
    library.ratings[1] = 3
    loupe.refresh([1, 2])
    assert shown_color(loupe).green() > 150  # and not the thumbnail for a moment
    assert len(asked_previews(library)) == asked
    assert told.count() == 0


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


@pytest.mark.parametrize("key", [KEYS.Key_Escape, KEYS.Key_E, KEYS.Key_Return])
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


@pytest.mark.parametrize("key", [KEYS.Key_Z, KEYS.Key_Space])
def test_a_key_toggles_between_fit_and_own_pixels(loupe: Loupe, key: Qt.Key) -> None:
    loupe.show_assets(IDS, 0)
    assert loupe._canvas.is_fitted
    QTest.keyClick(loupe, key)
    assert loupe._canvas.zoom == 1.0
    QTest.keyClick(loupe, key)
    assert loupe._canvas.is_fitted


def test_shift_and_arrows_move_the_picture_and_not_the_list(
    loupe: Loupe, library: DrawnLibrary
) -> None:
    library.full_size = (4000, 6000)
    loupe.show_assets(IDS, 3)
    QTest.keyClick(loupe, KEYS.Key_Space)
    middle = loupe._canvas.center
    QTest.keyClick(loupe, KEYS.Key_Right, Qt.KeyboardModifier.ShiftModifier)
    QTest.keyClick(loupe, KEYS.Key_Up, Qt.KeyboardModifier.ShiftModifier)
    assert loupe._canvas.center.x() > middle.x()
    assert loupe._canvas.center.y() < middle.y()
    for _ in range(100):
        QTest.keyClick(loupe, KEYS.Key_Left, Qt.KeyboardModifier.ShiftModifier)
    assert loupe._canvas.picture_rect().left() == pytest.approx(0)
    assert loupe.current_id() == 4


def test_own_pixels_are_all_there_is_of_the_file(loupe: Loupe, library: DrawnLibrary) -> None:
    library.full_size = (2000, 3000)
    loupe.show_assets([1], 0)
    settle(120)
    fitting = loupe._canvas.fitting_side()
    assert fitting < 3000
    assert loupe._canvas._image.height() == fitting
    QTest.keyClick(loupe, KEYS.Key_Space)
    settle(120)
    assert loupe._canvas._image.height() == 3000
    QTest.keyClick(loupe, KEYS.Key_Space)
    settle(120)
    assert library.asked("preview") == [(1, fitting), (1, 3000)]


def test_a_file_that_goes_while_it_is_shown_keeps_its_picture(
    loupe: Loupe, library: DrawnLibrary
) -> None:
    library.full_size = (2000, 3000)
    loupe.show_assets([1, 2], 0)
    settle(120)
    library.lost[1] = "This file is missing."
    QTest.keyClick(loupe, KEYS.Key_Space)
    settle(120)
    assert loupe._canvas._message == "This file is missing."
    assert not loupe._canvas._image.isNull()
    QTest.keyClick(loupe, KEYS.Key_Right)
    assert loupe._canvas._message == ""
    library.lost.clear()  # the drive is back
    loupe.show_assets([1, 2], 0)
    settle(120)
    assert loupe._canvas._message == ""


def test_late_results_do_not_replace_what_is_shown(threaded: Loupe, library: DrawnLibrary) -> None:
    library.gate.clear()
    threaded.show_assets(IDS, 0)
    threaded.step(1)
    threaded.step(7)
    library.gate.set()
    wait_for(lambda: label(threaded, "loupeName") == f"look_{MISSING:04d}.jpg")
    settle(150)
    assert label(threaded, "loupeName") == f"look_{MISSING:04d}.jpg"
    wait_for(lambda: threaded._canvas._message == "This file is missing.")


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
