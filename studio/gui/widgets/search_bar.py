"""Chips of the filters that are on, and a field for words and `style:` terms."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

from PySide6.QtCore import QPoint, QSize, Qt, QTimer, Signal
from PySide6.QtGui import (
    QAction,
    QFocusEvent,
    QKeyEvent,
    QMouseEvent,
    QPainter,
    QPaintEvent,
    QPen,
    QResizeEvent,
)
from PySide6.QtWidgets import (
    QFrame,
    QHBoxLayout,
    QLabel,
    QLineEdit,
    QSizePolicy,
    QToolButton,
    QWidget,
)

from studio.core.errors import QueryError
from studio.core.query import FIELDS, SIMILAR, Item, Query, Term, walk
from studio.core.similar import parse_example
from studio.gui import filters
from studio.gui.icons import Icons
from studio.gui.theme import Theme
from studio.gui.widgets.chips import ChipRow
from studio.gui.widgets.named import named

if TYPE_CHECKING:
    from studio.core.taxonomy import Taxonomy
    from studio.gui.example_looks import ExampleLooks

_TYPING_MS = 250  # after the last key, before the words filter
_FOR_TYPING = 190  # px that chips leave, with the buttons in them
_PROBLEM_MS = 1200  # ... before an unfinished word counts as a mistake

Parse = Callable[[str], Query]


class SearchField(QLineEdit):
    """The field; Backspace at its start takes the last chip, Escape clears."""

    chipErased = Signal()
    escaped = Signal()
    focusChanged = Signal()
    suggestions: QWidget | None = None  # the list of the completer, once there is one

    def __init__(self, theme: Theme, parent: QWidget) -> None:
        super().__init__(parent)
        self._theme = theme
        self._fault: int | None = None

    @property
    def fault(self) -> int | None:
        """Which letter is marked."""
        return self._fault

    def mark(self, position: int | None) -> None:
        """Underline the letter at `position`, where something cannot be understood."""
        self._fault = position
        self.update()

    def paintEvent(self, event: QPaintEvent) -> None:
        """The text, and a line below what is wrong in it."""
        super().paintEvent(event)
        if self._fault is None:
            return
        text, metrics, cursor = self.text(), self.fontMetrics(), self.cursorRect().center().x()
        start = cursor - metrics.horizontalAdvance(text[: self.cursorPosition()])
        left = start + metrics.horizontalAdvance(text[: self._fault])
        width = metrics.horizontalAdvance(text[self._fault : self._fault + 1] or "n")
        below = (self.height() + metrics.height()) / 2 + 1
        painter = QPainter(self)
        painter.setPen(QPen(self._theme.color("bad"), 2))
        painter.drawLine(left, round(below), left + width, round(below))
        painter.end()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """As in every field with chips."""
        if event.key() == Qt.Key.Key_Backspace and not self.text():
            self.chipErased.emit()
        elif event.key() == Qt.Key.Key_Escape:
            self.escaped.emit()
        else:
            super().keyPressEvent(event)

    def focusInEvent(self, event: QFocusEvent) -> None:
        """The bar draws the ring."""
        super().focusInEvent(event)
        self.focusChanged.emit()

    def focusOutEvent(self, event: QFocusEvent) -> None:
        """The bar draws the ring."""
        super().focusOutEvent(event)
        self.focusChanged.emit()


class SearchBar(QFrame):
    """Emits the whole query: the chips' terms and what is being typed."""

    queryWanted = Signal(object)  # Query
    left = Signal()  # Escape in an empty field
    colorsWanted = Signal()  # a chip of colours was clicked

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
        self._problem = named(QLabel(self), "searchProblem")
        self._problem.setAccessibleName(self.tr("Search problem"))
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
        row.addWidget(self._clear)
        row.addWidget(self.colors_button)
        self.setFixedHeight(34)
        self._clear.hide()
        self._problem.hide()

    def _connect(self) -> None:
        self._typing.timeout.connect(self._on_typing_paused)
        self._patience.timeout.connect(self._show_problem)
        self.field.textEdited.connect(self._on_text_edited)
        self.field.returnPressed.connect(self._on_return_pressed)
        self.field.chipErased.connect(self._on_chip_erased)
        self.field.escaped.connect(self.escape)
        self.field.focusChanged.connect(self._on_focus_changed)
        self._clear.clicked.connect(self._on_clear_clicked)
        self._chips.termRemoved.connect(self._on_term_removed)
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

    def _forget_typed(self) -> None:
        self._typed = Query()
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
        if _is_beginning_of_field(self.field.text()):
            return  # "sty" is on its way to "style:"
        query = self._parsed()
        if query is not None and self._ends_in_half_a_label(query):
            return  # "color:bl" is on its way to "color:blue"; nothing would match it
        if query is not None and any(_names_a_file(term) for term in walk(query.terms)):
            return  # "similar:/photos/lo" is on its way, too, and Enter says when it is there
        if query is not None and query != self._typed:
            self._typed = query
            self.queryWanted.emit(filters.merge(self._chips_query, query))

    def _ends_in_half_a_label(self, query: Query) -> bool:
        facets = self._taxonomy.facets if self._taxonomy else ()
        last = query.terms[-1] if query.terms else Term("text", ())
        labels = [label.id for facet in facets if facet.id == last.field for label in facet.labels]
        typed = last.values[-1] if last.values else ""
        return typed not in labels and any(label.startswith(typed) for label in labels)

    def _on_return_pressed(self) -> None:
        """What was typed becomes chips."""
        self._typing.stop()
        self._patience.stop()
        query = self._parsed()
        if query is None:
            self._show_problem()
            if self.field.fault is not None:  # Backspace takes it
                self.field.setCursorPosition(self.field.fault + 1)
            return
        merged = filters.merge(self._chips_query, query)
        self._typed = Query()
        self.field.clear()
        self.set_query(merged)
        self.queryWanted.emit(merged)

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
        self.queryWanted.emit(filters.merge(rest, self._typed))

    def _on_clear_clicked(self) -> None:
        self._forget_typed()
        self.queryWanted.emit(Query())

    def escape(self) -> None:
        """Close the suggestions, then drop what is typed; with nothing typed, leave the field."""
        suggestions = self.field.suggestions
        if suggestions is not None and suggestions.isVisible():
            suggestions.hide()
            return
        if not self.field.text():
            self.left.emit()
            return
        self._forget_typed()
        self.queryWanted.emit(self._chips_query)

    # --- what is wrong ---------------------------------------------------------------------
    def _show_problem(self) -> None:
        try:
            if self._parse:
                self._parse(self.field.text())
        except QueryError as error:
            self.field.mark(error.position)
            self._problem.setText(str(error))
            self._problem.setParent(self.window())
            self._problem.adjustSize()
            self._problem.move(self.mapTo(self.window(), QPoint(0, self.height() + 4)))
            self._problem.raise_()
            self._problem.show()

    def _hide_problem(self) -> None:
        self._problem.hide()
        self.field.mark(None)

    # --- looks -----------------------------------------------------------------------------
    def _show_clear(self) -> None:
        self._clear.setVisible(bool(self._chips_query.terms or self.field.text()))

    def _on_focus_changed(self) -> None:
        if self.field.hasFocus() and self.field.completer() is None and self._taxonomy:
            from studio.gui.widgets.completion_delegate import CompletionDelegate
            from studio.gui.widgets.search_completer import SearchCompleter

            completer = SearchCompleter(self._taxonomy, self)
            popup = completer.popup()
            assert popup is not None
            popup.setObjectName("completions")
            popup.setItemDelegate(CompletionDelegate(self._theme, popup))
            self.field.setCompleter(completer)
            self.field.suggestions = popup
            # Queued: the completer fills the field after it says so, and Enter in its list
            # reaches the field, too.
            completer.activated.connect(self._on_return_pressed, Qt.ConnectionType.QueuedConnection)
        self.setProperty("focused", self.field.hasFocus())
        self.style().unpolish(self)
        self.style().polish(self)

    def _on_theme_changed(self) -> None:
        self._glass.setPixmap(self._icons.pixmap("search", "muted", 15, self.devicePixelRatioF()))
        self._clear.setIcon(self._icons.icon("x", "muted", 14))

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Chips may take two thirds; the rest is for the buttons and for typing."""
        super().resizeEvent(event)
        self._chips.set_limit(max(0, min(self.width() * 2 // 3, self.width() - _FOR_TYPING)))

    def mousePressEvent(self, event: QMouseEvent) -> None:
        """The whole bar is the field."""
        super().mousePressEvent(event)
        self.field.setFocus(Qt.FocusReason.MouseFocusReason)


def _names_a_file(term: Term) -> bool:
    return term.field == SIMILAR and any(parse_example(value).file for value in term.values)


def _is_beginning_of_field(text: str) -> bool:
    word = text.rpartition(" ")[2].removeprefix("-").lower()
    return bool(word) and any(field.startswith(word) for field in FIELDS)
