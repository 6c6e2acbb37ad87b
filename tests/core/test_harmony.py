from __future__ import annotations

import math

import pytest
from hypothesis import given
from hypothesis import strategies as st

from studio.core.color import parse_hex, to_oklab
from studio.core.harmony import HARMONIES, harmony, in_harmony
from studio.core.query import parse_query

colors = st.integers(0, (1 << 24) - 1).map("#{:06x}".format)


def lch(hex_: str) -> tuple[float, float, float]:
    lightness, a, b = to_oklab(*parse_hex(hex_))
    return lightness, math.hypot(a, b), math.degrees(math.atan2(b, a))


@given(colors, st.sampled_from(list(HARMONIES)))
def test_only_the_hue_turns(hex_: str, name: str) -> None:
    lightness, chroma, hue = lch(hex_)
    partners = harmony(hex_, name)
    if chroma < 0.02:
        assert partners == ()
        return
    assert len(partners) == len(HARMONIES[name])
    if lightness < 0.2:  # so near to black whole bytes are large steps
        return
    for partner, turn in zip(partners, HARMONIES[name], strict=True):
        other_lightness, other_chroma, other_hue = lch(partner)
        assert other_lightness == pytest.approx(lightness, abs=0.01)
        assert other_chroma <= chroma + 0.006  # a screen may show less of it, never more
        if other_chroma > 0.03:  # the hue of what is nearly grey means nothing
            off = (other_hue - hue - turn + 180) % 360 - 180
            assert abs(off) < math.degrees(0.008 / other_chroma) + 1


def test_a_query_in_harmony_asks_for_the_partners_alone() -> None:
    query = parse_query("color~#c0392b@20%~8 garment:dress -color~#ffffff")
    (opposite,) = harmony("#c0392b", "complementary")
    assert in_harmony(query, "complementary") == parse_query(
        f"color~{opposite}@20%~8 garment:dress -color~#ffffff"
    )
    one, other = harmony("#c0392b", "triad")
    assert in_harmony(query, "triad").terms[0].values == (f"{one}@20%~8", f"{other}@20%~8")


def test_greys_go_with_greys() -> None:
    query = parse_query("color~#808080")
    assert in_harmony(query, "triad") == query
