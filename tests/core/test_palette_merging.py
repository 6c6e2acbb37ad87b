"""One palette of many images: a fair one, whatever the order in which they come."""

from __future__ import annotations

import itertools
import math
from collections.abc import Sequence
from random import Random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from studio.core.color import format_hex, load_color_names, parse_hex, to_oklab
from studio.core.color_difference import ciede2000, to_cielab
from studio.core.palette import Palette, Swatch
from studio.core.palette_merging import MAX_SWATCHES, MERGE_DIFFERENCE, merge_palettes
from studio.resources import get_places

NAMES = load_color_names(get_places().color_names)


def swatch(hex_value: str, coverage: float) -> Swatch:
    """With the family and the name that the application gives it."""
    lab = to_oklab(*parse_hex(hex_value))
    return Swatch(hex_value, coverage, NAMES.family_of(lab), NAMES.nearest(lab))


def palette(parts: Sequence[tuple[tuple[int, int, int], int]]) -> Palette:
    total = sum(share for _, share in parts)
    found = (swatch(format_hex(*color), share / total) for color, share in parts)
    return tuple(sorted(found, key=lambda each: -each.coverage))


byte = st.integers(0, 255)
part = st.tuples(st.tuples(byte, byte, byte), st.integers(1, 100))
some_palette = st.lists(part, min_size=1, max_size=6, unique_by=lambda each: each[0]).map(palette)
palettes = st.lists(some_palette, min_size=1, max_size=25)


def difference(one: Swatch, other: Swatch) -> float:
    return ciede2000(to_cielab(*parse_hex(one.hex)), to_cielab(*parse_hex(other.hex)))


@given(palettes, st.randoms(use_true_random=False))
def test_the_order_of_images_and_swatches_does_not_matter(
    images: list[Palette], random: Random
) -> None:
    merged = merge_palettes(images)
    shuffled = [tuple(random.sample(image, len(image))) for image in images]
    random.shuffle(shuffled)
    if len(set(images)) > 1:
        assert merge_palettes(shuffled) == merged
    assert merge_palettes(reversed(images)) == merged
    assert merge_palettes(images + images) == merged


@given(palettes)
def test_nothing_is_invented_lost_or_said_twice(images: list[Palette]) -> None:
    merged = merge_palettes(images)
    known = {each._replace(coverage=0) for image in images for each in image}
    assert {each._replace(coverage=0) for each in merged} <= known
    assert 1 <= len(merged) <= MAX_SWATCHES
    assert [each.coverage for each in merged] == sorted((s.coverage for s in merged), reverse=True)
    assert math.isclose(sum(each.coverage for each in merged), 1, abs_tol=0.001)
    if len(set(images)) > 1:
        assert all(
            difference(*pair) >= MERGE_DIFFERENCE for pair in itertools.combinations(merged, 2)
        )


@given(some_palette, st.integers(1, 5))
def test_images_of_one_palette_have_that_palette(image: Palette, count: int) -> None:
    assert merge_palettes([image] * count) == image
    assert merge_palettes([image, ()]) == image


def test_like_colors_are_one_swatch_of_the_larger_one() -> None:
    navy, darker, white = swatch("#1d2a4d", 0.7), swatch("#182444", 0.4), swatch("#fbfbfb", 0.3)
    merged = merge_palettes([(navy, white), (white, darker)])
    assert merged == (navy._replace(coverage=0.55), white._replace(coverage=0.3))


def test_the_family_is_the_one_that_covers_most() -> None:
    """One dark grey is filed under grey, its neighbours, together larger, under black."""
    grey = Swatch("#363636", 0.4, "grey", "Charcoal")
    blacks = [Swatch("#2a2a2c", 0.3, "black", "Soft black"), Swatch("#2c2b2a", 0.2, "black", "Jet")]
    white = swatch("#fbfbfb", 0.6)
    merged = merge_palettes([(grey, white), (blacks[0], white), (blacks[1], white)])
    assert [each.family for each in merged] == ["white", "black"]
    assert merged[1].hex == "#2a2a2c"


@pytest.mark.parametrize("accent", ["#e6186d", "#ffdd00", "#00a19a"])
def test_a_small_accent_stays_among_many_greys(accent: str) -> None:
    greys = [
        palette([((level, level + 2, level + drift), 50), ((255 - level, 250, 240), 50)])
        for level in range(20, 240, 8)
        for drift in (0, 6, 12)
    ]
    red = (swatch("#808080", 0.5), swatch("#202020", 0.3), swatch(accent, 0.2))
    merged = merge_palettes([*greys, red])
    assert accent in {each.hex for each in merged}
    assert len(merged) <= MAX_SWATCHES


def test_no_images_no_palette() -> None:
    assert merge_palettes([]) == ()
    assert merge_palettes([(), ()]) == ()
