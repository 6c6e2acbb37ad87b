"""The loupe: one image as large as the window, stepping through the list."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from PySide6.QtCore import QPoint, Qt, QTimer, Signal
from PySide6.QtGui import QContextMenuEvent, QHideEvent, QImage, QKeyEvent
from PySide6.QtWidgets import QVBoxLayout, QWidget

from studio.core.asset import AssetDetails
from studio.gui.context import Context
from studio.gui.models.asset_model import shown_name
from studio.gui.views.loupe_caption import LoupeCaption
from studio.gui.views.loupe_loader import LoupeLoader
from studio.gui.views.zoom_canvas import ZoomCanvas

MAX_SIDE = 12_000  # pixels that are fetched at most, however large the file
_PREVIEW_DELAY_MS = 80  # images that are only passed by are not decoded

_BACK = (
    Qt.Key.Key_Escape,
    Qt.Key.Key_E,
    Qt.Key.Key_G,
    Qt.Key.Key_Return,
    Qt.Key.Key_Enter,
    Qt.Key.Key_Space,
)
_STEPS = {
    Qt.Key.Key_Left: -1,
    Qt.Key.Key_Up: -1,
    Qt.Key.Key_PageUp: -1,
    Qt.Key.Key_Right: 1,
    Qt.Key.Key_Down: 1,
    Qt.Key.Key_PageDown: 1,
}


class Loupe(QWidget):
    """Shows the thumbnail at once and the full preview when it has been decoded."""

    closed = Signal()
    currentWasChanged = Signal(int)
    menuWasAsked = Signal(QPoint)  # on the screen
    partWasDrawn = Signal(QImage, str)  # a part of the image that is shown, and its name

    def __init__(self, context: Context, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._names = {
            (facet.id, label.id): label.name
            for facet in context.taxonomy.facets
            for label in facet.labels
        }
        self._ids: list[int] = []
        self._index = 0
        self._shown: int | None = None
        self.setObjectName("loupe")
        self.setAccessibleName(self.tr("Loupe"))
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self._loader = LoupeLoader(context, self)
        self._canvas = ZoomCanvas(context.theme, self)
        self._caption = LoupeCaption(context.theme, context.icons, self)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addWidget(self._canvas, 1)
        column.addWidget(self._caption)
        self._preview_timer = QTimer(self, singleShot=True, interval=_PREVIEW_DELAY_MS)
        self._connect()

    def _connect(self) -> None:
        self._preview_timer.timeout.connect(self._load_previews)
        self._loader.arrived.connect(self._on_arrived)
        self._canvas.zoomWasChanged.connect(self._on_zoom_changed)
        self._canvas.doubleClicked.connect(self.closed)
        self._canvas.partDrawn.connect(
            lambda part: self.partWasDrawn.emit(part, self._caption.name.text())
        )
        self._caption.stepped.connect(self.step)
        self._caption.fitClicked.connect(self._canvas.fit)
        self._caption.actualSizeClicked.connect(lambda: self._canvas.set_zoom(1.0))
        self._caption.closeClicked.connect(self.closed)

    def show_assets(self, ids: Sequence[int], index: int) -> None:
        """Step through `ids`, beginning at `index`."""
        self._ids = list(ids)
        self._canvas.fit()
        if self._ids:
            self._go_to(index)
        else:
            self.closed.emit()

    def set_ids(self, ids: Sequence[int]) -> None:
        """Step through these from now on; where the image that is shown is gone, the next comes."""
        current = self.current_id()
        self._ids = list(ids)
        if not self._ids:
            self.closed.emit()
        elif current in self._ids:
            self._index = self._ids.index(current)
            self._caption.show_step(self._index, len(self._ids))
        else:
            self._go_to(self._index)

    def current_id(self) -> int | None:
        """The asset that is shown."""
        return self._ids[self._index] if self._ids else None

    def step(self, steps: int) -> None:
        """Go on by `steps` images, to the ends of the list and no further."""
        target = min(len(self._ids) - 1, max(0, self._index + steps))
        if self._ids and target != self._index:
            self._go_to(target)

    def refresh(self, ids: Iterable[int]) -> None:
        """These assets changed: read again what is shown of them."""
        changed = set(ids)
        self._loader.forget(changed)
        current = self.current_id()
        if current in changed and self.isVisible():
            self._go_to(self._index)

    def _go_to(self, index: int) -> None:
        self._index = min(len(self._ids) - 1, max(0, index))
        current = self._ids[self._index]
        self._loader.keep_only([current, *self._neighbours()])
        self._loader.load_basics(current)
        self._preview_timer.start()
        self._caption.show_step(self._index, len(self._ids))
        self._show_slide()
        self.currentWasChanged.emit(current)

    def _neighbours(self) -> list[int]:
        places = (self._index + 1, self._index - 1)
        return [self._ids[at] for at in places if 0 <= at < len(self._ids)]

    def _load_previews(self) -> None:
        current = self.current_id()
        if current is None:
            return
        self._loader.load_preview(current, self._needed_side())
        for neighbour in self._neighbours():
            self._loader.load_basics(neighbour)
            self._loader.load_preview(neighbour, self._screen_side())

    def _screen_side(self) -> int:
        size = self.screen().size()
        return round(max(size.width(), size.height()) * self.devicePixelRatioF())

    def _needed_side(self) -> int:
        """Pixels of the long side at the present zoom: the screen's, or the whole file's."""
        current = self.current_id()
        full = self._loader.find(current).full_size if current is not None else self.size()
        longest = max(full.width(), full.height())
        if longest * self._canvas.zoom <= self._screen_side():
            return self._screen_side()
        return min(MAX_SIDE, max(longest, self._screen_side()))

    def _show_slide(self) -> None:
        current = self.current_id()
        if current is None:
            return
        slide = self._loader.find(current)
        # While the shown image is read again its picture stays.
        if slide.image is not None or slide.problem or current != self._shown:
            self._canvas.set_picture(slide.image, slide.full_size, slide.problem)
            self._shown = current
        details = slide.details
        self._caption.name.setText("" if details is None else shown_name(details.name))
        self._caption.name.setToolTip("" if details is None else shown_name(details.path))
        self._caption.facts.setText("" if details is None else self._facts(details))

    def _facts(self, details: AssetDetails) -> str:
        size = f"{details.width} × {details.height}" if details.width else ""  # noqa: RUF001
        labels = [
            self._names.get((p.facet, p.label), p.label) for p in details.predictions if p.assigned
        ]
        return " · ".join(filter(None, [size, *labels]))

    def _on_arrived(self, asset_id: int) -> None:
        if asset_id == self.current_id():
            self._show_slide()

    def _on_zoom_changed(self, zoom: float) -> None:
        self._caption.show_zoom(zoom, fitted=self._canvas.is_fitted)
        if self.isVisible():
            self._preview_timer.start()  # a closer look may need more pixels

    # --- keyboard --------------------------------------------------------------------------
    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Arrows step, Z toggles fit and 100 %, plus and minus zoom, Esc, E and Space go back."""
        key = Qt.Key(event.key())
        control = bool(event.modifiers() & Qt.KeyboardModifier.ControlModifier)
        if control and key in (Qt.Key.Key_0, Qt.Key.Key_1):
            self._canvas.fit() if key == Qt.Key.Key_0 else self._canvas.set_zoom(1.0)
        elif control:
            event.ignore()
        elif key in _BACK:
            self.closed.emit()
        elif key in _STEPS:
            self.step(_STEPS[key])
        elif key in (Qt.Key.Key_Home, Qt.Key.Key_End):
            self.step(-len(self._ids) if key == Qt.Key.Key_Home else len(self._ids))
        elif not self._zoom_by_key(key):
            event.ignore()

    def _zoom_by_key(self, key: Qt.Key) -> bool:
        if key == Qt.Key.Key_Z:
            self._canvas.set_zoom(1.0) if self._canvas.is_fitted else self._canvas.fit()
        elif key in (Qt.Key.Key_Plus, Qt.Key.Key_Equal):
            self._canvas.step_zoom(1)
        elif key == Qt.Key.Key_Minus:
            self._canvas.step_zoom(-1)
        else:
            return False
        return True

    def contextMenuEvent(self, event: QContextMenuEvent) -> None:
        """For the image that is shown."""
        self.menuWasAsked.emit(event.globalPos())

    def hideEvent(self, event: QHideEvent) -> None:
        """What is not seen is not decoded."""
        super().hideEvent(event)
        self._preview_timer.stop()
        self._loader.keep_only(())
