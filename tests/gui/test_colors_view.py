"""The view of a collection's colours: what it says, and what clicks and keys ask for."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QGuiApplication
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QPushButton

from studio.core.color_summary import ColorSummary
from studio.core.palette import Palette, Swatch
from studio.core.query import Query, format_query, parse_query
from studio.gui.context import Context
from studio.gui.icons import Icons
from studio.gui.tasks import SyncTasks, Tasks
from studio.gui.theme import Theme
from studio.gui.views.colors_view import ColorsView
from studio.gui.widgets.chip_grid import ChipGrid
from studio.gui.widgets.family_chip import FamilyChip
from studio.gui.widgets.family_strip import FamilyStrip
from studio.gui.widgets.text import Text
from studio.library.library import Library
from studio.resources import get_places
from studio.storage.catalogue import Catalogue
from tests.gui.waiting import wait_for
from tests.helpers.palettes import store_palettes

RED = Swatch("#b3202c", 0.75, "red", "Cherry")
BLACK = Swatch("#1b1b1d", 0.25, "black", "Ink black")
NAVY = Swatch("#1d2a4d", 0.9, "navy", "Navy")
SPARK = Swatch("#e0c020", 0.1, "yellow", "Lemon")
PALETTES: tuple[Palette, ...] = ((RED, BLACK), (RED, BLACK), (NAVY, SPARK), ())


@pytest.fixture
def library(tmp_path: Path) -> Iterator[Library]:
    with Catalogue.open(tmp_path) as catalogue:
        store_palettes(catalogue, *PALETTES)
    library = Library.open(tmp_path, get_places(), workers=1)
    yield library
    library.close()


@pytest.fixture
def context(library: Library, sync_tasks: SyncTasks, theme: Theme, icons: Icons) -> Context:
    return Context(library, sync_tasks, theme, icons, library.taxonomy)


@pytest.fixture
def view(app: QApplication, context: Context) -> Iterator[ColorsView]:
    view = ColorsView(context)
    view.resize(900, 700)
    view.show()
    view.show_colors(Query())
    app.processEvents()
    yield view
    view.deleteLater()


def chips(view: ColorsView) -> list[FamilyChip]:
    grid = view.findChild(ChipGrid)
    assert grid is not None
    return grid.chips()


def chip(view: ColorsView, family: str) -> FamilyChip:
    return next(found for found in chips(view) if found.family == family)


def text(view: ColorsView, name: str) -> str:
    found = view.findChild(Text, name)
    assert found is not None
    return found.text()


def wanted_by(view: ColorsView) -> list[str]:
    wanted: list[str] = []
    view.queryWanted.connect(lambda query: wanted.append(format_query(query)))
    return wanted


_KEYS = {
    "": Qt.KeyboardModifier.NoModifier,
    "ctrl": Qt.KeyboardModifier.ControlModifier,
    "alt": Qt.KeyboardModifier.AltModifier,
}


def test_it_says_how_much_of_what_there_is(view: ColorsView) -> None:
    assert text(view, "colorsTitle") == "Colours of 4 images"
    assert text(view, "colorsNote") == "1 image without a colour"
    assert [found.accessibleName() for found in chips(view)] == [
        "Red, #b3202c, 50 %, 2 images",
        "Navy, #1d2a4d, 30 %, 1 image",
        "Black, #1b1b1d, 17 %, 2 images",
        "Yellow, #e0c020, 3 %, only as an accent",
    ]


def test_the_strip_gives_each_family_its_share_in_the_order_of_the_taxonomy(
    view: ColorsView,
) -> None:
    strip = view.findChild(FamilyStrip)
    assert strip is not None
    places = strip.places()
    assert [found.family for found, _ in places] == ["black", "red", "yellow", "navy"]
    for found, rect in places:
        assert rect.width() / strip.width() == pytest.approx(found.share, abs=0.02)
    assert places[-1][1].right() == pytest.approx(strip.width())
    image = strip.grab().toImage()
    middle = places[1][1].center()
    assert image.pixelColor(int(middle.x()), int(middle.y())).name() == "#b3202c"


@pytest.mark.parametrize(
    ("holding", "query"),
    [("", "color:black"), ("ctrl", "color:red|black"), ("alt", "color:red -color:black")],
)
def test_a_click_filters_adds_or_leaves_out(view: ColorsView, holding: str, query: str) -> None:
    wanted = wanted_by(view)
    view.show_colors(parse_query("color:red"))
    assert [found.family for found in chips(view)] == ["red", "black"]
    QTest.mouseClick(chip(view, "black"), Qt.MouseButton.LeftButton, _KEYS[holding])
    strip = view.findChild(FamilyStrip)
    assert strip is not None
    place = next(rect for found, rect in strip.places() if found.family == "black")
    QTest.mouseClick(strip, Qt.MouseButton.LeftButton, _KEYS[holding], place.center().toPoint())
    assert wanted == [query, query]


def test_a_click_on_what_is_filtered_by_lifts_the_filter(view: ColorsView) -> None:
    view.show_colors(parse_query("color:red"))
    assert chip(view, "red").accessibleName().endswith("filter is on")
    wanted = wanted_by(view)
    QTest.mouseClick(chip(view, "red"), Qt.MouseButton.LeftButton)
    assert wanted == [""]


def test_a_mere_accent_is_shown_and_does_not_lead_to_nothing(view: ColorsView) -> None:
    wanted = wanted_by(view)
    QTest.mouseClick(chip(view, "yellow"), Qt.MouseButton.LeftButton)
    QTest.keyClick(chip(view, "yellow"), Qt.Key.Key_Return)
    QTest.keyClick(chip(view, "yellow"), Qt.Key.Key_Minus)
    assert wanted == []
    menu = chip(view, "yellow").make_menu()
    assert [action.isEnabled() for action in menu.actions()[:3]] == [False] * 3


def test_keys_do_what_the_mouse_does(app: QApplication, view: ColorsView) -> None:
    wanted = wanted_by(view)
    view.activateWindow()
    view.setFocus()
    QTest.keyClick(view, Qt.Key.Key_Right)
    focus = app.focusWidget()
    assert isinstance(focus, FamilyChip)
    assert focus.family == "red"
    QTest.keyClick(focus, Qt.Key.Key_Right)
    assert app.focusWidget() is chip(view, "navy")
    QTest.keyClick(chip(view, "navy"), Qt.Key.Key_Space)
    QTest.keyClick(chip(view, "navy"), Qt.Key.Key_Return, Qt.KeyboardModifier.ControlModifier)
    QTest.keyClick(chip(view, "navy"), Qt.Key.Key_Minus)
    assert wanted == ["color:navy", "color:navy", "-color:navy"]
    QTest.keyClick(chip(view, "navy"), Qt.Key.Key_End)
    assert app.focusWidget() is chip(view, "yellow")
    QTest.keyClick(chip(view, "yellow"), Qt.Key.Key_Right)  # there is nothing beyond
    assert app.focusWidget() is chip(view, "yellow")
    QTest.keyClick(chip(view, "yellow"), Qt.Key.Key_Home)
    assert app.focusWidget() is chip(view, "red")


def test_the_menu_copies_the_colour(view: ColorsView) -> None:
    *_, copy = chip(view, "navy").make_menu().actions()
    assert copy.text() == "Copy #1d2a4d"
    copy.trigger()
    assert QGuiApplication.clipboard().text() == "#1d2a4d"


def test_a_selection_has_its_own_colours_and_a_way_to_all(
    view: ColorsView, library: Library
) -> None:
    first, *_ = sorted(library.list_ids())
    view.show_colors(Query(), [first, first + 3])
    assert text(view, "colorsTitle") == "Colours of 2 selected images"
    assert [found.family for found in chips(view)] == ["red", "black"]
    button = view.findChild(QPushButton, "link")
    assert button is not None
    assert button.isVisible()
    button.click()
    assert text(view, "colorsTitle") == "Colours of 4 images"
    assert not button.isVisible()


def test_chips_and_focus_stay_while_counts_change(
    app: QApplication, view: ColorsView, library: Library
) -> None:
    view.activateWindow()
    red = chip(view, "red")
    red.setFocus(Qt.FocusReason.TabFocusReason)
    library.remove(sorted(library.list_ids())[2:3])  # the navy one
    view.refresh()
    wait_for(lambda: len(chips(view)) == 2)
    assert chip(view, "red") is red
    assert app.focusWidget() is red
    assert red.accessibleName() == "Red, #b3202c, 75 %, 2 images"


@pytest.mark.parametrize("width", [260, 500, 901, 1333, 2400])
def test_chips_stand_apart_and_inside_at_any_width(
    app: QApplication, view: ColorsView, width: int
) -> None:
    view.resize(width, 600)
    app.processEvents()
    grid = view.findChild(ChipGrid)
    assert grid is not None
    places = [found.geometry() for found in chips(view)]
    assert all(grid.rect().contains(place) for place in places)
    assert not any(a.intersects(b) for at, a in enumerate(places) for b in places[at + 1 :])


@pytest.mark.parametrize("theme_name", ["dark", "light"])
def test_it_is_painted_in_both_themes(view: ColorsView, theme: Theme, theme_name: str) -> None:
    theme.set_name(theme_name)
    red = chip(view, "red")
    image = red.grab().toImage()
    scale = image.devicePixelRatio()
    assert image.pixelColor(int(60 * scale), int(40 * scale)).name() == "#b3202c"
    words = image.pixelColor(int(red.width() * scale / 2), image.height() - int(6 * scale))
    assert words.name() == theme.color("panel").name()


def test_nothing_to_show_is_said(view: ColorsView, library: Library) -> None:
    last = max(library.list_ids())
    view.show_colors(Query(), [last])
    assert chips(view) == []
    assert text(view, "colorsNote") == "1 image without a colour"
    view.show_colors(parse_query("name:nowhere"))
    assert text(view, "colorsNote") == "There is no colour to show."
    assert view.grab().toImage().isNull() is False


class _Noting(Library):
    """Notes on which thread the colours are counted."""

    def __init__(self) -> None:
        self.threads: list[int] = []

    def summarise_colors(self, query: Query = Query()) -> ColorSummary:  # noqa: B008
        del query
        self.threads.append(threading.get_ident())
        return ColorSummary(0)


def test_the_gui_thread_counts_nothing(
    library: Library, tasks: Tasks, theme: Theme, icons: Icons
) -> None:
    noting = _Noting()
    view = ColorsView(Context(noting, tasks, theme, icons, library.taxonomy))
    view.show_colors(Query())
    wait_for(lambda: bool(noting.threads))
    assert threading.get_ident() not in noting.threads
    view.deleteLater()
