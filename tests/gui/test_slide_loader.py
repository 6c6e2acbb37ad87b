"""Slides are fetched in the order of need, within a byte limit, and stale wishes are dropped."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from studio.gui.context import Context
from studio.gui.icons import Icons
from studio.gui.tasks import SyncTasks, Tasks
from studio.gui.theme import Theme
from studio.gui.views.slide_loader import MOST_IN_FLIGHT, Slide, SlideLoader
from tests.gui import drawn_library
from tests.gui.drawn_library import MISSING, DrawnLibrary
from tests.gui.waiting import settle, wait_for

Make = Callable[..., SlideLoader]


@pytest.fixture
def library() -> DrawnLibrary:
    return DrawnLibrary()


@pytest.fixture
def make(library: DrawnLibrary, theme: Theme, icons: Icons) -> Make:
    def make(tasks: Tasks, **limits: int) -> SlideLoader:
        context = Context(library, tasks, theme, icons, drawn_library.load())
        return SlideLoader(context, tasks, **limits)

    return make


def previews(library: DrawnLibrary) -> list[object]:
    return library.asked("preview")


def test_what_is_at_hand_is_not_fetched_again(
    make: Make, sync_tasks: SyncTasks, library: DrawnLibrary
) -> None:
    loader = make(sync_tasks)
    loader.want([1, 2], [(1, 512), (2, 512)])
    loader.want([2, 1], [(2, 512), (1, 300)])
    assert previews(library) == [(1, 512), (2, 512)]
    loader.want([1], [(1, 900)])  # a closer look
    assert previews(library) == [(1, 512), (2, 512), (1, 900)]
    image = loader.find(1).image
    assert image is not None
    assert image.height() == 900
    assert library.asked("details") == [1, 2]


def heights(slide: Slide, *sides: int) -> list[int]:
    pictures = [slide.picture(side) for side in sides]
    return [0 if picture is None else picture.height() for picture in pictures]


def test_a_small_and_a_large_preview_are_kept_for_zooming(
    make: Make, sync_tasks: SyncTasks, library: DrawnLibrary
) -> None:
    library.full_size = (2000, 3000)
    loader = make(sync_tasks)
    loader.want([1], [(1, 768)])
    loader.want([1], [(1, 3000)])
    assert heights(loader.find(1), 700, 768, 769, 3000, 9000) == [768, 768, 3000, 3000, 3000]
    loader.want([1], [(1, 768)])
    loader.want([1], [(1, 1024)])  # a larger window
    assert heights(loader.find(1), 768, 1024, 3000) == [1024, 1024, 3000]
    assert previews(library) == [(1, 768), (1, 3000), (1, 1024)]
    assert loader.byte_count == 4 * (2000 * 3000 + 683 * 1024)


def test_a_large_preview_alone_is_too_coarse_for_the_whole_picture(
    make: Make, sync_tasks: SyncTasks, library: DrawnLibrary
) -> None:
    library.full_size = (2000, 3000)
    loader = make(sync_tasks)
    loader.want([1, 2], [(1, 3000)])
    loader.want([1, 2], [(1, 768)])
    assert previews(library) == [(1, 3000), (1, 768)]
    library.full_size = (200, 300)
    loader.want([2], [(2, 768)])
    loader.want([2], [(2, 300)])  # there are no more pixels
    assert previews(library) == [(1, 3000), (1, 768), (2, 768)]


def test_the_pictures_keep_within_the_limit(make: Make, sync_tasks: SyncTasks) -> None:
    picture = 600 * 900 * 4
    loader = make(sync_tasks, byte_limit=3 * picture)
    for asset_id in range(12, 24):
        loader.want([asset_id], [(asset_id, 900)])
        assert loader.byte_count <= 3 * picture
        assert loader.find(asset_id).side == 900
    assert loader.find(22).side == 900  # those seen last are kept
    assert loader.find(12).image is None


def test_what_is_looked_at_is_kept_whatever_its_size(make: Make, sync_tasks: SyncTasks) -> None:
    loader = make(sync_tasks, byte_limit=1000)
    loader.want([1, 2], [(1, 900), (2, 900)])
    assert (loader.find(1).side, loader.find(2).side) == (900, 900)
    loader.want([3], [(3, 900)])
    assert loader.find(1).image is None
    assert loader.byte_count == 600 * 900 * 4


def test_stale_wishes_are_dropped(make: Make, tasks: Tasks, library: DrawnLibrary) -> None:
    loader = make(tasks)
    library.preview_gate.clear()
    for asset_id in range(12, 32):
        loader.want([asset_id], [(asset_id, 900), (asset_id + 1, 900)])
        settle()
    wait_for(lambda: len(previews(library)) == MOST_IN_FLIGHT)
    library.preview_gate.set()
    wait_for(lambda: loader.find(31).side == 900 and loader.find(32).side == 900)
    assert len(previews(library)) <= 2 * MOST_IN_FLIGHT
    assert loader.find(20).side == 0


def test_thumbnails_come_while_previews_are_decoded(
    make: Make, tasks: Tasks, library: DrawnLibrary
) -> None:
    loader = make(tasks)
    library.preview_gate.clear()
    loader.want([1, 2, 3, 4], [(1, 900), (2, 900), (3, 900), (4, 900)])
    wait_for(lambda: all(loader.find(asset_id).image is not None for asset_id in (1, 2, 3, 4)))
    library.preview_gate.set()
    wait_for(lambda: loader.find(4).side == 900)


def test_a_file_that_changes_while_it_is_decoded_is_decoded_again(
    make: Make, tasks: Tasks, library: DrawnLibrary
) -> None:
    loader = make(tasks)
    library.preview_gate.clear()
    loader.want([1], [(1, 900)])
    wait_for(lambda: previews(library) == [(1, 900)] and loader.find(1).details is not None)
    library.file_sizes[1] = 2000
    loader.renew([1])
    loader.want([1], [(1, 900)])
    wait_for(lambda: previews(library) == [(1, 900), (1, 900)])
    assert loader.find(1).side == 0
    library.preview_gate.set()
    wait_for(lambda: loader.find(1).side == 900)


def test_a_changed_file_is_decoded_again(
    make: Make, sync_tasks: SyncTasks, library: DrawnLibrary
) -> None:
    loader = make(sync_tasks)
    loader.want([1], [(1, 900)])
    library.colors[1] = "#c020c0"  # of the thumbnail
    loader.renew([1])
    loader.want([1], [(1, 900)])
    assert previews(library) == [(1, 900), (1, 900)]


def test_stars_cost_no_decoding(make: Make, sync_tasks: SyncTasks, library: DrawnLibrary) -> None:
    loader = make(sync_tasks)
    loader.want([1], [(1, 900)])
    image = loader.find(1).image
    library.ratings[1] = 4
    loader.renew([1])
    assert loader.find(1).image is image  # what is known stays until there is news
    loader.want([1], [(1, 900)])
    details = loader.find(1).details
    assert details is not None
    assert details.rating == 4
    assert loader.find(1).image is image
    assert previews(library) == [(1, 900)]


def test_a_problem_is_remembered_until_it_is_tried_again(
    make: Make, sync_tasks: SyncTasks, library: DrawnLibrary
) -> None:
    loader = make(sync_tasks)
    loader.want([MISSING], [(MISSING, 900)])
    loader.want([MISSING], [(MISSING, 900)])
    slide = loader.find(MISSING)
    assert slide.message == "This file is missing."
    assert slide.image is not None  # its thumbnail
    assert len(previews(library)) == 1
    loader.retry([MISSING])
    loader.want([MISSING], [(MISSING, 900)])
    assert len(previews(library)) == 2


def test_an_asset_that_is_gone_says_so(
    make: Make, sync_tasks: SyncTasks, library: DrawnLibrary
) -> None:
    library.gone.add(3)
    loader = make(sync_tasks)
    loader.want([3], [(3, 900)])
    assert loader.find(3).message == "The image is no longer in the library."
