"""Smart collections and boards in the window: what is done with them, and what they show."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, QPoint, Signal
from PySide6.QtGui import QCursor
from PySide6.QtWidgets import QMenu, QWidget

from studio.core.collection import Sort
from studio.core.edit import (
    AddToBoard,
    Applied,
    CollectionKind,
    CreateCollection,
    DeleteCollection,
    Edit,
    MoveCollection,
    RemoveFromBoard,
    RenameCollection,
    SetCollectionQuery,
)
from studio.core.errors import QueryError
from studio.core.query import Query, Term, format_query, parse_query
from studio.gui import filters, wording
from studio.gui.collection_list import CollectionList, Counted
from studio.gui.models.collection_rows import FIELD, CollectionTree, id_of, value_of
from studio.gui.models.entry_model import Entry
from studio.gui.session import Session
from studio.gui.widgets.offer import Offer

if TYPE_CHECKING:
    from studio.core.collection import Collection
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
        self._window, self._sidebar, self._actions = parent, sidebar, actions
        self._selected_ids = selected_ids
        self._session: Session | None = None
        self._list: CollectionList | None = None
        self._recent: list[int] = []  # boards that images were put on, the last one first
        self._edited: int | None = None  # whose search is being changed
        self._query = Query()
        self._ordered: int | None = None  # the board whose own order was shown when it was opened
        self._sort_before = Sort.ADDED
        self.tree = CollectionTree()
        self.offer = Offer("searchOffer", self.tr("Save"), theme, icons)
        self.offer.accepted.connect(self.save_search)
        self.offer.declined.connect(self._stop_editing)
        for section in (sidebar.smart, sidebar.boards):
            self._connect(section)
        sidebar.boards.imagesDropped.connect(self.make_board)
        for name, slot in (
            ("save_search", self.make_smart),
            ("new_board", lambda: self.make_board(self._selected_ids())),
            ("add_to_board", self.add_to_last_board),
            ("choose_board", self.choose_board),
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
        view.imagesDropped.connect(self.add_to_board)
        view.menuAsked.connect(self._on_menu_asked)

    # --- the library -----------------------------------------------------------------------
    def set_session(self, session: Session | None) -> None:
        """Follow this library; None: there is none any more."""
        if self._list is not None:
            self._list.close()
            self._list.deleteLater()
            self._list = None
        self._session = session
        self._recent.clear()
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
        self._name_actions()
        self.arrived.emit(counted)

    def set_query(self, query: Query) -> None:
        """What is looked at now."""
        self._query = query
        if not query.terms:
            self._stop_editing()
        self._name_actions()
        self._order_board()
        self.shownChanged.emit()

    def _order_board(self) -> None:
        """A board is shown as it was put in order; elsewhere the order is as before."""
        if self._session is None:
            return
        browser, board = self._session.browser, self.find_shown_board()
        if board is not None and board.id != self._ordered:
            if browser.sort is not Sort.BOARD and not self._query.has_likeness:
                self._sort_before = browser.sort
                browser.set_sort(Sort.BOARD)
        elif board is None and browser.sort is Sort.BOARD:
            browser.set_sort(self._sort_before)
        self._ordered = board.id if board is not None else None

    def find_shown_board(self) -> Collection | None:
        """The board that is looked at, alone or with filters."""
        values = self._query.values(FIELD)
        found = self.tree.find(int(values[0][1:])) if _is_one_id(values) else None
        return found if found is not None and found.kind is BOARD else None

    def _name_actions(self) -> None:
        board, last = self.find_shown_board(), self._find_last_board()
        remove, add = self.tr("Remove from library"), self.tr("Add to board")
        if board is not None:
            remove = self.tr("Take off “{name}”").format(name=_short(board.name))
        if last is not None:
            add = self.tr("Add to “{name}”").format(name=_short(last.name))
        self._actions["remove"].setText(remove)
        self._actions["add_to_board"].setText(add)

    # --- edits -----------------------------------------------------------------------------
    def apply(
        self, edit: Edit, text: str = "", done: Callable[[Applied], None] | None = None
    ) -> None:
        """Do it; `text` tells what was done, with a way back."""
        self._apply(lambda _library: edit, lambda _applied: text, done)

    def _apply(
        self,
        plan: Callable[[Library], Edit],
        tell: Callable[[Applied], str],
        done: Callable[[Applied], None] | None = None,
    ) -> None:
        """`plan` may look into the library first: it is called off the GUI thread."""
        session = self._session
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
        session = self._session
        if session is None:
            return
        if not self._query.terms:
            self.told.emit(
                self.tr("Search or filter first: a smart collection saves that."), "", None
            )
            return
        query = format_query(self._query)
        taxonomy = session.context.taxonomy
        words = (filters.describe(item, taxonomy, self._name_of) for item in self._query.terms)
        self._ask_name(SMART, ", ".join(words), parent_id, query=query)

    def _name_of(self, value: str) -> str:
        """What a value of `in:` is called."""
        found = self.tree.find(int(value[1:])) if _is_one_id((value,)) else None
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
            self.make_board(self._selected_ids())

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
            told = self.tr("Made “{name}”.").format(name=_short(text))
            if ids:
                told = self.tr("Made “{name}” with {count}.").format(
                    name=_short(text), count=wording.images(len(ids))
                )
            edit = CreateCollection(kind, text, query, ids, parent_id)
            self.apply(edit, told, lambda applied: self._on_made(kind, applied))

        if self._session is not None and self._session.is_writable:
            self.sidebarWanted.emit()
            section = self._sidebar.section_of(kind)
            self._sidebar.set_section_hidden(section.key, False)
            field = section.ask_name(self.tree.free_name(name, parent_id), problem, make)
            self._sidebar.show_widget(field)

    def _on_made(self, kind: CollectionKind, applied: Applied) -> None:
        if kind is BOARD and applied.created is not None:
            self._remember_board(applied.created)

    def delete(self, collection_id: int) -> None:
        """Do away with a collection; one with others under it asks before."""
        found = self.tree.find(collection_id)
        if found is None:
            return
        under = self.tree.count_under(collection_id)
        if under:
            from studio.gui.dialogs.questions import ask_to_delete_tree

            if not ask_to_delete_tree(self._window, found.name, under):
                return
        if value_of(collection_id) in self._query.values(FIELD):
            self.queryWanted.emit(self._query.without(FIELD))
        text = self.tr("Deleted “{name}”. Its images stay in the library.")
        self.apply(DeleteCollection(collection_id), text.format(name=_short(found.name)))

    # --- boards ----------------------------------------------------------------------------
    def add_to_board(self, board_id: int, ids: Sequence[int]) -> None:
        """Put images on a board, which is the one for the next time.

        Those that are on it stay where they are.
        """
        found = self.tree.find(board_id)
        if found is None or not ids:
            return
        name = _short(found.name)
        nothing_new = self.tr("All of it is on “{name}” already.").format(name=name)

        def plan(library: Library) -> Edit:
            there = set(library.list_board(board_id))
            return AddToBoard(board_id, tuple(i for i in ids if i not in there))

        def tell(applied: Applied) -> str:
            count = wording.images(len(applied.ids))
            return self.tr("Put {count} on “{name}”.").format(count=count, name=name)

        def on_done(applied: Applied) -> None:
            self._remember_board(board_id)
            if not applied.description:
                self.told.emit(nothing_new, "", None)

        self._apply(plan, tell, on_done)

    def add_selected(self, board_id: int) -> None:
        """Put the selection on a board."""
        if ids := self._chosen_images():
            self.add_to_board(board_id, ids)

    def add_to_last_board(self) -> None:
        """Put the selection on the board that was used last; else ask which."""
        last = self._find_last_board()
        if last is None:
            self.choose_board()
        elif ids := self._chosen_images():
            self.add_to_board(last.id, ids)

    def choose_board(self) -> None:
        """Ask which board the selection comes on, where the pointer is."""
        if self._chosen_images():
            menu = QMenu(self._window)
            menu.setObjectName("boardMenu")
            self.fill_board_menu(menu)
            menu.aboutToHide.connect(menu.deleteLater)
            menu.popup(QCursor.pos())

    def add_board_menu(self, menu: QMenu) -> None:
        """A submenu of boards in the menu of images, where the library may be altered."""
        if self._session is not None and self._session.is_writable:
            boards = QMenu(self.tr("Add to board"), menu)
            boards.setObjectName("boardMenu")
            self.fill_board_menu(boards)
            menu.insertMenu(self._actions["find_similar"], boards)

    def fill_board_menu(self, menu: QMenu) -> None:
        """Boards used last, all boards by their paths, and a new one."""
        menu.setToolTipsVisible(True)
        boards = [found for found in self.tree.all() if found.kind is BOARD]
        recent = [found for id_ in self._recent if (found := self.tree.find(id_))]
        for group in (recent if len(boards) > _RECENT else [], boards):
            for board in group:
                path = " / ".join(above.name for above in self.tree.path(board.id))
                action = menu.addAction(_short(path).replace("&", "&&"))
                action.setToolTip(path)
                action.triggered.connect(
                    lambda _on, id_=board.id: self.add_to_board(id_, self._selected_ids())
                )
            if group:
                menu.addSeparator()
        menu.addAction(self._actions["new_board"])

    def take_off_board(self) -> bool:
        """Take the selection off the board that is looked at; False where there is none."""
        board, ids = self.find_shown_board(), self._selected_ids()
        if board is None:
            return False
        if ids:
            text = self.tr("Took {count} off “{name}”. They stay in the library.").format(
                count=wording.images(len(ids)), name=_short(board.name)
            )
            self.apply(RemoveFromBoard(board.id, tuple(ids)), text)
        return True

    def _chosen_images(self) -> Sequence[int]:
        ids = self._selected_ids()
        if not ids:
            self.told.emit(self.tr("Select the images that are to go on a board."), "", None)
        return ids

    def _remember_board(self, board_id: int) -> None:
        self._recent = [board_id, *(id_ for id_ in self._recent if id_ != board_id)][:_RECENT]
        self._name_actions()

    def _find_last_board(self) -> Collection | None:
        return next((found for id_ in self._recent if (found := self.tree.find(id_))), None)

    # --- searches --------------------------------------------------------------------------
    def edit_search(self, collection_id: int) -> None:
        """Show what a smart collection asks for, to be changed and saved."""
        found = self.tree.find(collection_id)
        if found is None or self._session is None:
            return
        names = self._session.context.library.search_names
        try:
            query = parse_query(found.query, names)
        except QueryError as error:
            self.told.emit(str(error), "", None)
            query = Query()
        self.queryWanted.emit(query)
        self._edited = collection_id
        text = self.tr("You are changing what “{name}” searches for.")
        self.offer.show_text(text.format(name=_short(found.name)))

    def save_search(self) -> None:
        """Keep the search as what the edited collection asks for."""
        if self._edited is not None:
            self.save_search_to(self._edited)

    def save_search_to(self, collection_id: int) -> None:
        """Keep the search as what a collection asks for."""
        found = self.tree.find(collection_id)
        self._stop_editing()
        if found is not None:
            text = self.tr("Saved the search to “{name}”.").format(name=_short(found.name))
            self.apply(SetCollectionQuery(found.id, format_query(self._query)), text)
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
            self.queryWanted.emit(filters.apply(self._query, FIELD, entry.value, choice))

    def _on_menu_asked(self, collection_id: int, place: QPoint) -> None:
        from studio.gui.collection_menu import make_collection_menu

        make_collection_menu(self, collection_id, self._sidebar, self._window).popup(place)


def _is_one_id(values: tuple[str, ...]) -> bool:
    return len(values) == 1 and values[0].startswith("#") and values[0][1:].isdigit()


def _short(name: str, most: int = 40) -> str:
    return name if len(name) <= most else f"{name[: most - 1].rstrip()}…"
