from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from studio.core.color import (
    ColorNames,
    format_hex,
    from_oklab,
    load_color_names,
    parse_hex,
    to_oklab,
)
from studio.core.errors import StudioError
from studio.core.palette import Swatch, families
from studio.core.taxonomy import load_taxonomy
from studio.resources import get_places

byte = st.integers(0, 255)


@pytest.fixture(scope="module")
def names() -> ColorNames:
    return load_color_names(get_places().color_names)


@given(byte, byte, byte)
def test_oklab_and_back(red: int, green: int, blue: int) -> None:
    assert from_oklab(to_oklab(red, green, blue)) == (red, green, blue)
    assert parse_hex(format_hex(red, green, blue)) == (red, green, blue)


@given(byte, byte, byte)
def test_every_color_has_a_family_of_the_taxonomy(
    names: ColorNames, red: int, green: int, blue: int
) -> None:
    labels = load_taxonomy(get_places().taxonomy).get("color").label_ids()
    assert names.family_of(to_oklab(red, green, blue)) in labels


def test_the_swatch_of_each_family_is_filed_under_it(names: ColorNames) -> None:
    for label in load_taxonomy(get_places().taxonomy).get("color").labels:
        if label.id != "metallic":  # a shine, which no flat colour has
            assert names.family_of(to_oklab(*parse_hex(label.hex))) == label.id


def test_names_are_the_nearest_of_the_table(names: ColorNames, tmp_path: Path) -> None:
    assert names.nearest(to_oklab(*parse_hex("#ceb301"))) == "Mustard"
    with pytest.raises(StudioError, match="nowhere"):
        load_color_names(tmp_path / "nowhere.toml")


def test_small_colors_are_accents_not_families() -> None:
    palette = (
        Swatch("#ffffff", 0.5, "white", "Optic white"),
        Swatch("#eeeeee", 0.1, "white", "Chalk"),
        Swatch("#ff0000", 0.3, "red", "True red"),
        Swatch("#00ff00", 0.1, "green", "Grass"),
    )
    assert families(palette) == ("white", "red")
    assert families(palette[3:]) == ("green",)
    assert families(()) == ()
