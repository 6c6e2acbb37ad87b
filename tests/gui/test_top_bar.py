"""Where the window is narrow the search has the room, and what is on is still seen."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from PySide6.QtGui import QAction
from PySide6.QtWidgets import QApplication, QToolButton, QWidget

from studio.core.collection import Sort
from studio.gui.icons import Icons
from studio.gui.theme import Theme
from studio.gui.widgets.top_bar import TopBar

NAMES = ("grid", "loupe", "compare", "colors", "justified", "swap_theme")


@pytest.fixture
def bar(theme: Theme, icons: Icons) -> Iterator[TopBar]:
    owner = QWidget()
    actions = {name: QAction(name, owner) for name in (*NAMES, "jobs", "color_search")}
    for name, action in actions.items():
        action.setObjectName(name)
        action.setCheckable(name != "swap_theme")
    views = tuple(actions[name] for name in NAMES)
    bar = TopBar(theme, icons, views, actions["jobs"], actions["color_search"])
    bar.set_sort(Sort.NAME)
    bar.show()
    yield bar
    bar.deleteLater()
    owner.deleteLater()


def shown(bar: TopBar) -> list[str]:
    buttons = bar.findChildren(QToolButton, "segment")
    return [button.text() for button in buttons if button.isVisible()]


def resize(bar: TopBar, width: int) -> None:
    bar.resize(width, bar.height())
    QApplication.processEvents()


def test_a_wide_bar_shows_everything(bar: TopBar) -> None:
    resize(bar, 1280)
    assert shown(bar) == list(NAMES)
    assert bar.sort_button.text() == "Name ▾"


def test_a_narrow_bar_gives_its_room_to_the_search(bar: TopBar) -> None:
    bar.set_sidebar_width(208)
    resize(bar, 760)
    assert shown(bar) == ["grid", "loupe", "compare"]
    assert bar.sort_button.text() == "Order ▾"
    assert bar.sort_button.toolTip() == "Name"
    assert bar.search.width() >= 280  # of 760
    resize(bar, 1280)
    assert shown(bar) == list(NAMES)


def test_a_narrow_bar_shows_the_view_that_is_on(bar: TopBar) -> None:
    resize(bar, 760)
    (colors,) = (each for each in bar._views if each.objectName() == "colors")
    colors.setChecked(True)
    assert "colors" in shown(bar)
    colors.setChecked(False)
    assert "colors" not in shown(bar)
