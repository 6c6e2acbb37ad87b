"""The order of a board: tiles are dragged to another place, or moved by keys."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from PySide6.QtCore import QMimeData, QPoint, QPointF, Qt
from PySide6.QtGui import QDragEnterEvent, QDragMoveEvent, QDropEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QMessageBox

from studio.core.collection import Sort
from studio.core.edit import CollectionKind, CreateCollection
from studio.core.query import parse_query
from studio.gui.app import Studio
from studio.gui.asset_drag import with_images
from studio.gui.board_order import Way, find_before
from studio.gui.views.board_drop import DropLine
from studio.gui.widgets.name_field import NameField
from studio.resources import get_places
from studio.storage.catalogue import Catalogue
from tests.gui.waiting import settle, wait_for
from tests.storage.examples import analysis, files

BOARD = (5, 1, 4, 2)


@pytest.fixture
def studio(app: QApplication, tmp_path: Path) -> Iterator[Studio]:
    """The window on a board of four of six images."""
    del app
    folder = tmp_path / "library"
    with Catalogue.open(folder) as catalogue:
        catalogue.register_files(catalogue.add_source("/p"), files(6), 1)
        catalogue.store_analyses([(n, analysis()) for n in range(1, 7)])
        catalogue.apply(CreateCollection(CollectionKind.BOARD, "Moods", ids=BOARD))
    studio = Studio(get_places(), tmp_path / "settings.json", "dark")
    studio.window.resize(1100, 760)
    studio.window.show()
    studio.open_library(folder)
    wait_for(lambda: len(studio.window.center.shown_ids()) == 6)
    wait_for(lambda: bool(studio.window.collections.tree.all()))
    studio.window.collections.open(1)
    wait_for(lambda: shown(studio) == list(BOARD))
    yield studio
    studio.window.close()
    studio.deleteLater()
    shutil.rmtree(folder, ignore_errors=True)


def shown(studio: Studio) -> list[int]:
    return list(studio.window.center.shown_ids())


def drag(studio: Studio, ids: tuple[int, ...], onto: int, *, behind: bool) -> bool:
    """Let these go on one half of a tile; whether a line showed where they would come."""
    grid = studio.window.center.grid
    assert grid is not None
    rect = grid.visualRect(grid.model().index(shown(studio).index(onto), 0))
    x = rect.right() - 20 if behind else rect.left() + 20
    place, mime = QPoint(x, rect.center().y()), with_images(QMimeData(), ids)
    button, keys = Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier
    action, port = Qt.DropAction.CopyAction, grid.viewport()
    QApplication.sendEvent(port, QDragEnterEvent(place, action, mime, button, keys))
    QApplication.sendEvent(port, QDragMoveEvent(place, action, mime, button, keys))
    line = grid.findChild(DropLine)
    seen = line is not None and line.isVisible()
    QApplication.sendEvent(port, QDropEvent(QPointF(place), action, mime, button, keys))
    settle()
    return seen


def test_a_board_opens_in_its_own_order_and_leaving_it_brings_the_other_back(
    studio: Studio,
) -> None:
    window = studio.window
    assert window.session is not None
    browser = window.session.browser
    assert browser.sort is Sort.BOARD
    window.clear_filters()
    wait_for(lambda: len(shown(studio)) == 6)
    assert browser.sort.value == "added"


def test_tiles_are_dragged_before_and_behind_others(studio: Studio) -> None:
    assert drag(studio, (2,), 1, behind=False)
    wait_for(lambda: shown(studio) == [5, 2, 1, 4])
    assert drag(studio, (5, 2), 4, behind=True)
    wait_for(lambda: shown(studio) == [1, 4, 5, 2])
    assert drag(studio, (1, 4), 4, behind=True)  # where they are
    settle(400)
    assert shown(studio) == [1, 4, 5, 2]
    window = studio.window
    wait_for(window.actions_["undo"].isEnabled)
    window.actions_["undo"].trigger()
    wait_for(lambda: shown(studio) == [5, 2, 1, 4])


def test_keys_move_the_selection(studio: Studio) -> None:
    window = studio.window
    assert window.center.grid is not None
    window.center.grid.set_current(4)
    for name, order in (
        ("move_earlier", [5, 4, 1, 2]),
        ("move_last", [5, 1, 2, 4]),
        ("move_first", [4, 5, 1, 2]),
        ("move_later", [5, 4, 1, 2]),
    ):
        window.actions_[name].trigger()
        wait_for(lambda order=order: shown(studio) == order)  # type: ignore[misc]
        assert list(window.center.selected_ids()) == [4]


def test_in_another_order_nothing_is_moved(studio: Studio) -> None:
    window = studio.window
    assert window.session is not None
    window.session.browser.set_sort(Sort.NAME)
    wait_for(lambda: shown(studio) == [1, 2, 4, 5])
    assert not window.actions_["move_later"].isEnabled()
    assert not drag(studio, (2,), 1, behind=False)
    window.session.browser.set_query(parse_query("garment:dress"))
    wait_for(lambda: len(shown(studio)) == 6)
    assert not drag(studio, (2,), 1, behind=False)
    assert shown(studio) == [1, 2, 3, 4, 5, 6]


def test_del_takes_off_the_board_and_ctrl_del_out_of_the_library(
    studio: Studio, monkeypatch: pytest.MonkeyPatch
) -> None:
    window = studio.window
    assert window.center.grid is not None
    assert window.actions_["remove"].text() == "Take off “Moods”"
    window.center.grid.set_current(1)
    window.actions_["remove"].trigger()
    wait_for(lambda: shown(studio) == [5, 4, 2])
    window.clear_filters()
    wait_for(lambda: len(shown(studio)) == 6)
    assert window.actions_["remove"].text() == "Remove from library"
    assert not window.actions_["remove_anyway"].isVisible()  # it would say the same
    window.collections.open(1)
    wait_for(lambda: shown(studio) == [5, 4, 2])
    assert window.actions_["remove_anyway"].isVisible()
    monkeypatch.setattr(QMessageBox, "exec", lambda box: box.defaultButton().click())
    window.center.grid.set_current(4)
    window.actions_["remove_anyway"].trigger()
    wait_for(lambda: shown(studio) == [5, 2])
    window.clear_filters()
    wait_for(lambda: len(shown(studio)) == 5)


def test_keys_in_the_sidebar_are_about_collections(studio: Studio) -> None:
    window = studio.window
    assert window.center.grid is not None
    window.center.grid.select_all()
    view = window.sidebar.boards.collections
    view.enter_from(1)
    QTest.keyClick(view, Qt.Key.Key_F2)
    (field,) = view.findChildren(NameField)
    for key in (Qt.Key.Key_B, Qt.Key.Key_Delete, Qt.Key.Key_X):
        QTest.keyClick(field, key)
    assert field.text() == "bx"
    QTest.keyClick(field, Qt.Key.Key_Escape)
    settle(300)
    (board,) = window.collections.tree.all()
    assert (board.name, board.count) == ("Moods", 4)
    QTest.keyClick(view, Qt.Key.Key_Delete)
    wait_for(lambda: not window.collections.tree.all())
    wait_for(lambda: len(shown(studio)) == 6)  # and all images are there


@given(st.permutations(range(1, 8)), st.sets(st.integers(1, 7), min_size=1), st.sampled_from(Way))
def test_a_move_keeps_the_others_in_order(shown_: list[int], chosen: set[int], way: Way) -> None:
    selected = [asset_id for asset_id in shown_ if asset_id in chosen]
    before = find_before(shown_, selected, way)
    staying = [asset_id for asset_id in shown_ if asset_id not in chosen]
    if not staying:
        assert before == 0
        return
    assert before is None or before in staying
    at = staying.index(before) if before is not None else len(staying)
    ahead = shown_.index(selected[0])
    behind = sum(1 for asset_id in shown_[: shown_.index(selected[-1])] if asset_id in staying)
    wanted = {Way.FIRST: 0, Way.EARLIER: max(0, ahead - 1), Way.LAST: len(staying)}
    assert at == wanted.get(way, min(len(staying), behind + 1))
