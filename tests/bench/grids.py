"""The grid on a library of any size, against Qt's own list view laid out in a single pass."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

import numpy as np
from PySide6.QtCore import (
    QAbstractListModel,
    QModelIndex,
    QObject,
    QPersistentModelIndex,
    QSize,
    Qt,
)
from PySide6.QtWidgets import QApplication, QListView, QWidget

from studio.core.ids import Ids
from studio.core.listing import Listing
from studio.core.taxonomy import load_taxonomy
from studio.gui.context import Context
from studio.gui.icons import Icons
from studio.gui.tasks import Tasks
from studio.gui.theme import Theme
from studio.gui.views.grid import GridView
from studio.library.library import Library
from studio.resources import get_places, get_root

_SIZES = ((1280, 800), (1010, 700), (1400, 900))


class _Numbers(QAbstractListModel):
    """As plain as a model can be."""

    def __init__(self, count: int, parent: QObject) -> None:
        super().__init__(parent)
        self._count = count

    def rowCount(
        self,
        parent: QModelIndex | QPersistentModelIndex = QModelIndex(),  # noqa: B008 - Qt's signature
    ) -> int:
        """The number of rows."""
        return 0 if parent.isValid() else self._count

    def data(
        self,
        index: QModelIndex | QPersistentModelIndex,
        role: int = int(Qt.ItemDataRole.DisplayRole),
    ) -> object:
        """A number and a size."""
        if role == Qt.ItemDataRole.SizeHintRole:
            return QSize(180, 200)
        return str(index.row()) if role == Qt.ItemDataRole.DisplayRole else None


def compare(folder: Path) -> dict[str, float]:
    """Milliseconds until the view has been shown and resized twice, and has painted each time."""
    application = QApplication.instance() or QApplication([])
    assert isinstance(application, QApplication)
    library = Library.open(folder, get_places(), read_only=True)
    # As the window gets them, from another thread.
    listing = library.list_assets().after(Ids())
    plain = min(_show(lambda: _make_plain(len(listing), application)) for _ in range(3))
    with open_context(library, application) as context:
        grid = min(_show(lambda: _make_grid(context, listing)) for _ in range(5))
        justified = min(_show(lambda: _make_grid(context, listing, True)) for _ in range(5))
        selecting = _time_selecting(context, listing)
    return {
        "images": len(listing),
        "plain_ms": plain,
        "grid_ms": grid,
        "ratio": grid / plain,
        "justified_ms": justified,
        "select_all_ms": selecting,
    }


@contextmanager
def open_context(library: Library, application: QApplication) -> Iterator[Context]:
    """What the views of a library are made of; the library is closed at the end."""
    tasks = Tasks(application)
    theme = Theme(get_root() / "themes", "dark", application)
    taxonomy = load_taxonomy(get_places().taxonomy)
    try:
        yield Context(library, tasks, theme, Icons(get_root() / "icons", theme), taxonomy)
    finally:
        tasks.shut_down()
        library.close()


def _time_selecting(context: Context, listing: Listing) -> float:
    """Milliseconds to select everything, to invert that, and to show a list with one image more."""
    view = _make_grid(context, listing)
    view.resize(*_SIZES[0])
    view.show()
    QApplication.processEvents()
    more = np.append(listing.ids.array[-1:] + 1_000_000_000, listing.ids.array)
    shapes = np.append(listing.aspects[:1], listing.aspects)
    longer = Listing(Ids(more), shapes).after(listing.ids)
    start = time.perf_counter()
    view.select_all()
    view.invert_selection()
    view.set_ids(longer)
    QApplication.processEvents()
    spent = (time.perf_counter() - start) * 1000
    view.close()
    view.deleteLater()
    return spent


def _make_plain(count: int, parent: QObject) -> QWidget:
    view = QListView()
    view.setViewMode(QListView.ViewMode.IconMode)
    view.setUniformItemSizes(True)
    view.setResizeMode(QListView.ResizeMode.Adjust)
    view.setLayoutMode(QListView.LayoutMode.SinglePass)
    view.setModel(_Numbers(count, parent))
    return view


def _make_grid(context: Context, listing: Listing, justified: bool = False) -> GridView:
    view = GridView(context)
    view.set_justified(justified)
    view.set_ids(listing)
    return view


def _show(make: Callable[[], QWidget]) -> float:
    start = time.perf_counter()
    view = make()
    for number, (width, height) in enumerate(_SIZES):
        view.resize(width, height)
        if number == 0:
            view.show()
        QApplication.processEvents()
        view.grab()
    spent = (time.perf_counter() - start) * 1000
    view.close()
    view.deleteLater()
    QApplication.processEvents()
    return spent
