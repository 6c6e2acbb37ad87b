"""The formats that a palette leaves in; each is bytes made in memory."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from studio.core.errors import ExportError
from studio.core.palette import Palette
from studio.library.exporting import adobe, text

# What every program takes, and more than anybody looks at.
MAX_SWATCHES = 256
_MAX_LETTERS = 80  # GIMP and Pillow read lines of some hundred bytes

Encoder = Callable[[Palette, str], bytes]


@dataclass(frozen=True, slots=True)
class Format:
    """One row of the table below."""

    id: str  # also the suffix of its files
    name: str  # for a file dialog
    encode: Encoder
    is_text: bool = False


def _encode_svg(palette: Palette, title: str) -> bytes:
    from studio.core.swatch_sheet import lay_out_sheet
    from studio.library.exporting.svg import encode_svg

    return encode_svg(lay_out_sheet(palette, title), title)


def _encode_png(palette: Palette, title: str) -> bytes:
    from studio.core.swatch_sheet import lay_out_sheet
    from studio.imaging.sheet_picture import draw_sheet

    return draw_sheet(lay_out_sheet(palette, title))


FORMATS = (
    Format("ase", "Adobe Swatch Exchange", adobe.encode_ase),
    Format("aco", "Photoshop swatches", adobe.encode_aco),
    Format("gpl", "GIMP palette", text.encode_gpl, is_text=True),
    Format("png", "Swatch sheet, picture", _encode_png),
    Format("svg", "Swatch sheet, drawing", _encode_svg, is_text=True),
    Format("css", "CSS custom properties", text.encode_css, is_text=True),
    Format("hex", "Hex values", text.encode_hex, is_text=True),
    Format("json", "JSON", text.encode_json, is_text=True),
)


def get_format(format_id: str) -> Format:
    """The format called so; raises KeyError."""
    for each in FORMATS:
        if each.id == format_id:
            return each
    raise KeyError(format_id)


def find_format(path: Path) -> Format | None:
    """The format that the suffix of a file's name stands for."""
    suffix = path.suffix.lower().removeprefix(".")
    return next((each for each in FORMATS if each.id == suffix), None)


def encode_palette(palette: Palette, title: str, chosen: Format) -> bytes:
    """The palette as a file's content; `title` names it inside the file.

    Raises ExportError for a palette without colours, or with more than 256.
    """
    check_palette(palette)
    plain = tuple(swatch._replace(name=_one_line(swatch.name) or swatch.hex) for swatch in palette)
    return chosen.encode(plain, _one_line(title))


def check_palette(palette: Palette) -> None:
    """Raise ExportError where `encode_palette` would."""
    if not palette:
        raise ExportError("There is no colour to export: no image here has a palette yet.")
    if len(palette) > MAX_SWATCHES:
        raise ExportError(
            f"A palette file holds {MAX_SWATCHES} colours at most; these are {len(palette):,}."
        )


def _one_line(words: str) -> str:
    """Text that every format can hold: no line breaks, no bytes that are no letters."""
    whole = words.encode("utf-8", "replace").decode("utf-8")
    printable = "".join(letter if letter.isprintable() else " " for letter in whole)
    return " ".join(printable.split())[:_MAX_LETTERS]
