"""The panels keep their widths while the window changes, and yield where it is too narrow."""

from __future__ import annotations

import pytest
from PySide6.QtWidgets import QApplication, QWidget

from studio.gui.widgets.columns import INSPECTOR_WIDTH, SIDEBAR_WIDTH, Columns


def panel(least: int) -> QWidget:
    widget = QWidget()
    widget.setMinimumWidth(least)
    return widget


@pytest.fixture
def columns(app: QApplication) -> Columns:
    columns = Columns(panel(208), QWidget(), ())
    columns.set_inspector(panel(240))
    columns.resize(1400, 600)
    columns.show()
    columns.show_panels(sidebar=True, inspector=True)
    app.processEvents()
    return columns


def test_only_the_images_follow_the_window(columns: Columns, app: QApplication) -> None:
    for width in (1024, 1680, 900):
        columns.resize(width, 600)
        app.processEvents()
        sidebar, images, inspector = columns.sizes()
        assert (sidebar, inspector) == (SIDEBAR_WIDTH, INSPECTOR_WIDTH)
        assert images == width - sidebar - inspector - 2


def test_in_a_narrow_window_the_panels_yield(columns: Columns, app: QApplication) -> None:
    columns.resize(800, 600)
    app.processEvents()
    assert columns.sizes() == [238, 320, 240]
    columns.resize(1400, 600)
    app.processEvents()
    assert columns.sizes()[0] == SIDEBAR_WIDTH
    assert columns.sizes()[2] == INSPECTOR_WIDTH
