"""The grid of thumbnails: justified columns, selection by id, files to drag out."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence

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

from studio.gui.asset_drag import with_images
from studio.gui.context import Context
from studio.gui.models.asset_model import AssetModel
from studio.gui.thumbnails import ThumbnailCache
from studio.gui.views.cell_view import CellView
from studio.gui.views.drag_picture import draw_drag_picture
from studio.gui.views.grid_layout import MARGIN, lay_out
from studio.gui.views.grid_place import GridPlace
from studio.gui.views.tile_delegate import GAP, TileDelegate, picture_rect, tile_rect

MIN_TILE, MAX_TILE, DEFAULT_TILE = 96, 320, 180
PREFETCH_LIMIT = 4096  # selected rows that are read ahead so that a drag has their paths
_SETTLE_MS = 120
_ACTIVATE_KEYS = (Qt.Key.Key_Return, Qt.Key.Key_Enter, Qt.Key.Key_E)


class GridView(CellView):
    """Shows assets by id; everything it tells and is told is in ids, in the order shown."""

    selectionWasChanged = Signal(list)
    currentWasChanged = Signal(int)
    assetActivated = Signal(int)
    tileSizeWasAsked = Signal(int)  # Ctrl and wheel; the slider decides
    menuWasAsked = Signal(QPoint)  # on the screen
    visibleWasChanged = Signal(list)  # once scrolling, resizing or filtering has settled

    def __init__(self, context: Context, parent: QWidget | None = None) -> None:
        super().__init__(lay_out(QSize(), 0, DEFAULT_TILE, 0), parent)
        self._theme = context.theme
        names = {
            label.id: label.name for facet in context.taxonomy.facets for label in facet.labels
        }
        self._assets = AssetModel(context.library, context.tasks, names, self)
        self._thumbnails = ThumbnailCache(context.library, context.tasks, self)
        self._delegate = TileDelegate(context.theme, self._thumbnails, self)
        self._tile_size = DEFAULT_TILE
        self._restoring = False
        self._selected: list[int] = []
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
    def set_ids(self, ids: Sequence[int]) -> None:
        """Show these assets; selection, current and place stay where the ids are still there."""
        anchor = self._find_anchor()
        selected, current = self._selected, self.current_id()
        self._restoring = True
        kept = self._assets.set_ids(ids)
        if not kept:
            self._select(selected, current)
        self._lay_out()
        self._restore_anchor(anchor)
        self._choose_thumbnail_side()
        self._restoring = False
        self._tell_selection()
        self._settle_timer.start()

    def refresh(self, ids: Iterable[int]) -> None:
        """These assets changed: read their rows and thumbnails again."""
        changed = list(ids)
        self._thumbnails.invalidate(changed)
        self._assets.refresh(changed)

    def refresh_marks(self, ids: Iterable[int]) -> None:
        """These were marked by hand: their pictures are the same."""
        self._assets.refresh(ids)

    def ids(self) -> list[int]:
        """The ids in the order shown."""
        return list(self._assets.ids())

    def selected_ids(self) -> list[int]:
        """The selected ids in the order shown."""
        rows = sorted((r.top(), r.bottom()) for r in self.selectionModel().selection().toList())
        ids = self._assets.ids()
        return [asset_id for top, bottom in rows for asset_id in ids[top : bottom + 1]]

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
        return GridPlace(tuple(self.selected_ids()), self.current_id(), self._find_anchor())

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
        rows = sorted(r for r in map(self._assets.find_row, ids) if r is not None)
        selection = QItemSelection()
        for first, last in _runs(rows):
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
        if px == self._tile_size:
            return
        anchor = self._find_anchor(prefer_current=True)
        self._tile_size = px
        self._lay_out()
        self._restore_anchor(anchor)
        self._settle_timer.start()

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Stretch the tiles so that the columns fill the width."""
        anchor = self._find_anchor()
        super().resizeEvent(event)
        if self._lay_out():
            self._restore_anchor(anchor)
        self._settle_timer.start()

    def _lay_out(self) -> bool:
        """Follow the size of the view and the number of rows; whether the cells moved."""
        bar = self.verticalScrollBar().sizeHint().width()
        before = self._layout
        layout = lay_out(self.size(), self._assets.rowCount(), self._tile_size, bar)
        if layout == before:
            return False
        self._layout = layout
        self._delegate.set_cell(layout.cell)
        policies = Qt.ScrollBarPolicy
        self.setVerticalScrollBarPolicy(
            policies.ScrollBarAlwaysOn if layout.scrolls else policies.ScrollBarAlwaysOff
        )
        self.setViewportMargins(layout.left, 0, layout.right, 0)
        self.setGridSize(layout.cell)
        self.scheduleDelayedItemsLayout()  # the columns may change and the cell stay the same
        self.verticalScrollBar().setSingleStep(max(20, layout.cell.height() // 3))
        return layout.cell != before.cell or layout.columns != before.columns

    def _find_anchor(self, *, prefer_current: bool = False) -> tuple[int, int] | None:
        """An id on screen and where its row begins there; None at the top of the grid.

        At the top new images are meant to appear before one's eyes, so nothing is held there.
        """
        top, ids = self.verticalScrollBar().value(), self._assets.ids()
        rows = self._layout.visible(top, self.viewport().height())
        current = self.currentIndex()
        if prefer_current and current.isValid() and current.row() in rows:
            row = current.row()
        elif top == 0 or not rows or rows.start >= len(ids):
            return None
        else:
            row = rows.start
        return (ids[row], self._layout.top_of(row) - top) if row < len(ids) else None

    def _restore_anchor(self, anchor: tuple[int, int] | None) -> None:
        self.executeDelayedItemsLayout()
        row = None if anchor is None else self._assets.find_row(anchor[0])
        if anchor is not None and row is not None:
            self.verticalScrollBar().setValue(self._layout.top_of(row) - anchor[1])

    def visible_ids(self) -> list[int]:
        """What is on the screen now, in order."""
        rows = self._layout.visible(self.verticalScrollBar().value(), self.viewport().height())
        return self._assets.ids()[rows.start : rows.stop]

    def _choose_thumbnail_side(self) -> None:
        side = picture_rect(QRect(QPoint(), self._layout.cell)).width()
        self._thumbnails.set_side(round(side * self.devicePixelRatioF()))

    def _on_scrolled(self) -> None:
        self._settle_timer.start()

    def _on_settled(self) -> None:
        self._choose_thumbnail_side()
        height = self.viewport().height()
        ahead = -(-height // self._layout.cell.height()) // 2
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
        if index.isValid():
            cell = QRect(self.visualRect(index).topLeft(), self._layout.cell)
            if not tile_rect(cell).contains(point):
                return QModelIndex()
        return index

    def mousePressEvent(self, event: QMouseEvent) -> None:
        """The mouse shows by itself where it is: no focus frame."""
        self._show_focus(False)
        self._band = QRect(self._to_list(event.position().toPoint()), QSize())
        super().mousePressEvent(event)

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        """The rubber band follows."""
        super().mouseMoveEvent(event)
        if self.state() is QListView.State.DragSelectingState:
            self._band.setBottomRight(self._to_list(event.position().toPoint()))
            self.viewport().update()

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        """And goes."""
        super().mouseReleaseEvent(event)
        self.viewport().update()

    def _to_list(self, place: QPoint) -> QPoint:
        return place + QPoint(self.horizontalOffset(), self.verticalOffset())

    def paintEvent(self, event: QPaintEvent) -> None:
        """The tiles, and over them the rubber band: a frame, and only a breath of the accent."""
        super().paintEvent(event)
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


def _runs(rows: Sequence[int]) -> Iterator[tuple[int, int]]:
    """The first and last of each run of consecutive numbers."""
    first = 0
    for at, row in enumerate(rows):
        if at + 1 == len(rows) or rows[at + 1] != row + 1:
            yield rows[first], row
            first = at + 1
