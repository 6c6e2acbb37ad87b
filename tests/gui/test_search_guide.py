"""The search bar of the whole window: what it offers, remembers, and complains of."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QLabel

from studio.core.edit import AddTag, CollectionKind, CreateCollection
from studio.core.query import format_query, parse_query
from studio.gui.app import Studio
from studio.gui.main_window import MainWindow
from studio.resources import get_places
from studio.settings import load_settings
from studio.storage.catalogue import Catalogue
from tests.gui.waiting import wait_for
from tests.storage.examples import analysis, files


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    folder = tmp_path / "library"
    with Catalogue.open(folder) as catalogue:
        ids = catalogue.register_files(catalogue.add_source("/photos"), files(3), 1).new_ids
        catalogue.store_analyses([(asset_id, analysis("dress")) for asset_id in ids])
        catalogue.apply(AddTag((ids[0],), "Client A"))
        catalogue.apply(CreateCollection(CollectionKind.BOARD, "Looks", ids=tuple(reversed(ids))))
        smart = CollectionKind.SMART
        catalogue.apply(CreateCollection(smart, "Old", query="style:bohemain"))
        catalogue.apply(CreateCollection(smart, "Mirror", query="in:mirror"))
    return folder


@pytest.fixture
def window(app: QApplication, folder: Path) -> Iterator[MainWindow]:
    del app
    studio = Studio(get_places(), folder.parent / "settings.json", "dark")
    studio.window.show()
    studio.open_library(folder)
    wait_for(lambda: studio.window.session is not None and shown(studio.window) == 3)
    yield studio.window
    studio.window.close()
    studio.deleteLater()


def shown(window: MainWindow) -> int:
    return window.center.grid.model().rowCount() if window.center.grid else -1


def search(window: MainWindow, text: str) -> None:
    """As if typed, without the suggestions."""
    field = window.top_bar.search.field
    field.setFocus()
    field.setText(text)
    QTest.keyClick(field, Qt.Key.Key_Return)


def test_searches_are_answered_or_complained_of(window: MainWindow) -> None:
    bar = window.top_bar.search
    search(window, '(tag:"client a" OR style:edgy) -flag:rejected')
    wait_for(lambda: shown(window) == 1)
    window.clear_filters()
    wait_for(lambda: shown(window) == 3)
    search(window, "in:old")
    wait_for(bar._warning.isVisible)
    assert "Did you mean style:bohemian?" in bar._warning.toolTip()
    wait_for(lambda: shown(window) == 0)
    window.clear_filters()
    wait_for(lambda: shown(window) == 3)
    assert not bar._warning.isVisible()
    search(window, "in:mirror")
    wait_for(lambda: "asks for itself" in bar._problem.text() and bar._problem.isVisible())
    wait_for(lambda: shown(window) == 0)
    said = [label.text() for label in window.toast.findChildren(QLabel)]
    assert not any("asks for itself" in text for text in said)  # once is enough
    window.clear_filters()
    wait_for(lambda: shown(window) == 3)
    assert not bar._problem.isVisible()


def test_searches_are_remembered_and_offered(window: MainWindow, folder: Path) -> None:
    for text in ("style:edgy", "in:Looks", "style:edgy"):
        window.clear_filters()
        search(window, text)
    assert window.search_guide._words.history == ("style:edgy", "in:Looks")
    wait_for(lambda: window.settings.recent_searches == ("style:edgy", "in:Looks"))
    settings = folder.parent / "settings.json"
    wait_for(lambda: load_settings(settings).recent_searches == ("style:edgy", "in:Looks"))
    for number in range(60):
        window.search_guide._remember(f"word{number}")
    assert len(window.settings.recent_searches) == 50
    wait_for(lambda: window.search_guide._words.tags == ("Client A",))
    assert (1, "Looks") in window.search_guide._words.collections
    assert "mustard" in window.search_guide._words.colors


def test_a_board_can_be_looked_at_in_its_own_order(window: MainWindow) -> None:
    offered = {a.text(): a for a in window.top_bar._sort_group.actions()}
    assert not offered["Board order"].isVisible()
    search(window, "in:Looks")
    assert offered["Board order"].isVisible()
    offered["Board order"].trigger()
    grid = window.center.grid
    assert grid is not None
    wait_for(lambda: grid.visible_ids() == [3, 2, 1])
    assert window.session is not None
    assert format_query(window.session.browser.query) == "in:Looks"
    window._set_query(parse_query(""))
    assert not offered["Board order"].isVisible()
    wait_for(lambda: grid.visible_ids() == [1, 2, 3])
    assert window.top_bar.sort_button.text() == "Recently added ▾"
    assert window.settings.sort == "added"
