"""Pictures that hardly have a colour: nothing is invented for them, and nothing breaks."""

from __future__ import annotations

from pathlib import Path

import pytest
from PIL import Image

from studio.core.asset import AssetDetails, AssetState
from studio.core.collection import Sort
from studio.library.library import Library
from tests.helpers.pictures import encoded, write


def frames() -> list[Image.Image]:
    return [Image.new("RGB", (60, 60), color) for color in ((200, 30, 40), (30, 60, 180))]


def animated(kind: str) -> bytes:
    first, *others = frames()
    return encoded(kind, first, save_all=True, append_images=others, duration=100)


PICTURES: dict[str, tuple[bytes, tuple[str, ...]]] = {
    "dot.png": (encoded("PNG", Image.new("RGB", (1, 1), (200, 30, 40))), ("red",)),
    "line.png": (encoded("PNG", Image.new("RGB", (400, 1), (200, 30, 40))), ("red",)),
    "glass.png": (encoded("PNG", Image.new("RGBA", (60, 60), (200, 30, 40, 0))), ()),
    "glass dot.png": (encoded("PNG", Image.new("RGBA", (1, 1), (0, 0, 0, 0))), ()),
    "glass.webp": (encoded("WEBP", Image.new("RGBA", (60, 60), (9, 9, 9, 0)), lossless=True), ()),
    "grey.jpg": (encoded("JPEG", Image.new("L", (60, 60), 128)), ("grey",)),
    "black.png": (encoded("PNG", Image.new("RGB", (60, 60))), ("black",)),
    "bit.png": (encoded("PNG", Image.new("1", (60, 60), 1)), ("white",)),
    "turning.gif": (animated("GIF"), ("red",)),
    "turning.png": (animated("PNG"), ("red",)),
    "turning.webp": (animated("WEBP"), ("red",)),
}


@pytest.fixture
def details(library: Library, photos: Path) -> dict[str, AssetDetails]:
    for name, (content, _families) in PICTURES.items():
        write(photos / name, content)
    for _progress in library.import_paths([photos]):
        pass
    return {found.name: found for found in library.list_details(library.list_ids())}


def test_odd_pictures_have_the_colour_that_they_show_or_none(
    library: Library, details: dict[str, AssetDetails]
) -> None:
    assert {found.state for found in details.values()} == {AssetState.DONE}
    families = {name: found.colors for name, found in details.items()}
    assert families == {name: expected for name, (_content, expected) in PICTURES.items()}
    summary = library.summarise_colors()
    assert (summary.images, summary.without, summary.waiting) == (len(PICTURES), 3, 0)
    assert {found.family for found in summary.families} == {"red", "grey", "black", "white"}
    assert all(len(found.hex) == 7 for found in summary.families)
    transparent = {found.id for found in details.values() if not found.palette}
    for sort in (Sort.COLOR, Sort.LIGHTNESS):
        assert set(library.list_ids(sort=sort)[-3:]) == transparent
    for found in details.values():
        assert library.find_thumbnail(found.id)
