"""A grid that follows its size and its images, and stays at what is looked at."""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial

from PySide6.QtCore import QSize, Qt, QTimer, Signal
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QWidget

from studio.core.ids import Ids
from studio.core.listing import Listing
from studio.gui.models.asset_model import AssetModel
from studio.gui.tasks import Task, Tasks
from studio.gui.views.cell_view import CellView
from studio.gui.views.grid_layout import lay_out
from studio.gui.views.grid_place import Anchor
from studio.gui.views.layout import Layout
from studio.gui.views.layouts import Look, make_layout

MIN_TILE, MAX_TILE, DEFAULT_TILE = 96, 320, 180
_SETTLE_MS = 120


class PlacedView(CellView):
    """Chooses the layout; long ones are made away from the GUI thread."""

    settled = Signal()  # nothing has moved for a moment

    def __init__(self, assets: AssetModel, tasks: Tasks, parent: QWidget | None = None) -> None:
        super().__init__(lay_out(QSize(), 0, DEFAULT_TILE, 0), parent)
        self._assets, self._tasks = assets, tasks
        assets.setParent(self)
        self._tile_size = DEFAULT_TILE
        self._justified = False
        self._laid_out: tuple[Look, Listing] | None = None  # what the layout was made for
        self._layout_task: Task | None = None
        self._coming: Listing | None = None  # is shown as soon as it has been laid out
        self._held: tuple[Anchor, int] | None = None  # the last anchor, and where that led
        self._settle_timer = QTimer(self, singleShot=True, interval=_SETTLE_MS)
        self._settle_timer.timeout.connect(self.settled)
        self.setModel(assets)

    def set_ids(self, ids: Sequence[int] | Listing) -> None:
        """Show these assets; selection, current and place stay where the ids are still there.

        Hundreds of thousands in justified rows are shown as soon as they have been laid out.
        """
        listing = Listing.of(ids)
        look = self._look()
        if look.takes_long(listing):
            self._coming = listing
            self._lay_out_behind(look, listing, prefer_current=False)
        else:
            self._cancel_layout()
            self._show(listing, make_layout(look, listing), look)

    def _show(self, listing: Listing, layout: Layout, look: Look) -> None:
        self._coming = None
        anchor = self._find_anchor(among=listing.ids)
        self.take_listing(listing)
        self._follow(layout, look, listing)
        self._restore_anchor(anchor)
        self._settle_timer.start()

    def take_listing(self, listing: Listing) -> None:
        """Give the model other assets, and see to what depends on them but the layout."""
        raise NotImplementedError

    def tile_size(self) -> int:
        """The least edge of a tile; tiles share out what is left of the width."""
        return self._tile_size

    def set_tile_size(self, px: int) -> None:
        """The least edge of a tile (96..320 px); the tile under focus stays where it is."""
        px = min(MAX_TILE, max(MIN_TILE, px))
        if px != self._tile_size:
            self._tile_size = px
            self._lay_out(prefer_current=True)

    @property
    def is_justified(self) -> bool:
        """Whether pictures keep their proportions, in rows that fill the width."""
        return self._justified

    def set_justified(self, justified: bool) -> None:
        """Justified rows or the uniform grid; the tile under focus stays where it is."""
        if justified != self._justified:
            self._justified = justified
            self._lay_out(prefer_current=True)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Stretch the tiles so that they fill the width."""
        anchor = self._find_anchor()
        super().resizeEvent(event)
        self._lay_out(anchor)

    def _look(self) -> Look:
        bar = self.verticalScrollBar().sizeHint().width()
        return Look(self.size(), self._tile_size, bar, self._justified)

    def _lay_out(self, anchor: Anchor | None = None, *, prefer_current: bool = False) -> None:
        """Follow what the layout depends on, and stay at `anchor`, or else at what is seen."""
        look, listing = self._look(), self._coming or self._assets.listing()
        if self._laid_out == (look, listing):
            return
        if look.takes_long(listing):
            self._lay_out_behind(look, listing, prefer_current=prefer_current)
            return
        self._cancel_layout()
        layout = make_layout(look, listing)
        if listing is self._coming:
            self._show(listing, layout, look)
        else:
            self._change_layout(layout, look, anchor, prefer_current)

    def _change_layout(
        self, layout: Layout, look: Look, anchor: Anchor | None, prefer_current: bool
    ) -> None:
        anchor = anchor or self._find_anchor(prefer_current=prefer_current)
        self._follow(layout, look, self._assets.listing())
        self._restore_anchor(anchor)
        self._settle_timer.start()

    def _lay_out_behind(self, look: Look, listing: Listing, *, prefer_current: bool) -> None:
        """Until the layout has been made the one before stays; the last that is wanted counts."""
        self._cancel_layout()

        def done(layout: Layout) -> None:
            self._layout_task = None
            if listing is self._coming:
                self._show(listing, layout, look)
            else:
                self._change_layout(layout, look, None, prefer_current)
            self._lay_out()  # the view may have changed in the meantime

        work = partial(make_layout, look, listing)
        self._layout_task = self._tasks.read(work, done, owner=self)

    def _cancel_layout(self) -> None:
        if self._layout_task is not None:
            self._layout_task.cancel()
            self._layout_task = None

    def _follow(self, layout: Layout, look: Look, listing: Listing) -> None:
        self._laid_out = look, listing
        if layout == self._layout:
            return
        self._layout = layout
        policies = Qt.ScrollBarPolicy
        self.setVerticalScrollBarPolicy(
            policies.ScrollBarAlwaysOn if layout.scrolls else policies.ScrollBarAlwaysOff
        )
        self.setViewportMargins(layout.left, 0, layout.right, 0)
        self.scheduleDelayedItemsLayout()
        self.verticalScrollBar().setSingleStep(max(20, layout.step // 3))

    def _find_anchor(
        self, *, prefer_current: bool = False, among: Ids | None = None
    ) -> Anchor | None:
        """An id on screen and where its row begins there; None at the top of the grid.

        If possible it is one `among` the ids that will be shown.

        At the top new images are meant to appear before one's eyes, so nothing is held there.
        """
        top, ids = self.verticalScrollBar().value(), self._assets.ids()
        rows = self._layout.visible(top, self.viewport().height())
        current = self.currentIndex()
        if prefer_current and current.isValid() and current.row() in rows:
            row = current.row()
        elif (held := self._find_held(top, among)) is not None:
            return held  # nobody has scrolled since: or else it would drift
        elif top == 0 or not rows or rows.start >= len(ids):
            return None
        else:
            seen = (at for at in rows if among is None or ids[at] in among)
            row = next(seen, rows.start)
        return (ids[row], self._layout.top_of(row) - top) if row < len(ids) else None

    def _find_held(self, top: int, among: Ids | None) -> Anchor | None:
        if self._held is None or self._held[1] != top:
            return None
        anchor = self._held[0]
        return anchor if among is None or anchor[0] in among else None

    def _restore_anchor(self, anchor: Anchor | None) -> None:
        self.executeDelayedItemsLayout()
        row = None if anchor is None else self._assets.find_row(anchor[0])
        self._held = None
        if anchor is not None and row is not None:
            bar = self.verticalScrollBar()
            bar.setValue(self._layout.top_of(row) - anchor[1])
            self._held = (anchor, bar.value()) if bar.value() else None

    def visible_ids(self) -> Ids:
        """What is on the screen now, in order."""
        rows = self._layout.visible(self.verticalScrollBar().value(), self.viewport().height())
        return self._assets.ids()[rows.start : rows.stop]
