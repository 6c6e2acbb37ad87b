"""Completes the last word of a search: fields, labels, states."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QModelIndex, QObject, QPersistentModelIndex, Qt
from PySide6.QtGui import QStandardItem, QStandardItemModel
from PySide6.QtWidgets import QCompleter

from studio.core.query_values import FORMATS
from studio.gui import filters

if TYPE_CHECKING:
    from studio.core.taxonomy import Taxonomy

NAME_ROLE = int(Qt.ItemDataRole.UserRole)  # what people read: "Light blue"
HEX_ROLE = NAME_ROLE + 1  # of a colour family, else empty


class SearchCompleter(QCompleter):
    """Offers "style:bohemian" for "bo", "style:bo" and "-style:bo"."""

    def __init__(self, taxonomy: Taxonomy, parent: QObject) -> None:
        model = QStandardItemModel()
        for facet in taxonomy.facets:
            for label in facet.labels:
                item = _item(f"{facet.id}:{label.id}", label.name, label.hex)
                item.setToolTip(label.help)
                model.appendRow(item)
        for value, name in filters.state_names().items():
            model.appendRow(_item(f"is:{value}", name))
        for value, name in filters.orientation_names().items():
            model.appendRow(_item(f"orientation:{value}", name))
        for value in FORMATS:
            model.appendRow(_item(f"format:{value}", value.upper()))
        super().__init__(model, parent)
        model.setParent(self)
        self.setCaseSensitivity(Qt.CaseSensitivity.CaseInsensitive)
        self.setFilterMode(Qt.MatchFlag.MatchContains)
        self.setMaxVisibleItems(9)
        self._before = ""

    def splitPath(self, path: str) -> list[str]:
        """Only the last word is completed; the words before it stay."""
        head, _, word = path.rpartition(" ")
        minus = "-" if word.startswith("-") else ""
        self._before = (f"{head} " if head else "") + minus
        word = word.removeprefix("-")
        # One letter would offer nearly everything; quotes are for names.
        return [word if len(word) >= 2 and '"' not in word else "\0"]

    def pathFromIndex(self, index: QModelIndex | QPersistentModelIndex) -> str:
        """The whole text with the completed word."""
        return self._before + str(index.data())


def _item(text: str, name: str, color: str = "") -> QStandardItem:
    item = QStandardItem(text)
    item.setData(name, NAME_ROLE)
    item.setData(color, HEX_ROLE)
    item.setData(name, Qt.ItemDataRole.AccessibleTextRole)
    return item
