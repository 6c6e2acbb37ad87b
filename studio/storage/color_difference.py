"""How different colours look, for whole arrays: CIELAB (D65) of sRGB, and CIEDE2000.

Sharma, Wu, Dalal: "The CIEDE2000 color-difference formula" (2005). Arrays hold L, a and b in their
first axis, so that each is one run of memory; what is computed has the precision of what comes in.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    from numpy.typing import NDArray

    Floats = NDArray[np.floating]

_BYTES = np.arange(256) / 255.0
_LINEAR = np.where(_BYTES <= 0.04045, _BYTES / 12.92, ((_BYTES + 0.055) / 1.055) ** 2.4)
# sRGB (IEC 61966-2-1) to XYZ, each row divided by the white point, so that white is 1, 1, 1.
_TO_XYZ = np.array(
    [
        [0.4124564, 0.3575761, 0.1804375],
        [0.2126729, 0.7151522, 0.0721750],
        [0.0193339, 0.1191920, 0.9503041],
    ]
)
_TO_XYZ /= _TO_XYZ.sum(axis=1, keepdims=True)
_25_TO_7 = 25.0**7


def rgb_to_lab(rgb: NDArray[np.uint8]) -> NDArray[np.float32]:
    """CIELAB, float32 [3, n], of uint8 sRGB [n, 3]."""
    xyz = _TO_XYZ @ _LINEAR[rgb].T
    f = np.where(xyz > 216 / 24389, np.cbrt(xyz), (24389 / 27 * xyz + 16) / 116)
    lab = np.stack([116 * f[1] - 16, 500 * (f[0] - f[1]), 200 * (f[1] - f[2])])
    return lab.astype(np.float32)


def ciede2000(one: Floats, other: Floats) -> Floats:
    """The difference of CIELAB colours [3, ...] that broadcast against each other, [...]."""
    l1, a1, b1 = one
    l2, a2, b2 = other
    mean_c = (np.hypot(a1, b1) + np.hypot(a2, b2)) / 2
    c7 = mean_c**7
    stretch = 1.5 - 0.5 * np.sqrt(c7 / (c7 + _25_TO_7))
    a1, a2 = a1 * stretch, a2 * stretch
    c1, c2 = np.hypot(a1, b1), np.hypot(a2, b2)
    grey = c1 * c2 == 0
    h1, h2 = _hue(a1, b1), _hue(a2, b2)
    turn = h2 - h1
    turn = np.where(turn > np.pi, turn - 2 * np.pi, turn)
    turn = np.where(turn < -np.pi, turn + 2 * np.pi, turn)
    turn = np.where(grey, 0, turn)
    hue = np.where(grey, h1 + h2, h1 + turn / 2)
    lightness = (l2 - l1) / _lightness_weight((l1 + l2) / 2)
    mean = (c1 + c2) / 2
    chroma = (c2 - c1) / (1 + 0.045 * mean)
    across = 2 * np.sqrt(c1 * c2) * np.sin(turn / 2) / (1 + 0.015 * mean * _hue_weight(hue))
    squares = lightness**2 + chroma**2 + across**2 + _rotation(hue, mean) * chroma * across
    difference: Floats = np.sqrt(np.maximum(squares, 0))
    return difference


def _hue(a: Floats, b: Floats) -> Floats:
    """The angle in 0..2 pi, as in the paper: of opposite hues it decides which mean is taken."""
    angle = np.arctan2(b, a)
    whole: Floats = np.where(angle < 0, angle + 2 * np.pi, angle)
    return whole


def _lightness_weight(mean: Floats) -> Floats:
    off = (mean - 50) ** 2
    weight: Floats = 1 + 0.015 * off / np.sqrt(20 + off)
    return weight


def _hue_weight(hue: Floats) -> Floats:
    weight: Floats = (
        1
        - 0.17 * np.cos(hue - np.pi / 6)
        + 0.24 * np.cos(2 * hue)
        + 0.32 * np.cos(3 * hue + np.pi / 30)
        - 0.20 * np.cos(4 * hue - 63 * np.pi / 180)
    )
    return weight


def _rotation(hue: Floats, mean: Floats) -> Floats:
    """What blues need: their chroma and hue do not go apart at right angles."""
    degrees = np.mod(np.degrees(hue), 360)
    theta = np.pi / 3 * np.exp(-(((degrees - 275) / 25) ** 2))
    c7 = mean**7
    turned: Floats = -np.sin(theta) * 2 * np.sqrt(c7 / (c7 + _25_TO_7))
    return turned


def can_be_within(one: Floats, other: Floats, reach: float) -> NDArray[np.bool_]:
    """Where `ciede2000` may be `reach` or less: a bound in a few multiplications, never too strict.

    The lightness term stands alone. Of chroma and hue the rotation takes at most a factor of
    1 - |R|/2 >= 0.133 (|R| <= 2 sin 60 degrees), the hue's weight is never above the chroma's, and
    the stretch of `a` only makes differences larger and weights up to 1.5 times as large.
    """
    light = (one[0] - other[0]) / _lightness_weight((one[0] + other[0]) / 2)
    apart = (one[1] - other[1]) ** 2 + (one[2] - other[2]) ** 2
    mean = (np.hypot(one[1], one[2]) + np.hypot(other[1], other[2])) / 2
    weight = 1 + 0.045 * 1.5 * mean
    bound: NDArray[np.bool_] = light**2 + 0.133 * apart / weight**2 <= (reach + 0.01) ** 2
    return bound
