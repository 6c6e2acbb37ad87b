"""The section of smart collections or that of boards: a "+" in its head, a tree below it."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from PySide6.QtCore import QCoreApplication, Qt, QTimer, Signal
from PySide6.QtGui import QDragEnterEvent, QDropEvent
from PySide6.QtWidgets import QLabel

from studio.core.edit import CollectionKind
from studio.gui import asset_drag
from studio.gui.icons import Icons
from studio.gui.models.collection_rows import CollectionTree
from studio.gui.models.entry_model import Entry
from studio.gui.theme import Theme
from studio.gui.widgets.collection_view import CollectionView
from studio.gui.widgets.entry_delegates import RowDelegate, SwatchDelegate
from studio.gui.widgets.facet_section import FacetSection
from studio.gui.widgets.name_field import NameField
from studio.gui.widgets.named import named


class CollectionSection(FacetSection):
    """Stays while a library is open, also without rows; images dropped on it make a board."""

    addWanted = Signal()
    imagesDropped = Signal(list)  # ids, for a new board

    def __init__(self, kind: CollectionKind, theme: Theme, icons: Icons) -> None:
        self.kind = kind
        self._theme = theme
        self._is_on = False
        words = _words(kind)
        super().__init__(kind.value, words[0], theme, icons, add_help=words[1])
        self._hint = named(QLabel(words[2], self), "sectionHint")
        self._hint.setWordWrap(True)
        self._hint.setContentsMargins(8, 0, 8, 4)
        layout = self.layout()
        assert layout is not None
        layout.addWidget(self._hint)
        self.view.toggles = False
        self._head.addWanted.connect(self.addWanted)
        self.setAcceptDrops(kind is CollectionKind.BOARD)

    @property
    def collections(self) -> CollectionView:
        """The rows."""
        assert isinstance(self.view, CollectionView)
        return self.view

    def _make_view(self, delegate: RowDelegate | SwatchDelegate, title: str) -> CollectionView:
        assert isinstance(delegate, RowDelegate)
        return CollectionView(self._model, delegate, self._theme, title, self)

    def set_library(self, *, is_open: bool, writable: bool) -> None:
        """Whether there is a library, and whether it may be altered."""
        self._is_on = is_open
        self.collections.is_writable = writable
        self._head.add_button.setVisible(writable)
        self.set_entries(self._entries)

    def set_tree(self, tree: CollectionTree, entries: Sequence[Entry]) -> None:
        """All collections of the library, and the rows of this kind."""
        self.collections.tree = tree
        self.set_entries(entries)

    @property
    def is_wanted(self) -> bool:
        """As long as there is a library, unless it is hidden."""
        return self._is_on and not self._hidden

    @property
    def is_filled(self) -> bool:
        """As above, hidden or not."""
        return self._is_on

    def _show_entries(self) -> None:
        super()._show_entries()
        empty = not self._entries
        self.view.setVisible(self.is_open and not empty)
        self._hint.setVisible(self.is_open and empty and self.collections.is_writable)

    def ask_name(
        self, name: str, find_problem: Callable[[str], str], named_: Callable[[str], None]
    ) -> NameField:
        """Ask what a new collection is to be called, below the rows."""
        self.set_open(True)
        self._hint.hide()
        field = NameField(name, find_problem, self)
        layout = self.layout()
        assert layout is not None
        layout.addWidget(field)
        field.accepted.connect(named_)
        field.closed.connect(self._on_field_closed)
        field.open()
        QTimer.singleShot(0, field, field.update)
        return field

    def _on_field_closed(self) -> None:
        self._show_entries()
        first = self.view if self.view.isVisible() else self._head.add_button
        first.setFocus(Qt.FocusReason.OtherFocusReason)

    def dragEnterEvent(self, event: QDragEnterEvent) -> None:
        """Images that are let go beside the rows make a new board."""
        images = asset_drag.has_images(event.mimeData())
        event.setAccepted(images and self.collections.is_writable)
        self._set_target(event.isAccepted())

    def dragLeaveEvent(self, event: object) -> None:
        """It went elsewhere."""
        del event
        self._set_target(False)

    def dropEvent(self, event: QDropEvent) -> None:
        """Make the board once the drag is over."""
        self._set_target(False)
        ids = asset_drag.list_images(event.mimeData())
        event.acceptProposedAction()
        if ids:
            QTimer.singleShot(0, self, lambda: self.imagesDropped.emit(ids))

    def _set_target(self, over: bool) -> None:
        self._hint.setProperty("target", over)
        self._hint.style().unpolish(self._hint)
        self._hint.style().polish(self._hint)


def _words(kind: CollectionKind) -> tuple[str, str, str]:
    """The title, what the "+" does, and what is said while there is nothing."""

    def tr(text: str) -> str:
        return QCoreApplication.translate("collections", text)

    if kind is CollectionKind.SMART:
        return (
            tr("Smart collections"),
            tr("Save the search as a smart collection"),
            tr("Search, then + saves the search here. It fills itself."),
        )
    return (
        tr("Boards"),
        tr("Make a board of the selected images"),
        tr("Drag images here, or + makes a board of the selection."),
    )
