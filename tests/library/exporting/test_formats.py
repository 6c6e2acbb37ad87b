"""Every format gives back what went in, read by somebody else than who wrote it."""

from __future__ import annotations

import io
import json
import re
from pathlib import Path
from typing import Any
from xml.etree import ElementTree as ET

import pytest
from hypothesis import given
from hypothesis import strategies as st
from PIL import Image
from PIL.GimpPaletteFile import GimpPaletteFile

from studio.core.color import format_hex, parse_hex
from studio.core.errors import ExportError
from studio.core.palette import Palette, Swatch, percent
from studio.core.swatch_sheet import lay_out_sheet
from studio.imaging.fonts import find_font
from studio.library.exporting.formats import FORMATS, encode_palette, find_format, get_format
from tests.helpers.swatch_files import read_aco, read_ase

LOOK: Palette = (
    Swatch("#e9bf3c", 0.54, "yellow", "Mustard"),
    Swatch("#1b1b1d", 0.31, "black", "Écru, 墨黑 & <soft> 🖤"),
    Swatch("#fbfbfb", 0.146, "white", "Optic white"),
    Swatch("#c0392b", 0.004, "red", "Mustard"),
)
TITLE = "Résumé “SS27” 春夏"
NAMES = [swatch.name for swatch in LOOK]
BYTES = [parse_hex(swatch.hex) for swatch in LOOK]

byte = st.integers(0, 255)
swatches = st.builds(
    lambda rgb, coverage, name: Swatch(format_hex(*rgb), coverage, "grey", name),
    st.tuples(byte, byte, byte),
    st.floats(0, 1),
    st.text(max_size=120),
)
palettes = st.lists(swatches, min_size=1, max_size=256).map(tuple)


def encode(format_id: str, palette: Palette = LOOK, title: str = TITLE) -> bytes:
    return encode_palette(palette, title, get_format(format_id))


def test_ase() -> None:
    assert read_ase(encode("ase")) == (TITLE, list(zip(NAMES, BYTES, strict=True)))


def test_ase_as_the_package_swatch_reads_it(tmp_path: Path) -> None:
    swatch = pytest.importorskip("swatch")
    file = tmp_path / "look.ase"
    file.write_bytes(encode("ase"))
    (group,) = swatch.parse(str(file))
    assert (group["name"], group["type"]) == (TITLE, "Color Group")
    assert [each["name"] for each in group["swatches"]] == NAMES
    assert {each["type"] for each in group["swatches"]} == {"Process"}
    values = [each["data"]["values"] for each in group["swatches"]]
    assert [tuple(round(255 * value) for value in rgb) for rgb in values] == BYTES


def test_aco_has_both_versions() -> None:
    assert read_aco(encode("aco")) == (BYTES, list(zip(NAMES, BYTES, strict=True)))


def test_gpl() -> None:
    content = encode("gpl")
    read, mode = GimpPaletteFile(io.BytesIO(content)).getpalette()
    assert (mode, [tuple(read[at : at + 3]) for at in range(0, len(read), 3)]) == ("RGB", BYTES)
    lines = content.decode().splitlines()
    assert lines[:2] == ["GIMP Palette", f"Name: {TITLE}"]
    assert [line.split("\t")[1] for line in lines[4:]] == NAMES


def test_hex_and_json() -> None:
    assert encode("hex").decode().split() == [swatch.hex for swatch in LOOK]
    value = json.loads(encode("json"))
    assert value["name"] == TITLE
    assert value["palette"] == [swatch._asdict() for swatch in LOOK]
    assert value["colors"] == ["yellow", "black"]


def test_css_gives_every_swatch_a_name_of_its_own() -> None:
    content = encode("css").decode()
    found = re.findall(r"--([\w-]+): (#[0-9a-f]{6});", content)
    assert [value for _, value in found] == [swatch.hex for swatch in LOOK]
    assert [name for name, _ in found] == ["mustard", "écru-墨黑-soft", "optic-white", "mustard-2"]
    assert content.startswith(":root {\n")
    assert content.endswith("}\n")


def test_svg_says_what_there_is() -> None:
    root = ET.fromstring(encode("svg"))  # noqa: S314 - written a line before
    texts = {text.text for text in root.iter("{http://www.w3.org/2000/svg}text")}
    assert texts >= {TITLE, *NAMES, *(s.hex for s in LOOK), *(percent(s.coverage) for s in LOOK)}


def test_png() -> None:
    picture = Image.open(io.BytesIO(encode("png")))
    sheet = lay_out_sheet(LOOK, TITLE)
    assert (picture.format, picture.mode) == ("PNG", "RGB")
    assert picture.size == (2 * sheet.width, 2 * sheet.height)
    for (x, y), color in zip(fields(), BYTES, strict=True):
        assert picture.getpixel((2 * x, 2 * y)) == color
    left, middle = round(2 * sheet.boxes[0].x), round(2 * sheet.boxes[0].y) + 30
    row = [picture.getpixel((x, middle)) for x in range(left, picture.width - left)]
    for swatch, color in zip(LOOK, BYTES, strict=True):
        assert row.count(color) / len(row) == pytest.approx(swatch.coverage, abs=0.002)


def fields() -> list[tuple[int, int]]:
    """The middle of each swatch's field on a sheet."""
    boxes = lay_out_sheet(LOOK, TITLE).boxes[-len(LOOK) :]
    return [(round(box.x + box.width / 2), round(box.y + box.height / 2)) for box in boxes]


def test_a_face_is_found_for_letters_that_are_not_english() -> None:
    assert find_font("Ink black 54 %").getname()[0] == find_font("#1b1b1d").getname()[0]
    assert find_font("\U000f0000 Ink").getname()  # which no face can write


@given(palettes, st.text(max_size=200))
def test_any_names_and_any_number_up_to_256(palette: Palette, title: str) -> None:
    count, colors = len(palette), [parse_hex(swatch.hex) for swatch in palette]
    group, read = read_ase(encode("ase", palette, title))
    assert [color for _, color in read] == colors
    assert group.isprintable()
    plain, named = read_aco(encode("aco", palette, title))
    assert plain == [color for _, color in named] == colors
    assert [name for name, _ in named] == [name for name, _ in read]
    assert all(name.isprintable() and name for name, _ in named)
    lines = encode("gpl", palette, title).decode().splitlines()
    assert len(lines) == 4 + count
    assert max(len(line) for line in lines) < 100
    values = GimpPaletteFile(io.BytesIO(encode("gpl", ascii_only(palette)))).getpalette()[0]
    assert values == bytes(value for color in colors for value in color)
    css = encode("css", palette, title).decode()
    assert len(set(re.findall(r"^  --[^:\s]+", css, re.MULTILINE))) == count
    svg = ET.fromstring(encode("svg", palette, title))  # noqa: S314 - as above
    assert len(list(svg.iter("{http://www.w3.org/2000/svg}text"))) >= 3 * count
    assert len(json.loads(encode("json", palette, title))["palette"]) == count


def ascii_only(palette: Palette) -> Palette:
    """Pillow counts bytes and gives up at 100, GIMP and we do not."""
    return tuple(swatch._replace(name="x" * min(80, len(swatch.name))) for swatch in palette)


@pytest.mark.parametrize("each", FORMATS, ids=lambda each: each.id)
def test_no_color_and_too_many_are_refused(each: Any) -> None:
    with pytest.raises(ExportError, match="no colour"):
        encode_palette((), TITLE, each)
    many = tuple(Swatch(f"#{n:06x}", 1 / 257, "black", "Jet") for n in range(257))
    with pytest.raises(ExportError, match="256 colours at most; these are 257"):
        encode_palette(many, TITLE, each)
    assert encode_palette(many[1:], TITLE, each)


@pytest.mark.parametrize("count", [1, 3, 6, 12, 40])
def test_nothing_on_a_sheet_overlaps_or_sticks_out(count: int) -> None:
    palette = tuple(Swatch(f"#0000{n:02x}", 1 / count, "black", "Jet") for n in range(count))
    sheet = lay_out_sheet(palette, TITLE)
    boxes = sheet.boxes[-count:]
    assert all(b.x > 0 and b.x + b.width <= sheet.width - 39 for b in sheet.boxes)
    assert max(b.y + b.height for b in boxes) < sheet.height
    for place, one in enumerate(boxes):
        for other in boxes[place + 1 :]:
            apart = one.x + one.width <= other.x or one.y + one.height <= other.y
            assert apart or other.x + other.width <= one.x
    assert all(0 < words.y < sheet.height for words in sheet.words)


@pytest.mark.parametrize(
    ("name", "format_id"), [("a.ASE", "ase"), ("b.svg", "svg"), ("c.jpg", None), ("d", None)]
)
def test_a_suffix_stands_for_a_format(name: str, format_id: str | None) -> None:
    found = find_format(Path(name))
    assert (found.id if found else None) == format_id
