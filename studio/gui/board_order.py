"""The order of a board that is looked at, changed by dragging tiles or by keys."""

from __future__ import annotations

from collections.abc import Sequence
from enum import Enum
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject

from studio.core.collection import Sort
from studio.core.edit import AddToBoard
from studio.gui.views.board_drop import BoardDrop

if TYPE_CHECKING:
    from studio.gui.actions import Actions
    from studio.gui.center import Center
    from studio.gui.collections import Collections
    from studio.gui.session import Session
    from studio.gui.theme import Theme


class Way(Enum):
    """Where the selection goes."""

    FIRST = "first"
    EARLIER = "earlier"
    LATER = "later"
    LAST = "last"


class BoardOrder(QObject):
    """Made once for the window; without a board in its own order it does nothing."""

    def __init__(
        self, collections: Collections, actions: Actions, center: Center, theme: Theme
    ) -> None:
        super().__init__(collections)
        self._collections, self._center, self._theme = collections, center, theme
        self._actions = {way: actions[f"move_{way.value}"] for way in Way}
        self._session: Session | None = None
        self._drop: BoardDrop | None = None
        for way, action in self._actions.items():
            action.triggered.connect(lambda _on=False, to=way: self.move(to))
        collections.arrived.connect(self._follow)
        collections.shownChanged.connect(self._follow)

    def set_session(self, session: Session | None) -> None:
        """Follow the grid of this library; None: there is none any more."""
        from studio.gui.models.asset_model import AssetModel  # loads numpy

        self._session, self._drop = session, None
        grid = self._center.grid
        if session is not None and grid is not None:
            model = grid.model()
            assert isinstance(model, AssetModel)
            self._drop = BoardDrop(grid, model, self._theme, grid)
            self._drop.dropped.connect(self._put)
            session.browser.sortChanged.connect(self._follow)
        self._follow()

    def _follow(self, _what: object = None) -> None:
        on = self._find_board() is not None
        if self._drop is not None:
            self._drop.set_on(on)
        for action in self._actions.values():
            action.setEnabled(on)
            action.setVisible(on)

    def _find_board(self) -> int | None:
        """The board that is shown in its own order, and may be altered."""
        session, board = self._session, self._collections.boards.find_shown()
        if session is None or board is None or not session.is_writable:
            return None
        return board.id if session.browser.sort is Sort.BOARD else None

    def move(self, way: Way) -> None:
        """Move the selection on the board."""
        grid = self._center.grid
        if grid is not None and (selected := list(self._center.selected_ids())):
            shown = list(grid.ids())
            before = find_before(shown, selected, way)
            if before != 0:
                self._put(selected, before)

    def _put(self, ids: Sequence[int], before_id: int | None) -> None:
        board_id = self._find_board()
        if board_id is not None:
            self._collections.apply(AddToBoard(board_id, tuple(ids), before_id))


def find_before(shown: Sequence[int], selected: Sequence[int], way: Way) -> int | None:
    """The image that the selection comes before; None: none, at the end; 0: it stays.

    >>> find_before([1, 2, 3, 4], [3], Way.EARLIER), find_before([1, 2, 3, 4], [2], Way.LATER)
    (2, 4)
    """
    chosen = set(selected)
    rows = [row for row, asset_id in enumerate(shown) if asset_id in chosen]
    staying = [asset_id for asset_id in shown if asset_id not in chosen]
    if not rows or not staying:
        return 0
    ahead = sum(1 for asset_id in shown[: rows[0]] if asset_id not in chosen)
    at = {
        Way.FIRST: 0,
        Way.EARLIER: max(0, ahead - 1),
        Way.LATER: sum(1 for asset_id in shown[: rows[-1]] if asset_id not in chosen) + 1,
        Way.LAST: len(staying),
    }[way]
    return staying[at] if at < len(staying) else None
