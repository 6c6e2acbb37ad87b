"""Random views of a training image: crop, flip, light and a hole."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray
from PIL import Image, ImageEnhance


def random_view(
    pixels: NDArray[np.uint8], size: int, rng: np.random.Generator
) -> NDArray[np.uint8]:
    """One random view of a square uint8 [n, n, 3] as uint8 [size, size, 3]."""
    side = pixels.shape[0]
    picture = Image.fromarray(pixels)
    area = rng.uniform(0.5, 1.0)
    aspect = np.exp(rng.uniform(-0.22, 0.22))
    width, height = (min(side, side * np.sqrt(area * a)) for a in (aspect, 1 / aspect))
    left, top = rng.uniform(0, side - width), rng.uniform(0, side - height)
    picture = picture.resize(
        (size, size), Image.Resampling.BILINEAR, box=(left, top, left + width, top + height)
    )
    if rng.random() < 0.5:
        picture = picture.transpose(Image.Transpose.FLIP_LEFT_RIGHT)
    if rng.random() < 0.25:
        angle = rng.uniform(-18, 18)
        fill = tuple(int(v) for v in pixels[:4].mean(axis=(0, 1)))
        picture = picture.rotate(angle, Image.Resampling.BILINEAR, fillcolor=fill)
    for enhance in (ImageEnhance.Brightness, ImageEnhance.Contrast, ImageEnhance.Color):
        picture = enhance(picture).enhance(rng.uniform(0.7, 1.3))
    view = np.array(picture)
    if rng.random() < 0.25:
        hole = rng.integers(size // 8, size // 3, size=2)
        y, x = rng.integers(0, size - hole)
        view[y : y + hole[0], x : x + hole[1]] = rng.integers(0, 256, size=3)
    return view
