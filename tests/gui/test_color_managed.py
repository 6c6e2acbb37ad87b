"""A colour drawn in sRGB, Display P3 and Adobe RGB looks the same in grid, inspector and loupe."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtGui import QImage

from studio.gui.context import Context
from studio.gui.icons import Icons
from studio.gui.tasks import SyncTasks
from studio.gui.theme import Theme
from studio.gui.thumbnails import decode_image, decode_square
from studio.gui.views.slide_loader import SlideLoader
from studio.library.library import Library
from studio.resources import get_places
from tests.helpers.pictures import encoded, write
from tests.helpers.profiles import COLORS, SPACES, Rgb, flat, profile, written_in

KINDS: dict[str, dict[str, object]] = {"PNG": {}, "JPEG": {"quality": 95}}
ALLOWED = {".png": 2, ".jpeg": 3}  # levels; what is shown is a JPEG, and here one made of another


@pytest.fixture(scope="module")
def library(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Library]:
    """Every colour in every space and format, imported; the name says which is which."""
    folder = tmp_path_factory.mktemp("spaces")
    for number, color in enumerate(COLORS):
        for space in SPACES:
            picture = flat(written_in(space, color), side=600)
            for kind, options in KINDS.items():
                content = encoded(kind, picture, icc_profile=profile(space), **options)
                write(folder / f"{number}-{space}.{kind.lower()}", content)
    library = Library.open(tmp_path_factory.mktemp("library"), get_places(), workers=1)
    for _progress in library.import_paths([folder]):
        pass
    yield library
    library.close()


def color_of(name: str) -> Rgb:
    return COLORS[int(name.partition("-")[0])]


def gap(image: QImage, color: Rgb) -> int:
    found = image.pixelColor(image.width() // 2, image.height() // 2)
    shown = found.red(), found.green(), found.blue()
    return max(abs(one - other) for one, other in zip(shown, color, strict=True))


def test_the_grid_and_the_inspector_show_one_colour(library: Library) -> None:
    tiles = library.list_tiles(library.list_ids())
    assert len(tiles) == len(COLORS) * len(SPACES) * len(KINDS)
    for tile in tiles:
        data = library.find_thumbnail(tile.id)
        assert data is not None
        for image in (decode_square(data, 192), decode_image(data)):
            assert gap(image, color_of(tile.name)) <= ALLOWED[Path(tile.name).suffix]


def test_the_loupe_shows_one_colour_at_full_size(
    library: Library, sync_tasks: SyncTasks, theme: Theme, icons: Icons
) -> None:
    loader = SlideLoader(Context(library, sync_tasks, theme, icons, library.taxonomy))
    for tile in library.list_tiles(library.list_ids()):
        loader.want([tile.id], [(tile.id, 4000)])
        slide = loader.find(tile.id)
        assert slide.image is not None
        assert (slide.problem, slide.image.width()) == ("", 600)
        assert gap(slide.image, color_of(tile.name)) <= ALLOWED[Path(tile.name).suffix]


def test_the_palette_names_one_colour(library: Library) -> None:
    families: dict[Rgb, set[str]] = {}
    for details in library.list_details(library.list_ids()):
        families.setdefault(color_of(details.name), set()).update(details.colors)
    assert all(len(found) == 1 for found in families.values())
