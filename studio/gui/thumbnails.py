"""Thumbnails as square QImages, decoded off the GUI thread and kept within a byte limit."""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import islice

from PySide6.QtCore import QBuffer, QByteArray, QIODevice, QObject, QRect, QSize, Qt, QTimer, Signal
from PySide6.QtGui import QImage, QImageReader

from studio.gui.tasks import Tasks
from studio.library.library import Library

BYTE_LIMIT = 64 * 1024 * 1024
BATCH = 8  # few enough that a request for another place of the grid is soon served
MAX_IN_FLIGHT = 2


def decode_image(data: bytes, cover: int = 0) -> QImage:
    """Decode `data` (JPEG, sRGB), null when it is damaged; safe on any thread.

    With `cover` the picture is scaled down so that its short side is `cover` pixels, which
    JPEG does while it decodes.
    """
    buffer = QBuffer()
    buffer.setData(QByteArray(data))
    buffer.open(QIODevice.OpenModeFlag.ReadOnly)
    reader = QImageReader(buffer)
    size = reader.size()
    if cover and size.isValid() and min(size.width(), size.height()) > cover:
        filling = Qt.AspectRatioMode.KeepAspectRatioByExpanding
        reader.setScaledSize(size.scaled(QSize(cover, cover), filling))
    return reader.read()


def decode_square(data: bytes, side: int) -> QImage:
    """The centred square of the picture, at most `side` pixels; null when it is damaged."""
    image = decode_image(data, side)
    edge = min(image.width(), image.height())
    if edge == 0:
        return QImage()
    left, top = (image.width() - edge) // 2, (image.height() - edge) // 2
    square = image.copy(QRect(left, top, edge, edge))
    return square.convertToFormat(QImage.Format.Format_RGB32)


@dataclass(slots=True)
class _Entry:
    image: QImage  # null: there is no thumbnail
    side: int  # device pixels that were asked for
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
        self._side = 192
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
        """The edge that is needed from now on, in device pixels."""
        self._side = max(1, side)

    def find(self, asset_id: int) -> QImage | None:
        """The thumbnail if it is at hand, perhaps of another size; asks for what is lacking.

        Null when the asset has none. Cheap enough for a paint event.
        """
        entry = self._entries.get(asset_id)
        if entry is None:
            self.request([asset_id])
            return None
        self._entries.move_to_end(asset_id)
        if self._is_outdated(entry):
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
            if asset_id not in self._loading and (entry is None or self._is_outdated(entry)):
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

    def _is_outdated(self, entry: _Entry) -> bool:
        if entry.stale:
            return True
        if entry.image.isNull() or entry.side == self._side:
            return False
        # A picture smaller than what was asked for is all there is.
        return self._side < entry.side or entry.image.width() >= entry.side

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
            self._load(ids, self._side)

    def _load(self, ids: Sequence[int], side: int) -> None:
        library = self._library

        def work() -> list[QImage]:
            images = []
            for asset_id in ids:
                data = library.find_thumbnail(asset_id)
                images.append(QImage() if data is None else decode_square(data, side))
            return images

        def done(images: list[QImage]) -> None:
            for asset_id, image in zip(ids, images, strict=True):
                self._store(asset_id, image, side)
            self._finish(ids)
            self.arrived.emit(list(ids))

        def failed(_error: Exception) -> None:
            # The cache cannot be read just now; the next paint asks again.
            self._finish(ids)

        self._tasks.read(work, done, failed, owner=self)

    def _store(self, asset_id: int, image: QImage, side: int) -> None:
        old = self._entries.pop(asset_id, None)
        if old is not None:
            self._bytes -= old.image.sizeInBytes()
        stale = old.stale if old is not None else False
        self._entries[asset_id] = _Entry(image, side, stale)
        self._bytes += image.sizeInBytes()
        while self._bytes > self._limit and len(self._entries) > 1:
            _, dropped = self._entries.popitem(last=False)
            self._bytes -= dropped.image.sizeInBytes()

    def _finish(self, ids: Sequence[int]) -> None:
        self._loading.difference_update(ids)
        self._in_flight -= 1
        if self._wanted:
            self._pump_timer.start()
