"""Palettes as text: hex values, CSS custom properties, JSON, GIMP's palette file."""

from __future__ import annotations

import json

from studio.core.color import parse_hex
from studio.core.palette import Palette, families, percent


def encode_hex(palette: Palette, _title: str) -> bytes:
    r"""One value a line, largest first.

    >>> from studio.core.palette import Swatch
    >>> encode_hex((Swatch("#1b1b1d", 1.0, "black", "Ink black"),), "")
    b'#1b1b1d\n'
    """
    return "".join(f"{swatch.hex}\n" for swatch in palette).encode()


def encode_css(palette: Palette, _title: str) -> bytes:
    """A rule with a custom property for each swatch: `--ink-black: #1b1b1d; /* 54 % */`."""
    lines, taken = [":root {"], set[str]()
    for swatch in palette:
        plain = name = _css_name(swatch.name)
        number = 1
        while name in taken:
            number += 1
            name = f"{plain}-{number}"
        taken.add(name)
        lines.append(f"  --{name}: {swatch.hex}; /* {percent(swatch.coverage)} */")
    return "\n".join([*lines, "}", ""]).encode()


def _css_name(name: str) -> str:
    """An identifier; CSS takes letters of every script.

    >>> _css_name("Écru / off-white"), _css_name("!")
    ('écru-off-white', 'color')
    """
    letters = "".join(letter if letter.isalnum() else " " for letter in name.lower())
    return "-".join(letters.split()) or "color"


def encode_json(palette: Palette, title: str) -> bytes:
    """What `fashion-studio palette --json` prints, with the palette's name."""
    value = {
        "name": title,
        "palette": [swatch._asdict() for swatch in palette],
        "colors": list(families(palette)),
    }
    return (json.dumps(value, ensure_ascii=False, indent=2) + "\n").encode()


def encode_gpl(palette: Palette, title: str) -> bytes:
    """GIMP's palette, which Inkscape, Krita and Scribus read as well (UTF-8)."""
    lines = ["GIMP Palette", f"Name: {title or 'Palette'}", "Columns: 0", "#"]
    for swatch in palette:
        red, green, blue = parse_hex(swatch.hex)
        lines.append(f"{red:3d} {green:3d} {blue:3d}\t{swatch.name}")
    return "\n".join([*lines, ""]).encode()
