"""The history panel shows the steps, goes to any of them by mouse and keyboard, and lasts."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from PySide6.QtCore import QModelIndex, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication

from studio.gui import moments
from studio.gui.widgets.history_panel import HistoryPanel
from tests.gui.marked_window import COUNT, MarkedWindow, draw, make_library, open_window
from tests.gui.waiting import settle, wait_for

ADDED = f"Add {COUNT} images"
START = "Before the first of these"


@pytest.fixture
def made(app: QApplication, tmp_path: Path) -> Path:
    del app
    return make_library(tmp_path / "library", draw(tmp_path / "pictures"))


@pytest.fixture
def marked(made: Path, tmp_path: Path) -> Iterator[MarkedWindow]:
    with open_window(made, tmp_path / "settings.json") as marked:
        yield marked


def open_panel(marked: MarkedWindow) -> HistoryPanel:
    marked.window.actions_["history"].trigger()
    wait_for(lambda: marked.window.stepping.is_open)
    panel = marked.window.stepping.panel
    assert panel is not None
    return panel


def rows(panel: HistoryPanel) -> list[QModelIndex]:
    model = panel.list.model()
    return [model.index(row, 0) for row in range(model.rowCount())]


def words(panel: HistoryPanel) -> list[str]:
    return [str(index.data()) for index in rows(panel)]


def spoken(panel: HistoryPanel) -> list[str]:
    role = Qt.ItemDataRole.AccessibleTextRole
    return [str(index.data(role)) for index in rows(panel)]


def here(panel: HistoryPanel) -> str:
    return next(text for text in spoken(panel) if "you are here" in text)


def rate(marked: MarkedWindow, *stars: int) -> None:
    marked.select(0)
    for number in stars:
        marked.press(Qt.Key(ord(str(number))))
        wait_for(
            lambda number=number: marked.details(marked.ids()[0]).rating == number  # type: ignore[misc]
        )


def test_the_steps_with_their_time(marked: MarkedWindow) -> None:
    rate(marked, 3, 5)
    panel = open_panel(marked)
    assert words(panel) == ["Rate 1 image ★★★★★", "Rate 1 image ★★★", ADDED, START]
    assert here(panel).startswith("Rate 1 image ★★★★★, today ")
    assert marked.window.actions_["history"].isChecked()
    assert panel.list.hasFocus()


def test_a_click_goes_there_and_back(marked: MarkedWindow) -> None:
    rate(marked, 3, 5)
    panel = open_panel(marked)
    viewport = panel.list.viewport()
    place = panel.list.visualRect(rows(panel)[1]).center()
    QTest.mouseClick(viewport, Qt.MouseButton.LeftButton, pos=place)
    wait_for(lambda: marked.details(marked.ids()[0]).rating == 3)
    wait_for(lambda: here(panel).startswith("Rate 1 image ★★★, "))
    assert spoken(panel)[0].endswith("undone")
    place = panel.list.visualRect(rows(panel)[0]).center()
    QTest.mouseClick(viewport, Qt.MouseButton.LeftButton, pos=place)
    wait_for(lambda: marked.details(marked.ids()[0]).rating == 5)


def test_the_keyboard_goes_to_the_beginning(marked: MarkedWindow) -> None:
    rate(marked, 4)
    panel = open_panel(marked)
    QTest.keyClick(panel.list, Qt.Key.Key_End)
    QTest.keyClick(panel.list, Qt.Key.Key_Return)
    wait_for(lambda: marked.library.list_ids() == [])  # the images were added later than that
    wait_for(lambda: here(panel).startswith(START))
    QTest.keyClick(panel.list, Qt.Key.Key_Home)
    QTest.keyClick(panel.list, Qt.Key.Key_Return)
    wait_for(lambda: len(marked.library.list_ids()) == COUNT)
    wait_for(lambda: len(marked.ids()) == COUNT)


def test_it_follows_what_happens(marked: MarkedWindow) -> None:
    panel = open_panel(marked)
    rate(marked, 2)
    wait_for(lambda: words(panel)[0] == "Rate 1 image ★★")
    marked.window.actions_["undo"].trigger()
    wait_for(lambda: here(panel).startswith(ADDED))


def test_escape_closes_it(marked: MarkedWindow) -> None:
    marked.select(0)
    panel = open_panel(marked)
    marked.press(Qt.Key.Key_Escape)
    assert not panel.isVisible()
    assert not marked.window.actions_["history"].isChecked()
    assert marked.window.center.selected_ids() == marked.ids()[:1]


def test_it_survives_a_restart(made: Path, tmp_path: Path) -> None:
    with open_window(made, tmp_path / "settings.json") as marked:
        rate(marked, 5)
    with open_window(made, tmp_path / "settings.json") as marked:
        panel = open_panel(marked)
        assert words(panel) == ["Rate 1 image ★★★★★", ADDED, START]


def test_an_empty_library_has_no_steps(app: QApplication, tmp_path: Path) -> None:
    del app
    from studio.gui.app import Studio
    from studio.resources import get_places

    studio = Studio(get_places(), tmp_path / "settings.json", "dark")
    studio.window.show()
    studio.open_library(tmp_path / "empty")
    wait_for(lambda: studio.window.session is not None)
    studio.window.actions_["history"].trigger()
    wait_for(lambda: studio.window.stepping.is_open)
    panel = studio.window.stepping.panel
    assert panel is not None
    assert rows(panel) == []
    assert panel._nothing.isVisible()
    settle(20)
    studio.window.close()
    studio.deleteLater()


@pytest.mark.parametrize(
    ("ago", "expected"),
    [(timedelta(0), "today"), (timedelta(days=1), "yesterday"), (timedelta(days=40), ", ")],
)
def test_moments_as_people_say_them(ago: timedelta, expected: str) -> None:
    now = datetime(2026, 7, 15, 12, tzinfo=UTC)
    assert expected in moments.say((now - ago).isoformat(), now)


def test_a_time_that_is_none_is_left_out() -> None:
    assert moments.say("soon") == ""
