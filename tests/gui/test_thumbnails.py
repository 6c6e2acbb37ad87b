"""Thumbnails are decoded elsewhere, in the right size, and forgotten within limits."""

from __future__ import annotations

import threading

import pytest
from PySide6.QtGui import QColor, QImage
from PySide6.QtTest import QSignalSpy

from studio.gui.tasks import SyncTasks, Tasks
from studio.gui.thumbnails import BATCH, MAX_IN_FLIGHT, ThumbnailCache, decode_image, decode_square
from tests.gui.drawn_library import PENDING, DrawnLibrary, jpeg
from tests.gui.waiting import settle, wait_for


@pytest.fixture
def library() -> DrawnLibrary:
    return DrawnLibrary()


def near(color: QColor, expected: str) -> bool:
    other = QColor(expected)
    return all(
        abs(one - two) < 14
        for one, two in (
            (color.red(), other.red()),
            (color.green(), other.green()),
            (color.blue(), other.blue()),
        )
    )


@pytest.mark.parametrize(("width", "height"), [(300, 450), (450, 300), (500, 20), (3, 400)])
def test_the_centred_square_is_cut_out(width: int, height: int) -> None:
    image = decode_square(jpeg(width, height, "#c02020", border="#2020c0"), 100)
    side = min(100, width, height)
    assert (image.width(), image.height()) == (side, side)
    assert near(image.pixelColor(side // 2, side // 2), "#c02020")


def test_a_damaged_thumbnail_is_null() -> None:
    assert decode_square(b"no picture", 100).isNull()
    assert decode_image(b"").isNull()


def test_decodes_off_the_gui_thread(library: DrawnLibrary, tasks: Tasks) -> None:
    cache = ThumbnailCache(library, tasks)
    assert cache.find(1) is None
    wait_for(lambda: cache.find(1) is not None)
    assert threading.get_ident() not in library.threads


def test_one_signal_tells_of_a_batch(library: DrawnLibrary, sync_tasks: SyncTasks) -> None:
    cache = ThumbnailCache(library, sync_tasks)
    arrived = QSignalSpy(cache.arrived)
    for asset_id in range(1, BATCH + 1):
        cache.find(asset_id)
    settle()
    assert arrived.count() == 1
    assert arrived.at(0)[0] == list(range(1, BATCH + 1))


def test_what_left_the_screen_is_not_read(library: DrawnLibrary, tasks: Tasks) -> None:
    cache = ThumbnailCache(library, tasks)
    library.gate.clear()
    cache.request(range(1000, 1100))
    settle()  # the first batches are on their way
    cache.request(range(1, 9))
    cache.keep_only(range(1, 9))
    library.gate.set()
    wait_for(lambda: all(cache.peek(asset_id) is not None for asset_id in range(1, 9)))
    settle(50)
    assert len(library.asked("thumbnail")) == MAX_IN_FLIGHT * BATCH + 8


def test_what_is_asked_for_last_comes_first(library: DrawnLibrary, tasks: Tasks) -> None:
    cache = ThumbnailCache(library, tasks)
    library.gate.clear()
    cache.request(range(1000, 1100))
    settle()
    cache.request([1])
    library.gate.set()
    wait_for(lambda: all(cache.peek(i) is not None for i in (1, 1099 - BATCH)))
    asked = library.asked("thumbnail")
    assert asked.index(1) < asked.index(1099 - BATCH)


def test_stays_within_its_bytes(library: DrawnLibrary, sync_tasks: SyncTasks) -> None:
    limit = 10 * 100 * 100 * 4
    cache = ThumbnailCache(library, sync_tasks, byte_limit=limit)
    cache.set_side(100)
    for asset_id in range(100, 130):
        cache.find(asset_id)
        settle()
        cache.find(100)  # in use: it stays
    assert cache.byte_count == limit
    assert cache.peek(100) is not None
    assert cache.peek(110) is None
    assert cache.peek(129) is not None


def test_another_size_is_decoded_and_the_old_one_shown_meanwhile(
    library: DrawnLibrary, sync_tasks: SyncTasks
) -> None:
    cache = ThumbnailCache(library, sync_tasks)
    cache.set_side(100)
    cache.find(1)
    settle()
    cache.set_side(200)
    assert size(cache.find(1)) == 100
    settle()
    assert size(cache.find(1)) == 200
    cache.set_side(900)  # the thumbnail has 300 px only
    cache.find(1)
    settle()
    library.calls.clear()
    assert size(cache.find(1)) == 300
    settle()
    cache.set_side(950)
    cache.find(1)
    settle()
    assert library.calls == []


def size(image: QImage | None) -> int:
    assert image is not None
    return image.width()


def test_a_change_is_read_again(library: DrawnLibrary, sync_tasks: SyncTasks) -> None:
    cache = ThumbnailCache(library, sync_tasks)
    cache.find(1)
    settle()
    library.colors[1] = "#20c020"
    cache.invalidate([1])
    old = cache.find(1)
    assert old is not None
    assert near(old.pixelColor(50, 50), "#c02020")
    settle()
    new = cache.find(1)
    assert new is not None
    assert near(new.pixelColor(50, 50), "#20c020")


def test_no_thumbnail_is_asked_for_once(library: DrawnLibrary, sync_tasks: SyncTasks) -> None:
    cache = ThumbnailCache(library, sync_tasks)
    for _ in range(3):
        cache.find(PENDING)
        settle()
    image = cache.peek(PENDING)
    assert image is not None
    assert image.isNull()
    assert library.asked("thumbnail") == [PENDING]
