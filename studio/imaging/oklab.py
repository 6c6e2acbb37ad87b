"""sRGB pixels to OKLab for whole arrays (Ottosson 2020), with a table for the gamma."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    from numpy.typing import NDArray

_BYTES = np.arange(256) / 255.0
_LINEAR = np.where(_BYTES <= 0.04045, _BYTES / 12.92, ((_BYTES + 0.055) / 1.055) ** 2.4).astype(
    np.float32
)
_TO_LMS = np.array(
    [
        [0.4122214708, 0.5363325363, 0.0514459929],
        [0.2119034982, 0.6806995451, 0.1073969566],
        [0.0883024619, 0.2817188376, 0.6299787005],
    ],
    np.float32,
).T
_TO_LAB = np.array(
    [
        [0.2104542553, 0.7936177850, -0.0040720468],
        [1.9779984951, -2.4285922050, 0.4505937099],
        [0.0259040371, 0.7827717662, -0.8086757660],
    ],
    np.float32,
).T


def rgb_to_oklab(rgb: NDArray[np.uint8]) -> NDArray[np.float32]:
    """OKLab, float32 [..., 3], of uint8 sRGB [..., 3]."""
    lab: NDArray[np.float32] = np.cbrt(_LINEAR[rgb] @ _TO_LMS) @ _TO_LAB
    return lab
