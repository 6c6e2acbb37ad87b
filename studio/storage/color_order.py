"""Where an asset stands when the grid is sorted by hue or by lightness.

No line holds all colours without a break: round the hue circle there has to be one seam. The order
by hue has it between purple and pink, and breaks nowhere else: warm colours from pink to green,
then what has no hue, from white to black, then cool colours from teal to purple. The less chroma a
colour has, the nearer it is drawn to the neutrals in the middle, so no threshold makes a near-grey
jump, and the seam itself closes towards grey. Hues go in narrow steps, sorted by lightness inside,
up and down in turns, so that neighbours across a step look alike as well.
"""

from __future__ import annotations

import math

from studio.core.color import Lab, parse_hex, to_oklab
from studio.core.palette import Palette

LAST = 99.0  # assets without a palette
STEPS = 37  # of hue; odd, so that the neutrals have the one in the middle
SEAM = 338.0  # degrees: between purple and pink, where families part and garments are rare
BRIDGE = 176.0  # degrees: between green and teal, rarer still: warm meets cool behind the neutrals
_BRIDGE_WIDTH = 4.0  # degrees; hues pass the neutrals' step quickly, but without a jump
_MIDDLE = 0.5
_HALF_STEP = 0.5 / STEPS
_RAMP = 0.022  # OKLab chroma over which a tint grows into a colour


def hue_order(palette: Palette) -> float:
    """The place of the largest swatch among the hues, 0 up to STEPS; LAST without a palette."""
    return place_by_hue(to_oklab(*parse_hex(palette[0].hex))) if palette else LAST


def lightness_order(palette: Palette) -> float:
    """0 for white to 1 for black, by the mean of the palette; LAST without one.

    The mean and not the largest swatch: where two colours cover nearly the same, a little more of
    the one would else carry the image from one end to the other.
    """
    total = sum(swatch.coverage for swatch in palette)
    if total <= 0:
        return LAST
    lightness = (to_oklab(*parse_hex(s.hex))[0] * s.coverage for s in palette)
    return 1 - sum(lightness) / total


def place_by_hue(lab: Lab) -> float:
    """Where a colour stands, in 0..STEPS.

    The law: colours `d` apart in OKLab are at most 24 * STEPS * d + 2 places apart, wherever the
    straight way between them does not cross the seam.
    """
    lightness, a, b = lab
    strength = _strength(lightness, math.hypot(a, b))
    hue = math.degrees(math.atan2(b, a))
    along = _MIDDLE + (_place_of_hue(hue) - _MIDDLE) * strength
    step = min(STEPS - 1, int(along * STEPS))
    inside = min(1.0, max(0.0, lightness))
    # The middle step falls from white to black; its neighbours rise again.
    if step % 2 == STEPS // 2 % 2:
        inside = 1 - inside
    return step + 0.999 * inside


def _strength(lightness: float, chroma: float) -> float:
    """0 for what looks grey to 1 for a full colour; in the dark it takes more chroma to see one."""
    least = 0.028 - 0.010 * min(1.0, max(0.0, lightness))
    return min(1.0, max(0.0, (chroma - least) / _RAMP))


def _place_of_hue(hue: float) -> float:
    """0..1 round the circle from the seam; the middle step is passed within the bridge."""
    turned = (hue - SEAM) % 360
    begin = (BRIDGE - SEAM) % 360 - _BRIDGE_WIDTH / 2
    end = begin + _BRIDGE_WIDTH
    low, high = _MIDDLE - _HALF_STEP, _MIDDLE + _HALF_STEP
    if turned < begin:
        return low * turned / begin
    if turned < end:
        return low + (high - low) * (turned - begin) / _BRIDGE_WIDTH
    return high + (1 - high) * (turned - end) / (360 - end)
