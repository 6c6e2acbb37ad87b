"""Fetches what the loupe shows: first the thumbnail, then the picture, neighbours ahead."""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Callable, Iterable
from dataclasses import dataclass, replace
from typing import TypeVar

from PySide6.QtCore import QObject, QSize, Signal
from PySide6.QtGui import QImage

from studio.core.asset import AssetDetails
from studio.core.errors import StudioError
from studio.gui.context import Context
from studio.gui.tasks import Task
from studio.gui.thumbnails import decode_image

T = TypeVar("T")

KEPT = 5  # the current picture, its neighbours, and the two just left


@dataclass(frozen=True, slots=True)
class Slide:
    """What is known of one asset so far."""

    details: AssetDetails | None = None
    image: QImage | None = None  # the thumbnail, then the preview
    side: int = 0  # the `max_side` that the preview was made for; 0: the thumbnail
    problem: str = ""  # why there is no preview, in a designer's words

    @property
    def full_size(self) -> QSize:
        """Pixels of the file; empty while unknown."""
        return QSize() if self.details is None else QSize(self.details.width, self.details.height)


class LoupeLoader(QObject):
    """Keeps a few slides; what was asked for and is not wanted any more is dropped."""

    arrived = Signal(int)  # id whose slide knows more now

    def __init__(self, context: Context, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._library = context.library
        self._tasks = context.tasks
        self._slides: OrderedDict[int, Slide] = OrderedDict()
        self._running: dict[tuple[int, int], Task | None] = {}  # (id, side)

    def find(self, asset_id: int) -> Slide:
        """What is at hand."""
        return self._slides.get(asset_id, Slide())

    def load_basics(self, asset_id: int) -> None:
        """Details and thumbnail."""
        if self.find(asset_id).details is not None or (asset_id, 0) in self._running:
            return
        library = self._library

        def work() -> tuple[AssetDetails, QImage | None]:
            details = library.get_details(asset_id)
            data = library.find_thumbnail(asset_id)
            return details, None if data is None else decode_image(data)

        def done(result: tuple[AssetDetails, QImage | None]) -> None:
            slide = self.find(asset_id)
            image = slide.image if slide.side else result[1]
            self._store(asset_id, 0, replace(slide, details=result[0], image=image))

        self._start(asset_id, 0, work, done)

    def load_preview(self, asset_id: int, side: int) -> None:
        """The picture at up to `side` px; a larger one replaces a smaller one."""
        slide = self.find(asset_id)
        if slide.side >= side or slide.problem or (asset_id, side) in self._running:
            return
        library = self._library

        def work() -> QImage:
            return decode_image(library.load_preview(asset_id, side))

        def done(image: QImage) -> None:
            slide = self.find(asset_id)
            if side > slide.side and not image.isNull():
                slide = replace(slide, image=image, side=side)
            self._store(asset_id, side, slide)

        self._start(asset_id, side, work, done)

    def keep_only(self, ids: Iterable[int]) -> None:
        """Drop the requests for everything else."""
        keep = set(ids)
        self._cancel([key for key in self._running if key[0] not in keep])

    def forget(self, ids: Iterable[int]) -> None:
        """These changed."""
        gone = set(ids)
        for asset_id in gone:
            self._slides.pop(asset_id, None)
        self._cancel([key for key in self._running if key[0] in gone])

    def _start(
        self, asset_id: int, side: int, work: Callable[[], T], done: Callable[[T], None]
    ) -> None:
        def failed(error: Exception) -> None:
            unknown = self.tr("This image cannot be shown.")
            reason = str(error) if isinstance(error, StudioError) else unknown
            self._store(asset_id, side, replace(self.find(asset_id), problem=reason))

        key = (asset_id, side)
        self._running[key] = None
        task = self._tasks.read(work, done, failed, self)
        if key in self._running:  # else it is done already
            self._running[key] = task

    def _cancel(self, keys: Iterable[tuple[int, int]]) -> None:
        for key in list(keys):
            task = self._running.pop(key)
            if task is not None:
                task.cancel()

    def _store(self, asset_id: int, side: int, slide: Slide) -> None:
        self._running.pop((asset_id, side), None)
        self._slides[asset_id] = slide
        self._slides.move_to_end(asset_id)
        while len(self._slides) > KEPT:
            self._slides.popitem(last=False)
        self.arrived.emit(asset_id)
