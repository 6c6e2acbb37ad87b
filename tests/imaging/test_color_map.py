from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from numpy.typing import NDArray

from studio.core.color import ColorNames, load_color_names
from studio.core.palette import Palette
from studio.imaging.color_map import ColorMap
from studio.imaging.palette import extract_palette
from studio.resources import get_places

SIDE = 56
FAMILIES = ("white", "grey", "navy", "red", "green")
WHITE, GREY, NAVY, RED, GREEN = range(5)
PAINT = {
    WHITE: (240, 239, 236),
    GREY: (205, 205, 206),  # what shade makes of the white
    NAVY: (29, 39, 69),
    RED: (193, 39, 45),
    GREEN: (42, 154, 77),
}


@pytest.fixture(scope="module")
def names() -> ColorNames:
    return load_color_names(get_places().color_names)


def striped(*columns: tuple[int, int]) -> tuple[NDArray[np.uint8], NDArray[np.uint8]]:
    """A picture of columns of (family, width), and a map that is sure of each of them."""
    rgb = np.zeros((SIDE, SIDE, 3), np.uint8)
    places = np.zeros((SIDE, SIDE, len(FAMILIES)), np.uint8)
    left = 0
    for family, width in columns:
        rgb[:, left : left + width] = PAINT[family]
        places[:, left : left + width, family] = 255
        left += width
    return rgb, places


def totals(palette: Palette) -> dict[str, float]:
    found: dict[str, float] = {}
    for swatch in palette:
        found[swatch.family] = found.get(swatch.family, 0.0) + swatch.coverage
    return found


def test_shares_are_those_of_the_map(names: ColorNames) -> None:
    rgb, places = striped((WHITE, 28), (NAVY, 14), (GREEN, 14))
    mask = np.full((SIDE, SIDE), 255, np.uint8)
    mask[:, 42:] = 0  # the green is background
    color_map = ColorMap(FAMILIES, places, ("white", "navy"))
    palette = extract_palette(rgb, names, mask=mask, color_map=color_map)
    assert [s.family for s in palette] == ["white", "navy"]
    assert totals(palette)["white"] == pytest.approx(2 / 3, abs=0.01)
    assert palette[1].hex == "#1d2745"


def test_shade_goes_to_what_is_named_and_an_accent_stays(names: ColorNames) -> None:
    rgb, places = striped((WHITE, 30), (GREY, 22), (RED, 4))
    palette = extract_palette(rgb, names, color_map=ColorMap(FAMILIES, places, ("white",)))
    assert [s.family for s in palette] == ["white", "red"]
    assert palette[1].coverage == pytest.approx(4 / 56, abs=0.01)


def test_every_named_family_has_a_swatch(names: ColorNames) -> None:
    """One clear pixel column of red inside navy: it is named, so it can be pointed at."""
    rgb, places = striped((NAVY, 55), (RED, 1))
    palette = extract_palette(rgb, names, color_map=ColorMap(FAMILIES, places, ("navy", "red")))
    assert [s.family for s in palette] == ["navy", "red"]


def test_the_network_may_call_a_measured_grey_white(names: ColorNames) -> None:
    rgb, places = striped((GREY, 56))
    rgb[:] = 130  # a white shirt in a dark room
    places[..., GREY], places[..., WHITE] = 60, 195
    assert extract_palette(rgb, names)[0].family == "grey"
    palette = extract_palette(rgb, names, color_map=ColorMap(FAMILIES, places, ("white",)))
    assert {s.family for s in palette} == {"white"}


def test_an_empty_mask_leaves_the_whole_picture(names: ColorNames) -> None:
    rgb, places = striped((NAVY, 28), (RED, 28))
    empty = np.zeros((SIDE, SIDE), np.uint8)
    color_map = ColorMap(FAMILIES, places, ("red", "navy"))
    palette = extract_palette(rgb, names, mask=empty, color_map=color_map)
    assert [s.family for s in palette] == ["red", "navy"]
    assert palette[0].coverage == pytest.approx(0.5, abs=0.01)


def test_the_ground_of_a_print_reaches_the_edge(names: ColorNames) -> None:
    """A red that covers more than the navy it lies on is still the motif."""
    rgb, places = striped((NAVY, 56))
    rgb[6:50, 6:50] = PAINT[RED]
    places[6:50, 6:50] = 0
    places[6:50, 6:50, RED] = 255
    roles = {}
    for printed in (True, False):
        color_map = ColorMap(FAMILIES, places, ("red", "navy"), printed)
        palette = extract_palette(rgb, names, color_map=color_map)
        roles[printed] = {s.family: s.role for s in palette}
        assert palette[0].coverage > palette[1].coverage
    assert roles[True] == {"red": "motif", "navy": "ground"}
    assert roles[False] == {"red": "", "navy": ""}


@settings(max_examples=60, deadline=None)
@given(
    seed=st.integers(0, 2**32 - 1),
    shape=st.sampled_from([(1, 1), (1, 90), (56, 56), (40, 30)]),
    named=st.lists(st.sampled_from(FAMILIES), min_size=1, max_size=4, unique=True),
)
def test_a_palette_never_contradicts_its_families(
    seed: int, shape: tuple[int, int], named: list[str]
) -> None:
    names = load_color_names(get_places().color_names)
    rng = np.random.default_rng(seed)
    rgb = rng.integers(0, 256, (*shape, 3)).astype(np.uint8)
    shares = rng.dirichlet(np.full(len(FAMILIES), 0.3), (SIDE, SIDE))
    places = np.rint(shares * 255).astype(np.uint8)
    mask = rng.integers(0, 256, (SIDE, SIDE)).astype(np.uint8)
    color_map = ColorMap(FAMILIES, places, tuple(named))
    palette = extract_palette(rgb, names, mask=mask, color_map=color_map)
    assert palette == extract_palette(rgb, names, mask=mask, color_map=color_map)
    assert palette[0].family == named[0]
    assert set(named) <= {s.family for s in palette}
    assert len(palette) <= 6
    assert sum(s.coverage for s in palette) == pytest.approx(1, abs=0.01)
