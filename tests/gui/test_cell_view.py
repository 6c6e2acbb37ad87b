from __future__ import annotations

from collections.abc import Iterator

import pytest
from PySide6.QtCore import QItemSelectionModel, QRect, QSize, QStringListModel, Qt
from PySide6.QtGui import QAccessible, QRegion
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QListView

from studio.gui.views.cell_view import CellView
from studio.gui.views.grid_layout import GridLayout

COLUMNS, COUNT, SIDE = 4, 4002, 50
Key = Qt.Key


@pytest.fixture
def view(app: QApplication) -> Iterator[CellView]:
    view = CellView(GridLayout(QSize(SIDE, SIDE), COLUMNS, COUNT, True, 0, 0))
    view.setModel(QStringListModel([str(number) for number in range(COUNT)], view))
    view.setSelectionMode(QListView.SelectionMode.ExtendedSelection)
    view.setVerticalScrollMode(QListView.ScrollMode.ScrollPerPixel)
    view.setFrameShape(QListView.Shape.NoFrame)
    view.resize(COLUMNS * SIDE + 20, 5 * SIDE)
    view.show()
    app.processEvents()
    yield view
    view.deleteLater()


def rows(view: CellView) -> list[int]:
    return sorted(index.row() for index in view.selectedIndexes())


def test_every_place_belongs_to_the_cell_that_is_there(view: CellView) -> None:
    view.verticalScrollBar().setValue(777)
    for direction in (Qt.LayoutDirection.LeftToRight, Qt.LayoutDirection.RightToLeft):
        view.setLayoutDirection(direction)
        for row in (60, 61, 63, 64, 79):
            rect = view.visualRect(view.model().index(row, 0))
            for corner in (rect.topLeft(), rect.bottomRight(), rect.center()):
                assert view.indexAt(corner).row() == row
    first = view.visualRect(view.model().index(60, 0))
    assert first.right() == view.viewport().width() - 1  # from right to left
    assert not view.indexAt(first.bottomRight() + first.bottomRight()).isValid()


@pytest.mark.parametrize(
    ("start", "key", "end"),
    [
        (0, Key.Key_Right, 1),
        (3, Key.Key_Right, 4),  # on to the next line
        (4, Key.Key_Left, 3),
        (0, Key.Key_Left, 0),
        (COUNT - 1, Key.Key_Right, COUNT - 1),
        (5, Key.Key_Down, 9),
        (5, Key.Key_Up, 1),
        (2, Key.Key_Up, 2),
        (9, Key.Key_Home, 0),
        (9, Key.Key_End, COUNT - 1),
        (9, Key.Key_PageDown, 29),
        (9, Key.Key_PageUp, 1),
        (3999, Key.Key_Down, COUNT - 1),  # below is nothing, but there is one more line
        (COUNT - 1, Key.Key_Down, COUNT - 1),
        (COUNT - 8, Key.Key_PageDown, COUNT - 1),
    ],
)
def test_keys_lead_through_the_lines(view: CellView, start: int, key: Key, end: int) -> None:
    view.setCurrentIndex(view.model().index(start, 0))
    QTest.keyClick(view, key)
    assert view.currentIndex().row() == end
    assert view.viewport().rect().contains(view.visualRect(view.currentIndex()))


def test_keys_follow_the_lines_from_right_to_left(view: CellView) -> None:
    view.setLayoutDirection(Qt.LayoutDirection.RightToLeft)
    view.setCurrentIndex(view.model().index(2, 0))
    QTest.keyClick(view, Key.Key_Left)
    QTest.keyClick(view, Key.Key_Left)
    assert view.currentIndex().row() == 4
    QTest.keyClick(view, Key.Key_Right)
    assert view.currentIndex().row() == 3


def test_shift_extends_from_one_item_to_the_other(view: CellView) -> None:
    view.setCurrentIndex(view.model().index(6, 0))
    QTest.keyClick(view, Key.Key_Down, Qt.KeyboardModifier.ShiftModifier)
    assert rows(view) == [6, 7, 8, 9, 10]
    QTest.keyClick(view, Key.Key_Home, Qt.KeyboardModifier.ShiftModifier)
    assert rows(view) == [0, 1, 2, 3, 4, 5, 6]
    QTest.keyClick(view, Key.Key_End, Qt.KeyboardModifier.ShiftModifier)
    assert len(rows(view)) == COUNT - 6


def test_a_band_selects_what_it_touches(view: CellView) -> None:
    view.setState(QListView.State.DragSelectingState)
    band = QRect(SIDE + 5, 10, SIDE, SIDE)
    view.setSelection(band, QItemSelectionModel.SelectionFlag.ClearAndSelect)
    assert rows(view) == [1, 2, 5, 6]
    view.verticalScrollBar().setValue(view.verticalScrollBar().maximum())
    view.setSelection(view.viewport().rect(), QItemSelectionModel.SelectionFlag.ClearAndSelect)
    assert rows(view)[-1] == COUNT - 1
    view.setState(QListView.State.NoState)


def test_only_what_is_on_screen_is_painted_anew(view: CellView) -> None:
    view.selectAll()
    region = view.visualRegionForSelection(view.selectionModel().selection())
    shown = QRegion(0, 0, COLUMNS * SIDE, 5 * SIDE)
    assert region == shown


def test_screen_readers_find_a_list_and_its_items(view: CellView) -> None:
    interface = QAccessible.queryAccessibleInterface(view)
    assert interface is not None
    assert interface.role() == QAccessible.Role.List
    assert interface.childCount() == COUNT
    item = interface.child(5)
    assert item is not None
    assert item.text(QAccessible.Text.Name) == "5"
    assert item.rect().size() == QSize(SIDE, SIDE)
