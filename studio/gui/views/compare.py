"""Two to six images side by side, zoomed and moved together."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from itertools import pairwise

from PySide6.QtCore import QPoint, QSize, Qt, QTimer, Signal
from PySide6.QtGui import (
    QContextMenuEvent,
    QHideEvent,
    QKeyEvent,
    QPainter,
    QPaintEvent,
    QResizeEvent,
)
from PySide6.QtWidgets import QVBoxLayout, QWidget

from studio.gui.context import Context
from studio.gui.views.compare_bar import CompareBar
from studio.gui.views.compare_cell import CAPTION, CompareCell
from studio.gui.views.compare_layout import arrange
from studio.gui.views.slide_loader import SlideLoader
from studio.gui.views.zoom_canvas import ZoomCanvas
from studio.gui.views.zoom_keys import zoom_by_key

_SETTLE_MS = 80
_BACK = (Qt.Key.Key_Escape, Qt.Key.Key_G, Qt.Key.Key_C)
_OPEN = (Qt.Key.Key_Return, Qt.Key.Key_Enter, Qt.Key.Key_E)
_ARROWS = {
    Qt.Key.Key_Left: (-1, 0),
    Qt.Key.Key_Right: (1, 0),
    Qt.Key.Key_Up: (0, -1),
    Qt.Key.Key_Down: (0, 1),
}


class CompareView(QWidget):
    """One image is active: commands go to it, arrows and Tab move on to another."""

    closed = Signal()
    activeWasChanged = Signal(int)
    assetActivated = Signal(int)
    menuWasAsked = Signal(QPoint)  # on the screen

    def __init__(
        self, context: Context, parent: QWidget | None = None, loader: SlideLoader | None = None
    ) -> None:
        super().__init__(parent)
        self._theme = context.theme
        self._loader = loader or SlideLoader(context, self)
        self._cells: list[CompareCell] = []
        self._active: CompareCell | None = None
        self._all: list[int] = []  # what is shown in the grid: the candidates
        self._following = False
        self.setObjectName("compare")
        self.setAccessibleName(self.tr("Compare"))
        self._room = QWidget(self)
        self._bar = CompareBar(context.theme, context.icons, self)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addWidget(self._room, 1)
        column.addWidget(self._bar)
        self._timer = QTimer(self, singleShot=True, interval=_SETTLE_MS)
        self._timer.timeout.connect(self._load)
        self._loader.arrived.connect(self._on_arrived)
        self._bar.lockToggled.connect(self._on_lock_toggled)
        self._bar.fitClicked.connect(lambda: self._on_canvas(ZoomCanvas.fit))
        self._bar.actualSizeClicked.connect(
            lambda: self._on_canvas(lambda canvas: canvas.set_zoom(1.0))
        )
        self._bar.closeClicked.connect(self.closed)

    # --- what is compared ------------------------------------------------------------------
    def show_assets(self, ids: Sequence[int], among: Sequence[int], active: int | None) -> None:
        """Compare `ids`; others of the list `among` can take their places."""
        self._all = list(among)
        self._loader.retry(ids)
        for cell in self._cells:
            cell.canvas.fit()
        self._set_cells(ids, active)

    def ids(self) -> list[int]:
        """What is compared, in order."""
        return [cell.asset_id for cell in self._cells]

    def current_id(self) -> int | None:
        """The active image."""
        return None if self._active is None else self._active.asset_id

    @property
    def is_locked(self) -> bool:
        """Whether the pictures are zoomed and moved together."""
        return self._bar.lock.isChecked()

    def set_ids(self, ids: Sequence[int]) -> None:
        """These are in the grid from now on; what is not among them is compared no longer."""
        self._all = list(ids)
        known = set(ids)
        kept = [asset_id for asset_id in self.ids() if asset_id in known]
        if kept != self.ids():
            self._set_cells(kept, self._next_to_active(kept))

    def take_out(self) -> None:
        """Compare the active image no longer."""
        kept = [asset_id for asset_id in self.ids() if asset_id != self.current_id()]
        self._set_cells(kept, self._next_to_active(kept))

    def replace_active(self, step: int) -> None:
        """The next (1) or previous (-1) image that is not compared takes the active one's place."""
        current = self.current_id()
        if current is None or current not in self._all:
            return
        found = self._candidate(current, step)
        if found is not None:
            self._loader.retry([found])
            self._set_cells([found if at == current else at for at in self.ids()], found)

    def refresh(self, ids: Iterable[int]) -> None:
        """These assets changed: read again what is shown of them."""
        changed = set(ids) & set(self.ids())
        self._loader.renew(ids)
        if changed and self.isVisible():
            self._load()

    def show_chrome(self, shown: bool) -> None:
        """Whether there is a line under the pictures."""
        self._bar.setVisible(shown)

    def _candidate(self, current: int, step: int) -> int | None:
        compared = set(self.ids())
        place = self._all.index(current) + step
        while 0 <= place < len(self._all):
            if self._all[place] not in compared:
                return self._all[place]
            place += step
        return None

    def _next_to_active(self, kept: Sequence[int]) -> int | None:
        """Of those that stay, the one that was behind the active one, or else before it."""
        ids, current = self.ids(), self.current_id()
        at = ids.index(current) if current in ids else 0
        return next((one for one in [*ids[at:], *reversed(ids[:at])] if one in set(kept)), None)

    def _set_cells(self, ids: Sequence[int], active: int | None) -> None:
        """Those that stay keep their pictures and their zoom."""
        old = {cell.asset_id: cell for cell in self._cells}
        had_focus = any(cell.hasFocus() for cell in self._cells)
        self._active = None
        self._cells = [
            old.pop(asset_id) if asset_id in old else self._make_cell(asset_id) for asset_id in ids
        ]
        for cell in old.values():
            cell.hide()
            cell.deleteLater()
        if not self._cells:
            self.closed.emit()
            return
        for one, other in pairwise(self._cells):
            QWidget.setTabOrder(one, other)
        QWidget.setTabOrder(self._cells[-1], self._bar.lock)
        self._bar.show_count(len(self._cells))
        chosen = next((c for c in self._cells if c.asset_id == active), self._cells[0])
        if had_focus:
            chosen.setFocus(Qt.FocusReason.OtherFocusReason)
        self._activate(chosen)
        self._show()
        self._load()

    def _make_cell(self, asset_id: int) -> CompareCell:
        cell = CompareCell(asset_id, self._theme, self._room)
        cell.focused.connect(lambda: self._activate(cell))
        cell.opened.connect(lambda: self.assetActivated.emit(cell.asset_id))
        cell.canvas.viewWasMoved.connect(lambda ratio: self._on_view_moved(cell, ratio))
        cell.canvas.zoomWasChanged.connect(lambda: self._on_zoom_changed(cell))
        cell.show()
        return cell

    def _activate(self, cell: CompareCell) -> None:
        if cell not in self._cells or cell is self._active:
            return
        self._active = cell
        for other in self._cells:
            other.set_active(other is cell)
        self.setFocusProxy(cell)
        self._show_zoom()
        self.activeWasChanged.emit(cell.asset_id)

    # --- pictures --------------------------------------------------------------------------
    def _load(self) -> None:
        wishes = []
        for cell in self._cells:
            full = self._loader.find(cell.asset_id).full_size
            wishes.append((cell.asset_id, cell.canvas.needed_side(full)))
        ids, current = self.ids(), self.current_id()
        coming = self._candidate(current, 1) if current in self._all and current else None
        if coming is not None and self._active is not None:
            ids.append(coming)
            wishes.append((coming, self._active.canvas.fitting_side()))
        self._loader.want(ids, wishes)

    def _show(self) -> None:
        text = self.tr("{index} of {count}")
        self._arrange()
        for number, cell in enumerate(self._cells, 1):
            slide = self._loader.find(cell.asset_id)
            cell.show_slide(slide, text.format(index=number, count=len(self._cells)))
            if not cell.joined and not slide.full_size.isEmpty():
                self._join(cell)

    def _join(self, cell: CompareCell) -> None:
        """A picture that comes later is shown as the others are."""
        leader = next((other for other in self._cells if other.joined), None)
        cell.joined = True
        if leader is not None and self.is_locked:
            self._align(cell, leader)

    def _arrange(self) -> None:
        shapes = [self._shape(cell.asset_id) for cell in self._cells]
        for cell, place in zip(
            self._cells, arrange(self._room.size(), shapes, CAPTION), strict=True
        ):
            cell.setGeometry(place)

    def _shape(self, asset_id: int) -> QSize:
        slide = self._loader.find(asset_id)
        known = slide.full_size
        return known if not known.isEmpty() or slide.image is None else slide.image.size()

    def _on_arrived(self, asset_id: int) -> None:
        if self.isVisible() and asset_id in self.ids():
            self._show()

    # --- zoom ------------------------------------------------------------------------------
    def _on_view_moved(self, cell: CompareCell, ratio: float) -> None:
        if not self.is_locked or self._following:
            return
        self._following = True
        for other in self._cells:
            if other is not cell:
                other.canvas.follow(cell.canvas, ratio)
        self._following = False

    def _on_lock_toggled(self, locked: bool) -> None:
        self._bar.lock.setText(self.tr(" Locked") if locked else self.tr(" Unlocked"))
        for cell in self._cells:
            if locked and self._active is not None and cell is not self._active:
                self._align(cell, self._active)

    def _align(self, cell: CompareCell, leader: CompareCell) -> None:
        """Show as much of one picture, and the same place of it, as of another."""
        wanted = cell.canvas.fit_zoom * leader.canvas.zoom / leader.canvas.fit_zoom
        self._following = True
        cell.canvas.follow(leader.canvas, wanted / cell.canvas.zoom)
        self._following = False

    def _on_canvas(self, change: Callable[[ZoomCanvas], None]) -> None:
        if self._active is not None:
            change(self._active.canvas)

    def _on_zoom_changed(self, cell: CompareCell) -> None:
        if cell is self._active:
            self._show_zoom()
        if not self.isVisible():
            return
        self._timer.start()  # a closer look may need more pixels
        slide = self._loader.find(cell.asset_id)
        if slide.previews:
            cell.canvas.show_slide(slide)

    def _show_zoom(self) -> None:
        if self._active is not None:
            canvas = self._active.canvas
            self._bar.show_zoom(canvas.zoom, fitted=canvas.is_fitted)

    # --- events ----------------------------------------------------------------------------
    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Arrows go to another image, L locks, page keys exchange, Backspace takes out."""
        key = Qt.Key(event.key())
        if self._active is not None and zoom_by_key(self._active.canvas, event):
            return
        if event.modifiers() & ~Qt.KeyboardModifier.KeypadModifier:
            event.ignore()
        elif key in _BACK:
            self.closed.emit()
        elif key in _OPEN and self._active is not None:
            self.assetActivated.emit(self._active.asset_id)
        elif key in _ARROWS:
            self._go(*_ARROWS[key])
        elif key in (Qt.Key.Key_Home, Qt.Key.Key_End) and self._cells:
            self._cells[0 if key == Qt.Key.Key_Home else -1].setFocus()
        elif key in (Qt.Key.Key_PageUp, Qt.Key.Key_PageDown):
            self.replace_active(-1 if key == Qt.Key.Key_PageUp else 1)
        elif key == Qt.Key.Key_Backspace:
            self.take_out()
        elif key == Qt.Key.Key_L:
            self._bar.lock.toggle()
        else:
            event.ignore()

    def _go(self, across: int, down: int) -> None:
        """Left and right in reading order; up and down to the nearest of the other row."""
        if self._active is None:
            return
        at = self._cells.index(self._active)
        here = self._active.geometry().center()
        if across:
            place = min(len(self._cells) - 1, max(0, at + across))
            self._cells[place].setFocus(Qt.FocusReason.OtherFocusReason)
            return
        beyond = [c for c in self._cells if (c.geometry().center().y() - here.y()) * down > 0]
        if beyond:
            nearest = min(beyond, key=lambda c: (c.geometry().center() - here).manhattanLength())
            nearest.setFocus(Qt.FocusReason.OtherFocusReason)

    def contextMenuEvent(self, event: QContextMenuEvent) -> None:
        """For the active image; a press has made the one under the pointer active."""
        self.menuWasAsked.emit(event.globalPos())

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._arrange()

    def hideEvent(self, event: QHideEvent) -> None:
        """What is not seen is not decoded."""
        super().hideEvent(event)
        self._timer.stop()
        self._loader.want((), ())

    def paintEvent(self, _event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.fillRect(self.rect(), self._theme.color("window"))
        painter.end()
