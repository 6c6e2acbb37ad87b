"""How different two colours look: CIELAB and the CIEDE2000 formula.

OKLab (studio/core/color.py) is quicker and good enough for clustering pixels; CIEDE2000 is what
the textile and print trade measures with, and so what says whether two swatches are one colour.
"""

from __future__ import annotations

import math

from studio.core.color import Lab, to_linear

_WHITE = (0.95047, 1.0, 1.08883)  # D65, the white of sRGB
_LINEAR = tuple(to_linear(byte) for byte in range(256))
_25_TO_7 = 25.0**7


def to_cielab(red: int, green: int, blue: int) -> Lab:
    """CIELAB (D65) of three sRGB bytes: L in 0..100, a and b about -110..110.

    >>> [round(value, 2) for value in to_cielab(255, 0, 0)]
    [53.24, 80.09, 67.2]
    """
    r, g, b = _LINEAR[red], _LINEAR[green], _LINEAR[blue]
    x = _cube_root((0.4124564 * r + 0.3575761 * g + 0.1804375 * b) / _WHITE[0])
    y = _cube_root((0.2126729 * r + 0.7151522 * g + 0.0721750 * b) / _WHITE[1])
    z = _cube_root((0.0193339 * r + 0.1191920 * g + 0.9503041 * b) / _WHITE[2])
    return 116 * y - 16, 500 * (x - y), 200 * (y - z)


def _cube_root(value: float) -> float:
    """The cube root, with the straight line that CIELAB has near black."""
    return math.cbrt(value) if value > 216 / 24389 else (24389 / 27 * value + 16) / 116


def ciede2000(first: Lab, second: Lab) -> float:
    """The CIEDE2000 difference of two CIELAB colours; about 1 is just to be seen, 100 is most.

    Written after Sharma, Wu and Dalal, "The CIEDE2000 color-difference formula: implementation
    notes, supplementary test data, and mathematical observations" (2005), whose numbers of
    equations stand in the comments. The weights kL, kC and kH are 1.

    >>> round(ciede2000((50, 2.6772, -79.7751), (50, 0, -82.7485)), 4)
    2.0425
    """
    l1, a1, b1 = first
    l2, a2, b2 = second
    # (2)-(7): a is stretched near grey, then both colours in chroma and hue.
    stretch = 1.5 - 0.5 * _saturation((math.hypot(a1, b1) + math.hypot(a2, b2)) / 2)
    a1, a2 = a1 * stretch, a2 * stretch
    c1, c2 = math.hypot(a1, b1), math.hypot(a2, b2)
    h1, h2 = _hue(a1, b1), _hue(a2, b2)
    # (8)-(11): the differences; of two hues the shorter way round, of greys none.
    is_grey = c1 * c2 == 0
    turn = 0.0 if is_grey else h2 - h1
    if turn > 180:
        turn -= 360
    elif turn < -180:
        turn += 360
    d_hue = 2 * math.sqrt(c1 * c2) * math.sin(math.radians(turn / 2))
    # (12)-(14): the means.
    lightness, chroma = (l1 + l2) / 2, (c1 + c2) / 2
    hue = h1 + h2 if is_grey else _mean_hue(h1, h2)
    # (15)-(22): how much each difference counts there.
    t = (
        1
        - 0.17 * math.cos(math.radians(hue - 30))
        + 0.24 * math.cos(math.radians(2 * hue))
        + 0.32 * math.cos(math.radians(3 * hue + 6))
        - 0.20 * math.cos(math.radians(4 * hue - 63))
    )
    rotation = 30 * math.exp(-(((hue - 275) / 25) ** 2))
    off_middle = (lightness - 50) ** 2
    in_lightness = (l2 - l1) / (1 + 0.015 * off_middle / math.sqrt(20 + off_middle))
    in_chroma = (c2 - c1) / (1 + 0.045 * chroma)
    in_hue = d_hue / (1 + 0.015 * chroma * t)
    twist = -math.sin(math.radians(2 * rotation)) * 2 * _saturation(chroma)
    square = in_lightness**2 + in_chroma**2 + in_hue**2 + twist * in_chroma * in_hue
    return math.sqrt(max(0.0, square))


def _saturation(chroma: float) -> float:
    """0 for a grey, towards 1 for a strong colour."""
    seventh = chroma**7
    return math.sqrt(seventh / (seventh + _25_TO_7))


def _hue(a: float, b: float) -> float:
    """Degrees in 0..360; 0 for a grey."""
    return math.degrees(math.atan2(b, a)) % 360 if a or b else 0.0


def _mean_hue(first: float, second: float) -> float:
    total = first + second
    if abs(first - second) <= 180:
        return total / 2
    return (total + 360) / 2 if total < 360 else (total - 360) / 2
