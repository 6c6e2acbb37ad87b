"""The colour space that a PNG names by numbers: cICP, or gAMA and cHRM (PNG, third edition)."""

from __future__ import annotations

import struct
from collections.abc import Iterator
from typing import BinaryIO

from studio.imaging.icc import (
    BT709_CURVE,
    BT2020_POINTS,
    D65,
    P3_POINTS,
    SRGB_CURVE,
    SRGB_POINTS,
    Curve,
    RgbSpace,
    build_profile,
)

_SIGNATURE_BYTES = 8
_LONGEST = 64  # bytes of the chunks that are read here
_MOST_CHUNKS = 1000  # before the pixels; no real file has so many

# ITU-T H.273. Left out: PQ and HLG, which are brighter than a screen's white.
_CICP_POINTS = {1: SRGB_POINTS, 9: BT2020_POINTS, 12: P3_POINTS}
_CICP_CURVES: dict[int, Curve] = {
    1: BT709_CURVE,
    4: (2.2,),
    5: (2.8,),
    6: BT709_CURVE,
    8: (1.0,),
    13: SRGB_CURVE,
    14: BT709_CURVE,
    15: BT709_CURVE,
}
_USUAL_GAMMA = 45_455  # what writes this means sRGB's own curve


def find_profile(stream: BinaryIO, embedded: bytes | None) -> bytes | None:
    """The ICC profile that says what the file's numbers mean; None: sRGB.

    The first of cICP, the `embedded` profile, sRGB, and gAMA with cHRM counts. Leaves the stream
    anywhere.
    """
    chunks = dict(_read_chunks(stream))
    try:
        space = _from_cicp(chunks.get(b"cICP", b""))
        if space is None and embedded is None and b"sRGB" not in chunks:
            space = _from_gamma(chunks.get(b"gAMA", b""), chunks.get(b"cHRM", b""))
        return embedded if space is None else build_profile(space)
    except (ValueError, ZeroDivisionError):
        return embedded


def _read_chunks(stream: BinaryIO) -> Iterator[tuple[bytes, bytes]]:
    """(name, content) of the chunks before the pixels; long contents are left out."""
    stream.seek(_SIGNATURE_BYTES)
    for _ in range(_MOST_CHUNKS):
        head = stream.read(8)
        if len(head) < 8:
            return
        length, name = struct.unpack(">I4s", head)
        if name == b"IDAT":
            return
        if length <= _LONGEST:
            yield name, stream.read(length)
            stream.seek(4, 1)
        else:
            stream.seek(length + 4, 1)


def _from_cicp(content: bytes) -> RgbSpace | None:
    if len(content) != 4:
        return None
    primaries, transfer, matrix, full = content
    points, curve = _CICP_POINTS.get(primaries), _CICP_CURVES.get(transfer)
    if points is None or curve is None or matrix != 0 or full != 1:
        return None
    return RgbSpace(points, D65, curve)


def _from_gamma(gamma: bytes, chromaticities: bytes) -> RgbSpace | None:
    number = int.from_bytes(gamma, "big") if len(gamma) == 4 else 0
    curve: Curve = SRGB_CURVE
    if number and abs(number - _USUAL_GAMMA) > 100:
        curve = (100_000 / number,)
    points, white = SRGB_POINTS, D65
    if len(chromaticities) == 32:
        values = [value / 100_000 for value in struct.unpack(">8I", chromaticities)]
        white = (values[0], values[1])
        points = ((values[2], values[3]), (values[4], values[5]), (values[6], values[7]))
    elif not number:
        return None
    return RgbSpace(points, white, curve)
