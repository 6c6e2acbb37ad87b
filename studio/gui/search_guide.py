"""Helps with searches: offers what the library knows, remembers, warns of what finds nothing."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Signal

from studio.core.query import Query
from studio.gui.vocabulary import Vocabulary, list_paths

if TYPE_CHECKING:
    from studio.gui.browser import Counts
    from studio.gui.session import Session
    from studio.gui.tasks import Task
    from studio.gui.widgets.top_bar import TopBar
    from studio.library.library import Library

REMEMBERED = 50


class SearchGuide(QObject):
    """Stands between the search bar and the open library; reads off the GUI thread."""

    historyChanged = Signal(object)  # tuple of texts, the last search first

    def __init__(self, top_bar: TopBar, history: Sequence[str], parent: QObject) -> None:
        super().__init__(parent)
        self._top_bar, self._bar = top_bar, top_bar.search
        self._words = Vocabulary(history=tuple(history)[:REMEMBERED])
        self._session: Session | None = None
        self._warnings: Task | None = None
        self._bar.committed.connect(self._remember)
        self._bar.field.focusChanged.connect(self._on_focus_changed)

    def set_session(self, session: Session | None) -> None:
        """Help with the searches of this library."""
        self._session = session
        self._words = Vocabulary(history=self._words.history)
        if session is not None:
            colors = session.context.library.search_names
            self._words = replace(self._words, colors=dict(sorted(colors.items())))
            session.browser.queryChanged.connect(self._on_query_changed)
            session.browser.queryRefused.connect(self._bar.refuse)
            session.browser.countsArrived.connect(self._on_counts)
            self._read_words()
        self._bar.set_vocabulary(self._words)

    def _on_focus_changed(self) -> None:
        if self._bar.field.hasFocus():
            self._read_words()
        else:
            self._bar.set_vocabulary(self._words)

    def refresh(self) -> None:
        """Collections were made or renamed: chips call them so."""
        self._read_words()

    def _read_words(self) -> None:
        """What was given or made since somebody searched last."""
        session = self._session
        if session is None:
            return
        library = session.context.library
        session.context.tasks.read(
            lambda: _read(library), lambda words: self._on_words(session, words), owner=session
        )

    def _on_words(self, session: Session, words: Vocabulary) -> None:
        if session is self._session:
            self._words = replace(
                self._words, tags=words.tags, collections=words.collections, sources=words.sources
            )
            self._bar.set_vocabulary(self._words)

    def _on_counts(self, counts: Counts) -> None:
        """Kept for whoever searches next: while images come in they change all the time."""
        self._words = replace(self._words, counts=counts.facets)

    def _on_query_changed(self, query: Query) -> None:
        session = self._session
        if session is None:
            return
        self._top_bar.set_board(bool(query.values("in")))
        self._bar.set_warnings(())
        if self._warnings is not None:
            self._warnings.cancel()
        library = session.context.library
        # What is wrong with the query the search for images says.
        self._warnings = session.context.tasks.read(
            lambda: library.list_warnings(query),
            self._bar.set_warnings,
            lambda _error: None,
            owner=session,
        )

    def _remember(self, text: str) -> None:
        known = [text, *(other for other in self._words.history if other != text)]
        self._words = replace(self._words, history=tuple(known[:REMEMBERED]))
        self._bar.set_vocabulary(self._words)
        self.historyChanged.emit(self._words.history)


def _read(library: Library) -> Vocabulary:
    return Vocabulary(
        tags=tuple(library.list_tags()),
        collections=list_paths(library.list_collections()),
        sources=tuple(source.name for source in library.sources.list_all()),
    )
