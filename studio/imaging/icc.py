"""A small ICC profile for an RGB space that a file only describes by numbers.

Source: ICC.1:2022 (a matrix and three curves), Bradford's adaptation to the profile's white D50.
"""

from __future__ import annotations

import struct
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

Point = tuple[float, float]  # CIE x, y

D65: Point = (0.3127, 0.3290)
SRGB_POINTS: tuple[Point, Point, Point] = ((0.64, 0.33), (0.30, 0.60), (0.15, 0.06))
P3_POINTS: tuple[Point, Point, Point] = ((0.680, 0.320), (0.265, 0.690), (0.150, 0.060))
BT2020_POINTS: tuple[Point, Point, Point] = ((0.708, 0.292), (0.170, 0.797), (0.131, 0.046))

# g, a, b, c, d of "para" type 3: y = (a x + b) ^ g from d on, y = c x below.
Curve = tuple[float, ...]
SRGB_CURVE: Curve = (2.4, 1 / 1.055, 0.055 / 1.055, 1 / 12.92, 0.04045)
BT709_CURVE: Curve = (1 / 0.45, 1 / 1.099, 0.099 / 1.099, 1 / 4.5, 0.081)

_D50 = np.array([0.9642, 1.0, 0.8249])
_BRADFORD = np.array(
    [[0.8951, 0.2664, -0.1614], [-0.7502, 1.7135, 0.0367], [0.0389, -0.0685, 1.0296]]
)


@dataclass(frozen=True, slots=True)
class RgbSpace:
    """Primaries, white and transfer curve: `(gamma,)` or the five numbers of a curve."""

    points: tuple[Point, Point, Point] = SRGB_POINTS
    white: Point = D65
    curve: Curve = SRGB_CURVE


def build_profile(space: RgbSpace) -> bytes:
    """The profile's bytes; raises ValueError for numbers that make no colour space."""
    matrix = _to_d50(space)
    curve = _curve(space.curve)
    tags = [
        (b"desc", _text("RGB")),
        (b"cprt", _text("none")),
        (b"wtpt", _xyz(_D50)),
        *((name, _xyz(matrix[:, at])) for at, name in enumerate((b"rXYZ", b"gXYZ", b"bXYZ"))),
        *((name, curve) for name in (b"rTRC", b"gTRC", b"bTRC")),
    ]
    table, body = [struct.pack(">I", len(tags))], []
    offset = 128 + 4 + 12 * len(tags)
    for name, content in tags:
        table.append(name + struct.pack(">II", offset, len(content)))
        body.append(content)
        offset += len(content)
    return _header(offset) + b"".join(table) + b"".join(body)


def _to_d50(space: RgbSpace) -> NDArray[np.float64]:
    """Columns: XYZ of the primaries beside white D50."""
    try:
        with np.errstate(all="raise"):
            columns = np.array([_from_xy(point) for point in space.points]).T
            white = _from_xy(space.white)
            matrix = columns * np.linalg.solve(columns, white)
            cone = (_BRADFORD @ _D50) / (_BRADFORD @ white)
            adapted = np.linalg.solve(_BRADFORD, cone[:, None] * (_BRADFORD @ matrix))
    except (np.linalg.LinAlgError, ZeroDivisionError, FloatingPointError) as error:
        raise ValueError("no colour space") from error
    if not np.isfinite(adapted).all() or abs(adapted).max() > 4:
        raise ValueError("no colour space")
    return np.asarray(adapted)


def _from_xy(point: Point) -> NDArray[np.float64]:
    x, y = point
    return np.array([x / y, 1.0, (1 - x - y) / y])


def _header(size: int) -> bytes:
    return struct.pack(
        ">I4xI4s4s4s12s4s24xI3I48x",
        size,
        0x04200000,
        b"mntr",
        b"RGB ",
        b"XYZ ",
        struct.pack(">6H", 2000, 1, 1, 0, 0, 0),
        b"acsp",
        0,
        *(round(value * 65536) for value in _D50),
    )


def _text(text: str) -> bytes:
    content = text.encode("utf-16-be")
    head = struct.pack(">4s4xII2s2sII", b"mluc", 1, 12, b"en", b"US", len(content), 28)
    return _padded(head + content)


def _xyz(values: NDArray[np.float64]) -> bytes:
    return struct.pack(">4s4x3i", b"XYZ ", *(round(float(value) * 65536) for value in values))


def _curve(numbers: Curve) -> bytes:
    if not all(-100 < number < 100 for number in numbers) or numbers[0] <= 0:
        raise ValueError("no curve")
    kind = {1: 0, 5: 3}[len(numbers)]
    fixed = (round(number * 65536) for number in numbers)
    return struct.pack(f">4s4xH2x{len(numbers)}i", b"para", kind, *fixed)


def _padded(content: bytes) -> bytes:
    return content + b"\0" * (-len(content) % 4)
