"""CIEDE2000 against the published pairs, and the bound that saves most of its work."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from studio.storage.color_difference import can_be_within, ciede2000, rgb_to_lab

# Sharma, Wu, Dalal (2005), table 1: L1 a1 b1, L2 a2 b2, difference.
PAIRS = """
50.0000 2.6772 -79.7751 50.0000 0.0000 -82.7485 2.0425
50.0000 3.1571 -77.2803 50.0000 0.0000 -82.7485 2.8615
50.0000 2.8361 -74.0200 50.0000 0.0000 -82.7485 3.4412
50.0000 -1.3802 -84.2814 50.0000 0.0000 -82.7485 1.0000
50.0000 -1.1848 -84.8006 50.0000 0.0000 -82.7485 1.0000
50.0000 -0.9009 -85.5211 50.0000 0.0000 -82.7485 1.0000
50.0000 0.0000 0.0000 50.0000 -1.0000 2.0000 2.3669
50.0000 -1.0000 2.0000 50.0000 0.0000 0.0000 2.3669
50.0000 2.4900 -0.0010 50.0000 -2.4900 0.0009 7.1792
50.0000 2.4900 -0.0010 50.0000 -2.4900 0.0010 7.1792
50.0000 2.4900 -0.0010 50.0000 -2.4900 0.0011 7.2195
50.0000 2.4900 -0.0010 50.0000 -2.4900 0.0012 7.2195
50.0000 -0.0010 2.4900 50.0000 0.0009 -2.4900 4.8045
50.0000 -0.0010 2.4900 50.0000 0.0010 -2.4900 4.8045
50.0000 -0.0010 2.4900 50.0000 0.0011 -2.4900 4.7461
50.0000 2.5000 0.0000 50.0000 0.0000 -2.5000 4.3065
50.0000 2.5000 0.0000 73.0000 25.0000 -18.0000 27.1492
50.0000 2.5000 0.0000 61.0000 -5.0000 29.0000 22.8977
50.0000 2.5000 0.0000 56.0000 -27.0000 -3.0000 31.9030
50.0000 2.5000 0.0000 58.0000 24.0000 15.0000 19.4535
50.0000 2.5000 0.0000 50.0000 3.1736 0.5854 1.0000
50.0000 2.5000 0.0000 50.0000 3.2972 0.0000 1.0000
50.0000 2.5000 0.0000 50.0000 1.8634 0.5757 1.0000
50.0000 2.5000 0.0000 50.0000 3.2592 0.3350 1.0000
60.2574 -34.0099 36.2677 60.4626 -34.1751 39.4387 1.2644
63.0109 -31.0961 -5.8663 62.8187 -29.7946 -4.0864 1.2630
61.2901 3.7196 -5.3901 61.4292 2.2480 -4.9620 1.8731
35.0831 -44.1164 3.7933 35.0232 -40.0716 1.5901 1.8645
22.7233 20.0904 -46.6940 23.0331 14.9730 -42.5619 2.0373
36.4612 47.8580 18.3852 36.2715 50.5065 21.2231 1.4146
90.8027 -2.0831 1.4410 91.1528 -1.6435 0.0447 1.4441
90.9257 -0.5406 -0.9208 88.6381 -0.8985 -0.7239 1.5381
6.7747 -0.2908 -2.4247 5.8714 -0.0985 -2.2286 0.6377
2.0776 0.0795 -1.1350 0.9033 -0.0636 -0.5514 0.9082
"""
TABLE = np.array([line.split() for line in PAIRS.split("\n") if line], float).T

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
