"""Smart collections and boards in the window: what is done with them, and what they show."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, QPoint, Signal
from PySide6.QtWidgets import QWidget

from studio.core.edit import (
    Applied,
    CollectionKind,
    CreateCollection,
    DeleteCollection,
    Edit,
    MoveCollection,
    RenameCollection,
    SetCollectionQuery,
)
from studio.core.errors import QueryError
from studio.core.query import Query, Term, format_query, parse_query
from studio.gui import filters, wording
from studio.gui.boards import Boards, short
from studio.gui.collection_list import CollectionList, Counted
from studio.gui.models.collection_rows import FIELD, CollectionTree, id_of, is_id, value_of
from studio.gui.models.entry_model import Entry
from studio.gui.session import Session
from studio.gui.widgets.offer import Offer

if TYPE_CHECKING:
    from studio.gui.actions import Actions
    from studio.gui.icons import Icons
    from studio.gui.theme import Theme
    from studio.gui.widgets.collection_section import CollectionSection
    from studio.gui.widgets.sidebar import Sidebar
    from studio.library.library import Library

SMART, BOARD = CollectionKind.SMART, CollectionKind.BOARD
_RECENT = 6  # boards in the menu before all the others


class Collections(QObject):
    """Made once for the window; without a library it does nothing."""

    queryWanted = Signal(object)  # Query
    told = Signal(str, str, object)  # text, label of an action, what the action does
    arrived = Signal(object)  # Counted
    sidebarWanted = Signal()
    shownChanged = Signal()  # another query, and perhaps another board, is looked at

    def __init__(
        self,
        sidebar: Sidebar,
        actions: Actions,
        selected_ids: Callable[[], Sequence[int]],
        theme: Theme,
        icons: Icons,
        parent: QWidget,
    ) -> None:
        super().__init__(parent)
        self.window, self._sidebar, self._actions = parent, sidebar, actions
        self.selected_ids = selected_ids
        self.session: Session | None = None
        self._list: CollectionList | None = None
        self._edited: int | None = None  # whose search is being changed
        self.query = Query()
        self.tree = CollectionTree()
        self.boards = Boards(self, actions)
        self.offer = Offer("searchOffer", self.tr("Save"), theme, icons)
        self.offer.accepted.connect(self.save_search)
        self.offer.declined.connect(self._stop_editing)
        for section in (sidebar.smart, sidebar.boards):
            self._connect(section)
        sidebar.boards.imagesDropped.connect(self.make_board)
        for name, slot in (
            ("save_search", self.make_smart),
            ("new_board", lambda: self.make_board(self.selected_ids())),
        ):
            actions[name].triggered.connect(lambda _on=False, run=slot: run())

    def _connect(self, section: CollectionSection) -> None:
        view = section.collections
        section.addWanted.connect(lambda: self._make(section.kind))
        view.entryChosen.connect(self._on_chosen)
        view.renamed.connect(lambda id_, name: self.apply(RenameCollection(id_, name)))
        view.deleteWanted.connect(self.delete)
        view.moveWanted.connect(
            lambda id_, parent, before: self.apply(MoveCollection(id_, parent, before))
        )
        view.imagesDropped.connect(self.boards.add)
        view.menuAsked.connect(self._on_menu_asked)

    # --- the library -----------------------------------------------------------------------
    def set_session(self, session: Session | None) -> None:
        """Follow this library; None: there is none any more."""
        if self._list is not None:
            self._list.close()
            self._list.deleteLater()
            self._list = None
        self.session = session
        self.boards.forget()
        self._stop_editing()
        self._on_arrived(Counted())
        writable = session is not None and session.is_writable
        for section in (self._sidebar.smart, self._sidebar.boards):
            section.set_library(is_open=session is not None, writable=writable)
        if session is not None:
            self._list = CollectionList(session.context, self)
            self._list.arrived.connect(self._on_arrived)
            self._list.reload()

    def _on_arrived(self, counted: Counted) -> None:
        self.tree = CollectionTree(counted.collections)
        self._sidebar.set_collections(self.tree, counted.counts)
        if self._edited is not None and self.tree.find(self._edited) is None:
            self._stop_editing()
        self.boards.follow()
        self.arrived.emit(counted)

    def set_query(self, query: Query) -> None:
        """What is looked at now."""
        self.query = query
        if not query.terms:
            self._stop_editing()
        self.boards.follow()
        self.shownChanged.emit()

    # --- edits -----------------------------------------------------------------------------
    def apply(
        self, edit: Edit, text: str = "", done: Callable[[Applied], None] | None = None
    ) -> None:
        """Do it; `text` tells what was done, with a way back."""
        self.apply_plan(lambda _library: edit, lambda _applied: text, done)

    def apply_plan(
        self,
        plan: Callable[[Library], Edit],
        tell: Callable[[Applied], str],
        done: Callable[[Applied], None] | None = None,
    ) -> None:
        """`plan` may look into the library first: it is called off the GUI thread."""
        session = self.session
        if session is None:
            return
        if not session.is_writable:
            self.told.emit(session.context.library.read_only_reason, "", None)
            return
        library = session.context.library

        def on_done(applied: Applied) -> None:
            if done is not None:
                done(applied)
            if applied.description and (text := tell(applied)):
                self.told.emit(text, self.tr("Undo"), session.undo)

        session.context.tasks.write(lambda: library.apply(plan(library)), on_done, owner=self)

    def make_smart(self, parent_id: int | None = None) -> None:
        """Save the search under a name that is asked for in place."""
        session = self.session
        if session is None:
            return
        if not self.query.terms:
            self.told.emit(
                self.tr("Search or filter first: a smart collection saves that."), "", None
            )
            return
        query = format_query(self.query)
        taxonomy = session.context.taxonomy
        words = (filters.describe(item, taxonomy, self._name_of) for item in self.query.terms)
        self._ask_name(SMART, ", ".join(words), parent_id, query=query)

    def _name_of(self, value: str) -> str:
        """What a value of `in:` is called."""
        found = self.tree.find(int(value[1:])) if is_id(value) else None
        return found.name if found is not None else value

    def make_board(self, ids: Sequence[int], parent_id: int | None = None) -> None:
        """A new board with these images, under a name that is asked for in place."""
        self._ask_name(BOARD, self.tr("New board"), parent_id, ids=tuple(ids))

    def make_inside(self, parent_id: int) -> None:
        """One of the same kind under another."""
        found = self.tree.find(parent_id)
        if found is not None and found.kind is SMART:
            self.make_smart(parent_id)
        elif found is not None:
            self.make_board([], parent_id)

    def _make(self, kind: CollectionKind) -> None:
        if kind is SMART:
            self.make_smart()
        else:
            self.make_board(self.selected_ids())

    def _ask_name(
        self,
        kind: CollectionKind,
        name: str,
        parent_id: int | None,
        *,
        query: str = "",
        ids: tuple[int, ...] = (),
    ) -> None:
        def problem(text: str) -> str:
            return self.tree.name_problem(text, parent_id)

        def make(text: str) -> None:
            told = self.tr("Made “{name}”.").format(name=short(text))
            if ids:
                told = self.tr("Made “{name}” with {count}.").format(
                    name=short(text), count=wording.images(len(ids))
                )
            edit = CreateCollection(kind, text, query, ids, parent_id)
            self.apply(edit, told, lambda applied: self._on_made(kind, applied))

        if self.session is not None and self.session.is_writable:
            self.sidebarWanted.emit()
            section = self._sidebar.section_of(kind)
            self._sidebar.set_section_hidden(section.key, False)
            field = section.ask_name(self.tree.free_name(name, parent_id), problem, make)
            self._sidebar.show_widget(field)

    def _on_made(self, kind: CollectionKind, applied: Applied) -> None:
        if kind is BOARD and applied.created is not None:
            self.boards.remember(applied.created)

    def delete(self, collection_id: int) -> None:
        """Do away with a collection; one with others under it asks before."""
        found = self.tree.find(collection_id)
        if found is None:
            return
        under = len(self.tree.list_under(collection_id)) - 1
        if under:
            from studio.gui.dialogs.questions import ask_to_delete_tree

            if not ask_to_delete_tree(self.window, found.name, under):
                return
        gone = {value_of(each) for each in self.tree.list_under(collection_id)}
        if gone.intersection(self.query.values(FIELD)):
            self.queryWanted.emit(self.query.without(FIELD))
        text = self.tr("Deleted “{name}”. Its images stay in the library.")
        self.apply(DeleteCollection(collection_id), text.format(name=short(found.name)))

    # --- searches --------------------------------------------------------------------------
    def edit_search(self, collection_id: int) -> None:
        """Show what a smart collection asks for, to be changed and saved."""
        found = self.tree.find(collection_id)
        if found is None or self.session is None:
            return
        names = self.session.context.library.search_names
        try:
            query = parse_query(found.query, names)
        except QueryError as error:
            self.told.emit(str(error), "", None)
            query = Query()
        self.queryWanted.emit(query)
        self._edited = collection_id
        text = self.tr("You are changing what “{name}” searches for.")
        self.offer.show_text(text.format(name=short(found.name)))
        save = self.tr("Save to “{name}”").format(name=short(found.name, 24))
        self.offer.accept_button.setText(save.replace("&", "&&"))

    def save_search(self) -> None:
        """Keep the search as what the edited collection asks for."""
        if self._edited is not None:
            self.save_search_to(self._edited)

    def save_search_to(self, collection_id: int) -> None:
        """Keep the search as what a collection asks for."""
        found = self.tree.find(collection_id)
        self._stop_editing()
        if found is not None:
            text = self.tr("Saved the search to “{name}”.").format(name=short(found.name))
            self.apply(SetCollectionQuery(found.id, format_query(self.query)), text)
            self.open(found.id)

    def _stop_editing(self) -> None:
        self._edited = None
        self.offer.show_text("")

    def open(self, collection_id: int) -> None:
        """Show what is in a collection, without other filters."""
        self._stop_editing()
        self.queryWanted.emit(Query((Term(FIELD, (value_of(collection_id),)),)))

    # --- the sidebar -----------------------------------------------------------------------
    def _on_chosen(self, entry: Entry, choice: filters.Choice) -> None:
        """A plain click opens a collection alone; with keys it is a filter among others."""
        if choice is filters.Choice.ONLY:
            self.open(id_of(entry))
        else:
            self.queryWanted.emit(filters.apply(self.query, FIELD, entry.value, choice))

    def _on_menu_asked(self, collection_id: int, place: QPoint) -> None:
        from studio.gui.collection_menu import make_collection_menu

        make_collection_menu(self, collection_id, self._sidebar, self.window).popup(place)
