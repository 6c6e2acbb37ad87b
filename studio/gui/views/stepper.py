"""Walks through a list of images on a canvas and has the next ones ready."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from PySide6.QtCore import QElapsedTimer, QObject, QTimer, Signal

from studio.gui.views.slide_loader import Slide, SlideLoader
from studio.gui.views.zoom_canvas import ZoomCanvas

# Previews that are fetched ahead in the direction of travel, and kept behind.
AHEAD, BEHIND = 2, 1
THUMBNAILS_AHEAD = 6  # so that a key held down always has something to show
# Who steps faster than this holds the key down: what is passed by is not decoded.
_BURST_MS = 80


class Stepper(QObject):
    """Shows one asset of a list: its thumbnail at once, its preview when it has been decoded."""

    slideChanged = Signal()  # another one, or more is known of it
    currentChanged = Signal(int)
    ended = Signal()  # the list is empty

    def __init__(
        self, canvas: ZoomCanvas, loader: SlideLoader, parent: QObject | None = None
    ) -> None:
        super().__init__(parent)
        self._canvas = canvas
        self._loader = loader
        self._ids: list[int] = []
        self._index = 0
        self._direction = 1
        self._shown: int | None = None
        self._clock = QElapsedTimer()  # since the last step
        self._timer = QTimer(self, singleShot=True, interval=_BURST_MS)
        self._timer.timeout.connect(self._load)
        loader.arrived.connect(self._on_arrived)
        canvas.zoomWasChanged.connect(self._on_zoom_changed)

    @property
    def index(self) -> int:
        """The place in the list, from 0."""
        return self._index

    @property
    def count(self) -> int:
        """How long the list is."""
        return len(self._ids)

    def ids(self) -> list[int]:
        """The list."""
        return list(self._ids)

    def current_id(self) -> int | None:
        """The asset that is shown."""
        return self._ids[self._index] if self._ids else None

    def slide(self) -> Slide:
        """What is known of it."""
        current = self.current_id()
        return Slide() if current is None else self._loader.find(current)

    def show_assets(self, ids: Sequence[int], index: int) -> None:
        """Step through `ids`, beginning at `index`; what failed earlier is tried again."""
        self._ids = list(ids)
        self._canvas.fit()
        if not self._ids:
            self.ended.emit()
            return
        self._index, self._direction = min(len(self._ids) - 1, max(0, index)), 1
        self._clock.invalidate()
        self._loader.retry(self._around(THUMBNAILS_AHEAD, THUMBNAILS_AHEAD))
        self.go_to(index)

    def set_ids(self, ids: Sequence[int]) -> None:
        """Step through these from now on; where the image that is shown is gone, the next comes."""
        current = self.current_id()
        self._ids = list(ids)
        if not self._ids:
            self.ended.emit()
        elif current in self._ids:
            self._index = self._ids.index(current)
            self.slideChanged.emit()
        else:
            self.go_to(self._index)

    def step(self, steps: int) -> None:
        """Go on by `steps` images, to the ends of the list and no further."""
        target = min(len(self._ids) - 1, max(0, self._index + steps))
        if self._ids and target != self._index:
            self.go_to(target)

    def go_to(self, index: int) -> None:
        """Show the asset at this place of the list."""
        index = min(len(self._ids) - 1, max(0, index))
        if index != self._index:
            self._direction = 1 if index > self._index else -1
        self._index = index
        hurried = self._clock.isValid() and self._clock.restart() < _BURST_MS
        if not self._clock.isValid():
            self._clock.start()
        self._loader.want(self._around(THUMBNAILS_AHEAD, BEHIND), ())
        self._show()
        if hurried:
            self._timer.start()
        else:
            self._load()
        self.currentChanged.emit(self._ids[self._index])

    def refresh(self, ids: Iterable[int]) -> None:
        """These assets changed: read again what is shown of them."""
        changed = set(ids)
        self._loader.renew(changed)
        if self.current_id() in changed and self._canvas.isVisible():
            self._load()

    def pause(self) -> None:
        """What is not seen is not decoded."""
        self._timer.stop()
        self._loader.want((), ())

    def _around(self, ahead: int, behind: int) -> list[int]:
        """The current asset, then those to come, then those that were left."""
        steps = [*range(ahead + 1), *range(-1, -behind - 1, -1)]
        places = [self._index + self._direction * step for step in steps]
        return [self._ids[at] for at in places if 0 <= at < len(self._ids)]

    def _load(self) -> None:
        if not self._ids:
            return
        current, *others = self._around(AHEAD, BEHIND)
        side = self._canvas.fitting_side()
        wishes = [(current, self._canvas.needed_side(self.slide().full_size))]
        wishes += [(asset_id, side) for asset_id in others]
        self._loader.want(self._around(THUMBNAILS_AHEAD, BEHIND), wishes)

    def _show(self) -> None:
        current, slide = self.current_id(), self.slide()
        # While the shown image is read again its picture stays.
        if slide.image is not None or slide.message or current != self._shown:
            self._canvas.show_slide(slide)
            self._shown = current
        self.slideChanged.emit()

    def _on_arrived(self, asset_id: int) -> None:
        if asset_id == self.current_id() and self._canvas.isVisible():
            self._show()

    def _on_zoom_changed(self) -> None:
        if not self._canvas.isVisible() or self.current_id() != self._shown:
            return
        self._timer.start()  # a closer look may need more pixels
        if self.slide().previews:
            self._canvas.show_slide(self.slide())
