"""Arrays and lists of words out of MATLAB 5 files, in which the street photographs' outlines lie.

The format is described in "MAT-File Format" by The MathWorks; only what is needed is read: numbers,
text and cells, compressed or not.
"""

from __future__ import annotations

import struct
import zlib
from collections.abc import Iterator
from typing import Any

import numpy as np

_MATRIX, _COMPRESSED = 14, 15
_CELL, _CHAR = 1, 4
_NUMBERS = {
    1: "<i1", 2: "<u1", 3: "<i2", 4: "<u2", 5: "<i4", 6: "<u4", 7: "<f4", 9: "<f8", 12: "<i8",
    13: "<u8", 16: "<u1", 17: "<u2",
}  # fmt: skip
_HEADER = 128


def read_mat(content: bytes) -> dict[str, Any]:
    """The variables of a file: arrays [h, w], text as str, cells as lists; raises ValueError."""
    if len(content) < _HEADER or content[126:128] != b"IM":
        raise ValueError("not a MATLAB 5 file")
    try:
        return dict(_variables(content[_HEADER:]))
    except (struct.error, zlib.error, KeyError, TypeError) as error:
        raise ValueError(f"a damaged MATLAB file ({error})") from error


def _variables(content: bytes) -> Iterator[tuple[str, Any]]:
    for kind, body in _elements(content):
        if kind == _COMPRESSED:
            yield from _variables(zlib.decompress(body))
        elif kind == _MATRIX:
            yield _matrix(body)


def _elements(content: bytes) -> Iterator[tuple[int, bytes]]:
    """(type, bytes) one after another; small ones keep their bytes in the tag."""
    at = 0
    while at + 8 <= len(content):
        kind, size = struct.unpack_from("<II", content, at)
        if kind >> 16:
            yield kind & 0xFFFF, content[at + 4 : at + 4 + (kind >> 16)]
            at += 8
        else:
            if at + 8 + size > len(content):
                raise ValueError("the file is cut off")
            yield kind, content[at + 8 : at + 8 + size]
            # Compressed data alone is not padded.
            at += 8 + size + (-size % 8 if kind != _COMPRESSED else 0)


def _matrix(body: bytes) -> tuple[str, Any]:
    (_, flags), (_, shape), (_, name), *rest = _elements(body)
    kind = flags[0]
    sides = np.frombuffer(shape, "<i4")
    if kind == _CELL:
        return name.decode("latin-1"), [_matrix(inner)[1] for _, inner in rest]
    if not rest:
        return name.decode("latin-1"), "" if kind == _CHAR else np.zeros(sides)
    number, content = rest[0]
    values = np.frombuffer(content, _NUMBERS[number])
    if kind == _CHAR:
        return name.decode("latin-1"), "".join(map(chr, values))
    return name.decode("latin-1"), values.reshape(sides, order="F")
