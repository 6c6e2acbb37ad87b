"""A real window on a real library of drawn pictures, for tests of organising by hand."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from PIL import Image
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest

from studio.core.asset import AssetDetails
from studio.core.organising import Marks
from studio.gui.app import Studio
from studio.gui.main_window import MainWindow
from studio.gui.session import Session
from studio.library.library import Library
from studio.resources import get_places
from tests.gui.waiting import wait_for

COUNT = 8


def draw(folder: Path, count: int = COUNT) -> Path:
    """A folder of flat pictures, each of another colour."""
    folder.mkdir()
    for number in range(count):
        color = (200 - 20 * number, 40 + 20 * number, 60)
        Image.new("RGB", (60, 80), color).save(folder / f"look{number}.png")
    return folder


def make_library(folder: Path, pictures: Path) -> Path:
    """A library with these pictures, analysed."""
    library = Library.open(folder, get_places(), workers=1)
    try:
        for _progress in library.import_paths([pictures]):
            pass
    finally:
        library.close()
    return folder


class MarkedWindow:
    """The window with short ways to what the tests look at."""

    def __init__(self, studio: Studio) -> None:
        self.studio = studio
        self.window: MainWindow = studio.window

    @property
    def session(self) -> Session:
        assert self.window.session is not None
        return self.window.session

    @property
    def library(self) -> Library:
        return self.session.context.library

    def ids(self) -> list[int]:
        assert self.window.center.grid is not None
        return list(self.window.center.grid.ids())

    def select(self, *places: int) -> tuple[int, ...]:
        """Select the images at these places of the grid; their ids."""
        grid = self.window.center.grid
        assert grid is not None
        ids = tuple(self.ids()[place] for place in places)
        grid._select(ids, ids[0])
        grid.setFocus()
        return ids

    def press(
        self, key: Qt.Key, modifiers: Qt.KeyboardModifier = Qt.KeyboardModifier.NoModifier
    ) -> None:
        """A key for the widget that has the focus."""
        QTest.keyClick(self.window.focusWidget(), key, modifiers)

    def details(self, asset_id: int) -> AssetDetails:
        return self.library.get_details(asset_id)

    def marks(self) -> Marks:
        return self.library.count_marks(self.ids())

    def forget_marks(self) -> None:
        """Undo everything after the import."""
        self.library.go_to(self.library.list_steps(1000)[-1].id)

    def steps(self) -> list[str]:
        return [step.description for step in self.library.list_steps()]


@contextmanager
def open_window(library: Path, settings: Path, theme: str = "dark") -> Iterator[MarkedWindow]:
    """The window on `library` until the end of the block."""
    studio = Studio(get_places(), settings, theme)
    studio.window.show()
    studio.open_library(library)
    marked = MarkedWindow(studio)
    wait_for(lambda: studio.window.session is not None)
    wait_for(lambda: studio.window.center.has_images)
    studio.window.activateWindow()
    try:
        yield marked
    finally:
        if studio.window.isVisible():
            studio.window.close()
        studio.deleteLater()
