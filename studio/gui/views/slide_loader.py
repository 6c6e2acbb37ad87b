"""Fetches pictures to be looked at large: the thumbnail, then the preview, the next ones ahead."""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace

from PySide6.QtCore import QObject, QSize, Signal
from PySide6.QtGui import QImage

from studio.core.asset import AssetDetails
from studio.core.errors import StudioError
from studio.gui.context import Context
from studio.gui.tasks import Task
from studio.gui.thumbnails import decode_image

BYTE_LIMIT = 256 * 1024 * 1024  # of decoded pictures
# One is decoded in the worker process while the other is unpacked here; a reader thread stays
# free for thumbnails.
MOST_IN_FLIGHT = 2
_TOO_LARGE = 2  # times what is needed: slow to paint, and coarse where it is scaled down

Wish = tuple[int, int]  # an asset, and the long side of its preview in px


@dataclass(frozen=True, slots=True)
class Slide:
    """What is known of one asset so far."""

    details: AssetDetails | None = None
    thumbnail: QImage | None = None  # until there is a preview
    # At most two, the small one first: its `max_side` and the preview that was made for it.
    previews: tuple[tuple[int, QImage], ...] = ()
    problem: str = ""  # why there is no preview, in a designer's words
    thumbnail_hash: int | None = None  # of its bytes; None: there was none

    @property
    def image(self) -> QImage | None:
        """The largest picture at hand."""
        return self.previews[-1][1] if self.previews else self.thumbnail

    @property
    def side(self) -> int:
        """The `max_side` that it was made for; 0: the thumbnail."""
        return self.previews[-1][0] if self.previews else 0

    def picture(self, side: int) -> QImage | None:
        """The smallest picture that is good enough for so many pixels, or else the largest."""
        return next((image for at, image in self.previews if at >= side), self.image)

    def has(self, side: int) -> bool:
        """Whether there is a preview for so many pixels that is not far too large for them."""
        return any(
            at >= side and max(image.width(), image.height()) <= _TOO_LARGE * side
            for at, image in self.previews
        )

    def with_preview(self, side: int, image: QImage) -> Slide:
        """Besides one that is much smaller or larger, so that zooming in and out is at once."""
        others = [
            (at, old)
            for at, old in self.previews
            if at > _TOO_LARGE * side or side > _TOO_LARGE * at
        ]
        kept = sorted([*others[-1:], (side, image)], key=lambda preview: preview[0])
        return replace(self, thumbnail=None, previews=tuple(kept))

    @property
    def full_size(self) -> QSize:
        """Pixels of the file; empty while unknown."""
        return QSize() if self.details is None else QSize(self.details.width, self.details.height)

    def is_outdated(self, details: AssetDetails, thumbnail_hash: int | None) -> bool:
        """Whether the file is another one now, or has other content."""
        old, known = self.details, None not in (self.thumbnail_hash, thumbnail_hash)
        return old is not None and (
            (old.path, old.size) != (details.path, details.size)
            or (known and self.thumbnail_hash != thumbnail_hash)
        )

    def renewed(
        self, details: AssetDetails, thumbnail: QImage | None, thumbnail_hash: int | None
    ) -> Slide:
        """With what is known now; previews stay where the file is what it was."""
        old, outdated = self.details, self.is_outdated(details, thumbnail_hash)
        tried = old is not None and (old.missing, old.failure) == (details.missing, details.failure)
        previews = () if outdated else self.previews
        problem = self.problem if tried and not outdated else ""
        return Slide(details, None if previews else thumbnail, previews, problem, thumbnail_hash)

    @property
    def message(self) -> str:
        """What to say over the picture, or where there is none."""
        known = "" if self.details is None or self.image is not None else self.details.failure
        return self.problem or known

    @property
    def byte_count(self) -> int:
        """What the pictures take."""
        thumbnail = 0 if self.thumbnail is None else self.thumbnail.sizeInBytes()
        return thumbnail + sum(image.sizeInBytes() for _, image in self.previews)


class SlideLoader(QObject):
    """Keeps slides within a byte limit; what is not wanted any more is not begun."""

    arrived = Signal(int)  # id whose slide knows more now

    def __init__(
        self, context: Context, parent: QObject | None = None, byte_limit: int = BYTE_LIMIT
    ) -> None:
        super().__init__(parent)
        self._library = context.library
        self._tasks = context.tasks
        self._limit = byte_limit
        self._bytes = 0
        self._slides: OrderedDict[int, Slide] = OrderedDict()
        self._stale: set[int] = set()  # to be read again
        self._basics: dict[int, Task | None] = {}  # that are being read
        self._wishes: dict[Wish, None] = {}
        self._queue: dict[Wish, None] = {}  # those of them that have not been looked into
        self._in_flight: dict[Wish, Task | None] = {}
        self._kept: set[int] = set()  # whatever the limit says

    @property
    def byte_count(self) -> int:
        """What the pictures at hand take."""
        return self._bytes

    def find(self, asset_id: int) -> Slide:
        """What is at hand."""
        return self._slides.get(asset_id, Slide())

    def want(self, basics: Sequence[int], previews: Sequence[Wish]) -> None:
        """Fetch these, what comes first first, and nothing else that was wanted before."""
        self._kept = {asset_id for asset_id, _ in previews} | set(basics[:1])
        for asset_id in self._kept & self._slides.keys():
            self._slides.move_to_end(asset_id)
        for asset_id in self._basics.keys() - set(basics):
            _cancel(self._basics.pop(asset_id))
        for asset_id in basics:
            self._load_basics(asset_id)
        self._wishes = dict.fromkeys(previews)
        self._queue = self._wishes.copy()
        self._pump()

    def retry(self, ids: Iterable[int]) -> None:
        """Forget what was wrong with these: a drive may be back."""
        for asset_id in ids:
            slide = self._slides.get(asset_id)
            if slide is not None and slide.problem:
                self._slides[asset_id] = replace(slide, problem="")

    def renew(self, ids: Iterable[int]) -> None:
        """These changed: read them again when they are wanted; until then they stay as they are."""
        for asset_id in set(ids):
            if asset_id in self._slides:
                self._stale.add(asset_id)
            _cancel(self._basics.pop(asset_id, None))

    def _load_basics(self, asset_id: int) -> None:
        """Details and thumbnail."""
        known = self.find(asset_id).details is not None and asset_id not in self._stale
        if known or asset_id in self._basics:
            return
        library = self._library

        def work() -> tuple[AssetDetails, QImage | None, int | None]:
            details = library.get_details(asset_id)
            data = library.find_thumbnail(asset_id)
            return details, *((None, None) if data is None else (decode_image(data), hash(data)))

        def done(result: tuple[AssetDetails, QImage | None, int | None]) -> None:
            self._basics.pop(asset_id, None)
            old = self.find(asset_id)
            if old.is_outdated(result[0], result[2]):
                for wish in [wish for wish in self._in_flight if wish[0] == asset_id]:
                    _cancel(self._in_flight.pop(wish))
            self._store(asset_id, old.renewed(*result))
            if old.details is not None:
                self._queue = self._wishes.copy()  # of which what is at hand is left out
                self._pump()

        def failed(error: Exception) -> None:
            self._basics.pop(asset_id, None)
            self._store_problem(asset_id, error)

        self._stale.discard(asset_id)
        self._basics[asset_id] = None
        task = self._tasks.read(work, done, failed, self)
        if asset_id in self._basics:  # else it is done already
            self._basics[asset_id] = task

    def _pump(self) -> None:
        while self._queue and len(self._in_flight) < MOST_IN_FLIGHT:
            wish = next(iter(self._queue))
            del self._queue[wish]
            slide = self.find(wish[0])
            if not slide.has(wish[1]) and not slide.problem and wish not in self._in_flight:
                self._load_preview(wish)

    def _load_preview(self, wish: Wish) -> None:
        """The picture at up to `side` px."""
        library, (asset_id, side) = self._library, wish

        def work() -> QImage:
            return decode_image(library.load_preview(asset_id, side))

        def done(image: QImage) -> None:
            self._in_flight.pop(wish, None)
            slide = self.find(asset_id)
            self._store(asset_id, slide if image.isNull() else slide.with_preview(side, image))
            self._pump()

        def failed(error: Exception) -> None:
            self._in_flight.pop(wish, None)
            self._store_problem(asset_id, error)
            self._pump()

        self._in_flight[wish] = None
        task = self._tasks.read(work, done, failed, self)
        if wish in self._in_flight:
            self._in_flight[wish] = task

    def _store_problem(self, asset_id: int, error: Exception) -> None:
        unknown = self.tr("This image cannot be shown.")
        reason = str(error) if isinstance(error, StudioError) else unknown
        self._store(asset_id, replace(self.find(asset_id), problem=reason))

    def _store(self, asset_id: int, slide: Slide) -> None:
        self._bytes += slide.byte_count - self.find(asset_id).byte_count
        self._slides[asset_id] = slide
        self._slides.move_to_end(asset_id)
        for old in list(self._slides):
            if self._bytes <= self._limit:
                break
            if old not in self._kept and old != asset_id:
                self._bytes -= self._slides.pop(old).byte_count
                self._stale.discard(old)
        self.arrived.emit(asset_id)


def _cancel(task: Task | None) -> None:
    if task is not None:
        task.cancel()
