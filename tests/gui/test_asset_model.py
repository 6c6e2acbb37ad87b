"""The grid's model keeps to Qt's rules and reads only rows that are looked at."""

from __future__ import annotations

import os
from collections.abc import Iterator

import pytest
from PySide6.QtCore import QModelIndex, QPersistentModelIndex, Qt
from PySide6.QtTest import QAbstractItemModelTester, QSignalSpy

from studio.core.asset import Tile
from studio.gui.models.asset_model import BATCH, ID_ROLE, TILE_ROLE, AssetModel
from studio.gui.tasks import SyncTasks, Tasks
from tests.gui.drawn_library import FAILED, MISSING, DrawnLibrary
from tests.gui.waiting import settle, wait_for

ROLES = Qt.ItemDataRole


@pytest.fixture
def library() -> DrawnLibrary:
    return DrawnLibrary()


@pytest.fixture
def model(library: DrawnLibrary, sync_tasks: SyncTasks) -> Iterator[AssetModel]:
    model = AssetModel(library, sync_tasks, {"dress": "Dress", "solid": "Solid"})
    tester = QAbstractItemModelTester(
        model, QAbstractItemModelTester.FailureReportingMode.Warning, model
    )
    assert tester.model() is model
    yield model
    model.deleteLater()


def tile_at(model: AssetModel, row: int) -> Tile | None:
    tile = model.index(row).data(TILE_ROLE)
    assert tile is None or isinstance(tile, Tile)
    return tile


def test_reads_a_batch_only_when_a_row_is_looked_at(
    model: AssetModel, library: DrawnLibrary
) -> None:
    model.set_ids(list(range(1, 100_001)))
    settle()
    library.calls.clear()
    assert model.rowCount() == 100_000
    assert tile_at(model, 70_000) is None
    settle()
    assert tile_at(model, 70_000) == library.list_tiles([70_001])[0]
    assert len(library.calls) == 2  # one batch, and the line above
    batch = library.asked("tiles")[0]
    assert isinstance(batch, tuple)
    assert len(batch) == BATCH
    assert 70_001 in batch


def test_does_not_read_on_the_gui_thread(library: DrawnLibrary, tasks: Tasks) -> None:
    import threading

    model = AssetModel(library, tasks)
    model.set_ids([1, 2])
    assert tile_at(model, 0) is None
    wait_for(lambda: tile_at(model, 0) is not None)
    assert threading.get_ident() not in library.threads


@pytest.mark.parametrize(
    "new",
    [
        [9, 8, 1, 2, 3, 4],
        [1, 2, 3, 4, 5],
        [1, 2, 10, 3, 4],
        [1, 4],
        [7, 1, 3, 4, 8],
        [2, 3, 4],
    ],
)
def test_rows_that_stay_keep_their_persistent_indexes(model: AssetModel, new: list[int]) -> None:
    model.set_ids([1, 2, 3, 4])
    kept = QPersistentModelIndex(model.index(3))
    resets = QSignalSpy(model.modelReset)
    assert model.set_ids(new)
    assert resets.count() == 0
    assert kept.data(ID_ROLE) == 4
    assert [model.index(row).data(ID_ROLE) for row in range(model.rowCount())] == new


def test_another_order_resets(model: AssetModel) -> None:
    model.set_ids([1, 2, 3, 4])
    assert not model.set_ids([4, 3, 2, 1])
    assert [model.index(row).data(ID_ROLE) for row in range(4)] == [4, 3, 2, 1]


def test_refresh_tells_of_just_the_changed_rows(model: AssetModel, library: DrawnLibrary) -> None:
    model.set_ids(list(range(1, 21)))
    tile_at(model, 0)
    settle()
    changed = QSignalSpy(model.dataChanged)
    library.names = {3: "new 3.jpg", 4: "new 4.jpg", 9: "new 9.jpg"}
    model.refresh([3, 4, 9, 4711])
    settle()
    ranges = [(changed.at(at)[0].row(), changed.at(at)[1].row()) for at in range(changed.count())]
    assert ranges == [(2, 3), (8, 8)]
    assert model.index(8).data(ROLES.DisplayRole) == "new 9.jpg"


def test_ids_that_are_gone_stay_placeholders(model: AssetModel, library: DrawnLibrary) -> None:
    library.gone = {2}
    model.set_ids([1, 2, 3])
    tile_at(model, 0)
    settle()
    assert tile_at(model, 1) is None
    assert tile_at(model, 2) is not None


def test_texts_for_tooltips_and_screen_readers(model: AssetModel) -> None:
    model.set_ids([1, FAILED, MISSING])
    tile_at(model, 0)
    settle()
    assert model.index(0).data(ROLES.AccessibleTextRole) == "look_0001.jpg, Dress, Solid"
    assert model.index(1).data(ROLES.ToolTipRole) == "look_0007.jpg\nThe file ends too early."
    assert "missing" in model.index(2).data(ROLES.ToolTipRole)


def test_files_are_dragged_out_even_with_odd_names(
    model: AssetModel, library: DrawnLibrary
) -> None:
    library.names = {1: "été #1 100%.jpg", 2: os.fsdecode(b"caf\xe9.jpg")}
    model.set_ids([1, 2, MISSING])
    tile_at(model, 0)
    settle()
    mime = model.mimeData([model.index(row) for row in range(3)])
    urls = [bytes(url.toEncoded().data()) for url in mime.urls()]
    assert urls == [
        b"file:///archive/%C3%A9t%C3%A9%20%231%20100%25.jpg",
        b"file:///archive/caf%E9.jpg",
    ]
    assert model.index(1).data(ROLES.DisplayRole) == "caf\ufffd.jpg"


def test_a_list_has_no_children(model: AssetModel) -> None:
    model.set_ids([1])
    assert model.rowCount(model.index(0)) == 0
    assert model.flags(QModelIndex()) == Qt.ItemFlag.NoItemFlags
