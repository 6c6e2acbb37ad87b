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
from studio.gui.vocabulary import Vocabulary
from studio.gui.widgets.chips import Chip
from studio.gui.widgets.completion_rows import HEX_ROLE, NAME_ROLE
from studio.gui.widgets.search_bar import SearchBar
from studio.gui.widgets.search_completer import SearchCompleter
from tests.gui.drawn_library import load
from tests.gui.waiting import wait_for


@pytest.fixture
def bar(app: QApplication, theme: Theme, icons: Icons) -> Iterator[SearchBar]:
    window = QWidget()
    window.resize(900, 200)
    bar = SearchBar(theme, icons, QAction("Search by colour", window), window)
    bar.resize(900, 34)
    bar.set_language(load(), parse_query)
    looked_at = [Query()]

    def follow(query: Query) -> None:
        """As the window does."""
        if query != looked_at[0]:
            looked_at[0] = query
            bar.set_query(query)

    bar.queryWanted.connect(follow)
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
    row = bar._chips._row
    items = [row.itemAt(at) for at in range(row.count())]
    widgets = [item.widget() for item in items if item is not None]
    return [chip.text() for chip in widgets if isinstance(chip, Chip)]


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


def test_chips_that_are_scrolled_away_fade_at_the_edge(bar: SearchBar) -> None:
    hints = bar._chips.hints
    bar.set_query(parse_query("style:edgy"))
    QApplication.processEvents()
    assert (hints.before.isVisible(), hints.after.isVisible()) == (False, False)
    bar.resize(400, 34)
    bar.set_query(parse_query("style:edgy color:red pattern:checks garment:dress"))
    QApplication.processEvents()
    scroll = bar._chips.horizontalScrollBar()
    assert (hints.before.isVisible(), hints.after.isVisible()) == (True, False)
    scroll.setValue(scroll.maximum() // 2)
    assert (hints.before.isVisible(), hints.after.isVisible()) == (True, True)
    scroll.setValue(0)
    assert (hints.before.isVisible(), hints.after.isVisible()) == (False, True)
    assert hints.after.geometry().right() == bar._chips.rect().right()


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


def test_a_group_is_one_chip(bar: SearchBar) -> None:
    QTest.keyClicks(bar.field, "(red OR style:edgy) -(color:red rating>=3) tag:'Client|x")
    QTest.keyClick(bar.field, Qt.Key.Key_Return)
    assert chips(bar) == [
        "“red” or style: edgy",
        "not (colour: red and rating >= 3)",
        "tag: 'client or x",
    ]
    chip = next(iter(bar._chips._chips.values()))
    assert chip.toolTip().endswith("(red OR style:edgy)")


@pytest.mark.parametrize("by_key", [True, False])
def test_a_chip_is_edited_as_text_in_its_place(
    bar: SearchBar, wanted: list[Query], by_key: bool
) -> None:
    bar.set_query(parse_query("style:edgy (red OR linen) color:red"))
    chip = list(bar._chips._chips.values())[1]
    if by_key:
        chip.setFocus()
        QTest.keyClick(chip, Qt.Key.Key_Return)
    else:
        QTest.mouseDClick(chip, Qt.MouseButton.LeftButton, pos=chip.rect().center())
    assert bar.field.hasFocus()
    assert bar.field.text() == "red|linen"
    assert chips(bar) == ["style: edgy", "colour: red"]
    assert wanted == []  # nothing else is looked at yet
    QTest.keyClicks(bar.field, "|silk")
    QTest.keyClick(bar.field, Qt.Key.Key_Return)
    assert wanted[-1] == parse_query("style:edgy red|linen|silk color:red")
    assert chips(bar) == ["style: edgy", "“red” or “linen” or “silk”", "colour: red"]


def test_escape_makes_an_edited_chip_what_it_was(bar: SearchBar, wanted: list[Query]) -> None:
    query = parse_query("style:edgy garment:dress color:red")
    bar.set_query(query)
    bar.edit(query.terms[1])
    bar.field.clear()
    QTest.keyClicks(bar.field, "garment:skirt")
    wait_for(lambda: bool(wanted))
    assert wanted[-1] == parse_query("style:edgy garment:skirt color:red")
    bar.field.suggestions.hide() if bar.field.suggestions else None
    QTest.keyClick(bar.field, Qt.Key.Key_Escape)
    assert wanted[-1] == query
    assert chips(bar) == ["style: edgy", "garment: dress", "colour: red"]
    bar.edit(query.terms[0])
    QTest.keyClick(bar.field, Qt.Key.Key_Escape)
    assert chips(bar) == ["style: edgy", "garment: dress", "colour: red"]


def test_a_second_chip_is_edited_once_the_first_is_a_chip_again(bar: SearchBar) -> None:
    bar.set_query(parse_query("style:edgy garment:dress color:red"))
    edgy, dress, _red = bar._chips_query.terms
    bar.edit(edgy)
    QTest.keyClicks(bar.field, "|formal")
    bar.edit(dress)
    assert bar.field.text() == "garment:dress"
    assert chips(bar) == ["style: edgy or formal", "colour: red"]
    QTest.keyClicks(bar.field, "(")
    bar.edit(bar._chips_query.terms[0])
    assert bar.field.text() == "garment:dress("
    assert bar._problem.isVisible()


def test_an_edited_chip_may_be_emptied(bar: SearchBar, wanted: list[Query]) -> None:
    bar.set_query(parse_query("style:edgy garment:dress"))
    bar.edit(bar._chips_query.terms[0])
    bar.field.clear()
    QTest.keyClick(bar.field, Qt.Key.Key_Return)
    assert wanted[-1] == parse_query("garment:dress")


WORDS = Vocabulary(
    tags=("Client A", "linen"),
    collections=((3, "Client A/Looks"),),
    sources=("Paris",),
    colors={"mustard": "#e9bf3c", "ink black": "#1b1b1d"},
    counts={"style": {"bohemian": 12}, "tag": {"client a": 7}},
    history=("style:edgy linen", "dress"),
)


def offered(app: QApplication, typed: str) -> list[str]:
    completer = SearchCompleter(load(), app)
    completer.set_vocabulary(WORDS)
    completer.setCompletionPrefix(typed)
    model = completer.completionModel()
    return [completer.pathFromIndex(model.index(row, 0)) for row in range(model.rowCount())]


@pytest.mark.parametrize(
    ("typed", "first"),
    [
        ("clie", 'tag:"Client A"'),
        ('tag:"cl', 'tag:"Client A"'),
        ("(tag:cl", '(tag:"Client A"'),
        ("linen -looks", 'linen -in:"Client A/Looks"'),
        ("style:edgy|bo", "style:edgy|style:bohemian".replace("|style:", "|")),
        ("color~mus", "color~mustard"),
        ("color~mustard|in", 'color~mustard|"ink black"'),
        ("source:p", "source:Paris"),
        ("flag:p", "flag:picked"),
        ("dress", "garment:dress"),
        ("stars", "rating>=5"),
    ],
)
def test_what_the_library_knows_completes(app: QApplication, typed: str, first: str) -> None:
    assert offered(app, typed)[0] == first


def test_past_searches_complete_and_open_by_down(bar: SearchBar, app: QApplication) -> None:
    assert "style:edgy linen" in offered(app, "edgy")
    bar.set_vocabulary(WORDS)
    QTest.keyClick(bar.field, Qt.Key.Key_Down)
    popup = bar.field.suggestions
    assert popup is not None
    assert popup.isVisible()
    model = bar.field.completer().completionModel()
    assert [model.index(row, 0).data() for row in range(model.rowCount())] == list(WORDS.history)
    popup.grab()
    QTest.keyClick(popup, Qt.Key.Key_Down)
    QTest.keyClick(popup, Qt.Key.Key_Return)
    wait_for(lambda: chips(bar) == ["style: edgy", "“linen”"])


def test_a_collection_is_not_looked_for_before_its_name_is_there(
    bar: SearchBar, wanted: list[Query]
) -> None:
    bar.set_vocabulary(WORDS)
    for typed in ("in:Loo", "dress OR in:Look", "tag:lin"):
        bar.field.clear()
        QTest.keyClicks(bar.field, typed)
        wait_for(lambda: not bar._typing.isActive())
        assert wanted == []
    bar.field.clear()
    QTest.keyClicks(bar.field, "in:#3")
    QTest.keyClick(bar.field, Qt.Key.Key_Return)
    assert wanted[-1] == parse_query("in:#3")
    assert chips(bar) == ["in: Client A/Looks"]


@pytest.mark.parametrize(("typed", "left"), [("linen tag", "linen tag:"), ("eithe", "OR ")])
def test_after_the_beginning_of_a_term_more_is_typed(
    app: QApplication, bar: SearchBar, typed: str, left: str
) -> None:
    steps = 0
    QTest.keyClicks(bar.field, typed)
    popup = bar.field.suggestions
    assert popup is not None
    wait_for(popup.isVisible)
    while bar.field.text() != left.strip():
        QTest.keyClick(popup, Qt.Key.Key_Down)
        steps += 1
        assert steps < 30, "it is not offered"
    QTest.keyClick(popup, Qt.Key.Key_Return)
    app.processEvents()
    assert bar.field.text() == left
    assert not bar._problem.isVisible()
    assert chips(bar) == []


def test_enter_complains_of_a_search_that_is_not_finished(
    bar: SearchBar, wanted: list[Query]
) -> None:
    QTest.keyClicks(bar.field, "style:edgy OR")
    QTest.keyClick(bar.field, Qt.Key.Key_Return)
    assert "after “OR”" in bar._problem.text()
    assert bar._problem.isVisible()
    assert bar.field.fault == len("style:edgy OR")
    assert wanted == []


def test_what_can_find_nothing_is_said_beside_the_words(bar: SearchBar) -> None:
    bar.set_warnings(["There is no “style:bohemain”.", "There is no tag “x”."])
    assert bar._warning.isVisible()
    assert "bohemain" in bar._problem.text()
    bar._problem.hide()
    QTest.mouseClick(bar._warning, Qt.MouseButton.LeftButton)
    assert bar._problem.isVisible()
    bar.set_warnings([])
    assert not bar._warning.isVisible()
    assert not bar._problem.isVisible()
    bar.refuse("There is no collection “" + "x" * 300 + "”.")
    assert bar._problem.isVisible()
    assert bar._problem.width() <= bar.width()


@pytest.mark.parametrize("typed", ["(" * 9_000, "a " * 5_000, '"' * 9_999, "x" * 10_001])
def test_long_nonsense_is_a_mistake_like_others(
    bar: SearchBar, wanted: list[Query], typed: str
) -> None:
    bar.field.setText(typed)
    QTest.keyClick(bar.field, Qt.Key.Key_Return)
    assert bar._problem.isVisible()
    assert wanted == []
    bar.field.grab()
