from __future__ import annotations

import shutil
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from studio.core.color import (
    SHINE,
    ColorNames,
    format_hex,
    from_oklab,
    load_color_names,
    parse_hex,
    to_oklab,
)
from studio.core.errors import StudioError
from studio.core.palette import Swatch
from studio.core.palette import families as families_of
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


# Photographs show these colours as what people call the family next to it: charcoal wool is
# black in most light, and linen white.
NEIGHBOURS = {
    "Charcoal": "black",
    "Anthracite": "black",
    "Light grey": "white",
    "Linen": "white",
    "Bone": "white",
    "Greige": "white",
    "Garnet": "red",
}
PURE = {
    "#ff0000": "red",
    "#00ff00": "green",
    "#0000ff": "blue",
    "#ffff00": "yellow",
    "#ffa500": "orange",
    "#ff00ff": "pink",
    "#800080": "purple",
    "#00ffff": "teal",
    "#ffffff": "white",
    "#808080": "grey",
    "#000000": "black",
}


@pytest.fixture(scope="module")
def families() -> tuple[str, ...]:
    return tuple(load_taxonomy(get_places().taxonomy).get("color").label_ids())


@given(byte, byte, byte)
def test_every_color_has_a_flat_family_and_a_name_of_it(
    names: ColorNames, families: tuple[str, ...], red: int, green: int, blue: int
) -> None:
    lab = to_oklab(red, green, blue)
    family = names.family_of(lab)
    assert family in families
    assert family != SHINE
    assert names.nearest(lab, family) in dict(names.names[family])
    assert names.nearest(lab) in {n for f, t in names.names.items() if f != SHINE for n, _ in t}


def test_the_swatch_of_each_family_is_filed_under_it(names: ColorNames) -> None:
    for label in load_taxonomy(get_places().taxonomy).get("color").labels:
        if label.id != SHINE:
            assert names.family_of(to_oklab(*parse_hex(label.hex))) == label.id


@pytest.mark.parametrize(("text", "family"), PURE.items())
def test_pure_colors_that_no_photograph_shows(names: ColorNames, text: str, family: str) -> None:
    assert names.family_of(to_oklab(*parse_hex(text))) == family


def test_the_names_cover_every_family_once(names: ColorNames, families: tuple[str, ...]) -> None:
    assert set(names.names) == set(families)
    assert min(len(table) for table in names.names.values()) >= 4
    entries = [entry for table in names.names.values() for entry in table]
    assert len({name.casefold() for name, _ in entries}) == len(entries)
    assert len({lab for _, lab in entries}) == len(entries)
    assert {prototype.family for prototype in names.prototypes} == set(families) - {SHINE}


def test_names_are_filed_under_their_own_family(names: ColorNames) -> None:
    elsewhere = {
        name: names.family_of(lab)
        for family, table in names.names.items()
        for name, lab in table
        if family != SHINE and names.family_of(lab) != family
    }
    assert elsewhere == NEIGHBOURS


def test_every_name_is_the_nearest_to_itself(names: ColorNames) -> None:
    for family, table in names.names.items():
        for name, lab in table:
            assert names.nearest(lab, family) == name
            assert family == SHINE or names.nearest(lab) == name
    assert ColorNames({}, ()).nearest((0.5, 0, 0)) == "Colour"
    assert names.nearest((0.5, 0, 0), "no such family") == "Colour"
    assert ColorNames({}, ()).family_of((0.5, 0, 0)) == ""


@pytest.mark.parametrize(
    ("table", "content"),
    [
        ("color-names.toml", None),
        ("color-names.toml", "[navy"),
        ("color-names.toml", '[navy]\n"Midnight" = "#03012"'),
        ("color-names.toml", '[navy]\n"Midnight" = "#0301zz"'),
        ("color-names.toml", 'navy = "#03012d"'),
        ("color-names.toml", "[navy]\nMidnight = 3"),
        ("color-families.toml", None),
        ("color-families.toml", "[navy]"),
        ("color-families.toml", "[navy]\nprototypes = [{ weight = 1, lab = [0, 0, 0] }]"),
        (
            "color-families.toml",
            "[navy]\nprototypes = [{ weight = 0, lab = [0, 0, 0], spread = [1, 1, 1] }]",
        ),
        (
            "color-families.toml",
            "[navy]\nprototypes = [{ weight = 1, lab = [0, 0, 0], spread = [1, 0, 1] }]",
        ),
    ],
)
def test_a_broken_table_is_named(tmp_path: Path, table: str, content: str | None) -> None:
    for file in ("color-names.toml", "color-families.toml"):
        shutil.copy(get_places().color_names.with_name(file), tmp_path / file)
    if content is None:
        (tmp_path / table).unlink()
    else:
        (tmp_path / table).write_text(content)
    with pytest.raises(StudioError, match=table):
        load_color_names(tmp_path / "color-names.toml")


def test_small_colors_are_accents_not_families() -> None:
    palette = (
        Swatch("#ffffff", 0.5, "white", "Optic white"),
        Swatch("#eeeeee", 0.1, "white", "Chalk"),
        Swatch("#ff0000", 0.3, "red", "True red"),
        Swatch("#00ff00", 0.1, "green", "Grass"),
    )
    assert families_of(palette) == ("white", "red")
    assert families_of(palette[3:]) == ("green",)
    assert families_of(()) == ()
