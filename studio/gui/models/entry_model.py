"""The rows of one sidebar section."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from PySide6.QtCore import QAbstractListModel, QModelIndex, QObject, QPersistentModelIndex, Qt

from studio.gui import wording

ENTRY_ROLE = int(Qt.ItemDataRole.UserRole)
Index = QModelIndex | QPersistentModelIndex
_ROOT = QModelIndex()


@dataclass(frozen=True, slots=True)
class Entry:
    """A filter that can be chosen, with the number of images behind it."""

    field: str  # of the query; empty: no filter at all
    value: str
    name: str
    count: int | None  # None: not known
    share: float = 0.0  # of the largest count in the section, 0..1
    active: bool = False
    excluded: bool = False
    icon: str = ""
    hex: str = ""  # colour families: "#rrggbb"
    help: str = ""
    depth: int = 0  # of a tree
    is_open: bool | None = None  # whether the rows under it are shown; None: there are none
    dim: bool = False  # there, but out of reach
    badge: str = ""  # a small icon before the count

    @property
    def key(self) -> tuple[str, str]:
        """What stays when counts change."""
        return self.field, self.value


class EntryModel(QAbstractListModel):
    """Entries as a list; only what differs is announced."""

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._entries: list[Entry] = []

    def entries(self) -> list[Entry]:
        """The rows, not to be changed."""
        return self._entries

    def set_entries(self, entries: Sequence[Entry]) -> None:
        """Show these rows; the model is reset only when other rows or another order are shown."""
        if [entry.key for entry in entries] != [entry.key for entry in self._entries]:
            self.beginResetModel()
            self._entries = list(entries)
            self.endResetModel()
            return
        for row, (old, new) in enumerate(zip(self._entries, entries, strict=True)):
            if old != new:
                self._entries[row] = new
                index = self.index(row)
                self.dataChanged.emit(index, index)

    def rowCount(self, parent: Index = _ROOT) -> int:
        """As Qt asks."""
        return 0 if parent.isValid() else len(self._entries)

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> object:
        """As Qt asks."""
        if not index.isValid():
            return None
        entry = self._entries[index.row()]
        match role:
            case Qt.ItemDataRole.DisplayRole:
                return entry.name
            case Qt.ItemDataRole.ToolTipRole:
                return self._tool_tip(entry)
            case Qt.ItemDataRole.AccessibleTextRole:
                return self._spoken(entry)
            case Qt.ItemDataRole.AccessibleDescriptionRole:
                return entry.help
        return entry if role == ENTRY_ROLE else None

    def _spoken(self, entry: Entry) -> str:
        if entry.excluded:
            return self.tr("{entry}, left out").format(entry=entry.name)
        parts = [entry.name]
        if entry.count is not None:
            parts.append(wording.images(entry.count))
        if entry.active:
            parts.append(self.tr("filter is on"))
        if entry.depth:
            parts.append(self.tr("level {number}").format(number=entry.depth + 1))
        if entry.is_open is not None:
            parts.append(self.tr("open") if entry.is_open else self.tr("closed"))
        return ", ".join(parts)

    def _tool_tip(self, entry: Entry) -> str:
        if entry.hex and entry.count is not None:  # a swatch has no text of its own
            return f"{entry.name} · {wording.count(entry.count)}"
        return entry.help
