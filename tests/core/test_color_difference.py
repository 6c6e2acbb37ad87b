from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from studio.core.color_difference import ciede2000, to_cielab
from tests.helpers.sharma import PAIRS

byte = st.integers(0, 255)
color = st.tuples(byte, byte, byte)


@pytest.mark.parametrize("pair", PAIRS)
def test_the_published_pairs(pair: tuple[float, ...]) -> None:
    l1, a1, b1, l2, a2, b2, expected = pair
    assert round(ciede2000((l1, a1, b1), (l2, a2, b2)), 4) == expected
    assert round(ciede2000((l2, a2, b2), (l1, a1, b1)), 4) == expected


def test_all_of_them_are_there() -> None:
    assert len(PAIRS) == 34


@pytest.mark.parametrize(
    ("rgb", "lab"),
    [
        # From Lindbloom's calculator (sRGB, D65, no adaptation).
        ((255, 255, 255), (100.0, 0.0, 0.0)),
        ((0, 0, 0), (0.0, 0.0, 0.0)),
        ((0, 255, 0), (87.7347, -86.1827, 83.1793)),
        ((0, 0, 255), (32.2970, 79.1875, -107.8602)),
        ((119, 119, 119), (50.0344, 0.0, 0.0)),
    ],
)
def test_cielab(rgb: tuple[int, int, int], lab: tuple[float, float, float]) -> None:
    assert to_cielab(*rgb) == pytest.approx(lab, abs=0.01)


@given(color, color)
def test_it_is_a_difference(first: tuple[int, int, int], second: tuple[int, int, int]) -> None:
    one, other = to_cielab(*first), to_cielab(*second)
    assert ciede2000(one, one) == 0
    assert ciede2000(one, other) == pytest.approx(ciede2000(other, one), abs=1e-9)
    assert 0 <= ciede2000(one, other) < 130
    assert (ciede2000(one, other) == 0) == (first == second)
