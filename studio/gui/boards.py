"""Boards in the window: images come on them and off them, and the one looked at has its order."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Qt
from PySide6.QtGui import QCursor
from PySide6.QtWidgets import QMenu

from studio.core.collection import Sort
from studio.core.edit import AddToBoard, Applied, CollectionKind, Edit, RemoveFromBoard
from studio.gui import wording
from studio.gui.models.collection_rows import FIELD, is_id

if TYPE_CHECKING:
    from studio.core.collection import Collection
    from studio.gui.actions import Actions
    from studio.gui.collections import Collections
    from studio.library.library import Library

BOARD = CollectionKind.BOARD
_RECENT = 6  # boards in the menu before all the others


class Boards(QObject):
    """Made once for the window, beside what is done with all collections."""

    def __init__(self, collections: Collections, actions: Actions) -> None:
        super().__init__(collections)
        self._all, self._actions = collections, actions
        self._recent: list[int] = []  # boards that images were put on, the last one first
        self._ordered: int | None = None  # the board whose own order was shown when it was opened
        self._sort_before = Sort.ADDED
        actions["add_to_board"].triggered.connect(self.add_to_last)
        actions["choose_board"].triggered.connect(self.choose)

    def forget(self) -> None:
        """Another library is shown."""
        self._recent.clear()
        self._ordered = None

    # --- what is looked at -----------------------------------------------------------------
    def find_shown(self) -> Collection | None:
        """The board that is looked at, alone or with filters."""
        values = self._all.query.values(FIELD)
        one = len(values) == 1 and is_id(values[0])
        found = self._all.tree.find(int(values[0][1:])) if one else None
        return found if found is not None and found.kind is BOARD else None

    def follow(self) -> None:
        """Commands say which board they mean, and a board is shown in its own order."""
        board, last = self.find_shown(), self._find_last()
        remove, add = self.tr("Remove from library"), self.tr("Add to board")
        if board is not None:
            remove = self.tr("Take off “{name}”").format(name=short(board.name))
        if last is not None:
            add = self.tr("Add to “{name}”").format(name=short(last.name))
        self._actions["remove"].setText(remove)
        self._actions["add_to_board"].setText(add)
        # Elsewhere Del does this, and the menu would say the same twice.
        self._actions["remove_anyway"].setVisible(board is not None)
        if self._all.session is not None:
            self._order(board)

    def _order(self, board: Collection | None) -> None:
        """Elsewhere the order is as it was before the board was opened."""
        assert self._all.session is not None
        browser = self._all.session.browser
        if board is not None and board.id != self._ordered:
            if browser.sort is not Sort.BOARD and not self._all.query.has_likeness:
                self._sort_before = browser.sort
                browser.set_sort(Sort.BOARD)
        elif board is None and browser.sort is Sort.BOARD:
            browser.set_sort(self._sort_before)
        self._ordered = board.id if board is not None else None

    # --- on and off ------------------------------------------------------------------------
    def add(self, board_id: int, ids: Sequence[int]) -> None:
        """Put images on a board, which is the one for the next time.

        Those that are on it stay where they are.
        """
        found = self._all.tree.find(board_id)
        if found is None or not ids:
            return
        name = short(found.name)
        nothing_new = self.tr("All of it is on “{name}” already.").format(name=name)

        def plan(library: Library) -> Edit:
            there = set(library.list_board(board_id))
            return AddToBoard(board_id, tuple(i for i in ids if i not in there))

        def tell(applied: Applied) -> str:
            count = wording.images(len(applied.ids))
            return self.tr("Put {count} on “{name}”.").format(count=count, name=name)

        def on_done(applied: Applied) -> None:
            self.remember(board_id)
            if not applied.description:
                self._all.told.emit(nothing_new, "", None)

        self._all.apply_plan(plan, tell, on_done)

    def add_selected(self, board_id: int) -> None:
        """Put the selection on a board."""
        if ids := self._list_chosen():
            self.add(board_id, ids)

    def add_to_last(self) -> None:
        """Put the selection on the board that was used last; else ask which."""
        last = self._find_last()
        if last is None:
            self.choose()
        else:
            self.add_selected(last.id)

    def take_off(self) -> bool:
        """Take the selection off the board that is looked at; False where there is none."""
        board, ids = self.find_shown(), self._all.selected_ids()
        if board is None:
            return False
        if ids:
            text = self.tr("Took {count} off “{name}”. They stay in the library.").format(
                count=wording.images(len(ids)), name=short(board.name)
            )
            self._all.apply(RemoveFromBoard(board.id, tuple(ids)), text)
        return True

    def _list_chosen(self) -> Sequence[int]:
        ids = self._all.selected_ids()
        if not ids:
            self._all.told.emit(self.tr("Select the images that are to go on a board."), "", None)
        return ids

    def remember(self, board_id: int) -> None:
        """The next images come on this board, if nothing else is said."""
        self._recent = [board_id, *(id_ for id_ in self._recent if id_ != board_id)][:_RECENT]
        self.follow()

    def _list_recent(self) -> list[Collection]:
        return [found for id_ in self._recent if (found := self._all.tree.find(id_))]

    def _find_last(self) -> Collection | None:
        return next(iter(self._list_recent()), None)

    # --- menus -----------------------------------------------------------------------------
    def choose(self) -> None:
        """Ask which board the selection comes on, where the pointer is."""
        if self._list_chosen():
            menu = QMenu(self._all.window)
            menu.setObjectName("boardMenu")
            menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
            self.fill_menu(menu)
            menu.popup(QCursor.pos())

    def add_menu(self, menu: QMenu) -> None:
        """A submenu of boards in the menu of images, where the library may be altered."""
        if self._all.session is not None and self._all.session.is_writable:
            boards = QMenu(self.tr("Add to board"), menu)
            boards.setObjectName("boardMenu")
            self.fill_menu(boards)
            menu.insertMenu(self._actions["find_similar"], boards)

    def fill_menu(self, menu: QMenu) -> None:
        """Boards used last, all boards by their paths, and a new one."""
        menu.setToolTipsVisible(True)
        boards = [found for found in self._all.tree.all() if found.kind is BOARD]
        for group in (self._list_recent() if len(boards) > _RECENT else [], boards):
            for board in group:
                path = " / ".join(above.name for above in self._all.tree.path(board.id))
                action = menu.addAction(short(path).replace("&", "&&"))
                action.setToolTip(path)
                action.triggered.connect(lambda _on, id_=board.id: self.add_selected(id_))
            if group:
                menu.addSeparator()
        menu.addAction(self._actions["new_board"])


def short(name: str, most: int = 40) -> str:
    """A name that fits a message or a menu."""
    return name if len(name) <= most else f"{name[: most - 1].rstrip()}…"
