"""Chips, typing, completion, and mistakes in words."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QAction, QColor
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QWidget

from studio.core.query import Query, parse_query
from studio.gui.icons import Icons
from studio.gui.theme import Theme
from studio.gui.widgets.chips import Chip
from studio.gui.widgets.search_bar import SearchBar
from studio.gui.widgets.search_completer import HEX_ROLE, NAME_ROLE, SearchCompleter
from tests.gui.drawn_library import load
from tests.gui.waiting import wait_for


@pytest.fixture
def bar(app: QApplication, theme: Theme, icons: Icons) -> Iterator[SearchBar]:
    window = QWidget()
    window.resize(900, 200)
    bar = SearchBar(theme, icons, QAction("Search by colour", window), window)
    bar.resize(900, 34)
    bar.set_language(load(), parse_query)
    bar.queryWanted.connect(bar.set_query)  # as the window does
    window.show()
    window.activateWindow()
    bar.field.setFocus()
    app.processEvents()
    yield bar
    window.deleteLater()


@pytest.fixture
def wanted(bar: SearchBar) -> list[Query]:
    queries: list[Query] = []
    bar.queryWanted.connect(queries.append)
    return queries


def chips(bar: SearchBar) -> list[str]:
    return [chip.text() for chip in bar.findChildren(Chip) if chip in bar._chips._chips.values()]


def test_enter_makes_chips(bar: SearchBar, wanted: list[Query]) -> None:
    QTest.keyClicks(bar.field, "style:edgy color:red|pink")
    QTest.keyClick(bar.field, Qt.Key.Key_Return)
    assert wanted[-1] == parse_query("style:edgy color:red|pink")
    assert chips(bar) == ["style: edgy", "colour: red or pink"]
    assert bar.field.text() == ""


def test_typing_filters_after_a_pause_without_chips(bar: SearchBar, wanted: list[Query]) -> None:
    QTest.keyClicks(bar.field, "linen")
    wait_for(lambda: bool(wanted))
    assert wanted == [parse_query("linen")]
    assert chips(bar) == []
    assert bar.field.text() == "linen"


def test_the_beginning_of_a_field_is_no_word_yet(bar: SearchBar, wanted: list[Query]) -> None:
    QTest.keyClicks(bar.field, "sty")
    wait_for(lambda: not bar._typing.isActive())
    assert wanted == []


@pytest.mark.parametrize("typed", ["color:bl", "style:edgy -pattern:str"])
def test_half_a_label_is_no_filter_yet(bar: SearchBar, wanted: list[Query], typed: str) -> None:
    QTest.keyClicks(bar.field, typed)
    wait_for(lambda: not bar._typing.isActive())
    assert wanted == []
    QTest.keyClicks(bar.field, {"bl": "ack", "str": "ipes"}[typed.rpartition(":")[2]])
    wait_for(lambda: bool(wanted))
    assert wanted == [parse_query(bar.field.text())]


def test_a_chip_is_no_wider_than_its_row(app: QApplication, bar: SearchBar) -> None:
    bar.resize(240, 34)
    bar.set_query(parse_query("name:a_very_long_name_of_a_look_of_the_last_season.jpg"))
    app.processEvents()
    (chip,) = bar._chips._chips.values()
    assert chip.width() <= bar._chips.width() <= 160
    assert bar._chips.horizontalScrollBar().maximum() == 0


def test_a_file_to_look_like_is_not_looked_for_before_it_is_there(
    bar: SearchBar, wanted: list[Query]
) -> None:
    QTest.keyClicks(bar.field, "similar:/photos/look")
    wait_for(lambda: not bar._typing.isActive())
    assert wanted == []
    QTest.keyClicks(bar.field, ".jpg")
    QTest.keyClick(bar.field, Qt.Key.Key_Return)
    assert wanted[-1] == parse_query("similar:/photos/look.jpg")
    assert chips(bar) == ["like look.jpg"]


def test_a_mistake_is_said_in_words(bar: SearchBar, wanted: list[Query]) -> None:
    QTest.keyClicks(bar.field, "fabric:silk")
    QTest.keyClick(bar.field, Qt.Key.Key_Return)
    assert bar._problem.isVisible()
    assert "fabric" in bar._problem.text()
    assert wanted == []
    QTest.keyClick(bar.field, Qt.Key.Key_Backspace)
    assert not bar._problem.isVisible()


def test_what_is_wrong_in_a_colour_is_marked(bar: SearchBar, wanted: list[Query]) -> None:
    QTest.keyClicks(bar.field, "dress color~#c03g2b")
    QTest.keyClick(bar.field, Qt.Key.Key_Return)
    assert "g" in bar._problem.text()
    fault = bar.field.text().index("g2b")
    assert bar.field.fault == fault
    assert bar.field.cursorPosition() == fault + 1
    bad = bar._theme.color("bad")
    picture = bar.field.grab().toImage()
    marked = {
        x
        for x in range(picture.width())
        for y in range(picture.height())
        if picture.pixelColor(x, y) == bad
    }
    assert 3 <= len(marked) <= 20  # one letter wide
    QTest.keyClick(bar.field, Qt.Key.Key_Backspace)
    assert bar.field.text() == "dress color~#c032b"
    assert not bar._problem.isVisible()
    assert wanted == []


def test_a_colour_is_a_chip_with_the_colour_in_it(bar: SearchBar) -> None:
    opened: list[bool] = []
    bar.colorsWanted.connect(lambda: opened.append(True))
    bar.set_query(parse_query("color~#c0392b@20%~8|#1d2a4d@20%~8 color:red -palette~#e9bf3c"))
    assert chips(bar) == ["#c0392b or #1d2a4d, 20 %, ±8", "colour: red", "not palette"]
    shade, family, palette = bar._chips._chips.values()
    picture = shade.grab().toImage()
    colors = {
        picture.pixelColor(x, picture.height() // 2).name() for x in range(picture.width() // 3)
    }
    assert {"#c0392b", "#1d2a4d"} <= colors
    palette.grab()
    for chip in (family, palette, shade):
        QTest.mouseClick(chip, Qt.MouseButton.LeftButton, pos=chip.rect().center())
    assert opened == [True]


def test_chips_leave_room_for_typing(bar: SearchBar) -> None:
    bar.resize(300, 34)
    bar.set_query(parse_query("color~#c0392b color~#1d2a4d color~#e9bf3c"))
    QApplication.processEvents()
    assert bar._chips.geometry().right() < bar.field.geometry().left()
    assert bar.field.width() >= 40


def test_backspace_takes_the_last_chip(bar: SearchBar, wanted: list[Query]) -> None:
    bar.set_query(parse_query("style:edgy color:red"))
    QTest.keyClick(bar.field, Qt.Key.Key_Backspace)
    assert wanted[-1] == parse_query("style:edgy")
    assert chips(bar) == ["style: edgy"]


def test_a_chip_goes_by_its_cross_or_by_delete(bar: SearchBar, wanted: list[Query]) -> None:
    bar.set_query(parse_query("style:edgy color:red"))
    first, second = bar._chips._chips.values()
    cross = first.rect().center()
    cross.setX(first.width() - 10)
    QTest.mouseClick(first, Qt.MouseButton.LeftButton, pos=first.rect().center())
    assert wanted == []
    QTest.mouseClick(first, Qt.MouseButton.LeftButton, pos=cross)
    assert wanted[-1] == parse_query("color:red")
    QTest.keyClick(second, Qt.Key.Key_Delete)
    assert wanted[-1] == Query()


def test_escape_drops_what_is_typed_and_then_leaves(bar: SearchBar, wanted: list[Query]) -> None:
    left: list[bool] = []
    bar.left.connect(lambda: left.append(True))
    bar.set_query(parse_query("style:edgy"))
    QTest.keyClicks(bar.field, "linen")
    QTest.keyClick(bar.field, Qt.Key.Key_Escape)
    assert bar.field.text() == ""
    assert wanted[-1] == parse_query("style:edgy")
    assert not left
    QTest.keyClick(bar.field, Qt.Key.Key_Escape)
    assert left


def test_filters_from_elsewhere_leave_the_typing_alone(bar: SearchBar) -> None:
    QTest.keyClicks(bar.field, "linen")
    wait_for(lambda: bool(bar._typed.terms))
    bar.set_query(parse_query("style:edgy linen"))
    assert bar.field.text() == "linen"
    assert chips(bar) == ["style: edgy"]
    bar.set_query(Query())
    assert bar.field.text() == ""


@pytest.mark.parametrize(
    ("typed", "offered"),
    [
        ("bohe", ["style:bohemian"]),
        ("style:edgy -bohe", ["style:edgy -style:bohemian"]),
        ("color:light", ["color:light-blue"]),
    ],
)
def test_labels_complete_the_last_word(app: QApplication, typed: str, offered: list[str]) -> None:
    completer = SearchCompleter(load(), app)
    completer.setCompletionPrefix(typed)  # as the field does
    model = completer.completionModel()
    texts = [completer.pathFromIndex(model.index(row, 0)) for row in range(model.rowCount())]
    assert texts == offered


def test_choosing_a_completion_makes_a_chip(
    app: QApplication, bar: SearchBar, wanted: list[Query]
) -> None:
    QTest.keyClicks(bar.field, "bohe")
    popup = bar.field.completer().popup()
    assert popup is not None
    wait_for(popup.isVisible)
    QTest.keyClick(popup, Qt.Key.Key_Down)
    QTest.keyClick(popup, Qt.Key.Key_Return)
    wait_for(lambda: bar.field.text() == "")
    app.processEvents()
    assert wanted[-1] == parse_query("style:bohemian")
    assert chips(bar) == ["style: bohemian"]


@pytest.mark.parametrize("by_window", [True, False])  # its Esc command comes before the field
def test_escape_closes_the_suggestions_before_it_drops_the_words(
    bar: SearchBar, by_window: bool
) -> None:
    left: list[bool] = []
    bar.left.connect(lambda: left.append(True))
    QTest.keyClicks(bar.field, "bohe")
    popup = bar.field.completer().popup()
    assert popup is not None
    wait_for(popup.isVisible)
    bar.escape() if by_window else QTest.keyClick(popup, Qt.Key.Key_Escape)
    assert not popup.isVisible()
    assert bar.field.text() == "bohe"
    QTest.keyClick(bar.field, Qt.Key.Key_Escape)
    assert bar.field.text() == ""
    assert not bar._clear.isVisible()
    assert not left


def test_suggestions_are_read_by_name_and_open_below_the_bar(bar: SearchBar) -> None:
    QTest.keyClicks(bar.field, "color:light")
    popup = bar.field.completer().popup()
    assert popup is not None
    wait_for(popup.isVisible)
    index = popup.model().index(0, 0)
    assert index.data(NAME_ROLE) == "Light blue"
    assert QColor(index.data(HEX_ROLE)).isValid()
    edge = bar.mapToGlobal(bar.rect().bottomLeft()).y()
    assert popup.mapToGlobal(popup.rect().topLeft()).y() >= edge - 2  # on its border
    popup.grab()  # paints the rows
    popup.hide()
