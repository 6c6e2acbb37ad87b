"""The grid of thumbnails: selection by id, sections, a place that holds, files to drag out."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

import numpy as np
from PySide6.QtCore import (
    QItemSelection,
    QItemSelectionModel,
    QModelIndex,
    QPoint,
    QRect,
    QSize,
    Qt,
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
    QWheelEvent,
)
from PySide6.QtWidgets import QListView, QWidget

from studio.core.ids import Ids
from studio.core.listing import Listing
from studio.core.row_changes import find_runs
from studio.gui.asset_drag import with_images
from studio.gui.context import Context
from studio.gui.models.asset_model import AssetModel
from studio.gui.thumbnails import ThumbnailCache
from studio.gui.views.drag_picture import draw_drag_picture
from studio.gui.views.grid_layout import MARGIN
from studio.gui.views.grid_place import GridPlace
from studio.gui.views.layout import Layout
from studio.gui.views.layouts import Look
from studio.gui.views.placed_view import MIN_TILE, PlacedView
from studio.gui.views.section_headers import SectionHeaders
from studio.gui.views.tile_delegate import GAP, TileDelegate, picture_rect, tile_rect

PREFETCH_LIMIT = 4096  # selected rows that are read ahead so that a drag has their paths
_NONE = np.zeros(0, np.int64)
_STEPS = (
    *(Qt.Key.Key_Left, Qt.Key.Key_Right, Qt.Key.Key_Up, Qt.Key.Key_Down),
    *(Qt.Key.Key_Home, Qt.Key.Key_End, Qt.Key.Key_PageUp, Qt.Key.Key_PageDown),
)
_ACTIVATE_KEYS = (Qt.Key.Key_Return, Qt.Key.Key_Enter, Qt.Key.Key_E)


class GridView(PlacedView):
    """Shows assets by id; everything it tells and is told is in ids, in the order shown."""

    selectionWasChanged = Signal(object)  # Ids
    currentWasChanged = Signal(int)
    assetActivated = Signal(int)
    tileSizeWasAsked = Signal(int)  # Ctrl and wheel; the slider decides
    menuWasAsked = Signal(QPoint)  # on the screen
    visibleWasChanged = Signal(list)  # once scrolling, resizing or filtering has settled

    def __init__(self, context: Context, parent: QWidget | None = None) -> None:
        names = {
            label.id: label.name for facet in context.taxonomy.facets for label in facet.labels
        }
        super().__init__(AssetModel(context.library, context.tasks, names), context.tasks, parent)
        self._theme = context.theme
        self._thumbnails = ThumbnailCache(context.library, context.tasks, self)
        self._delegate = TileDelegate(context.theme, self._thumbnails, self)
        self._headers = SectionHeaders(context.theme)
        self._place: GridPlace | None = None  # to go to when what comes is shown
        self._kept: int | None = None  # an image that stays on the screen among what comes
        self._restoring = False
        self._on_header = False  # a mouse button is down there
        self._selected = Ids()
        self._band = QRect()  # the rubber band, in the coordinates of the whole list
        self._set_up()
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
        self.settled.connect(self._on_settled)
        self._thumbnails.arrived.connect(self._on_thumbnails_arrived)
        self._theme.changed.connect(self.viewport().update)

    # --- ids -------------------------------------------------------------------------------
    def _show(self, listing: Listing, layout: Layout, look: Look) -> None:
        self._restoring = True
        super()._show(listing, layout, look)
        place, self._place = self._place, None
        if place is not None:
            self.restore_place(place)
        self._show_kept()
        self._choose_thumbnails()
        self._restoring = False
        self._tell_selection()

    def keep_in_sight(self) -> None:
        """What comes is another search: the current image stays on the screen, if it is there."""
        current = self.current_id()
        seen = current is not None and current in self.visible_ids()
        self._kept = current if seen and current in self._selected else None

    def _show_kept(self) -> None:
        kept, self._kept = self._kept, None
        if kept is not None and kept == self.current_id():
            self.scrollTo(self.currentIndex())

    def take_listing(self, listing: Listing) -> None:
        """Selection and current stay where the ids are still there."""
        selected, current = self._selected, self.current_id()
        kept = self._assets.set_ids(listing)
        if not kept:
            self._select(selected, current)

    def refresh(self, ids: Iterable[int]) -> None:
        """These assets changed: read their rows and thumbnails again."""
        changed = list(ids)
        self._thumbnails.invalidate(changed)
        self._assets.refresh(changed)

    def refresh_marks(self, ids: Iterable[int]) -> None:
        """These were marked by hand: their pictures are the same."""
        self._assets.refresh(ids)

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

    def set_current(self, asset_id: int, selected: Sequence[int] = ()) -> None:
        """Bring this asset into view, selected alone or with others; nothing if it is not shown."""
        row = self._assets.find_row(asset_id)
        if row is not None:
            self._select(selected or [asset_id], asset_id)
            self.scrollTo(self._assets.index(row))

    def place(self) -> GridPlace:
        """Where one is."""
        return GridPlace(self.selected_ids(), self.current_id(), self._find_anchor())

    def restore_place(self, place: GridPlace) -> None:
        """Go back there, as far as its images are shown, or will be in a moment."""
        if self._coming is not None:
            self._place = place
            return
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
        self.selectionModel().select(self.every(), QItemSelectionModel.SelectionFlag.Toggle)

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

    # --- what is on screen -----------------------------------------------------------------
    def set_justified(self, justified: bool) -> None:
        """Justified rows or the uniform grid; the tile under focus stays where it is."""
        super().set_justified(justified)
        self._choose_thumbnails()

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
        self.visibleWasChanged.emit(list(visible))

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
        # The keyboard goes on where one looks; nothing moves for it.
        seen = self._rows_in(self.viewport().rect())
        here = self._assets.index(min(max(rows.start, seen.start), rows.stop - 1))
        self.setAutoScroll(False)
        self.selectionModel().setCurrentIndex(here, flags.NoUpdate)
        self.setAutoScroll(True)

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
        if not ids:
            return
        mime = with_images(self._assets.files_mime(ids), ids)
        drag = QDrag(self)
        drag.setMimeData(mime)
        current = self.current_id()
        image = self._thumbnails.peek(current if current in ids and current else ids[0])
        picture = draw_drag_picture(image, len(ids), self._theme, self.devicePixelRatioF())
        drag.setPixmap(picture)
        drag.setHotSpot(QPoint(-12, -12))
        drag.exec(Qt.DropAction.CopyAction)

    def _on_double_clicked(self, index: QModelIndex) -> None:
        self.assetActivated.emit(self._assets.ids()[index.row()])

    # --- keyboard --------------------------------------------------------------------------
    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Enter and E open the current image; everything else is Qt's."""
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
        before = self.currentIndex()
        super().keyPressEvent(event)
        # Qt selects what a key moves to; a key that would move to where one is selects that.
        if event.key() in _STEPS and plain and before == self.currentIndex() and before.isValid():
            flags = QItemSelectionModel.SelectionFlag
            self.selectionModel().select(before, flags.ClearAndSelect)

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
