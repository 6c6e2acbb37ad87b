"""Sorted by hue nothing jumps but at one seam; sorted by lightness white is first, black last."""

from __future__ import annotations

import math

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from studio.core.color import Lab, format_hex, to_oklab
from studio.core.palette import Palette, Swatch
from studio.storage.color_order import LAST, SEAM, STEPS, hue_order, lightness_order, place_by_hue

MIDDLE = STEPS // 2
STEEPEST = 24 * STEPS  # places for each unit of OKLab

byte = st.integers(0, 255)
colors = st.tuples(byte, byte, byte)
# Near-greys are where a threshold would make them jump: half of the examples lie there.
tints = st.builds(
    lambda grey, red, green, blue: (
        min(255, max(0, grey + red)),
        min(255, max(0, grey + green)),
        min(255, max(0, grey + blue)),
    ),
    byte,
    st.integers(-12, 12),
    st.integers(-12, 12),
    st.integers(-12, 12),
)
steps = st.tuples(*[st.integers(-3, 3)] * 3)


def polar(lightness: float, chroma: float, degrees: float) -> Lab:
    hue = math.radians(degrees)
    return lightness, chroma * math.cos(hue), chroma * math.sin(hue)


def flat(*shares: tuple[str, float]) -> Palette:
    return tuple(Swatch(text, share, "grey", "Any") for text, share in shares)


def crosses_seam(first: Lab, second: Lab) -> bool:
    """Whether the straight way between two colours passes the half plane of the seam."""
    x, y = math.cos(math.radians(SEAM)), math.sin(math.radians(SEAM))
    before = x * first[2] - y * first[1]
    after = x * second[2] - y * second[1]
    if before * after > 0 or before == after:
        return False
    part = before / (before - after)
    a = first[1] + part * (second[1] - first[1])
    b = first[2] + part * (second[2] - first[2])
    return a * x + b * y >= 0


@given(colors | tints, colors | tints | st.none(), steps)
def test_a_change_of_colour_moves_an_image_as_far_and_no_further(
    first: tuple[int, int, int], other: tuple[int, int, int] | None, step: tuple[int, int, int]
) -> None:
    near = [min(255, max(0, value + change)) for value, change in zip(first, step, strict=True)]
    one = to_oklab(*first)
    two = to_oklab(*(other or near))
    assume(not crosses_seam(one, two))
    moved = abs(place_by_hue(one) - place_by_hue(two))
    assert moved <= STEEPEST * math.dist(one, two) + 2


@given(st.floats(0.05, 0.95), st.floats(0, 0.3))
def test_the_seam_itself_closes_towards_grey(lightness: float, chroma: float) -> None:
    start = place_by_hue(polar(lightness, chroma, SEAM + 0.001))
    end = place_by_hue(polar(lightness, chroma, SEAM - 0.001))
    assert end - start <= STEEPEST * 2 * chroma + 2
    if chroma > 0.07:
        assert (int(start), int(end)) == (0, STEPS - 1)


@given(byte)
def test_greys_stand_between_warm_and_cool_from_white_to_black(grey: int) -> None:
    place = place_by_hue(to_oklab(grey, grey, grey))
    assert MIDDLE <= place < MIDDLE + 1
    if grey:
        darker = place_by_hue(to_oklab(grey - 1, grey - 1, grey - 1))
        assert darker > place


@given(st.floats(0.2, 0.95), st.floats(0.07, 0.3), st.floats(0, 359.9), st.floats(0, 30))
def test_full_colours_go_round_the_circle_and_keep_out_of_the_greys(
    lightness: float, chroma: float, turned: float, more: float
) -> None:
    one, two = turned, min(359.99, turned + more)
    first, second = (place_by_hue(polar(lightness, chroma, SEAM + way)) for way in (one, two))
    assert int(first) <= int(second)
    if not 190 < turned < 206:  # the bridge from warm to cool leads past the greys
        assert int(first) != MIDDLE


def test_the_order_reads_warm_neutral_cool() -> None:
    names = {
        "pink": "#e59ab5",
        "red": "#c0392b",
        "orange": "#e07a2c",
        "mustard": "#d9a92f",
        "olive": "#7a7a30",
        "white": "#f6f6f4",
        "grey": "#8b8b8d",
        "black": "#17171a",
        "teal": "#1f8a86",
        "blue": "#3566c0",
        "purple": "#7a4fa3",
    }
    ordered = sorted(names, key=lambda name: hue_order(flat((names[name], 1))))
    assert ordered == list(names)


@given(st.lists(st.tuples(colors, st.floats(0.01, 1)), min_size=1, max_size=6))
def test_lightness_is_the_mean_of_the_palette(
    shares: list[tuple[tuple[int, int, int], float]],
) -> None:
    palette = flat(*((format_hex(*color), share) for color, share in shares))
    place = lightness_order(palette)
    each = [lightness_order((swatch,)) for swatch in palette]
    assert min(each) - 1e-9 <= place <= max(each) + 1e-9
    assert -1e-6 <= place <= 1 + 1e-6


def test_light_comes_before_dark_and_an_image_without_colour_last() -> None:
    palettes = [
        flat(("#ffffff", 1)),
        flat(("#ffffff", 0.5), ("#000000", 0.5)),
        flat(("#000000", 1)),
    ]
    places = [lightness_order(palette) for palette in palettes]
    assert places == sorted(places)
    assert places[1] == pytest.approx(0.5, abs=0.01)
    assert hue_order(()) == lightness_order(()) == lightness_order(flat(("#123456", 0))) == LAST
    assert all(0 <= hue_order(palette) < STEPS < LAST for palette in palettes)
