"""A swatch sheet as SVG, whose texts and fields stay editable."""

from __future__ import annotations

import unicodedata
from xml.sax.saxutils import escape, quoteattr

from studio.core.swatch_sheet import LINE, PAPER, Align, Box, Sheet, Words

_FONTS = "Inter, 'Helvetica Neue', 'Segoe UI', Arial, sans-serif"


def encode_svg(sheet: Sheet, title: str) -> bytes:
    """The sheet as an SVG 1.1 document (UTF-8)."""
    width, height = sheet.width, sheet.height
    size = f'width="{width}" height="{height}"'
    lines = [
        '<?xml version="1.0" encoding="UTF-8"?>',
        f'<svg xmlns="http://www.w3.org/2000/svg" {size} viewBox="0 0 {width} {height}"',
        f'  font-family="{_FONTS}">',
        f"<title>{escape(title)}</title>",
        f'<rect {size} fill="{PAPER}"/>',
        *(_box(box) for box in sheet.boxes),
        *(_words(words) for words in sheet.words),
        "</svg>",
        "",
    ]
    return "\n".join(lines).encode()


def _box(box: Box) -> str:
    # The hair line lies inside of the field, whole pixels wide.
    inset = 0.5 if box.framed else 0
    place = (
        f'x="{box.x + inset:.2f}" y="{box.y + inset:.2f}"'
        f' width="{max(0, box.width - 2 * inset):.2f}" height="{box.height - 2 * inset:.2f}"'
    )
    corners = f' rx="{box.radius}"' if box.radius else ""
    line = f' stroke="{LINE}"' if box.framed else ""
    return f'<rect {place}{corners} fill="{box.hex or "none"}"{line}/>'


def _words(words: Words) -> str:
    anchor = ' text-anchor="end"' if words.align is Align.END else ""
    text = _shorten(words.text, words.room / words.size)
    return (
        f'<text x="{words.x:.2f}" y="{words.y:.2f}" font-size="{words.size}"'
        f" fill={quoteattr(words.color)}{anchor}>{escape(text)}</text>"
    )


def _shorten(text: str, room: float) -> str:
    """What fits in `room` times the height of the type, as far as can be told without a face.

    >>> _shorten("Ink black", 20), _shorten("Ink black", 3)
    ('Ink black', 'Ink…')
    """
    used = 0.0
    for place, letter in enumerate(text):
        used += 1.0 if unicodedata.east_asian_width(letter) in "WF" else 0.56
        if used > room:
            return f"{text[: max(0, place - 2)].rstrip()}…"
    return text
