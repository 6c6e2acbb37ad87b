"""The assets of the grid: a list of ids whose rows are fetched when they are looked at."""

from __future__ import annotations

import os
from collections import OrderedDict
from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path

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
from studio.gui.mark_words import describe_marks
from studio.gui.models.row_changes import find_row_changes
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
        self._ids: list[int] = []
        self._rows: dict[int, int] = {}
        self._tiles: OrderedDict[int, Tile] = OrderedDict()
        self._wanted: dict[int, None] = {}
        self._loading: set[int] = set()
        self._outdated: set[int] = set()  # changed while they were being read
        self._fetch_timer = QTimer(self, singleShot=True, interval=0)
        self._fetch_timer.timeout.connect(self._fetch)

    # --- ids -------------------------------------------------------------------------------
    def ids(self) -> list[int]:
        """The ids in order; not to be changed."""
        return self._ids

    def find_row(self, asset_id: int) -> int | None:
        """Where the asset stands."""
        return self._rows.get(asset_id)

    def find_tile(self, asset_id: int) -> Tile | None:
        """The row if it has been read; asks for nothing."""
        return self._tiles.get(asset_id)

    def set_ids(self, ids: Sequence[int]) -> bool:
        """Show `ids`; False when the model had to be reset, which loses the selection.

        Rows that only came or went are inserted and removed, so that views keep their place.
        """
        ids = list(ids)
        if ids == self._ids:
            return True
        changes = find_row_changes(self._ids, ids)
        if changes is None:
            self.beginResetModel()
            self._replace(ids)
            self.endResetModel()
            return False
        for first, last in reversed(changes.removed):
            self.beginRemoveRows(QModelIndex(), first, last)
            self._replace(self._ids[:first] + self._ids[last + 1 :])
            self.endRemoveRows()
        for first, last in changes.inserted:
            self.beginInsertRows(QModelIndex(), first, last)
            self._replace(self._ids[:first] + ids[first : last + 1] + self._ids[first:])
            self.endInsertRows()
        return True

    def refresh(self, ids: Iterable[int]) -> None:
        """Read these rows again; the old ones stay until the new ones come."""
        known = [asset_id for asset_id in ids if asset_id in self._tiles]
        self._outdated.update(asset_id for asset_id in known if asset_id in self._loading)
        self._want(asset_id for asset_id in known if asset_id not in self._loading)

    def request(self, ids: Iterable[int]) -> None:
        """Read the rows that are not at hand."""
        self._want(i for i in ids if i not in self._tiles and i not in self._loading)

    def _replace(self, ids: list[int]) -> None:
        self._ids = ids
        self._rows = {asset_id: row for row, asset_id in enumerate(ids)}

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
        self._wanted.update(dict.fromkeys(ids))
        if self._wanted and not self._fetch_timer.isActive():
            self._fetch_timer.start()

    def _fetch(self) -> None:
        ids = [asset_id for asset_id in self._wanted if asset_id in self._rows]
        self._wanted.clear()
        for start in range(0, len(ids), BATCH):
            self._read(ids[start : start + BATCH])

    def _read(self, ids: list[int]) -> None:
        self._loading.update(ids)
        library = self._library

        def done(tiles: list[Tile]) -> None:
            self._loading.difference_update(ids)
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
            self._loading.difference_update(ids)

        self._tasks.read(lambda: library.list_tiles(ids), done, failed, owner=self)

    def _announce(self, ids: list[int]) -> None:
        rows = sorted(row for row in map(self._rows.get, ids) if row is not None)
        first = 0
        for at, row in enumerate(rows):
            if at + 1 == len(rows) or rows[at + 1] != row + 1:
                self.dataChanged.emit(self.index(rows[first]), self.index(row))
                first = at + 1
        self.tilesArrived.emit(ids)
