"""Completes the last word of a search, or brings back a past one."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from PySide6.QtCore import QModelIndex, QObject, QPersistentModelIndex, Qt
from PySide6.QtGui import QStandardItemModel
from PySide6.QtWidgets import QCompleter

from studio.core.query_tokens import find_last_word
from studio.gui.vocabulary import Vocabulary
from studio.gui.widgets.completion_rows import HISTORY_ROLE, MATCH_ROLE, PAST, list_rows

if TYPE_CHECKING:
    from studio.core.taxonomy import Taxonomy

_ROWS = 9
# "color:red|pi": the last of several alternatives.
_ALTERNATIVES = re.compile(r'([^\W\d_]+[:~])((?:[^"|]|"[^"]*")*\|)(.*)', re.DOTALL)


class SearchCompleter(QCompleter):
    """Offers "style:bohemian" for "bo", "style:bo", "-style:bo" and "style:edgy|bo"."""

    def __init__(self, taxonomy: Taxonomy, parent: QObject) -> None:
        super().__init__(QStandardItemModel(), parent)
        self._taxonomy = taxonomy
        self.setCaseSensitivity(Qt.CaseSensitivity.CaseInsensitive)
        self.setFilterMode(Qt.MatchFlag.MatchContains)
        self.setCompletionRole(MATCH_ROLE)
        self.setMaxVisibleItems(_ROWS)
        self._before = ""
        self._field = ""  # stands in `_before` already
        self.set_vocabulary(Vocabulary())

    def set_vocabulary(self, words: Vocabulary) -> None:
        """Offer these as well."""
        model = QStandardItemModel(self)
        for row in list_rows(self._taxonomy, words):
            model.appendRow(row)
        self.setModel(model)  # the old one goes with it

    def show_history(self) -> None:
        """Open the list with past searches alone."""
        self.setCompletionPrefix(PAST)
        if self.completionCount():
            self.complete()

    def splitPath(self, path: str) -> list[str]:
        """Only the last word is completed; the words before it stay."""
        if path == PAST:
            self._before = self._field = ""
            return [PAST]
        start = find_last_word(path)
        start += path.startswith("-", start)
        self._before, word, self._field = path[:start], path[start:], ""
        if found := _ALTERNATIVES.fullmatch(word):
            self._field = found[1]
            self._before += found[1] + found[2]
            word = found[1] + found[3]
        # One letter would offer nearly everything.
        letters = word.replace('"', "")
        return [letters if len(letters) >= 2 else "\0"]

    def pathFromIndex(self, index: QModelIndex | QPersistentModelIndex) -> str:
        """The whole text with the completed word."""
        text = str(index.data())
        if index.data(HISTORY_ROLE):
            return text
        return self._before + text.removeprefix(self._field)
