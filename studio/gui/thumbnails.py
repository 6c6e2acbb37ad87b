"""Thumbnails as QImages cut to their tiles, decoded off the GUI thread, kept within a limit."""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from itertools import islice

from PySide6.QtCore import (
    QBuffer,
    QByteArray,
    QIODevice,
    QObject,
    QPoint,
    QRect,
    QSize,
    Qt,
    QTimer,
    Signal,
)
from PySide6.QtGui import QImage, QImageReader

from studio.gui.tasks import Tasks
from studio.library.library import Library

BYTE_LIMIT = 64 * 1024 * 1024
BATCH = 8  # few enough that a request for another place of the grid is soon served
MAX_IN_FLIGHT = 2

Measure = Callable[[int], QSize]  # the size of an asset's picture in its tile


def decode_image(data: bytes, cover: QSize | None = None) -> QImage:
    """Decode `data` (JPEG, sRGB), null when it is damaged; safe on any thread.

    With `cover` the picture is scaled down so far that it still covers this size, which JPEG
    does while it decodes.
    """
    buffer = QBuffer()
    buffer.setData(QByteArray(data))
    buffer.open(QIODevice.OpenModeFlag.ReadOnly)
    reader = QImageReader(buffer)
    size = reader.size()
    if cover is not None and size.isValid():
        scaled = size.scaled(cover, Qt.AspectRatioMode.KeepAspectRatioByExpanding)
        if scaled.width() < size.width():
            reader.setScaledSize(scaled)
    return reader.read()


def decode_square(data: bytes, side: int) -> QImage:
    """The centred square of the picture, at most `side` pixels; null when it is damaged."""
    return decode_cut(data, QSize(side, side))


def decode_cut(data: bytes, size: QSize) -> QImage:
    """The middle of the picture in the proportions of `size`, at most so large; null if damaged."""
    image = decode_image(data, size)
    if image.isNull():
        return QImage()
    part = size.scaled(image.size(), Qt.AspectRatioMode.KeepAspectRatio)
    left, top = (image.width() - part.width()) // 2, (image.height() - part.height()) // 2
    cut = image.copy(QRect(QPoint(left, top), part))
    return cut.convertToFormat(QImage.Format.Format_RGB32)


@dataclass(slots=True)
class _Entry:
    image: QImage  # null: there is no thumbnail
    size: QSize  # device pixels that were asked for
    stale: bool = False


class ThumbnailCache(QObject):
    """Hands out what is at hand and fetches the rest, what was painted last first."""

    arrived = Signal(list)  # ids whose thumbnail came, a batch at a time

    def __init__(
        self,
        library: Library,
        tasks: Tasks,
        parent: QObject | None = None,
        byte_limit: int = BYTE_LIMIT,
    ) -> None:
        super().__init__(parent)
        self._library = library
        self._tasks = tasks
        self._limit = byte_limit
        self._size = QSize(192, 192)
        self._measure: Measure | None = None
        self._bytes = 0
        self._entries: OrderedDict[int, _Entry] = OrderedDict()
        self._fresh: dict[int, None] = {}  # asked for since the last pump
        self._wanted: dict[int, None] = {}  # what comes first is fetched first
        self._loading: set[int] = set()
        self._in_flight = 0
        self._pump_timer = QTimer(self, singleShot=True, interval=0)
        self._pump_timer.timeout.connect(self._pump)

    @property
    def byte_count(self) -> int:
        """What the cached images take."""
        return self._bytes

    def set_side(self, side: int) -> None:
        """The edge of the squares that are needed from now on, in device pixels."""
        self._size = QSize(max(1, side), max(1, side))
        self._measure = None

    def set_measure(self, measure: Measure) -> None:
        """Ask for the size that each picture is needed in from now on, in device pixels."""
        self._measure = measure

    def _size_of(self, asset_id: int) -> QSize:
        return self._measure(asset_id) if self._measure is not None else self._size

    def find(self, asset_id: int) -> QImage | None:
        """The thumbnail if it is at hand, perhaps of another size; asks for what is lacking.

        Null when the asset has none. Cheap enough for a paint event.
        """
        entry = self._entries.get(asset_id)
        if entry is None:
            self.request([asset_id])
            return None
        self._entries.move_to_end(asset_id)
        if self._is_outdated(entry, asset_id):
            self.request([asset_id])
        return entry.image

    def peek(self, asset_id: int) -> QImage | None:
        """The thumbnail if it is at hand; asks for nothing."""
        entry = self._entries.get(asset_id)
        return None if entry is None else entry.image

    def request(self, ids: Iterable[int]) -> None:
        """Fetch what is not at hand, in this order, before all that was asked for earlier."""
        for asset_id in ids:
            entry = self._entries.get(asset_id)
            if asset_id in self._loading:
                continue
            if entry is None or self._is_outdated(entry, asset_id):
                self._fresh[asset_id] = None
        if self._fresh and not self._pump_timer.isActive():
            self._pump_timer.start()

    def keep_only(self, ids: Iterable[int]) -> None:
        """Drop the requests for everything else: it has left the screen."""
        keep = set(ids)
        self._fresh = {asset_id: None for asset_id in self._fresh if asset_id in keep}
        self._wanted = {asset_id: None for asset_id in self._wanted if asset_id in keep}

    def invalidate(self, ids: Iterable[int]) -> None:
        """These changed: fetch them again when asked; until then the old picture stays."""
        for asset_id in ids:
            entry = self._entries.get(asset_id)
            if entry is not None:
                entry.stale = True

    def clear(self) -> None:
        """Forget every picture and request."""
        self._entries.clear()
        self._fresh.clear()
        self._wanted.clear()
        self._bytes = 0

    def _is_outdated(self, entry: _Entry, asset_id: int) -> bool:
        if entry.stale:
            return True
        if entry.image.isNull():
            return False
        size, had = self._size_of(asset_id), entry.size
        if size == had:
            return False
        reshaped = abs(size.width() * had.height() - size.height() * had.width())
        if size.width() < had.width() or reshaped > 2 * max(size.width(), had.width()):
            return True
        # A picture smaller than what was asked for is all there is.
        return entry.image.width() >= had.width()

    def _pump(self) -> None:
        self._wanted = {**self._fresh, **self._wanted}
        self._fresh = {}
        while self._wanted and self._in_flight < MAX_IN_FLIGHT:
            ids = list(islice(self._wanted, BATCH))
            for asset_id in ids:
                del self._wanted[asset_id]
                entry = self._entries.get(asset_id)
                if entry is not None:
                    entry.stale = False  # a change that comes while it loads counts again
            self._loading.update(ids)
            self._in_flight += 1
            self._load(ids, [self._size_of(asset_id) for asset_id in ids])

    def _load(self, ids: Sequence[int], sizes: Sequence[QSize]) -> None:
        library = self._library

        def work() -> list[QImage]:
            images = []
            for asset_id, size in zip(ids, sizes, strict=True):
                data = library.find_thumbnail(asset_id)
                images.append(QImage() if data is None else decode_cut(data, size))
            return images

        def done(images: list[QImage]) -> None:
            for asset_id, image, size in zip(ids, images, sizes, strict=True):
                self._store(asset_id, image, size)
            self._finish(ids)
            self.arrived.emit(list(ids))

        def failed(_error: Exception) -> None:
            # The cache cannot be read just now; the next paint asks again.
            self._finish(ids)

        self._tasks.read(work, done, failed, owner=self)

    def _store(self, asset_id: int, image: QImage, size: QSize) -> None:
        old = self._entries.pop(asset_id, None)
        if old is not None:
            self._bytes -= old.image.sizeInBytes()
        stale = old.stale if old is not None else False
        self._entries[asset_id] = _Entry(image, size, stale)
        self._bytes += image.sizeInBytes()
        while self._bytes > self._limit and len(self._entries) > 1:
            _, dropped = self._entries.popitem(last=False)
            self._bytes -= dropped.image.sizeInBytes()

    def _finish(self, ids: Sequence[int]) -> None:
        self._loading.difference_update(ids)
        self._in_flight -= 1
        if self._wanted:
            self._pump_timer.start()
