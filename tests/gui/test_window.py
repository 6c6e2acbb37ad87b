"""The whole window on a real library: drop, filter, remove, undo, close and open again."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from PIL import Image
from PySide6.QtCore import QMimeData, QPoint, QPointF, Qt, QUrl
from PySide6.QtGui import QColor, QDragEnterEvent, QDropEvent, QKeySequence
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QMenu, QMessageBox

from studio.core.collection import Sort
from studio.core.color import parse_hex
from studio.core.query import parse_query
from studio.core.taxonomy import Label, load_taxonomy
from studio.gui.app import Studio
from studio.gui.dropper import find_color
from studio.gui.main_window import MainWindow
from studio.gui.models.entry_model import ENTRY_ROLE, Entry
from studio.gui.widgets.entry_view import EntryView
from studio.gui.widgets.family_chip import FamilyChip
from studio.resources import get_places
from studio.settings import load_settings
from tests.gui.waiting import settle, wait_for

COLORS = {"red": (200, 30, 40), "green": (60, 150, 70), "blue": (50, 90, 180)}


@pytest.fixture(scope="module")
def pictures(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Two flat garments in each of three colours, and a file that is none."""
    folder = tmp_path_factory.mktemp("pictures")
    for name, color in COLORS.items():
        for number in range(2):
            image = Image.new("RGB", (220, 300), (240, 240, 240))
            image.paste(color, (50, 40, 170, 260))
            image.putpixel((number, 0), (0, 0, 0))
            image.save(folder / f"{name}{number}.png")
    (folder / "note.jpg").write_text("no picture")
    return folder


@pytest.fixture
def studio(app: QApplication, tmp_path: Path) -> Iterator[Studio]:
    del app
    studio = Studio(get_places(), tmp_path / "settings.json", "dark")
    studio.window.show()
    studio.open_library(tmp_path / "library")
    yield studio
    if studio.window.isVisible():
        studio.window.close()
    studio.deleteLater()


def drop(window: MainWindow, *paths: Path) -> None:
    """Send the events of a drag that ends on the middle of the window."""
    mime = QMimeData()
    mime.setUrls([QUrl.fromLocalFile(str(path)) for path in paths])
    place = QPoint(window.width() // 2, window.height() // 2)
    button, keys = Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier
    action = Qt.DropAction.CopyAction
    QApplication.sendEvent(window, QDragEnterEvent(place, action, mime, button, keys))
    QApplication.sendEvent(window, QDropEvent(QPointF(place), action, mime, button, keys))


def load_labels() -> tuple[Label, ...]:
    return load_taxonomy(get_places().taxonomy).get("color").labels


def shown(window: MainWindow) -> int:
    return window.center.grid.model().rowCount() if window.center.grid else -1


def import_pictures(window: MainWindow, pictures: Path) -> None:
    """Drop the folder and wait for the end of the job."""
    wait_for(lambda: window.session is not None)
    drop(window, pictures)
    session = window.session
    assert session is not None
    wait_for(lambda: bool(session.jobs.list_jobs()))
    wait_for(lambda: session.jobs.find_active() is None)
    wait_for(lambda: shown(window) == 6)


def test_an_empty_library_invites(studio: Studio) -> None:
    window = studio.window
    wait_for(lambda: window.center.currentWidget() is window.center.empty)
    assert window.focusWidget() is window.center.empty  # and not its first button
    assert window.inspector is not None
    assert not window.inspector.isVisible()
    wait_for(lambda: window.bottom_bar._count.text() == "No images yet")


def test_from_a_drop_to_a_filter_to_an_undo(
    studio: Studio, pictures: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    window = studio.window
    import_pictures(window, pictures)
    session = window.session
    assert session is not None
    (job,) = session.jobs.list_jobs()
    assert [Path(failure.path).name for failure in job.progress.failures] == ["note.jpg"]
    assert window.toast.isVisible()  # one file could not be added

    session.browser.set_query(parse_query("color:red"))
    wait_for(lambda: shown(window) == 2)
    wait_for(lambda: window.bottom_bar._count.text() == "2 of 6 images")
    window.clear_filters()
    wait_for(lambda: shown(window) == 6)

    asked: list[str] = []

    def answer(box: QMessageBox) -> int:
        asked.append(box.text())
        box.defaultButton().click()
        return 0

    monkeypatch.setattr(QMessageBox, "exec", answer)
    for left in (5, 4):
        window.center.select_none()
        assert window.center.grid is not None
        window.center.grid.set_current(window.center.grid.ids()[0])
        window.actions_["remove"].trigger()
        wait_for(lambda left=left: shown(window) == left)  # type: ignore[misc]
    assert asked == ["Remove 1 image from the library?"]  # once is enough
    session.browser.set_query(parse_query("is:removed"))
    wait_for(lambda: window.bottom_bar._count.text() == "2 of 2 images")  # in the trash
    window.clear_filters()
    wait_for(lambda: shown(window) == 4)
    wait_for(window.actions_["undo"].isEnabled)
    window.actions_["undo"].trigger()
    wait_for(lambda: shown(window) == 5)
    wait_for(window.actions_["redo"].isEnabled)
    window.actions_["redo"].trigger()
    wait_for(lambda: shown(window) == 4)
    assert all((pictures / f"{name}0.png").exists() for name in COLORS)


def test_nothing_matches_and_the_way_back(studio: Studio, pictures: Path) -> None:
    window = studio.window
    import_pictures(window, pictures)
    session = window.session
    assert session is not None
    session.browser.set_query(parse_query("name:nowhere"))
    wait_for(lambda: window.center.currentWidget() is window.center.no_matches)
    assert window.center.no_matches.title.text() == "No image matches"
    session.browser.set_query(parse_query("is:removed"))
    assert window.center.no_matches.title.text() == "Nothing has been removed"
    window.center.no_matches.clearWanted.emit()
    wait_for(lambda: window.center.has_images)


def test_the_colours_of_what_is_shown_filter_it(studio: Studio, pictures: Path) -> None:
    window = studio.window
    import_pictures(window, pictures)
    window.activateWindow()
    QTest.keyClick(window, Qt.Key.Key_C, Qt.KeyboardModifier.ShiftModifier)
    assert window.center.is_colors
    assert window.actions_["colors"].isChecked()
    assert window.inspector is not None
    assert not window.inspector.isVisible()
    wait_for(lambda: window.findChild(FamilyChip, "chip-red") is not None)
    red = window.findChild(FamilyChip, "chip-red")
    assert red is not None
    QTest.mouseClick(red, Qt.MouseButton.LeftButton)
    wait_for(lambda: shown(window) == 2)
    assert window.center.is_colors  # the filter does not throw one out of the view
    assert window.center.selected_ids() == []  # nothing unseen is removed
    QTest.keyClick(window, Qt.Key.Key_Escape)
    assert window.center.currentWidget() is window.center.grid
    assert window.actions_["grid"].isChecked()
    window.actions_["colors"].trigger()
    assert window.center.is_colors
    window.clear_filters()
    wait_for(lambda: shown(window) == 6)
    window.actions_["colors"].trigger()
    assert window.center.has_images


def test_the_sidebar_shows_the_colours_of_the_images(studio: Studio, pictures: Path) -> None:
    window = studio.window
    import_pictures(window, pictures)
    view = window.findChild(EntryView, "entries-color")
    assert view is not None

    def entries() -> dict[str, Entry]:
        model = view.model()
        found = [model.index(row, 0).data(ENTRY_ROLE) for row in range(model.rowCount())]
        return {entry.value: entry for entry in found}

    taxonomy = {label.id: label.hex for label in load_labels()}
    wait_for(lambda: entries()["red"].hex != taxonomy["red"])
    shown_red = parse_hex(entries()["red"].hex)
    assert max(abs(a - b) for a, b in zip(shown_red, COLORS["red"], strict=True)) <= 6
    assert entries()["purple"].hex == taxonomy["purple"]  # no image has it


def test_a_drop_before_the_library_is_open_is_not_lost(
    app: QApplication, tmp_path: Path, pictures: Path
) -> None:
    del app
    studio = Studio(get_places(), tmp_path / "settings.json", "dark")
    studio.window.show()
    drop(studio.window, pictures)
    settle(20)
    studio.open_library(tmp_path / "library")
    wait_for(lambda: shown(studio.window) == 6)
    studio.window.close()
    studio.deleteLater()


def test_another_library_and_what_is_remembered(
    studio: Studio, pictures: Path, tmp_path: Path
) -> None:
    window = studio.window
    import_pictures(window, pictures)
    window.actions_["theme_light"].trigger()
    window.libraryWanted.emit(tmp_path / "other")
    wait_for(lambda: window.session is not None and shown(window) == 0)
    wait_for(lambda: window.center.currentWidget() is window.center.empty)
    window.libraryWanted.emit(tmp_path / "library")
    wait_for(lambda: shown(window) == 6)
    window.close()
    settings = load_settings(tmp_path / "settings.json")
    assert settings.theme == "light"
    assert settings.library == str(tmp_path / "library")
    assert settings.recent == (str(tmp_path / "library"), str(tmp_path / "other"))


def test_a_second_window_only_reads(studio: Studio, pictures: Path, tmp_path: Path) -> None:
    import_pictures(studio.window, pictures)
    second = Studio(get_places(), tmp_path / "second.json", "dark")
    second.window.show()
    second.open_library(tmp_path / "library")
    window = second.window
    wait_for(lambda: shown(window) == 6)
    assert window.read_only_banner.isVisible()
    assert not window.actions_["remove"].isEnabled()
    assert not window.actions_["add_folder"].isEnabled()
    window.close()
    second.deleteLater()


def test_a_library_that_cannot_be_opened_says_why(studio: Studio, tmp_path: Path) -> None:
    wait_for(lambda: studio.window.session is not None)
    broken = tmp_path / "broken"
    broken.mkdir()
    (broken / "catalogue.sqlite3").write_text("no database")
    studio.open_library(broken)
    window = studio.window
    wait_for(lambda: window.center.currentWidget() is window.center.problem)
    assert window.center.problem.text.text()
    studio.open_library(tmp_path / "library")
    wait_for(lambda: window.center.currentWidget() is window.center.empty)


def test_tab_hides_the_panels_from_the_images_only(studio: Studio, pictures: Path) -> None:
    window = studio.window
    import_pictures(window, pictures)
    assert window.center.grid is not None
    window.activateWindow()
    window.center.grid.setFocus()
    settle()
    QTest.keyClick(window.center.grid, Qt.Key.Key_Tab)
    assert not window.sidebar.isVisible()
    QTest.keyClick(window.center.grid, Qt.Key.Key_Tab)
    assert window.sidebar.isVisible()
    window.top_bar.search.field.setFocus()
    QTest.keyClick(window.top_bar.search.field, Qt.Key.Key_Tab)
    assert window.sidebar.isVisible()


def test_the_menu_on_an_image_offers_what_can_be_done(studio: Studio, pictures: Path) -> None:
    window = studio.window
    import_pictures(window, pictures)

    def open_menu() -> list[str]:
        window.center.menuAsked.emit(window.mapToGlobal(window.rect().center()))
        menu = window.findChild(QMenu, "imageMenu")
        assert isinstance(menu, QMenu)
        names = [action.objectName() for action in menu.actions() if not action.isSeparator()]
        menu.close()
        wait_for(lambda: window.findChild(QMenu, "imageMenu") is None)
        return names

    assert open_menu()[:3] == ["add_folder", "add_images", "paste"]
    assert window.center.grid is not None
    window.center.grid.set_current(window.center.grid.ids()[0])
    assert open_menu()[:3] == ["loupe", "quick_look", "compare"]
    assert {"find_similar", "remove"} <= set(open_menu())
    window.center.show_loupe()
    assert open_menu()[0] == "grid"


def test_removing_in_the_loupe_goes_on_to_the_next(studio: Studio, pictures: Path) -> None:
    window = studio.window
    import_pictures(window, pictures)
    window.settingChanged.emit("asked_to_remove", True)
    ids = window.center.grid.ids() if window.center.grid else []
    window.center.show_loupe(ids[2])
    window.actions_["remove"].trigger()
    wait_for(lambda: shown(window) == 5)
    assert window.center.is_loupe
    assert window.center.selected_ids() == [ids[3]]


def test_no_two_commands_share_a_key(studio: Studio) -> None:
    actions = studio.window.actions_.all()
    keys = [shortcut.toString() for action in actions for shortcut in action.shortcuts()]
    assert len(keys) == len(set(keys))
    assert QKeySequence("Ctrl+F").toString() in keys


def names_shown(window: MainWindow) -> list[str]:
    assert window.session is not None
    assert window.center.grid is not None
    tiles = window.session.context.library.list_tiles(window.center.grid.ids())
    return [tile.name for tile in tiles]


def test_a_search_by_colour_from_panel_to_order_and_back(
    studio: Studio, pictures: Path, tmp_path: Path
) -> None:
    window = studio.window
    import_pictures(window, pictures)
    window.top_bar.sortWanted.emit(Sort.NAME)
    window.actions_["color_search"].trigger()
    panel = window.color_search.panel
    assert panel is not None
    assert panel.isVisible()
    panel.pick("#c8202a")
    wait_for(lambda: shown(window) == 2)
    assert names_shown(window) == ["red0.png", "red1.png"]
    assert window.top_bar.sort_button.text().startswith("Most alike")
    wait_for(lambda: panel._count.text() == "2 images")
    wait_for(lambda: window.bottom_bar._count.text() == "2 of 6 images")
    panel.add("#325ab4")
    QTest.mouseClick(panel.chosen._any, Qt.MouseButton.LeftButton)
    wait_for(lambda: shown(window) == 4)
    assert window.session is not None
    assert window.session.browser.query == parse_query("color~#c8202a|#325ab4")
    window.actions_["escape"].trigger()
    assert not panel.isVisible()
    assert not window.actions_["color_search"].isChecked()
    window.clear_filters()
    wait_for(lambda: shown(window) == 6)
    assert window.top_bar.sort_button.text().startswith("Name")
    assert names_shown(window)[0] == "blue0.png"
    window.close()
    settings = load_settings(tmp_path / "settings.json")
    assert settings.sort == "name"
    assert set(settings.recent_colors) == {"#c8202a", "#325ab4"}


def test_a_colour_of_the_inspector_and_a_typed_one_are_searched_for(
    studio: Studio, pictures: Path
) -> None:
    window = studio.window
    import_pictures(window, pictures)
    assert window.inspector is not None
    window.inspector.colorClicked.emit("#3c9646")
    wait_for(lambda: sorted(names_shown(window)) == ["green0.png", "green1.png"])
    window.clear_filters()
    wait_for(lambda: shown(window) == 6)
    window.center.show_loupe()
    field = window.top_bar.search.field
    field.setText('color~"cobalt"~25')
    QTest.keyClick(field, Qt.Key.Key_Return)
    wait_for(lambda: sorted(names_shown(window)) == ["blue0.png", "blue1.png"])
    assert not window.center.is_loupe


def test_the_palette_of_an_image_is_searched_for(studio: Studio, pictures: Path) -> None:
    window = studio.window
    import_pictures(window, pictures)
    assert window.center.grid is not None
    window.actions_["like_palette"].trigger()
    assert window.toast.isVisible()  # of which image?
    row = names_shown(window).index("blue1.png")
    window.center.grid.set_current(window.center.grid.ids()[row])
    window.actions_["like_palette"].trigger()
    wait_for(lambda: sorted(names_shown(window)) == ["blue0.png", "blue1.png"])
    assert window.session is not None
    (term,) = window.session.browser.query.terms
    assert term.field == "palette"


def test_a_colour_is_picked_from_an_image(studio: Studio, pictures: Path) -> None:
    window = studio.window
    import_pictures(window, pictures)
    window.actions_["color_search"].trigger()
    panel, grid = window.color_search.panel, window.center.grid
    assert panel is not None
    assert grid is not None
    row = names_shown(window).index("green0.png")
    place = grid.visualRect(grid.model().index(row, 0)).center()

    def color() -> QColor | None:
        return find_color(window, grid.viewport().mapToGlobal(place))

    wait_for(lambda: (found := color()) is not None and found.green() > found.red() + 50)
    panel.dropper.click()
    assert window.color_search.dropper is not None
    QTest.mouseClick(grid.viewport(), Qt.MouseButton.LeftButton, pos=place)
    wait_for(lambda: sorted(names_shown(window)) == ["green0.png", "green1.png"])
    assert not window.color_search.dropper.is_active
    assert grid.selected_ids() == []


def test_looks_of_the_grid_are_remembered(
    studio: Studio, pictures: Path, tmp_path: Path, app: QApplication
) -> None:
    window = studio.window
    import_pictures(window, pictures)
    grid = window.center.grid
    assert grid is not None
    looks = [grid.is_justified]
    QTest.keyClick(window, Qt.Key.Key_G, Qt.KeyboardModifier.ShiftModifier)
    assert [*looks, grid.is_justified] == [False, True]
    assert window.actions_["justified"].isChecked()
    menu = window.top_bar.sort_button.menu()
    assert window.actions_["group_folder"] in menu.actions()
    window.actions_["group_folder"].trigger()
    wait_for(lambda: grid._layout.header_height > 0)
    assert grid._assets.listing().sections.keys == (str(pictures),)
    pictured = grid._layout.cell(0)
    assert pictured.width() < pictured.height()  # as the garments are: 220 to 300
    window.close()
    app.processEvents()
    settings = load_settings(tmp_path / "settings.json")
    assert (settings.group, settings.justified) == ("folder", True)

    again = Studio(get_places(), tmp_path / "settings.json", "dark")
    again.window.show()
    again.open_library(tmp_path / "library")
    wait_for(lambda: shown(again.window) == 6)
    shown_again = again.window.center.grid
    assert shown_again is not None
    assert shown_again.is_justified
    assert shown_again._layout.header_height > 0
    assert again.window.actions_["group_folder"].isChecked()
    again.window.actions_["group_none"].trigger()
    wait_for(lambda: shown_again._layout.header_height == 0)
    again.window.close()
    again.deleteLater()
