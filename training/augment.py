"""Random views of a training image: another background, crop, flip, light and a hole."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray
from PIL import Image, ImageEnhance, ImageFilter, ImageOps

from training.masks import MASK_STRIDE

Pixels = NDArray[np.uint8]


def random_view(
    pixels: Pixels, mask: Pixels, size: int, rng: np.random.Generator, *, strong: bool
) -> tuple[Pixels, Pixels]:
    """One random view of a square uint8 [n, n, 3] as uint8 [size, size, 3], and its mask.

    `mask` is uint8 [n, n]; it follows the picture and comes back as [size / 4, size / 4]. A
    `strong` view may lose its colours; another keeps those that a person would name.
    """
    picture, place = Image.fromarray(pixels), Image.fromarray(mask)
    box = _random_box(pixels.shape[0], rng)
    small = (size // MASK_STRIDE, size // MASK_STRIDE)
    picture = picture.resize((size, size), Image.Resampling.BILINEAR, box=box)
    place = place.resize(small, Image.Resampling.BOX, box=box)
    if rng.random() < 0.5:
        picture = picture.transpose(Image.Transpose.FLIP_LEFT_RIGHT)
        place = place.transpose(Image.Transpose.FLIP_LEFT_RIGHT)
    if rng.random() < 0.25:
        angle = rng.uniform(-18, 18)
        fill = tuple(int(v) for v in pixels[:4].mean(axis=(0, 1)))
        picture = picture.rotate(angle, Image.Resampling.BILINEAR, fillcolor=fill)
        place = place.rotate(angle, Image.Resampling.BILINEAR)
    picture = _strong_light(picture, rng) if strong else _true_light(picture, rng)
    if rng.random() < 0.08:
        picture = picture.filter(ImageFilter.GaussianBlur(rng.uniform(0.4, 1.2)))
    view = np.array(picture)
    if strong and rng.random() < 0.5:
        hole = rng.integers(size // 8, size // 3, size=2)
        y, x = rng.integers(0, size - hole)
        view[y : y + hole[0], x : x + hole[1]] = rng.integers(0, 256, size=3)
    return view, np.asarray(place)


def _true_light(picture: Image.Image, rng: np.random.Generator) -> Image.Image:
    """Other exposures, and lamps of slightly another colour."""
    picture = ImageEnhance.Contrast(picture).enhance(rng.uniform(0.9, 1.1))
    gains = rng.uniform(0.8, 1.2) * rng.uniform(0.96, 1.04, size=3)
    values = np.arange(256)
    table = np.concatenate([np.minimum(255, np.rint(values * gain)) for gain in gains])
    return picture.point(table.astype(int).tolist())


def _strong_light(picture: Image.Image, rng: np.random.Generator) -> Image.Image:
    """Two of what RandAugment (Cubuk et al. 2020) does to light, and sometimes no colour at all."""
    for change in rng.choice(len(_CHANGES), size=2, replace=False):
        picture = _CHANGES[change](picture, rng)
    return picture.convert("L").convert("RGB") if rng.random() < 0.12 else picture


def _jitter(picture: Image.Image, rng: np.random.Generator) -> Image.Image:
    for enhance in (ImageEnhance.Brightness, ImageEnhance.Contrast, ImageEnhance.Color):
        picture = enhance(picture).enhance(rng.uniform(0.65, 1.35))
    return picture


def _turn_hue(picture: Image.Image, rng: np.random.Generator) -> Image.Image:
    hue, saturation, value = picture.convert("HSV").split()
    turn = int(rng.integers(-24, 25))
    turned = hue.point([(v + turn) % 256 for v in range(256)])
    return Image.merge("HSV", (turned, saturation, value)).convert("RGB")


_CHANGES = (
    _jitter,
    _jitter,
    _turn_hue,
    lambda picture, rng: ImageOps.posterize(picture, int(rng.integers(4, 8))),
    lambda picture, rng: ImageEnhance.Sharpness(picture).enhance(rng.uniform(0.2, 1.9)),
    lambda picture, _: ImageOps.autocontrast(picture, cutoff=1),
    lambda picture, _: ImageOps.equalize(picture),
)


def _random_box(side: int, rng: np.random.Generator) -> tuple[float, float, float, float]:
    """Most of the picture: a cut sleeve or hem would make the label wrong."""
    area = rng.uniform(0.62, 1.0)
    aspect = np.exp(rng.uniform(-0.22, 0.22))
    width, height = (min(side, side * np.sqrt(area * a)) for a in (aspect, 1 / aspect))
    left, top = rng.uniform(0, side - width), rng.uniform(0, side - height)
    return left, top, left + width, top + height


def swap_background(
    pixels: Pixels, mask: Pixels, other: Pixels, other_mask: Pixels, rng: np.random.Generator
) -> Pixels:
    """The garment of one square image laid on the background of another, uint8 [n, n, 3].

    One person photographs everything on the same bedspread, and a network learns the bedspread;
    this takes it away. The other garment's place is painted over with what surrounds it.
    """
    picture = Image.fromarray(_without_garment(other, other_mask))
    picture = picture.filter(ImageFilter.BoxBlur(rng.uniform(0, 3)))
    if rng.random() < 0.5:
        picture = picture.transpose(Image.Transpose.FLIP_TOP_BOTTOM)
    soft = Image.fromarray(mask).filter(ImageFilter.BoxBlur(1))
    return np.asarray(Image.composite(Image.fromarray(pixels), picture, soft))


def _without_garment(pixels: Pixels, mask: Pixels) -> Pixels:
    """The background alone: where the garment was, a wide mean of what surrounds it."""
    outside = Image.fromarray(mask).filter(ImageFilter.MaxFilter(7)).point(lambda v: 255 * (v < 64))
    kept = Image.composite(Image.fromarray(pixels), Image.new("RGB", outside.size), outside)
    wide = ImageFilter.BoxBlur(pixels.shape[0] // 5)
    share = np.asarray(outside.filter(wide), np.float32)[..., None] / 255 + 0.004
    around = np.asarray(kept.filter(wide), np.float32) / share
    whole = np.where(np.asarray(outside)[..., None] > 0, pixels, np.minimum(around, 255))
    ground: Pixels = whole.astype(np.uint8)
    return ground
