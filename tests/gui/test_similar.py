"""Find similar in the whole window: there by every way, and back to where one was."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import QMimeData, QPoint, QPointF, Qt, QUrl
from PySide6.QtGui import QDragEnterEvent, QDragMoveEvent, QDropEvent, QGuiApplication, QImage
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication

from studio.core.collection import Sort
from studio.core.query import Query, parse_query
from studio.gui.app import Studio
from studio.gui.image_menu import make_image_menu
from studio.gui.main_window import MainWindow
from studio.gui.views.grid import GridView
from studio.gui.widgets.chips import Chip
from studio.imaging.drawn import draw_garment
from studio.library.library import Library
from studio.resources import get_places
from tests.gui.waiting import settle, wait_for

GARMENTS = ("t-shirt", "skirt", "pants")
COLORS = ("#c1272d", "#1d2a4d", "#3f5f3c")


@pytest.fixture(scope="module")
def filled(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A library of three garments in three colours each."""
    folder = tmp_path_factory.mktemp("similar")
    photos = folder / "photos"
    photos.mkdir()
    for garment in GARMENTS:
        for number, color in enumerate(COLORS):
            picture = draw_garment(garment, "solid", (color,), size=(256, 320))
            picture.save(photos / f"{garment} {number}.jpg")
    library = Library.open(folder / "library", get_places(), workers=1)
    for _ in library.import_paths([photos]):
        pass
    library.close()
    return folder / "library"


@pytest.fixture
def window(app: QApplication, filled: Path, tmp_path: Path) -> Iterator[MainWindow]:
    del app
    studio = Studio(get_places(), tmp_path / "settings.json", "dark")
    studio.window.resize(1280, 700)
    studio.window.show()
    studio.open_library(filled)
    wait_for(lambda: shown(studio.window) == 9)
    yield studio.window
    studio.window.close()
    studio.deleteLater()


def grid(window: MainWindow) -> GridView:
    assert window.center.grid is not None
    return window.center.grid


def shown(window: MainWindow) -> int:
    return len(window.center.grid.ids()) if window.center.grid else -1


def query(window: MainWindow) -> Query:
    assert window.session is not None
    return window.session.browser.query


def chips(window: MainWindow) -> list[Chip]:
    row = window.top_bar.search._chips
    return list(row._chips.values())


def find_similar(window: MainWindow, asset_id: int) -> None:
    grid(window).set_current(asset_id)
    window.actions_["find_similar"].trigger()
    wait_for(lambda: asset_id not in grid(window).ids() and shown(window) > 0)


def test_there_and_back_by_keyboard(window: MainWindow) -> None:
    window.activateWindow()
    view = grid(window)
    first, second = view.ids()[4], view.ids()[7]
    view.set_current(first)
    view.setFocus()
    view.verticalScrollBar().setValue(60)
    place = view.verticalScrollBar().value()
    keys = Qt.KeyboardModifier.ControlModifier | Qt.KeyboardModifier.ShiftModifier
    QTest.keyClick(window, Qt.Key.Key_S, keys)
    wait_for(lambda: shown(window) == 8)
    assert query(window) == parse_query(f"similar:{first}")
    assert view.verticalScrollBar().value() == 0
    assert view.selected_ids() == []
    session = window.session
    assert session is not None
    assert view.ids() == session.context.library.list_ids(query(window), Sort.LIKENESS)
    assert window.top_bar.sort_button.text() == "Most alike ▾"
    # From there to what is like one of them, and two steps back.
    find_similar(window, second)
    assert query(window) == parse_query(f"similar:{second}")
    QTest.keyClick(window, Qt.Key.Key_Escape)
    wait_for(lambda: second in view.ids())
    assert query(window) == parse_query(f"similar:{first}")
    wait_for(lambda: view.selected_ids() == [second])
    QTest.keyClick(window, Qt.Key.Key_Escape)
    wait_for(lambda: shown(window) == 9)
    assert query(window) == Query()
    wait_for(lambda: view.selected_ids() == [first])
    assert view.verticalScrollBar().value() == place
    assert window.top_bar.sort_button.text() == "Recently added ▾"


def test_the_chip_shows_the_image_and_leads_back(window: MainWindow) -> None:
    view = grid(window)
    asset_id = view.ids()[2]
    find_similar(window, asset_id)
    (chip,) = chips(window)
    wait_for(lambda: not chip._picture.isNull())
    assert session_name(window, asset_id) in chip.accessibleName()
    assert chip.text() == f"like {session_name(window, asset_id)}"
    picture = chip.grab().toImage()
    place = QPoint(round(12 * picture.devicePixelRatio()), picture.height() // 2)
    assert picture.pixelColor(place) != picture.pixelColor(picture.width() // 2, 3)
    QTest.keyClick(chip, Qt.Key.Key_Delete)
    wait_for(lambda: shown(window) == 9)
    wait_for(lambda: view.selected_ids() == [asset_id])


def session_name(window: MainWindow, asset_id: int) -> str:
    assert window.session is not None
    return window.session.context.library.get_details(asset_id).name


def test_several_images_are_searched_by_their_mean(window: MainWindow) -> None:
    view = grid(window)
    ids = view.ids()[:3]
    view._select(ids, ids[0])
    window.actions_["find_similar"].trigger()
    wait_for(lambda: shown(window) == 6)
    assert query(window) == parse_query("similar:" + "+".join(map(str, ids)))
    (chip,) = chips(window)
    wait_for(lambda: chip.text() == "like 3 images")
    wait_for(lambda: session_name(window, ids[2]) in chip.toolTip())


def test_filters_that_are_set_meanwhile_stay(window: MainWindow) -> None:
    asset_id = grid(window).ids()[0]
    find_similar(window, asset_id)
    window._set_query(query(window).toggled("color", "navy"))
    wait_for(lambda: 0 < shown(window) < 8)
    QTest.keyClick(window, Qt.Key.Key_Escape)
    wait_for(lambda: query(window) == parse_query("color:navy"))


def test_image_and_colour_in_one_search(window: MainWindow) -> None:
    asset_id = grid(window).ids()[0]
    find_similar(window, asset_id)
    window.actions_["color_search"].trigger()
    panel = window.color_search.panel
    assert panel is not None
    panel.pick("#1d2a4d")
    both = parse_query(f"similar:{asset_id} color~#1d2a4d")
    wait_for(lambda: 0 < shown(window) < 8)
    assert query(window) == both
    session = window.session
    assert session is not None
    assert grid(window).ids() == session.context.library.list_ids(both, Sort.LIKENESS)
    picture, swatch = chips(window)
    wait_for(lambda: not picture._picture.isNull())
    bar = window.top_bar.search._chips.horizontalScrollBar()
    wait_for(lambda: bar.value() == bar.maximum())  # the newest chip in sight
    assert swatch.grab().toImage().pixelColor(8 + 7, 12).name() == "#1d2a4d"
    # Escape closes the panel, then leaves the image; the colour stays, and with it the order.
    window.actions_["escape"].trigger()
    assert not panel.isVisible()
    QTest.mouseClick(swatch, Qt.MouseButton.LeftButton, pos=QPoint(12, 12))
    assert panel.isVisible()
    window.actions_["escape"].trigger()
    window.actions_["escape"].trigger()
    wait_for(lambda: query(window) == parse_query("color~#1d2a4d"))
    assert window.top_bar.sort_button.text() == "Most alike ▾"
    window.clear_filters()
    wait_for(lambda: shown(window) == 9)
    assert window.top_bar.sort_button.text() == "Recently added ▾"


def test_from_the_loupe_and_its_menu(window: MainWindow) -> None:
    asset_id = grid(window).ids()[3]
    window.center.show_loupe(asset_id)
    menu = make_image_menu(window, window.actions_, has_images=True, is_loupe=True)
    assert window.actions_["find_similar"] in menu.actions()
    menu.deleteLater()
    window.actions_["find_similar"].trigger()
    wait_for(lambda: shown(window) == 8)
    assert not window.center.is_loupe
    QTest.keyClick(window, Qt.Key.Key_Escape)
    wait_for(lambda: grid(window).selected_ids() == [asset_id])


def test_another_order_may_be_chosen(window: MainWindow) -> None:
    find_similar(window, grid(window).ids()[0])
    session = window.session
    assert session is not None
    nearest = grid(window).ids()
    window._on_sort_wanted(Sort.NAME)
    wait_for(lambda: grid(window).ids() != nearest)
    assert window.settings.sort != "likeness"
    window._on_sort_wanted(Sort.LIKENESS)
    wait_for(lambda: grid(window).ids() == nearest)
    assert session.browser.sort is Sort.LIKENESS
    window.clear_filters()
    assert window.top_bar.sort_button.text() == "Name ▾"


def drop_on_search(window: MainWindow, path: Path) -> None:
    mime = QMimeData()
    mime.setUrls([QUrl.fromLocalFile(str(path))])
    search = window.top_bar.search
    place = search.mapTo(window, search.rect().center())
    button, keys = Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier
    action = Qt.DropAction.CopyAction
    middle = QPoint(window.width() // 2, window.height() // 2)
    QApplication.sendEvent(window, QDragEnterEvent(middle, action, mime, button, keys))
    assert "add" in window.drop_target._overlay.text
    QApplication.sendEvent(window, QDragMoveEvent(place, action, mime, button, keys))
    assert window.drop_target._overlay.text == "Let go to find similar images."
    QApplication.sendEvent(window, QDropEvent(QPointF(place), action, mime, button, keys))


def test_a_file_that_is_dropped_on_the_search_is_searched_by(
    window: MainWindow, tmp_path: Path
) -> None:
    file = tmp_path / "inspiration.jpg"
    draw_garment("skirt", "solid", ("#1d2a4d",), size=(256, 320)).save(file)
    drop_on_search(window, file)
    wait_for(lambda: query(window) == parse_query(f'similar:"{file}"'))
    wait_for(
        lambda: shown(window) == 9 and session_name(window, grid(window).ids()[0])[:5] == "skirt"
    )
    (chip,) = chips(window)
    wait_for(lambda: chip.text() == "like inspiration.jpg" and not chip._picture.isNull())
    session = window.session
    assert session is not None
    assert not session.jobs.list_jobs()  # nothing was added
    drop_on_search(window, file)  # once more changes nothing, and one step leads back
    settle(300)
    QTest.keyClick(window, Qt.Key.Key_Escape)
    wait_for(lambda: query(window) == Query())


def test_what_is_no_image_changes_nothing(window: MainWindow, tmp_path: Path) -> None:
    file = tmp_path / "note.jpg"
    file.write_text("no picture")
    drop_on_search(window, file)
    wait_for(window.toast.isVisible)
    assert query(window) == Query()
    assert shown(window) == 9
    window._set_query(parse_query("similar:nowhere.jpg"))  # as typed
    wait_for(lambda: shown(window) == 0)
    wait_for(lambda: window.center.currentWidget() is window.center.no_matches)


def test_a_picture_on_the_clipboard_is_searched_by(window: MainWindow, tmp_path: Path) -> None:
    file = tmp_path / "copied.png"
    draw_garment("t-shirt", "solid", ("#c1272d",), size=(256, 320)).save(file)
    QGuiApplication.clipboard().setImage(QImage(str(file)))
    window.actions_["paste"].trigger()
    wait_for(lambda: query(window).has_likeness)
    wait_for(lambda: session_name(window, grid(window).ids()[0]) == "t-shirt 0.jpg")
    QGuiApplication.clipboard().clear()


def test_nothing_selected_is_said(window: MainWindow) -> None:
    grid(window).select_none()
    window.actions_["find_similar"].trigger()
    wait_for(window.toast.isVisible)
    settle()
    assert query(window) == Query()


def test_a_part_of_an_image_is_searched_by(window: MainWindow) -> None:
    asset_id = grid(window).ids()[0]
    window.center.show_loupe(asset_id)
    loupe = window.center.loupe
    assert loupe is not None
    canvas = loupe._canvas
    wait_for(lambda: not canvas._image.isNull())
    place = canvas.picture_rect()
    keys, button = Qt.KeyboardModifier.ControlModifier, Qt.MouseButton.LeftButton
    first, last = place.center() - QPointF(40, 50), place.center() + QPointF(30, 60)
    parts: list[QImage] = []
    loupe.partWasDrawn.connect(lambda part, _name: parts.append(part))
    for slip in (first, first + QPointF(4, 60)):  # too thin to be meant
        QTest.mousePress(canvas, button, keys, first.toPoint())
        QTest.mouseMove(canvas, slip.toPoint())
        QTest.mouseRelease(canvas, button, keys, slip.toPoint())
    assert parts == []
    QTest.mousePress(canvas, button, keys, last.toPoint())  # from any corner
    QTest.mouseMove(canvas, first.toPoint())
    QTest.mouseRelease(canvas, button, keys, first.toPoint())
    (part,) = parts
    assert part.width() / part.height() == pytest.approx(70 / 110, abs=0.03)
    middle = canvas.grab().toImage().pixelColor(place.center().toPoint())
    seen = part.pixelColor(part.width() * 40 // 70, part.height() * 50 // 110)
    assert abs(seen.red() - middle.red()) < 12
    assert abs(seen.blue() - middle.blue()) < 12
    wait_for(lambda: query(window).has_likeness and shown(window) > 0)
    assert not window.center.is_loupe
    name = Path(session_name(window, asset_id)).stem
    (chip,) = chips(window)
    wait_for(lambda: chip.text() == f"like part of {name}")
    QTest.keyClick(window, Qt.Key.Key_Escape)
    wait_for(lambda: grid(window).selected_ids() == [asset_id])
