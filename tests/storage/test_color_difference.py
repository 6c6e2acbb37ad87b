"""CIEDE2000 against the published pairs, and the bound that saves most of its work."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from studio.storage.color_difference import can_be_within, ciede2000, rgb_to_lab
from tests.helpers.sharma import PAIRS

TABLE = np.array(PAIRS).T

some_rgb = st.tuples(st.integers(0, 255), st.integers(0, 255), st.integers(0, 255))


def lab(*colors: tuple[int, int, int]) -> np.ndarray:
    return rgb_to_lab(np.array(colors, np.uint8))


def test_the_published_pairs_in_both_directions() -> None:
    one, other, expected = TABLE[:3], TABLE[3:6], TABLE[6]
    assert ciede2000(one, other) == pytest.approx(expected, abs=5e-5)
    assert ciede2000(other, one) == pytest.approx(expected, abs=5e-5)


def test_single_precision_is_precise_enough() -> None:
    rng = np.random.default_rng(1)
    colors = rgb_to_lab(rng.integers(0, 256, (20_000, 3), np.uint8))
    one, other = colors[:, ::2], colors[:, 1::2]
    short = ciede2000(one, other)
    assert short.dtype == np.float32
    assert np.abs(short - ciede2000(one.astype(float), other.astype(float))).max() < 0.01


def test_lab_of_known_colors() -> None:
    # bruce lindbloom's calculator, D65, no adaptation
    assert lab((255, 0, 0))[:, 0] == pytest.approx([53.24, 80.09, 67.20], abs=0.02)
    assert lab((192, 57, 43))[:, 0] == pytest.approx([44.16, 53.09, 39.15], abs=0.6)
    assert lab((255, 255, 255))[:, 0] == pytest.approx([100, 0, 0], abs=0.001)
    assert lab((0, 0, 0))[:, 0] == pytest.approx([0, 0, 0], abs=0.001)


@given(some_rgb, st.lists(some_rgb, min_size=1, max_size=30), st.floats(0, 100))
def test_the_bound_never_loses_what_is_near(
    wanted: tuple[int, int, int], others: list[tuple[int, int, int]], reach: float
) -> None:
    one, many = lab(wanted), lab(*others)
    near = ciede2000(one, many) <= reach
    assert not (near & ~can_be_within(one, many, reach)).any()


@given(some_rgb, some_rgb)
def test_a_difference_has_no_direction(
    one: tuple[int, int, int], other: tuple[int, int, int]
) -> None:
    there, back = ciede2000(lab(one), lab(other)), ciede2000(lab(other), lab(one))
    assert there == pytest.approx(back, abs=0.02)
    assert (there[0] < 0.01) == (one == other)
