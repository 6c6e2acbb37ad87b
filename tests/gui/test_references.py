"""PySide must not lose references to None, which ends the process after some thousand paints."""

from __future__ import annotations

import sys
from collections.abc import Iterator

import pytest
from PySide6.QtGui import QImage
from PySide6.QtWidgets import QApplication

from studio.gui.context import Context
from studio.gui.icons import Icons
from studio.gui.tasks import SyncTasks
from studio.gui.theme import Theme
from studio.gui.views.grid import GridView
from tests.gui.drawn_library import DrawnLibrary, load
from tests.gui.waiting import settle

PAINTS = 10_000  # of tiles


@pytest.fixture
def grid(
    app: QApplication, sync_tasks: SyncTasks, theme: Theme, icons: Icons
) -> Iterator[GridView]:
    del app
    grid = GridView(Context(DrawnLibrary(), sync_tasks, theme, icons, load()))
    grid.resize(900, 900)
    grid.set_tile_size(96)
    grid.set_ids(range(1, 200))
    grid.show()
    settle(200)
    yield grid
    grid.deleteLater()


def test_painting_keeps_the_count_of_none(grid: GridView) -> None:
    tiles = len(grid.visible_ids())
    assert tiles > 20
    canvas = QImage(grid.size(), QImage.Format.Format_RGB32)
    grid.viewport().render(canvas)
    before = sys.getrefcount(None)
    for _round in range(PAINTS // tiles + 1):
        grid.viewport().render(canvas)
    # Caches take some; a lost reference a paint would be ten thousand.
    assert abs(sys.getrefcount(None) - before) < PAINTS // 20
