"""The eyedropper on grid and loupe canvas: clicks pick, and do nothing else."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from PySide6.QtCore import QPoint, QSize, Qt
from PySide6.QtGui import QColor, QImage
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QHBoxLayout, QWidget

from studio.gui.context import Context
from studio.gui.dropper import Dropper, find_color
from studio.gui.icons import Icons
from studio.gui.tasks import Tasks
from studio.gui.theme import Theme
from studio.gui.views.grid import GridView
from studio.gui.views.zoom_canvas import ZoomCanvas
from tests.gui.drawn_library import DrawnLibrary, load
from tests.gui.waiting import settle, wait_for

LEFT, RIGHT = Qt.MouseButton.LeftButton, Qt.MouseButton.RightButton


class Window(QWidget):
    """A grid beside a picture."""

    def __init__(self, theme: Theme, icons: Icons, tasks: Tasks) -> None:
        super().__init__()
        self.resize(900, 400)
        self.grid = GridView(Context(DrawnLibrary(), tasks, theme, icons, load()))
        self.grid.set_ids([1, 2, 3])
        self.canvas = ZoomCanvas(theme)
        picture = QImage(100, 100, QImage.Format.Format_RGB32)
        picture.fill(QColor("#1d2a4d"))
        self.canvas.set_picture(picture, QSize(100, 100))
        row = QHBoxLayout(self)
        row.addWidget(self.grid, 1)
        row.addWidget(self.canvas, 1)
        self.dropper = Dropper(self, theme)
        self.picked: list[str] = []
        self.ended: list[bool] = []
        self.dropper.picked.connect(self.picked.append)
        self.dropper.ended.connect(lambda: self.ended.append(True))

    def tile(self, row: int) -> QPoint:
        return self.grid.visualRect(self.grid.model().index(row, 0)).center()


@pytest.fixture
def window(app: QApplication, theme: Theme, icons: Icons, tasks: Tasks) -> Iterator[Window]:
    window = Window(theme, icons, tasks)
    window.show()
    window.activateWindow()
    app.processEvents()

    def is_drawn() -> bool:
        color = find_color(window, window.grid.viewport().mapToGlobal(window.tile(0)))
        return color is not None and color.red() > color.green() + 60

    wait_for(is_drawn)
    yield window
    window.dropper.stop()
    window.deleteLater()


def test_a_click_on_a_thumbnail_takes_its_colour_and_selects_nothing(window: Window) -> None:
    activated: list[int] = []
    window.grid.assetActivated.connect(activated.append)
    window.dropper.start()
    QTest.mouseClick(window.grid.viewport(), LEFT, pos=window.tile(0))
    (hex_,) = window.picked
    color = QColor(hex_)
    assert color.red() > color.green() + 60
    assert window.grid.selected_ids() == []
    assert not window.dropper.is_active
    QTest.mouseClick(window.grid.viewport(), LEFT, pos=window.tile(0))
    assert len(window.picked) == 1
    assert window.grid.selected_ids() == [1]
    assert activated == []


def test_a_click_on_the_large_picture_takes_its_colour(window: Window) -> None:
    window.dropper.start()
    QTest.mouseClick(window.canvas, LEFT, pos=window.canvas.rect().center())
    assert window.picked == ["#1d2a4d"]


def test_beside_the_images_there_is_nothing_to_pick(window: Window) -> None:
    window.dropper.start()
    corner = QPoint(2, 2)  # outside the picture
    QTest.mouseClick(window.canvas, LEFT, pos=corner)
    bottom = window.grid.viewport().rect().bottomRight() - corner
    QTest.mouseClick(window.grid.viewport(), LEFT, pos=bottom)
    assert window.picked == []
    assert window.dropper.is_active


def test_escape_and_the_right_button_leave(window: Window) -> None:
    for key in (True, False):
        window.dropper.start()
        assert QApplication.overrideCursor() is not None
        if key:
            QTest.keyClick(window.grid, Qt.Key.Key_Escape)
        else:
            QTest.mouseClick(window.canvas, RIGHT, pos=window.canvas.rect().center())
        assert not window.dropper.is_active
        assert QApplication.overrideCursor() is None
    assert window.picked == []
    assert window.ended == [True, True]


def test_the_lens_shows_what_would_be_picked(window: Window) -> None:
    window.dropper.start()
    window.dropper._follow(window.canvas.mapToGlobal(window.canvas.rect().center()))
    lens = window.dropper._lens
    assert lens.isVisible()
    assert lens._color == QColor("#1d2a4d")
    lens.grab()
    window.dropper._follow(window.canvas.mapToGlobal(window.canvas.rect().bottomRight()))
    assert not lens.isVisible()
    settle(40)  # a look at where the mouse is
