"""A family's swatches become a few tones, each of them a swatch that is there."""

from __future__ import annotations

import numpy as np
from hypothesis import given
from hypothesis import strategies as st
from numpy.typing import NDArray

from studio.imaging.oklab import rgb_to_oklab
from studio.imaging.tones import find_median, group_tones

byte = st.integers(0, 255)
swatches = st.lists(
    st.tuples(st.tuples(byte, byte, byte), st.floats(1e-4, 1)), min_size=1, max_size=60
)


def lab_of(*colors: tuple[int, int, int]) -> NDArray[np.float32]:
    return rgb_to_oklab(np.array(colors, np.uint8))


@given(swatches)
def test_every_swatch_belongs_to_one_tone_and_tones_fall_from_light_to_dark(
    found: list[tuple[tuple[int, int, int], float]],
) -> None:
    lab = lab_of(*(color for color, _ in found))
    tones = group_tones(lab, np.array([share for _, share in found], np.float32))
    assert 1 <= len(tones) <= 6
    assert sorted(np.concatenate([members for _, members in tones])) == list(range(len(found)))
    assert all(standing in members for standing, members in tones)
    lightness = [lab[standing, 0] for standing, _ in tones]
    assert lightness == sorted(lightness, reverse=True)


def test_what_looks_alike_is_one_tone_and_what_does_not_is_two() -> None:
    weights = np.ones(4, np.float32)
    alike = lab_of((180, 40, 50), (182, 41, 50), (178, 39, 52), (181, 42, 49))
    assert len(group_tones(alike, weights)) == 1
    pale_and_hot = lab_of((240, 190, 205), (240, 192, 206), (220, 40, 130), (221, 42, 131))
    assert [list(members) for _, members in group_tones(pale_and_hot, weights)] == [[0, 1], [2, 3]]


def test_the_middle_is_a_swatch_and_not_moved_by_a_few_strange_ones() -> None:
    reds = [(180 + n, 40, 50) for n in range(9)]
    lab = lab_of(*reds, (255, 200, 200))
    weights = np.array([*[1.0] * 9, 3.0], np.float32)
    assert find_median(lab, weights) in range(3, 9)
    assert find_median(lab[:1], weights[:1]) == 0
