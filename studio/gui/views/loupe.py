"""The loupe: one image as large as the window, stepping through the list."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from PySide6.QtCore import QPoint, Qt, Signal
from PySide6.QtGui import QContextMenuEvent, QHideEvent, QImage, QKeyEvent
from PySide6.QtWidgets import QVBoxLayout, QWidget

from studio.core.asset import AssetDetails
from studio.gui.context import Context
from studio.gui.models.asset_model import shown_name
from studio.gui.views.loupe_caption import LoupeCaption
from studio.gui.views.slide_loader import SlideLoader
from studio.gui.views.stepper import Stepper
from studio.gui.views.zoom_canvas import ZoomCanvas
from studio.gui.views.zoom_keys import zoom_by_key

_BACK = (Qt.Key.Key_Escape, Qt.Key.Key_E, Qt.Key.Key_G, Qt.Key.Key_Return, Qt.Key.Key_Enter)
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

    def __init__(
        self, context: Context, parent: QWidget | None = None, loader: SlideLoader | None = None
    ) -> None:
        super().__init__(parent)
        self._names = {
            (facet.id, label.id): label.name
            for facet in context.taxonomy.facets
            for label in facet.labels
        }
        self.setObjectName("loupe")
        self.setAccessibleName(self.tr("Loupe"))
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self._canvas = ZoomCanvas(context.theme, self)
        self._stepper = Stepper(self._canvas, loader or SlideLoader(context, self), self)
        self._caption = LoupeCaption(context.theme, context.icons, self)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addWidget(self._canvas, 1)
        column.addWidget(self._caption)
        self._connect()

    def _connect(self) -> None:
        self._stepper.slideChanged.connect(self._show_caption)
        self._stepper.currentChanged.connect(self.currentWasChanged)
        self._stepper.ended.connect(self.closed)
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
        self._stepper.show_assets(ids, index)

    def set_ids(self, ids: Sequence[int]) -> None:
        """Step through these from now on; where the image that is shown is gone, the next comes."""
        self._stepper.set_ids(ids)

    def current_id(self) -> int | None:
        """The asset that is shown."""
        return self._stepper.current_id()

    def step(self, steps: int) -> None:
        """Go on by `steps` images, to the ends of the list and no further."""
        self._stepper.step(steps)

    def refresh(self, ids: Iterable[int]) -> None:
        """These assets changed: read again what is shown of them."""
        self._stepper.refresh(ids)

    def show_chrome(self, shown: bool) -> None:
        """Whether there is a line under the picture."""
        self._caption.setVisible(shown)

    def _show_caption(self) -> None:
        details = self._stepper.slide().details
        self._caption.show_step(self._stepper.index, self._stepper.count)
        self._caption.name.setText("" if details is None else shown_name(details.name))
        self._caption.name.setToolTip("" if details is None else shown_name(details.path))
        self._caption.marks.show_marks(details)
        self._caption.facts.setText("" if details is None else self._facts(details))

    def _facts(self, details: AssetDetails) -> str:
        size = f"{details.width} × {details.height}" if details.width else ""  # noqa: RUF001
        labels = [
            self._names.get((p.facet, p.label), p.label) for p in details.predictions if p.assigned
        ]
        return " · ".join(filter(None, [size, *labels]))

    def _on_zoom_changed(self, zoom: float) -> None:
        self._caption.show_zoom(zoom, fitted=self._canvas.is_fitted)

    # --- keyboard --------------------------------------------------------------------------
    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Arrows step, Space and Z toggle fit and 100 %, Shift and arrows move the picture."""
        key = Qt.Key(event.key())
        if zoom_by_key(self._canvas, event):
            return
        if event.modifiers() & Qt.KeyboardModifier.ControlModifier:
            event.ignore()
        elif key in _BACK:
            self.closed.emit()
        elif key in _STEPS:
            self.step(_STEPS[key])
        elif key in (Qt.Key.Key_Home, Qt.Key.Key_End):
            count = self._stepper.count
            self.step(-count if key == Qt.Key.Key_Home else count)
        else:
            event.ignore()

    def contextMenuEvent(self, event: QContextMenuEvent) -> None:
        """For the image that is shown."""
        self.menuWasAsked.emit(event.globalPos())

    def hideEvent(self, event: QHideEvent) -> None:
        """What is not seen is not decoded."""
        super().hideEvent(event)
        self._stepper.pause()
