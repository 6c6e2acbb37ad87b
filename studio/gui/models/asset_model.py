"""The assets of the grid: a list of ids whose rows are fetched when they are looked at."""

from __future__ import annotations

import os
from collections import OrderedDict
from collections.abc import Iterable, Mapping, Sequence
from itertools import islice
from pathlib import Path

import numpy as np
from PySide6.QtCore import (
    QAbstractListModel,
    QByteArray,
    QMimeData,
    QModelIndex,
    QObject,
    QPersistentModelIndex,
    Qt,
    QTimer,
    QUrl,
    Signal,
)

from studio.core.asset import AssetState, Tile
from studio.core.ids import Ids
from studio.core.listing import Listing
from studio.core.row_changes import find_runs
from studio.gui import wording
from studio.gui.mark_words import describe_marks
from studio.gui.tasks import Tasks
from studio.library.library import Library

ID_ROLE = int(Qt.ItemDataRole.UserRole)
TILE_ROLE = ID_ROLE + 1
BATCH = 64
TILE_LIMIT = 8192  # rows that are kept; far more than any screen or drag shows

Index = QModelIndex | QPersistentModelIndex


def shown_name(name: str) -> str:
    """A file name as text that Qt can show: bytes that are no UTF-8 become a replacement mark."""
    return os.fsencode(name).decode("utf-8", "replace")


class AssetModel(QAbstractListModel):
    """Ids in order; a `Tile` (role TILE_ROLE) is None until its batch has been read."""

    tilesArrived = Signal(list)

    def __init__(
        self,
        library: Library,
        tasks: Tasks,
        label_names: Mapping[str, str] | None = None,
        parent: QObject | None = None,
    ) -> None:
        super().__init__(parent)
        self._library = library
        self._tasks = tasks
        self._label_names = label_names or {}
        self._listing = Listing.of(())
        self._ids = self._listing.ids
        self._tiles: OrderedDict[int, Tile] = OrderedDict()
        self._wanted: dict[int, None] = {}  # what comes first is read first
        self._is_reading = False
        self._loading: set[int] = set()
        self._outdated: set[int] = set()  # changed while they were being read
        self._fetch_timer = QTimer(self, singleShot=True, interval=0)
        self._fetch_timer.timeout.connect(self._fetch)

    # --- ids -------------------------------------------------------------------------------
    def ids(self) -> Ids:
        """The ids in order."""
        return self._ids

    def listing(self) -> Listing:
        """What is shown: the ids with their shapes and sections."""
        return self._listing

    def find_row(self, asset_id: int) -> int | None:
        """Where the asset stands."""
        return self._ids.find(asset_id)

    def find_tile(self, asset_id: int) -> Tile | None:
        """The row if it has been read; asks for nothing."""
        return self._tiles.get(asset_id)

    def set_ids(self, ids: Sequence[int] | Listing) -> bool:
        """Show `ids`; False when the model had to be reset, which loses the selection.

        Rows that only came or went are inserted and removed, so that views keep their place.
        """
        listing = Listing.of(ids)
        shown, self._listing = self._ids, listing
        if listing.ids == shown:
            return True
        changes = listing.find_changes(shown)
        if changes is None:
            self.beginResetModel()
            self._ids = listing.ids
            self.endResetModel()
            return False
        for first, last in reversed(changes.removed):
            self.beginRemoveRows(QModelIndex(), first, last)
            self._join(self._ids[:first], self._ids[last + 1 :])
            self.endRemoveRows()
        for first, last in changes.inserted:
            self.beginInsertRows(QModelIndex(), first, last)
            self._join(self._ids[:first], listing.ids[first : last + 1], self._ids[first:])
            self.endInsertRows()
        self._ids = listing.ids  # the same, and what they are found by is at hand
        return True

    def refresh(self, ids: Iterable[int]) -> None:
        """Read these rows again; the old ones stay until the new ones come."""
        known = [asset_id for asset_id in ids if asset_id in self._tiles]
        self._outdated.update(asset_id for asset_id in known if asset_id in self._loading)
        self._want(asset_id for asset_id in known if asset_id not in self._loading)

    def request(self, ids: Iterable[int]) -> None:
        """Read the rows that are not at hand."""
        self._want(i for i in ids if i not in self._tiles and i not in self._loading)

    def _join(self, *parts: Ids) -> None:
        self._ids = Ids(np.concatenate([part.array for part in parts]))

    # --- Qt --------------------------------------------------------------------------------
    def rowCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008 - Qt's signature
        """The number of assets."""
        return 0 if parent.isValid() else len(self._ids)

    def data(self, index: Index, role: int = int(Qt.ItemDataRole.DisplayRole)) -> object:
        """What the delegate, tooltips and screen readers ask for."""
        row = index.row()
        if not index.isValid() or row >= len(self._ids):
            return None
        asset_id = self._ids[row]
        if role == ID_ROLE:
            return asset_id
        if role == Qt.ItemDataRole.AccessibleDescriptionRole:
            section = self._listing.sections.find(row)
            return wording.section(self._listing.sections.keys[section]) if section >= 0 else None
        tile = self._tiles.get(asset_id)
        if tile is None:
            self._want_around(row)
            return None
        return self._tile_data(tile, role)

    def _tile_data(self, tile: Tile, role: int) -> object:
        if role == TILE_ROLE:
            return tile
        if role == Qt.ItemDataRole.DisplayRole:
            return shown_name(tile.name)
        if role == Qt.ItemDataRole.ToolTipRole:
            return self._tooltip(tile)
        if role == Qt.ItemDataRole.AccessibleTextRole:
            marks = describe_marks(tile.rating, tile.flag, tile.color_label)
            words = [*marks, *self._labels(tile), *self._notes(tile)]
            return ", ".join([shown_name(tile.name), *words])
        return None

    def roleNames(self) -> dict[int, QByteArray]:
        """Names of the roles, for inspection tools."""
        return {**super().roleNames(), ID_ROLE: QByteArray(b"id"), TILE_ROLE: QByteArray(b"tile")}

    def flags(self, index: Index) -> Qt.ItemFlag:
        """Assets are selected and dragged out, never edited here."""
        if not index.isValid():
            return Qt.ItemFlag.NoItemFlags
        return (
            Qt.ItemFlag.ItemIsEnabled
            | Qt.ItemFlag.ItemIsSelectable
            | Qt.ItemFlag.ItemIsDragEnabled
            | Qt.ItemFlag.ItemNeverHasChildren
        )

    def supportedDragActions(self) -> Qt.DropAction:
        """Other applications copy; the library's files are never moved."""
        return Qt.DropAction.CopyAction

    def mimeTypes(self) -> list[str]:
        """Files."""
        return ["text/uri-list"]

    def mimeData(self, indexes: Sequence[QModelIndex]) -> QMimeData:
        """The files of `indexes` whose rows have been read."""
        return self.files_mime(self._ids[index.row()] for index in indexes if index.isValid())

    def files_mime(self, ids: Iterable[int]) -> QMimeData:
        """The files of `ids` whose rows have been read and which are not missing."""
        tiles = (self._tiles.get(asset_id) for asset_id in ids)
        mime = QMimeData()
        mime.setUrls([QUrl(Path(t.path).as_uri()) for t in tiles if t and t.path and not t.missing])
        return mime

    # --- texts -----------------------------------------------------------------------------
    def _labels(self, tile: Tile) -> list[str]:
        return [self._label_names.get(label, label) for label in tile.labels]

    def _notes(self, tile: Tile) -> list[str]:
        notes = []
        if tile.state is AssetState.FAILED:
            notes.append(tile.failure or self.tr("This image could not be analysed."))
        elif tile.state is AssetState.PENDING:
            notes.append(self.tr("Waiting to be analysed"))
        if tile.missing:
            notes.append(self.tr("The file is missing."))
        elif tile.unsure:
            notes.append(self.tr("Not sure about this one"))
        return notes

    def _tooltip(self, tile: Tile) -> str:
        return "\n".join([shown_name(tile.name), *self._notes(tile)])

    # --- reading ---------------------------------------------------------------------------
    def _want_around(self, row: int) -> None:
        if self._ids[row] in self._wanted or self._ids[row] in self._loading:
            return
        start = row - row % BATCH
        self.request(self._ids[start : start + BATCH])

    def _want(self, ids: Iterable[int]) -> None:
        """What was asked for last is read first; one batch at a time leaves time to the window."""
        self._wanted = {**dict.fromkeys(ids), **self._wanted}
        if self._wanted and not self._fetch_timer.isActive():
            self._fetch_timer.start()

    def _fetch(self) -> None:
        while self._wanted and not self._is_reading:
            batch = list(islice(self._wanted, BATCH))
            for asset_id in batch:
                del self._wanted[asset_id]
            known = self._ids.array[self._ids.find_all(batch)].tolist()
            if known:
                self._read(known)

    def _read(self, ids: list[int]) -> None:
        self._loading.update(ids)
        self._is_reading = True
        library = self._library

        def ended() -> None:
            self._is_reading = False
            self._loading.difference_update(ids)
            if self._wanted:
                self._fetch_timer.start()

        def done(tiles: list[Tile]) -> None:
            ended()
            for tile in tiles:
                self._tiles[tile.id] = tile
                self._tiles.move_to_end(tile.id)
            while len(self._tiles) > TILE_LIMIT:
                self._tiles.popitem(last=False)
            self._announce([tile.id for tile in tiles])
            again = self._outdated.intersection(ids)
            self._outdated -= again
            self._want(again)

        def failed(_error: Exception) -> None:
            # Asked for again with the next paint or refresh; the window reports the catalogue.
            ended()

        self._tasks.read(lambda: library.list_tiles(ids), done, failed, owner=self)

    def _announce(self, ids: list[int]) -> None:
        for first, last in find_runs(np.sort(self._ids.find_all(ids))):
            self.dataChanged.emit(self.index(first), self.index(last))
        self.tilesArrived.emit(ids)
