"""Chips of the filters that are on, and a field for words and `style:` terms.

Each is the other: Enter makes chips of what is typed, and text of the chip that it is pressed on.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING

from PySide6.QtCore import QSize, Qt, QTimer, Signal
from PySide6.QtGui import (
    QAction,
    QMouseEvent,
    QResizeEvent,
)
from PySide6.QtWidgets import (
    QFrame,
    QHBoxLayout,
    QLabel,
    QSizePolicy,
    QToolButton,
    QWidget,
)

from studio.core.errors import QueryError
from studio.core.query import (
    Item,
    Query,
    format_item,
    format_query,
)
from studio.core.query_tokens import find_last_word
from studio.gui import filters
from studio.gui.half_typed import begins_field, is_on_its_way
from studio.gui.icons import Icons
from studio.gui.theme import Theme
from studio.gui.vocabulary import Vocabulary
from studio.gui.widgets.chips import ChipRow
from studio.gui.widgets.named import named
from studio.gui.widgets.search_field import SearchField
from studio.gui.widgets.search_message import SearchMessage

if TYPE_CHECKING:
    from studio.core.taxonomy import Taxonomy
    from studio.gui.example_looks import ExampleLooks
    from studio.gui.widgets.search_completer import SearchCompleter

_TYPING_MS = 250  # after the last key, before the words filter
_FOR_TYPING = 190  # px that chips leave, with the buttons in them
_PROBLEM_MS = 1200  # ... before an unfinished word counts as a mistake
_SUGGESTIONS = 440  # px at least, for names beside what would be typed
_WARNING_MS = 6000  # that a warning stays below the bar; its sign stays in it

Parse = Callable[[str], Query]


class SearchBar(QFrame):
    """Emits the whole query: the chips' terms and what is being typed."""

    queryWanted = Signal(object)  # Query
    left = Signal()  # Escape in an empty field
    colorsWanted = Signal()  # a chip of colours was clicked
    committed = Signal(str)  # the whole search as text, when what was typed became chips

    def __init__(
        self, theme: Theme, icons: Icons, colors: QAction, parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self.setObjectName("searchBar")
        self._theme, self._icons = theme, icons
        self._taxonomy: Taxonomy | None = None
        self._parse: Parse | None = None
        self._chips_query = Query()
        self._typed = Query()
        self._edited: tuple[int, Item] | None = None  # the chip that is text now, and its place
        self._words = Vocabulary()
        self._completer: SearchCompleter | None = None  # once somebody types
        self._glass = QLabel(self)
        self._chips = ChipRow(theme, icons, self)
        self.field = SearchField(theme, self)
        self.field.setObjectName("searchField")
        self.field.setAccessibleName(self.tr("Search"))
        self.field.setPlaceholderText(self.tr("Search words, style:, color:"))
        self.field.setFrame(False)
        # As high as the bar, so that suggestions open below it and not over its edge.
        policy = QSizePolicy.Policy
        self.field.setSizePolicy(policy.Expanding, policy.Expanding)
        self.field.setAcceptDrops(False)  # files dropped here are meant for the library
        self._clear = named(QToolButton(self), "flat")
        self._clear.setAccessibleName(self.tr("Clear search"))
        self._clear.setToolTip(self.tr("Clear search"))
        self._clear.setIconSize(QSize(14, 14))
        self.colors_button = named(QToolButton(self), "flat")
        self.colors_button.setDefaultAction(colors)
        self.colors_button.setAccessibleName(colors.text())
        self.colors_button.setToolButtonStyle(Qt.ToolButtonStyle.ToolButtonIconOnly)
        self.colors_button.setIconSize(QSize(16, 16))
        self.colors_button.setFixedSize(26, 26)
        self.colors_button.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self._warning = named(QToolButton(self), "flat")
        self._warning.setIconSize(QSize(15, 15))
        self._warning.setAccessibleName(self.tr("Search warning"))
        self._problem = SearchMessage(self)
        self._lay_out()
        self._typing = QTimer(self, singleShot=True, interval=_TYPING_MS)
        self._patience = QTimer(self, singleShot=True, interval=_PROBLEM_MS)
        self._connect()
        self._on_theme_changed()
        self.setEnabled(False)

    def _lay_out(self) -> None:
        row = QHBoxLayout(self)
        row.setContentsMargins(10, 0, 4, 0)
        row.setSpacing(8)
        for widget in (self._glass, self._chips):
            row.addWidget(widget)
        row.addWidget(self.field, 1)
        row.addWidget(self._warning)
        row.addWidget(self._clear)
        row.addWidget(self.colors_button)
        self.setFixedHeight(34)
        self._clear.hide()
        self._warning.hide()

    def _connect(self) -> None:
        self._typing.timeout.connect(self._on_typing_paused)
        self._patience.timeout.connect(self._show_problem)
        self.field.textEdited.connect(self._on_text_edited)
        self.field.returnPressed.connect(self._on_return_pressed)
        self.field.chipErased.connect(self._on_chip_erased)
        self.field.escaped.connect(self.escape)
        self.field.historyWanted.connect(self._on_history_wanted)
        self.field.chipWanted.connect(self._chips.focus_last)
        self.field.focusChanged.connect(self._on_focus_changed)
        self._warning.clicked.connect(self._on_warning_clicked)
        self._clear.clicked.connect(self._on_clear_clicked)
        self._chips.termRemoved.connect(self._on_term_removed)
        self._chips.termEdited.connect(self.edit)
        self._chips.colorsOpened.connect(self.colorsWanted)
        self._theme.changed.connect(self._on_theme_changed)

    def set_language(
        self, taxonomy: Taxonomy, parse: Parse, looks: ExampleLooks | None = None
    ) -> None:
        """Take searches, now that there is a library; `looks` knows images that are searched by."""
        self._taxonomy = taxonomy
        self._parse = parse
        self._chips.set_looks(looks)
        self.setEnabled(True)

    def set_vocabulary(self, words: Vocabulary) -> None:
        """Offer these to complete what is typed, from the next word on."""
        self._words = words
        self._chips.set_names(words.name_collection)
        if self._completer is not None and not self._suggests():
            self._completer.set_vocabulary(words)

    def set_query(self, query: Query) -> None:
        """Show the filters; what is being typed stays in the field."""
        if self._typed.terms and set(self._typed.terms) <= set(query.terms):
            query = Query(tuple(t for t in query.terms if t not in self._typed.terms))
        elif self._typed.terms or not query.terms:
            self._forget_typed()
        self._chips_query = query
        if self._taxonomy is not None:
            self._chips.set_query(query, self._taxonomy)
        self._show_clear()

    def set_warnings(self, warnings: Sequence[str]) -> None:
        """Say what in the search can find nothing, for as long as it is the search."""
        self._warning.setVisible(bool(warnings))
        self._warning.setToolTip("\n".join(warnings))
        self._warning.setAccessibleDescription(" ".join(warnings))
        self._hide_problem()
        if warnings:
            self._problem.say("\n".join(warnings), for_ms=_WARNING_MS, warning=True)

    def _on_warning_clicked(self) -> None:
        self._problem.say(self._warning.toolTip(), for_ms=_WARNING_MS, warning=True)

    def refuse(self, words: str) -> None:
        """Say why the search that is shown cannot be answered."""
        self._warning.hide()
        self._problem.say(words)

    def edit(self, item: Item) -> None:
        """Make text of a chip again; Escape makes it a chip as it was."""
        if self._edited is not None:
            self._on_return_pressed()
        if self._edited is not None or item not in self._chips_query.terms:
            return  # what was edited before has a mistake in it
        place = self._chips_query.terms.index(item)
        self._edited = place, item
        self._chips_query = self._chips_query.without_term(item)
        text, typed = format_item(item), self.field.text().strip()
        self._typed = Query((item, *self._typed.terms))
        if self._taxonomy is not None:
            self._chips.set_query(self._chips_query, self._taxonomy)
        self.field.setText(f"{text} {typed}".strip())
        self.field.setFocus()
        self.field.setCursorPosition(len(text))
        self._show_clear()

    def _forget_typed(self) -> None:
        self._typed = Query()
        self._edited = None
        self._typing.stop()
        self._patience.stop()
        self.field.clear()
        self._hide_problem()
        self._show_clear()

    # --- typing ----------------------------------------------------------------------------
    def _on_text_edited(self) -> None:
        self._hide_problem()
        self._show_clear()
        self._typing.start()
        self._patience.start()

    def _on_typing_paused(self) -> None:
        query = None if begins_field(self.field.text()) else self._parsed()
        if query is None or query == self._typed or self._taxonomy is None:
            return
        if not is_on_its_way(query, self._taxonomy, self._words):
            self._typed = query
            self.queryWanted.emit(self._merged(query))

    def _merged(self, typed: Query) -> Query:
        """Chips and what is typed, which stands where the chip stood that it was."""
        place = self._edited[0] if self._edited else len(self._chips_query.terms)
        chips = self._chips_query.terms
        return filters.merge(Query((*chips[:place], *typed.terms)), Query(chips[place:]))

    def _on_chosen(self, text: str) -> None:
        """A suggestion was chosen: a term becomes a chip, after "tag:" there is more to type."""
        if not _is_beginning(text):
            self._on_return_pressed()
        elif text.endswith(("OR", "NOT")):
            self.field.setText(f"{text} ")

    def _on_return_pressed(self) -> None:
        """What was typed becomes chips."""
        if self._is_choosing() and _is_beginning(self.field.text()):
            return
        self._typing.stop()
        self._patience.stop()
        query = self._parsed()
        if query is None:
            self._show_problem()
            if self.field.fault is not None:  # Backspace takes it
                self.field.setCursorPosition(self.field.fault + 1)
            return
        merged = self._merged(query)
        self._typed, self._edited = Query(), None
        self.field.clear()
        self.set_query(merged)
        self.queryWanted.emit(merged)
        if query.terms:
            self.committed.emit(format_query(merged))

    def _parsed(self) -> Query | None:
        try:
            return self._parse(self.field.text()) if self._parse else None
        except QueryError:
            return None

    # --- chips -----------------------------------------------------------------------------
    def _on_chip_erased(self) -> None:
        if self._chips_query.terms:
            self._on_term_removed(self._chips_query.terms[-1])

    def _on_term_removed(self, term: Item) -> None:
        rest = self._chips_query.without_term(term)
        self.field.setFocus()
        self._chips_query = rest
        self.queryWanted.emit(self._merged(self._typed))

    def _on_clear_clicked(self) -> None:
        self._forget_typed()
        self.queryWanted.emit(Query())

    def escape(self) -> None:
        """Close the suggestions, then drop what is typed; with nothing typed, leave the field."""
        if self._suggests() and self.field.suggestions is not None:
            self.field.suggestions.hide()
            return
        if not self.field.text() and self._edited is None:
            self.left.emit()
            return
        before = self._merged(Query((self._edited[1],) if self._edited else ()))
        self._forget_typed()
        self.set_query(before)
        self.queryWanted.emit(before)

    def _suggests(self) -> bool:
        suggestions = self.field.suggestions
        return suggestions is not None and suggestions.isVisible()

    def _is_choosing(self) -> bool:
        """Whether Enter means a row of the suggestions."""
        suggestions = self.field.suggestions
        return self._suggests() and suggestions is not None and suggestions.currentIndex().isValid()

    # --- what is wrong ---------------------------------------------------------------------
    def _show_problem(self) -> None:
        try:
            if self._parse:
                self._parse(self.field.text())
        except QueryError as error:
            self.field.mark(error.position)
            self._problem.say(str(error))

    def _hide_problem(self) -> None:
        self._problem.hide()
        self.field.mark(None)

    # --- looks -----------------------------------------------------------------------------
    def _show_clear(self) -> None:
        self._clear.setVisible(bool(self._chips_query.terms or self.field.text()))

    def _on_history_wanted(self) -> None:
        if self._completer is not None:
            self._completer.show_history()

    def _on_focus_changed(self) -> None:
        if self.field.hasFocus() and self._completer is None and self._taxonomy:
            from studio.gui.widgets.completion_delegate import CompletionDelegate
            from studio.gui.widgets.search_completer import SearchCompleter

            completer = self._completer = SearchCompleter(self._taxonomy, self)
            completer.set_vocabulary(self._words)
            popup = completer.popup()
            assert popup is not None
            popup.setObjectName("completions")
            popup.setMinimumWidth(_SUGGESTIONS)
            popup.setItemDelegate(CompletionDelegate(self._theme, popup))
            self.field.setCompleter(completer)
            self.field.suggestions = popup
            # Queued: the completer fills the field after it says so, and Enter in its list
            # reaches the field, too.
            completer.activated.connect(self._on_chosen, Qt.ConnectionType.QueuedConnection)
        self.setProperty("focused", self.field.hasFocus())
        self.style().unpolish(self)
        self.style().polish(self)

    def _on_theme_changed(self) -> None:
        self._glass.setPixmap(self._icons.pixmap("search", "muted", 15, self.devicePixelRatioF()))
        self._clear.setIcon(self._icons.icon("x", "muted", 14))
        self._warning.setIcon(self._icons.icon("triangle-alert", "accent", 15))

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Chips may take two thirds; the rest is for the buttons and for typing."""
        super().resizeEvent(event)
        self._chips.set_limit(max(0, min(self.width() * 2 // 3, self.width() - _FOR_TYPING)))

    def mousePressEvent(self, event: QMouseEvent) -> None:
        """The whole bar is the field."""
        super().mousePressEvent(event)
        self.field.setFocus(Qt.FocusReason.MouseFocusReason)


def _is_beginning(text: str) -> bool:
    from studio.gui.widgets.completion_rows import is_beginning

    return is_beginning(text[find_last_word(text) :].removeprefix("-"))
