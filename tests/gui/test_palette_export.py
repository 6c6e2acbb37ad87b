"""Palettes out of the window: the clipboard, the file dialog, the words when it is done."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest
from PIL import Image
from PySide6.QtCore import QPoint, Qt, QTimer
from PySide6.QtGui import QContextMenuEvent, QGuiApplication
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QFileDialog, QLabel, QMenu, QPushButton

from studio.core.query import parse_query
from studio.gui.app import Studio
from studio.gui.dialogs import files
from studio.gui.main_window import MainWindow
from studio.gui.widgets.palette_section import PaletteSection
from studio.gui.widgets.palette_strip import PaletteStrip
from studio.library.exporting.formats import FORMATS
from studio.library.library import Library
from studio.resources import get_places
from tests.gui.waiting import wait_for
from tests.helpers.pictures import write
from tests.helpers.swatch_files import read_ase

COLORS = {"red": (200, 30, 40), "green": (60, 150, 70), "blue": (50, 90, 180)}


@pytest.fixture(scope="module")
def pictures(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("pictures")
    for name, color in COLORS.items():
        image = Image.new("RGB", (220, 300), (240, 240, 240))
        image.paste(color, (50, 40, 170, 260))
        image.save(folder / f"{name}.png")
    return folder


@pytest.fixture(scope="module")
def imported(pictures: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A library with the three of them; tests open copies."""
    folder = tmp_path_factory.mktemp("imported") / "library"
    library = Library.open(folder, get_places(), workers=1)
    list(library.import_paths([pictures]))
    library.close()
    return folder


@pytest.fixture
def studio(app: QApplication, tmp_path: Path, imported: Path) -> Iterator[Studio]:
    """The window on three images, none of them selected."""
    del app
    folder = Path(shutil.copytree(imported, tmp_path / "library"))
    studio = Studio(get_places(), tmp_path / "settings.json", "dark")
    studio.window.show()
    studio.open_library(folder)
    wait_for(lambda: len(studio.window.center.shown_ids()) == 3)
    yield studio
    studio.window.close()
    studio.deleteLater()


def toast(window: MainWindow) -> str:
    label = window.toast.findChild(QLabel)
    return label.text() if isinstance(label, QLabel) and window.toast.isVisible() else ""


def select(window: MainWindow, number: int) -> None:
    assert window.center.grid is not None
    window.center.grid.set_current(window.center.grid.ids()[number])


def test_copying_the_palette_of_one_image_and_of_all(studio: Studio) -> None:
    window = studio.window
    select(window, 0)
    window.actions_["copy_hex"].trigger()
    wait_for(lambda: "of 1 image." in toast(window))
    session = window.session
    assert session is not None
    (first,) = session.context.library.list_details(window.center.selected_ids())
    copied = QGuiApplication.clipboard().text().split()
    assert copied == [swatch.hex for swatch in first.palette]

    window.center.select_none()
    window.actions_["copy_css"].trigger()
    wait_for(lambda: "of 3 images." in toast(window))
    css = QGuiApplication.clipboard().text()
    assert css.startswith(":root {")
    assert css.count("--") >= 3


def test_what_is_shown_is_exported_under_its_name(
    studio: Studio, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    window, session = studio.window, studio.window.session
    assert session is not None
    starts: list[Path] = []

    def choose(_parent: object, start: Path) -> Path:
        starts.append(start)
        return tmp_path / "out.ase"

    monkeypatch.setattr(files, "find_place_for_palette", choose)
    session.browser.set_query(parse_query("color:red"))
    wait_for(lambda: len(window.center.shown_ids()) == 1)
    session.browser.set_query(parse_query("color:red|green"))
    wait_for(lambda: len(window.center.shown_ids()) == 2)
    window.actions_["export_palette"].trigger()
    wait_for(lambda: "Palette written to out.ase" in toast(window))
    title, colors = read_ase((tmp_path / "out.ase").read_bytes())
    assert "red" in title.lower()
    assert "green" in title.lower()
    assert len(colors) >= 2
    select(window, 0)
    window.actions_["export_palette"].trigger()
    wait_for(lambda: len(starts) == 2)
    # The second time it starts where the first one ended.
    assert starts[1].parent == tmp_path
    assert starts[1].suffix == ".ase"
    assert starts[1].stem in COLORS


def test_a_place_that_cannot_be_written_is_told(
    studio: Studio, pictures: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    target = pictures / "red.png"
    before = target.read_bytes()
    monkeypatch.setattr(files, "find_place_for_palette", lambda *_: target)
    studio.window.actions_["export_palette"].trigger()
    wait_for(lambda: "is an image, which is never written over" in toast(studio.window))
    assert target.read_bytes() == before


def test_images_without_a_palette_say_so(
    studio: Studio, pictures: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    window, session = studio.window, studio.window.session
    assert session is not None
    torn = write(tmp_path / "torn.png", (pictures / "red.png").read_bytes()[:200])
    session.add([torn])
    wait_for(lambda: len(window.center.shown_ids()) == 4)
    wait_for(lambda: session.jobs.find_active() is None)
    session.browser.set_query(parse_query("is:failed"))
    wait_for(lambda: len(window.center.shown_ids()) == 1)
    window.actions_["copy_hex"].trigger()
    wait_for(lambda: "There is no colour to export" in toast(window))
    window.toast.hide()
    # Nobody is asked for a name in vain.
    monkeypatch.setattr(files, "find_place_for_palette", lambda *_: pytest.fail("asked"))
    window.actions_["export_palette"].trigger()
    wait_for(lambda: "There is no colour to export" in toast(window))
    session.browser.set_query(parse_query("name:nowhere"))
    wait_for(lambda: not window.center.shown_ids())
    window.actions_["copy_hex"].trigger()
    assert "no images here" in toast(window)


def test_the_menu_of_the_palette_in_the_inspector(studio: Studio) -> None:
    window = studio.window
    select(window, 0)
    wait_for(lambda: window.findChild(PaletteSection) is not None)
    section = window.findChild(PaletteSection)
    assert isinstance(section, PaletteSection)

    def take_menu() -> list[str]:
        wait_for(lambda: window.findChild(QMenu, "paletteMenu") is not None)
        menu = window.findChild(QMenu, "paletteMenu")
        assert isinstance(menu, QMenu)
        names = [action.objectName() for action in menu.actions()]
        menu.close()
        wait_for(lambda: window.findChild(QMenu, "paletteMenu") is None)
        return names

    button = section.findChild(QPushButton)
    assert isinstance(button, QPushButton)
    QTest.mouseClick(button, Qt.MouseButton.LeftButton)
    assert take_menu() == ["copy_hex", "copy_css", "export_palette"]
    strip = section.findChild(PaletteStrip)
    assert isinstance(strip, PaletteStrip)
    reason = QContextMenuEvent.Reason.Mouse
    place = QPoint(5, 5)
    QApplication.sendEvent(strip, QContextMenuEvent(reason, place, strip.mapToGlobal(place)))
    assert take_menu() == ["copy_hex", "copy_css", "export_palette"]


@pytest.mark.parametrize(
    ("typed", "filter_id", "written"),
    [
        ("look", "ase", "look.ase"),
        ("look", "svg", "look.svg"),
        ("look.css", "ase", "look.css"),  # what is typed wins
        ("look.v2", "gpl", "look.v2.gpl"),
    ],
)
def test_the_dialog_gives_a_suffix(
    app: QApplication, tmp_path: Path, typed: str, filter_id: str, written: str
) -> None:
    def answer() -> None:
        dialog = app.activeModalWidget()
        if not isinstance(dialog, QFileDialog):
            QTimer.singleShot(20, answer)
            return
        filters = {each.id: text for each, text in zip(FORMATS, dialog.nameFilters(), strict=True)}
        dialog.selectNameFilter(filters[filter_id])
        dialog.filterSelected.emit(filters[filter_id])
        dialog.selectFile(typed)
        dialog.accept()

    QTimer.singleShot(0, answer)
    assert files.find_place_for_palette(None, tmp_path / "12 images.ase") == tmp_path / written


def test_another_format_renames_what_is_proposed(app: QApplication, tmp_path: Path) -> None:
    def answer() -> None:
        dialog = app.activeModalWidget()
        assert isinstance(dialog, QFileDialog)
        (png,) = [text for text in dialog.nameFilters() if "*.png" in text]
        dialog.selectNameFilter(png)
        dialog.filterSelected.emit(png)
        dialog.accept()

    QTimer.singleShot(0, answer)
    found = files.find_place_for_palette(None, tmp_path / "12 images.ase")
    assert found == tmp_path / "12 images.png"


def test_nothing_is_chosen(app: QApplication, tmp_path: Path) -> None:
    def answer() -> None:
        dialog = app.activeModalWidget()
        assert isinstance(dialog, QFileDialog)
        dialog.reject()

    QTimer.singleShot(0, answer)
    assert files.find_place_for_palette(None, tmp_path / "12 images.ase") is None
