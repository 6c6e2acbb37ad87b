"""The colour panel by mouse and keyboard: what it asks for, and what it shows of a query."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QAbstractButton, QApplication, QSlider, QWidget

from studio.core.color import load_color_names
from studio.core.harmony import harmony
from studio.core.query import Query, parse_query
from studio.gui.icons import Icons
from studio.gui.theme import Theme
from studio.gui.widgets.color_panel import ColorPanel
from studio.gui.widgets.color_rows import MOST_COLORS
from studio.gui.widgets.swatch_button import SwatchButton
from studio.library.searching import list_search_names
from tests.gui.conftest import RESOURCES
from tests.gui.drawn_library import load
from tests.gui.waiting import wait_for

LEFT = Qt.MouseButton.LeftButton


@pytest.fixture
def panel(app: QApplication, theme: Theme, icons: Icons) -> Iterator[ColorPanel]:
    window = QWidget()
    window.resize(900, 640)
    table = load_color_names(RESOURCES / "taxonomy" / "color-names.toml")
    panel = ColorPanel(theme, icons, table, list_search_names(table, load()), window)
    panel.queryWanted.connect(panel.set_query)  # as the window does
    window.show()
    window.activateWindow()
    panel.open()
    app.processEvents()
    yield panel
    window.deleteLater()


@pytest.fixture
def wanted(panel: ColorPanel) -> list[Query]:
    queries: list[Query] = []
    panel.queryWanted.connect(queries.append)
    return queries


def chosen(panel: ColorPanel) -> list[str]:
    return [button.hex for button in panel.chosen._buttons]


def enter(panel: ColorPanel, text: str) -> None:
    panel.hex_edit.selectAll()
    QTest.keyClicks(panel.hex_edit, text)
    QTest.keyClick(panel.hex_edit, Qt.Key.Key_Return)


def test_nothing_is_asked_for_until_something_is_picked(
    panel: ColorPanel, wanted: list[Query]
) -> None:
    assert chosen(panel) == []
    assert wanted == []


@pytest.mark.parametrize(
    ("text", "hex_"),
    [("#1d2a4d", "#1d2a4d"), ("c32", None), ("#C32", "#cc3322"), ("mustard", "#e9bf3c")],
)
def test_a_colour_is_entered(
    panel: ColorPanel, wanted: list[Query], text: str, hex_: str | None
) -> None:
    enter(panel, text)
    if hex_ is None:
        assert wanted == []
        assert panel._name.text() == "Not a colour"
        assert panel.hex_edit.selectedText()
        return
    names = list_search_names(panel._table, load())
    hex_ = names.get(text, hex_)
    assert wanted == [parse_query(f"color~{hex_}")]
    assert panel.field.hex == hex_
    assert chosen(panel) == [hex_]


def test_the_field_picks_while_it_is_dragged_and_asks_once(
    panel: ColorPanel, wanted: list[Query]
) -> None:
    square = panel.field._square
    QTest.mousePress(square, LEFT, pos=QPoint(20, 20))
    for x in (60, 120, square.width() - 3):
        QTest.mouseMove(square, QPoint(x, 3))
    QTest.mouseRelease(square, LEFT, pos=QPoint(square.width() - 3, 3))
    wait_for(lambda: bool(wanted))
    assert len(wanted) == 1
    (hex_,) = chosen(panel)
    assert wanted[0] == parse_query(f"color~{hex_}")
    assert panel.hex_edit.text() == hex_


def test_the_field_moves_by_the_arrow_keys_and_keeps_the_hue_of_greys(panel: ColorPanel) -> None:
    panel.pick("#1d2a4d")
    strip, square = panel.field._strip, panel.field._square
    before = panel.field.hex
    QTest.keyClick(strip, Qt.Key.Key_Right)
    assert panel.field.hex != before
    hue = panel.field._hue
    for _ in range(12):
        QTest.keyClick(square, Qt.Key.Key_Left, Qt.KeyboardModifier.ShiftModifier)
    red, green, blue = (panel.field.hex[at : at + 2] for at in (1, 3, 5))
    assert red == green == blue
    assert panel.field._hue == hue
    assert panel.harmonies._pages.currentIndex() == 1  # greys have none


def test_sliders_change_the_colour_that_is_chosen(panel: ColorPanel, wanted: list[Query]) -> None:
    panel.set_query(parse_query("color~#c0392b color~#ffffff@30%"))
    QTest.mouseClick(panel.chosen._buttons[1], LEFT)
    assert wanted == []  # choosing changes nothing
    assert panel.sliders.coverage.value() == 30
    panel.sliders.coverage.setValue(50)
    panel.sliders.tolerance.setValue(5)
    wait_for(lambda: bool(wanted))
    assert wanted[-1] == parse_query("color~#c0392b color~#ffffff@50%~5")
    panel.sliders.coverage.setValue(10)
    panel.sliders.tolerance.setValue(11)  # the defaults need not be said
    wait_for(lambda: wanted[-1] == parse_query("color~#c0392b color~#ffffff"))


def test_several_colours_all_or_any(panel: ColorPanel, wanted: list[Query]) -> None:
    panel.pick("#c0392b")
    QTest.mouseClick(panel.chosen._add, LEFT)
    first, second = chosen(panel)
    assert second == harmony(first, "complementary")[0]  # something to begin with
    enter(panel, "#ffffff")
    assert wanted[-1] == parse_query("color~#c0392b color~#ffffff")
    QTest.mouseClick(panel.chosen._any, LEFT)
    assert wanted[-1] == parse_query("color~#c0392b|#ffffff")
    QTest.mouseClick(panel.chosen._all, LEFT)
    assert wanted[-1] == parse_query("color~#c0392b color~#ffffff")
    QTest.keyClick(panel.chosen._buttons[0], Qt.Key.Key_Delete)
    assert wanted[-1] == parse_query("color~#ffffff")
    QTest.mouseClick(panel._clear, LEFT)
    assert wanted[-1] == Query()
    assert chosen(panel) == []


def test_there_is_an_end_to_adding(panel: ColorPanel) -> None:
    for _ in range(2 * MOST_COLORS):
        panel.chosen.addWanted.emit()
    assert len(chosen(panel)) == MOST_COLORS
    assert not panel.chosen._add.isEnabled()
    assert len(set(chosen(panel))) == MOST_COLORS


def test_a_harmony_is_searched_for_or_added(panel: ColorPanel, wanted: list[Query]) -> None:
    panel.pick("#c0392b")
    one, other = harmony("#c0392b", "triad")
    first, second = panel.harmonies._buttons["triad"]
    QTest.mouseClick(second, LEFT, Qt.KeyboardModifier.ControlModifier)
    assert wanted[-1] == parse_query(f"color~#c0392b color~{other}")
    panel.set_query(parse_query("color~#c0392b"))
    assert first.hex == one
    QTest.keyClick(first, Qt.Key.Key_Space)
    assert wanted[-1] == parse_query(f"color~{one}")


def test_the_rest_of_the_query_stays(panel: ColorPanel, wanted: list[Query]) -> None:
    panel.set_query(parse_query("style:edgy color~#c0392b -color~#ffffff garment:dress"))
    assert chosen(panel) == ["#c0392b"]
    panel.pick("#1d2a4d")
    assert wanted[-1] == parse_query("style:edgy color~#1d2a4d -color~#ffffff garment:dress")


def test_recent_colours_are_offered(panel: ColorPanel, wanted: list[Query]) -> None:
    assert not panel.recent.isVisible()
    panel.set_recent(["#1d2a4d", "#e9bf3c"])
    assert panel.recent.isVisible()
    QTest.mouseClick(panel.recent._buttons[1], LEFT)
    assert wanted[-1] == parse_query("color~#e9bf3c")


def test_everything_is_reached_by_the_keyboard_and_has_a_name(panel: ColorPanel) -> None:
    panel.set_query(parse_query("color~#c0392b color~#ffffff"))
    panel.set_recent(["#1d2a4d"])
    controls = [
        widget
        for kind in (QAbstractButton, QSlider)
        for widget in panel.findChildren(kind)
        if widget.isVisible() and widget.isEnabled()
    ]
    assert len(controls) >= 14
    others: list[QWidget] = [panel.field._square, panel.field._strip, panel.hex_edit]
    for control in [*controls, *others]:
        text = control.text() if isinstance(control, QAbstractButton) else ""
        assert control.accessibleName() or text, control
        assert control.focusPolicy() & Qt.FocusPolicy.TabFocus, control
    names = {b.accessibleName() for b in panel.findChildren(SwatchButton) if b.isEnabled()}
    assert any("#1d2a4d" in name for name in names)
    panel.grab()  # paints it all, in a small window, too
    window = panel.window()
    window.resize(320, 300)
    QApplication.processEvents()
    assert window.rect().contains(panel.geometry())
