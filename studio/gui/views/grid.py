"""The grid of thumbnails: selection by id, sections, a place that holds, files to drag out."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from functools import partial

import numpy as np
from PySide6.QtCore import (
    QItemSelection,
    QItemSelectionModel,
    QModelIndex,
    QPoint,
    QRect,
    QSize,
    Qt,
    QTimer,
    Signal,
)
from PySide6.QtGui import (
    QColor,
    QContextMenuEvent,
    QDrag,
    QFocusEvent,
    QKeyEvent,
    QMouseEvent,
    QPainter,
    QPaintEvent,
    QPalette,
    QPen,
    QRegion,
    QResizeEvent,
    QWheelEvent,
)
from PySide6.QtWidgets import QListView, QWidget

from studio.core.ids import Ids
from studio.core.listing import Listing
from studio.core.row_changes import find_runs
from studio.gui.context import Context
from studio.gui.models.asset_model import AssetModel
from studio.gui.tasks import Task
from studio.gui.thumbnails import ThumbnailCache
from studio.gui.views.cell_view import CellView
from studio.gui.views.drag_picture import draw_drag_picture
from studio.gui.views.grid_layout import MARGIN, lay_out
from studio.gui.views.grid_place import Anchor, GridPlace
from studio.gui.views.layout import Layout
from studio.gui.views.layouts import Look, make_layout
from studio.gui.views.section_headers import SectionHeaders
from studio.gui.views.tile_delegate import GAP, TileDelegate, picture_rect, tile_rect

MIN_TILE, MAX_TILE, DEFAULT_TILE = 96, 320, 180
PREFETCH_LIMIT = 4096  # selected rows that are read ahead so that a drag has their paths
_SETTLE_MS = 120
_NONE = np.zeros(0, np.int64)
_ACTIVATE_KEYS = (Qt.Key.Key_Return, Qt.Key.Key_Enter, Qt.Key.Key_E, Qt.Key.Key_Space)


class GridView(CellView):
    """Shows assets by id; everything it tells and is told is in ids, in the order shown."""

    selectionWasChanged = Signal(object)  # Ids
    currentWasChanged = Signal(int)
    assetActivated = Signal(int)
    tileSizeWasAsked = Signal(int)  # Ctrl and wheel; the slider decides
    menuWasAsked = Signal(QPoint)  # on the screen
    visibleWasChanged = Signal(list)  # once scrolling, resizing or filtering has settled

    def __init__(self, context: Context, parent: QWidget | None = None) -> None:
        super().__init__(lay_out(QSize(), 0, DEFAULT_TILE, 0), parent)
        self._theme, self._tasks = context.theme, context.tasks
        names = {
            label.id: label.name for facet in context.taxonomy.facets for label in facet.labels
        }
        self._assets = AssetModel(context.library, context.tasks, names, self)
        self._thumbnails = ThumbnailCache(context.library, context.tasks, self)
        self._delegate = TileDelegate(context.theme, self._thumbnails, self)
        self._headers = SectionHeaders(context.theme)
        self._tile_size = DEFAULT_TILE
        self._justified = False
        self._laid_out: tuple[Look, Listing] | None = None  # what the layout was made for
        self._layout_task: Task | None = None
        self._coming: Listing | None = None  # is shown as soon as it has been laid out
        self._held: tuple[Anchor, int] | None = None  # the last anchor, and where that led
        self._restoring = False
        self._on_header = False  # a mouse button is down there
        self._selected = Ids()
        self._band = QRect()  # the rubber band, in the coordinates of the whole list
        self._settle_timer = QTimer(self, singleShot=True, interval=_SETTLE_MS)
        self._settle_timer.timeout.connect(self._on_settled)
        self._set_up()
        self.setModel(self._assets)
        self.setItemDelegate(self._delegate)
        self._connect()

    def _set_up(self) -> None:
        self.setObjectName("grid")
        self.setAccessibleName(self.tr("Images"))
        self.setFrameShape(QListView.Shape.NoFrame)
        self.setBackgroundRole(QPalette.ColorRole.Base)  # the margins look like the ground
        self.setAutoFillBackground(True)
        self.setViewMode(QListView.ViewMode.ListMode)
        self.setFlow(QListView.Flow.LeftToRight)
        self.setWrapping(True)
        self.setMovement(QListView.Movement.Static)
        self.setResizeMode(QListView.ResizeMode.Fixed)
        self.setUniformItemSizes(True)
        self.setSelectionMode(QListView.SelectionMode.ExtendedSelection)
        self.setSelectionRectVisible(False)  # the style's own would tint the pictures strongly
        self.setEditTriggers(QListView.EditTrigger.NoEditTriggers)
        self.setDragEnabled(True)
        self.setDragDropMode(QListView.DragDropMode.DragOnly)
        self.setVerticalScrollMode(QListView.ScrollMode.ScrollPerPixel)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setVerticalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setMinimumWidth(MIN_TILE + GAP + 2 * MARGIN)

    def _connect(self) -> None:
        self.selectionModel().selectionChanged.connect(self._on_selection_changed)
        self.selectionModel().currentChanged.connect(self._on_current_changed)
        self.doubleClicked.connect(self._on_double_clicked)
        self.verticalScrollBar().valueChanged.connect(self._on_scrolled)
        self._thumbnails.arrived.connect(self._on_thumbnails_arrived)
        self._theme.changed.connect(self.viewport().update)

    # --- ids -------------------------------------------------------------------------------
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
        selected, current = self._selected, self.current_id()
        self._restoring = True
        kept = self._assets.set_ids(listing)
        if not kept:
            self._select(selected, current)
        self._follow(layout, look, listing)
        self._restore_anchor(anchor)
        self._choose_thumbnails()
        self._restoring = False
        self._tell_selection()
        self._settle_timer.start()

    def refresh(self, ids: Iterable[int]) -> None:
        """These assets changed: read their rows and thumbnails again."""
        changed = list(ids)
        self._thumbnails.invalidate(changed)
        self._assets.refresh(changed)

    def ids(self) -> Ids:
        """The ids in the order shown."""
        return self._assets.ids()

    def selected_ids(self) -> Ids:
        """The selected ids in the order shown."""
        rows = sorted((r.top(), r.bottom()) for r in self.selectionModel().selection().toList())
        ids = self._assets.ids()
        if rows and rows[0] == (0, len(ids) - 1):
            return ids
        return Ids(np.concatenate([_NONE, *(ids.array[top : last + 1] for top, last in rows)]))

    def current_id(self) -> int | None:
        """The asset that the keyboard moves from."""
        index = self.currentIndex()
        return self._assets.ids()[index.row()] if index.isValid() else None

    def set_current(self, asset_id: int) -> None:
        """Select this asset alone and bring it into view; nothing when it is not shown."""
        row = self._assets.find_row(asset_id)
        if row is not None:
            self.setCurrentIndex(self._assets.index(row))
            self.scrollTo(self._assets.index(row))

    def place(self) -> GridPlace:
        """Where one is."""
        return GridPlace(self.selected_ids(), self.current_id(), self._find_anchor())

    def restore_place(self, place: GridPlace) -> None:
        """Go back there, as far as its images are shown."""
        self._select(place.selected, place.current)
        if place.anchor is None:
            self.scrollToTop()
            if place.current is not None and (row := self._assets.find_row(place.current)):
                self.scrollTo(self._assets.index(row))
        else:
            self._restore_anchor(place.anchor)

    def select_all(self) -> None:
        """Select every asset shown."""
        self.selectAll()

    def select_none(self) -> None:
        """Select nothing."""
        self.clearSelection()

    def invert_selection(self) -> None:
        """Select what was not selected and the other way round."""
        count = self._assets.rowCount()
        if count:
            every = QItemSelection(self._assets.index(0), self._assets.index(count - 1))
            self.selectionModel().select(every, QItemSelectionModel.SelectionFlag.Toggle)

    def _select(self, ids: Iterable[int], current: int | None) -> None:
        rows = np.sort(self._assets.ids().find_all(ids))
        selection = QItemSelection()
        for first, last in find_runs(rows):
            selection.select(self._assets.index(first), self._assets.index(last))
        flags = QItemSelectionModel.SelectionFlag
        self.selectionModel().select(selection, flags.ClearAndSelect)
        row = self._assets.find_row(current) if current is not None else None
        if row is not None:
            self.selectionModel().setCurrentIndex(self._assets.index(row), flags.NoUpdate)

    def _on_selection_changed(self) -> None:
        if not self._restoring:
            self._tell_selection()

    def _tell_selection(self) -> None:
        selected = self.selected_ids()
        if selected != self._selected:
            self._selected = selected
            self._settle_timer.start()
            self.selectionWasChanged.emit(selected)

    def _on_current_changed(self, current: QModelIndex) -> None:
        if current.isValid() and not self._restoring:
            self.currentWasChanged.emit(self._assets.ids()[current.row()])

    # --- layout ----------------------------------------------------------------------------
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

    def _choose_thumbnails(self) -> None:
        if self._justified:
            self._thumbnails.set_measure(self._measure)
        elif self._layout.count:
            size = self._measure(self._assets.ids()[0])
            self._thumbnails.set_side(size.width())

    def _measure(self, asset_id: int) -> QSize:
        """The size of a picture in its tile, in device pixels."""
        row = self._assets.find_row(asset_id)
        if row is None or row >= self._layout.count:
            return QSize(self._tile_size, self._tile_size) * self.devicePixelRatioF()
        return picture_rect(self._layout.cell(row)).size() * self.devicePixelRatioF()

    def _on_scrolled(self) -> None:
        self._settle_timer.start()

    def _on_settled(self) -> None:
        self._choose_thumbnails()
        height = self.viewport().height()
        ahead = -(-height // self._layout.step) // 2
        near = self._layout.visible(self.verticalScrollBar().value(), height, beyond=ahead)
        ids, visible = self._assets.ids()[near.start : near.stop], self.visible_ids()
        self._thumbnails.keep_only(ids)
        self._thumbnails.request([*visible, *ids])
        self._assets.request([*ids, *self._selected[:PREFETCH_LIMIT]])
        self.visibleWasChanged.emit(visible)

    def _on_thumbnails_arrived(self, ids: list[int]) -> None:
        rows = self._layout.visible(self.verticalScrollBar().value(), self.viewport().height())
        region = QRegion()
        for asset_id in ids:
            row = self._assets.find_row(asset_id)
            if row is not None and row in rows:
                region += self.visualRect(self._assets.index(row))
        if not region.isEmpty():
            self.viewport().update(region)

    # --- mouse -----------------------------------------------------------------------------
    def indexAt(self, point: QPoint) -> QModelIndex:
        """The tile under `point`; the gaps between tiles belong to the ground."""
        index = super().indexAt(point)
        if index.isValid() and not tile_rect(self.visualRect(index)).contains(point):
            return QModelIndex()
        return index

    def _header_at(self, point: QPoint) -> int | None:
        return self._headers.find(
            self._layout, self.verticalOffset(), self.viewport().rect(), point
        )

    def select_section(self, section: int, *, toggle: bool = False) -> None:
        """Select what is under a header; with `toggle` beside the rest, or no longer."""
        rows = self._assets.listing().rows_of(section)
        first, last = self._assets.index(rows.start), self._assets.index(rows.stop - 1)
        flags = QItemSelectionModel.SelectionFlag
        chosen = QItemSelection(first, last)
        if not toggle:
            command = flags.ClearAndSelect
        elif self._is_selected(rows):
            command = flags.Deselect
        else:
            command = flags.Select
        self.selectionModel().select(chosen, command)
        self.selectionModel().setCurrentIndex(first, flags.NoUpdate)

    def _is_selected(self, rows: range) -> bool:
        parts = self.selectionModel().selection().toList()
        within = (min(part.bottom() + 1, rows.stop) - max(part.top(), rows.start) for part in parts)
        return sum(length for length in within if length > 0) == len(rows)

    def mouseDoubleClickEvent(self, event: QMouseEvent) -> None:
        """A header is no item."""
        if self._header_at(event.position().toPoint()) is None:
            super().mouseDoubleClickEvent(event)

    def mousePressEvent(self, event: QMouseEvent) -> None:
        """The mouse shows by itself where it is: no focus frame. A header selects its section."""
        self._show_focus(False)
        section = self._header_at(event.position().toPoint())
        self._on_header = section is not None
        if section is not None:
            control = bool(event.modifiers() & Qt.KeyboardModifier.ControlModifier)
            self.select_section(section, toggle=control)
            return
        self._band = QRect(self._to_list(event.position().toPoint()), QSize())
        super().mousePressEvent(event)

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        """The rubber band follows."""
        if self._on_header:
            return
        super().mouseMoveEvent(event)
        if self.state() is QListView.State.DragSelectingState:
            self._band.setBottomRight(self._to_list(event.position().toPoint()))
            self.viewport().update()

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        """And goes."""
        if self._on_header:
            self._on_header = False
            return
        super().mouseReleaseEvent(event)
        self.viewport().update()

    def _to_list(self, place: QPoint) -> QPoint:
        return place + QPoint(self.horizontalOffset(), self.verticalOffset())

    def paintEvent(self, event: QPaintEvent) -> None:
        """The tiles, and over them the headers and the rubber band, a frame with a faint ground."""
        super().paintEvent(event)
        self._paint_headers()
        if self.state() is not QListView.State.DragSelectingState:
            return
        fill = QColor(self._theme.color("accent"))
        fill.setAlphaF(0.1)
        band = self._band.normalized().translated(-self._to_list(QPoint()))
        painter = QPainter(self.viewport())
        painter.setPen(QPen(self._theme.color("accent"), 1))
        painter.setBrush(fill)
        painter.drawRect(band)
        painter.end()

    def _paint_headers(self) -> None:
        if self._layout.header_height:
            painter = QPainter(self.viewport())
            rect, listing = self.viewport().rect(), self._assets.listing()
            self._headers.paint(painter, self._layout, listing, self.verticalOffset(), rect)
            painter.end()

    def scrollContentsBy(self, dx: int, dy: int) -> None:
        """The header at the top does not move with the rest."""
        super().scrollContentsBy(dx, dy)
        if self._layout.header_height:
            reach = 2 * self._layout.header_height + abs(dy)
            self.viewport().update(QRect(0, 0, self.viewport().width(), reach))

    def contextMenuEvent(self, event: QContextMenuEvent) -> None:
        """For the images that are selected; the press has selected the one under the pointer."""
        place = event.globalPos()
        if event.reason() is not QContextMenuEvent.Reason.Mouse:
            place = self.viewport().mapToGlobal(self.visualRect(self.currentIndex()).center())
        self.menuWasAsked.emit(place)

    def wheelEvent(self, event: QWheelEvent) -> None:
        """Ctrl and wheel change the size of the tiles."""
        if event.modifiers() & Qt.KeyboardModifier.ControlModifier:
            self.tileSizeWasAsked.emit(
                self._tile_size + (16 if event.angleDelta().y() > 0 else -16)
            )
            event.accept()
        else:
            super().wheelEvent(event)

    def startDrag(self, _actions: Qt.DropAction) -> None:
        """Drag the selected files out as copies."""
        ids = self.selected_ids()
        mime = self._assets.files_mime(ids)
        if not mime.urls():
            return
        drag = QDrag(self)
        drag.setMimeData(mime)
        current = self.current_id()
        image = self._thumbnails.peek(current if current in ids and current else ids[0])
        picture = draw_drag_picture(image, len(mime.urls()), self._theme, self.devicePixelRatioF())
        drag.setPixmap(picture)
        drag.setHotSpot(QPoint(-12, -12))
        drag.exec(Qt.DropAction.CopyAction)

    def _on_double_clicked(self, index: QModelIndex) -> None:
        self.assetActivated.emit(self._assets.ids()[index.row()])

    # --- keyboard --------------------------------------------------------------------------
    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Enter, Space and E open the current image; everything else is Qt's."""
        plain = not event.modifiers() & ~Qt.KeyboardModifier.KeypadModifier
        if event.key() in _ACTIVATE_KEYS and plain:
            current = self.current_id()
            if current is not None:
                self.assetActivated.emit(current)
            return
        if event.text() and plain and event.text().isprintable():
            event.ignore()  # single letters are the window's shortcuts, not a type-ahead search
            return
        self._show_focus(True)
        super().keyPressEvent(event)

    def focusInEvent(self, event: QFocusEvent) -> None:
        """Reached by the keyboard, the grid shows where it stands."""
        reasons = Qt.FocusReason
        if event.reason() in (reasons.TabFocusReason, reasons.BacktabFocusReason):
            self._show_focus(True)
            if not self.currentIndex().isValid() and self._assets.rowCount():
                flags = QItemSelectionModel.SelectionFlag
                self.selectionModel().setCurrentIndex(self._assets.index(0), flags.NoUpdate)
        super().focusInEvent(event)

    def _show_focus(self, shows: bool) -> None:
        if self._delegate.shows_focus != shows:
            self._delegate.shows_focus = shows
            self.viewport().update()
