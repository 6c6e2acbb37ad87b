"""One section of the sidebar: a head that folds, the rows, and "4 more"."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QPoint, Qt, Signal
from PySide6.QtWidgets import QPushButton, QVBoxLayout, QWidget

from studio.gui.icons import Icons
from studio.gui.models.entry_model import Entry, EntryModel
from studio.gui.theme import Theme
from studio.gui.widgets.entry_delegates import RowDelegate, SwatchDelegate
from studio.gui.widgets.entry_view import EntryView
from studio.gui.widgets.named import named
from studio.gui.widgets.section_head import SectionHead


class FacetSection(QWidget):
    """Rows above `limit` wait behind "n more"; colours show as swatches, all at once."""

    entryChosen = Signal(object, object)  # Entry, Choice
    focusLeft = Signal(int)
    folded = Signal(str, bool)
    clearWanted = Signal(str)
    menuAsked = Signal(str, object)  # key, QPoint on the screen
    rowFolded = Signal(object)  # Entry whose rows are to be shown, or hidden

    def __init__(
        self,
        key: str,
        title: str,
        theme: Theme,
        icons: Icons,
        limit: int = 0,
        *,
        as_swatches: bool = False,
        add_help: str = "",
    ) -> None:
        super().__init__()
        self.setObjectName(f"section-{key}")
        self.key = key
        self._limit = limit
        self._expanded = False
        self._hidden = False
        self._clears = key != "is"  # of places, "All images" is the way out
        self._entries: list[Entry] = []
        self._model = EntryModel(self)
        delegate = SwatchDelegate(theme) if as_swatches else RowDelegate(theme, icons)
        self.title = title
        self._head = SectionHead(title, theme, icons, self, add_help)
        self.view = self._make_view(delegate, title)
        self.view.setObjectName(f"entries-{key}")
        self._more = named(QPushButton(self, flat=True), "more")
        self._more.setCursor(Qt.CursorShape.PointingHandCursor)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 6)
        layout.setSpacing(0)
        layout.addWidget(self._head)
        if as_swatches:
            inset = QVBoxLayout()
            inset.setContentsMargins(6, 0, 0, 0)
            inset.addWidget(self.view)
            layout.addLayout(inset)
        else:
            layout.addWidget(self.view)
        layout.addWidget(self._more, alignment=Qt.AlignmentFlag.AlignLeft)
        self._head.toggled.connect(self._on_head_toggled)
        self._head.clearWanted.connect(self._on_clear_wanted)
        self._head.menuAsked.connect(self._on_menu_asked)
        self.view.foldWanted.connect(self.rowFolded)
        self.view.clearWanted.connect(self._on_clear_wanted)
        self._more.clicked.connect(self._on_more_clicked)
        self.view.entryChosen.connect(self.entryChosen)
        self.view.focusLeft.connect(self.focusLeft)
        theme.changed.connect(self.update)

    def _make_view(self, delegate: RowDelegate | SwatchDelegate, title: str) -> EntryView:
        return EntryView(self._model, delegate, title, self)

    def set_open(self, opened: bool) -> None:
        """Fold or unfold."""
        self._head.title.setChecked(opened)

    @property
    def is_open(self) -> bool:
        """Whether the rows are shown."""
        return self._head.title.isChecked()

    def set_entries(self, entries: Sequence[Entry]) -> None:
        """The rows in the order in which they are to be shown."""
        self._entries = list(entries)
        self._head.set_clearable(self.is_clearable)
        self.setVisible(self.is_wanted)
        self._show_entries()

    @property
    def is_clearable(self) -> bool:
        """Whether it filters by something, and is not the list of places."""
        return self._clears and any(each.active or each.excluded for each in self._entries)

    @property
    def is_wanted(self) -> bool:
        """Whether there is something to show that nobody has hidden."""
        return bool(self._entries) and not self._hidden

    @property
    def is_filled(self) -> bool:
        """Whether there are rows, hidden or not."""
        return bool(self._entries)

    def set_hidden(self, hidden: bool) -> None:
        """Leave the whole section out."""
        self._hidden = hidden
        self.setVisible(self.is_wanted)

    def _wanted_entries(self) -> list[Entry]:
        """Those that are to be shown, or to wait behind "n more"."""
        return self._entries

    def _show_entries(self) -> None:
        wanted = self._wanted_entries()
        shown = self._hold_order(wanted)
        hidden = 0
        if self._limit and len(shown) > self._limit and not self._expanded:
            shown = _first(shown, self._limit)
            hidden = len(wanted) - len(shown)
        current = self.view.current_key()
        self.view.set_tree(any(entry.is_open is not None for entry in shown))
        self._model.set_entries(shown)
        if current is not None and self.view.current_key() != current:
            self.view.select_entry(current)
        self._show_more(hidden)

    def _hold_order(self, entries: list[Entry]) -> list[Entry]:
        """While the pointer rests on the rows they do not change places under it."""
        if not self.view.underMouse():
            return entries
        places = {entry.key: row for row, entry in enumerate(self._model.entries())}
        return sorted(entries, key=lambda entry: places.get(entry.key, len(places)))

    def _show_more(self, hidden: int) -> None:
        folds = self._expanded and len(self._entries) > self._limit > 0
        self._more.setVisible(self.is_open and bool(hidden or folds))
        self._more.setText(
            self.tr("Fewer") if folds else self.tr("{count} more").format(count=hidden)
        )

    def _on_clear_wanted(self) -> None:
        self.clearWanted.emit(self.key)

    def _on_menu_asked(self, place: QPoint) -> None:
        self.menuAsked.emit(self.key, place)

    def _on_more_clicked(self) -> None:
        self._expanded = not self._expanded
        self._show_entries()

    def _on_head_toggled(self, opened: bool) -> None:
        self.view.setVisible(opened)
        self._show_entries()
        self._head.title.update()
        self.folded.emit(self.key, not opened)


def _first(entries: list[Entry], limit: int) -> list[Entry]:
    """As many as fit; what is chosen is always in sight, in place of the last of the others.

    The number stays the same, so that a click does not push the sections below away.
    """
    chosen = sum(entry.active or entry.excluded for entry in entries)
    others = max(0, limit - chosen)
    shown: list[Entry] = []
    for entry in entries:
        if entry.active or entry.excluded:
            shown.append(entry)
        elif others > 0:
            shown.append(entry)
            others -= 1
    return shown
