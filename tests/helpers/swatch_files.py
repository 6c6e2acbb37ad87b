"""Readers of Adobe's swatch files, written from their specifications and not from our writers."""

from __future__ import annotations

import io
import struct
from typing import Any

# A name and the three bytes of a colour.
Read = tuple[str, tuple[int, int, int]]


def read_aco(content: bytes) -> tuple[list[tuple[int, int, int]], list[Read]]:
    """The colours of version 1, then those of version 2 with their names.

    "Adobe Photoshop File Formats Specification", Color Swatches.
    """
    stream = io.BytesIO(content)
    assert _take(stream, ">H") == 1
    plain = [_rgb(stream) for _ in range(_take(stream, ">H"))]
    assert _take(stream, ">H") == 2
    named = []
    for _ in range(_take(stream, ">H")):
        color = _rgb(stream)
        name = stream.read(2 * _take(stream, ">I")).decode("utf-16-be")
        assert name.endswith("\0")
        named.append((name[:-1], color))
    assert stream.read() == b""
    return plain, named


def _rgb(stream: io.BytesIO) -> tuple[int, int, int]:
    space, red, green, blue, none = struct.unpack(">5H", stream.read(10))
    assert (space, none) == (0, 0)
    return red >> 8, green >> 8, blue >> 8


def read_ase(content: bytes) -> tuple[str, list[Read]]:
    """The name of the one group, and its colours (selapa.net/swatches/colors/fileformats.php)."""
    stream = io.BytesIO(content)
    assert stream.read(4) == b"ASEF"
    assert struct.unpack(">HH", stream.read(4)) == (1, 0)
    group, colors, kinds = "", [], []
    for _ in range(_take(stream, ">I")):
        kind = _take(stream, ">H")
        block = io.BytesIO(stream.read(_take(stream, ">I")))
        kinds.append(kind)
        if kind == 0xC001:
            group = _ase_name(block)
        elif kind == 0x0001:
            name = _ase_name(block)
            assert block.read(4) == b"RGB "
            red, green, blue = (
                round(value * 255) for value in struct.unpack(">3f", block.read(12))
            )
            assert _take(block, ">H") in {0, 1, 2}
            colors.append((name, (red, green, blue)))
        assert block.read() == b""
    assert stream.read() == b""
    assert kinds == [0xC001, *[0x0001] * len(colors), 0xC002]
    return group, colors


def _ase_name(block: io.BytesIO) -> str:
    name = block.read(2 * _take(block, ">H")).decode("utf-16-be")
    assert name.endswith("\0")
    return name[:-1]


def _take(stream: io.BytesIO, code: str) -> Any:
    return struct.unpack(code, stream.read(struct.calcsize(code)))[0]
