"""Adobe's two swatch files: ASE for Illustrator and InDesign, ACO for Photoshop.

Numbers are big-endian; names are UTF-16 with a zero at the end, which their length counts.
"""

from __future__ import annotations

import struct

from studio.core.color import parse_hex
from studio.core.palette import Palette

_COLOR, _GROUP_BEGIN, _GROUP_END = 0x0001, 0xC001, 0xC002
_PROCESS = 2  # neither global nor spot: a colour like any other
_RGB = 0


def encode_ase(palette: Palette, title: str) -> bytes:
    """Adobe Swatch Exchange 1.0: one group, named after the palette, of RGB colours."""
    blocks = [_block(_GROUP_BEGIN, struct.pack(">H", _length(title)) + _utf16(title))]
    for swatch in palette:
        values = struct.pack(">4s3fH", b"RGB ", *(v / 255 for v in parse_hex(swatch.hex)), _PROCESS)
        name = struct.pack(">H", _length(swatch.name)) + _utf16(swatch.name)
        blocks.append(_block(_COLOR, name + values))
    blocks.append(_block(_GROUP_END, b""))
    return struct.pack(">4sHHI", b"ASEF", 1, 0, len(blocks)) + b"".join(blocks)


def _block(kind: int, content: bytes) -> bytes:
    return struct.pack(">HI", kind, len(content)) + content


def encode_aco(palette: Palette, _title: str) -> bytes:
    """Photoshop's colour swatches: version 1 without names, then version 2 with them.

    Every program reads one of the two; Adobe's specification wants both in this order.
    """
    colors = [
        struct.pack(">5H", _RGB, *(value * 257 for value in parse_hex(swatch.hex)), 0)
        for swatch in palette
    ]
    named = [
        color + struct.pack(">I", _length(swatch.name)) + _utf16(swatch.name)
        for color, swatch in zip(colors, palette, strict=True)
    ]
    count = len(palette)
    return b"".join(
        (struct.pack(">HH", 1, count), *colors, struct.pack(">HH", 2, count), *named),
    )


def _utf16(text: str) -> bytes:
    return (text + "\0").encode("utf-16-be")


def _length(text: str) -> int:
    """In units of two bytes, the zero included: an emoji counts two."""
    return len(_utf16(text)) // 2
