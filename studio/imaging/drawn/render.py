"""One garment on a plain background: pattern cut out by its outline, seams and soft light."""

from __future__ import annotations

import random
from collections.abc import Sequence

from PIL import Image, ImageChops, ImageDraw, ImageFilter

from studio.imaging.drawn.patterns import paint
from studio.imaging.drawn.shapes import GARMENTS, Point, Shape

_OVERSAMPLING = 2


def draw_garment(
    garment: str,
    pattern: str,
    colors: Sequence[str],
    *,
    size: tuple[int, int] = (640, 800),
    background: str = "#e8e4dd",
    seed: int = 0,
) -> Image.Image:
    """Draw a garment as an RGB image; the same arguments give the same pixels.

    `colors` are "#rrggbb", the ground first; patterns want two or more. Raises KeyError for a
    garment or pattern that cannot be drawn.
    """
    shape, rng = GARMENTS[garment], random.Random(seed)
    side = max(64, min(size)) * _OVERSAMPLING
    mask = _mask(shape, side)
    cloth = _shaded(paint(pattern, side, colors, rng), mask, shape, side, dark=_is_dark(colors[0]))
    picture = _background(background, (size[0] * _OVERSAMPLING, size[1] * _OVERSAMPLING))
    corner = ((picture.width - side) // 2, (picture.height - side) // 2)
    shadow = Image.new("L", picture.size, 0)
    shadow.paste(
        mask.point(lambda v: v * 80 // 255), (corner[0] + side // 120, corner[1] + side // 60)
    )
    shadow = _soft(shadow, side / 70)
    picture = Image.composite(Image.new("RGB", picture.size, "#2a2520"), picture, shadow)
    picture.paste(cloth, corner, mask)
    return picture.resize(size, Image.Resampling.LANCZOS)


def draw_mask(garment: str, *, size: tuple[int, int] = (640, 800)) -> Image.Image:
    """Where `draw_garment` paints the garment: an L image, 255 inside."""
    side = max(64, min(size)) * _OVERSAMPLING
    whole = Image.new("L", (size[0] * _OVERSAMPLING, size[1] * _OVERSAMPLING), 0)
    whole.paste(
        _mask(GARMENTS[garment], side), ((whole.width - side) // 2, (whole.height - side) // 2)
    )
    return whole.resize(size, Image.Resampling.LANCZOS)


def _mask(shape: Shape, side: int) -> Image.Image:
    """The outline filled; a blur that is cut off again rounds its corners as cloth does."""
    mask = Image.new("L", (side, side), 0)
    draw = ImageDraw.Draw(mask)
    for outline in shape.outlines():
        draw.polygon(_scaled(outline, side), fill=255)
    rounded = mask.filter(ImageFilter.GaussianBlur(side / 130))
    return rounded.point(lambda v: max(0, min(255, (v - 108) * 7)))


def _shaded(
    cloth: Image.Image, mask: Image.Image, shape: Shape, side: int, *, dark: bool
) -> Image.Image:
    """Darker towards the edges, a broad light from above left, and the seams."""
    depth = _soft(mask, side / 26)
    edge = ImageChops.invert(depth).point(lambda v: int(max(0, v - 20) * 0.62))
    cloth = Image.composite(Image.new("RGB", cloth.size, "#1a1512"), cloth, edge)
    glow = Image.new("L", cloth.size, 0)
    ImageDraw.Draw(glow).ellipse((side * 0.12, side * 0.05, side * 0.62, side * 0.62), fill=46)
    glow = _soft(glow, side / 9)
    cloth = Image.composite(Image.new("RGB", cloth.size, "#ffffff"), cloth, glow)
    return _sewn(cloth, shape, side, dark=dark)


def _sewn(cloth: Image.Image, shape: Shape, side: int, *, dark: bool) -> Image.Image:
    lines = Image.new("L", cloth.size, 0)
    draw = ImageDraw.Draw(lines)
    for seam in shape.lines():
        draw.line(_scaled(seam, side), fill=120, width=max(2, side // 260), joint="curve")
    for x, y in shape.buttons:
        reach = side / 105
        draw.ellipse(
            (x * side - reach, y * side - reach, x * side + reach, y * side + reach), fill=150
        )
    lines = lines.filter(ImageFilter.GaussianBlur(side / 900))
    thread = "#d8d4cf" if dark else "#1d1815"
    return Image.composite(Image.new("RGB", cloth.size, thread), cloth, lines)


def _soft(picture: Image.Image, radius: float) -> Image.Image:
    """A wide blur, made at a quarter of the size: nobody sees the difference, and it is fast."""
    small = picture.reduce(4).filter(ImageFilter.GaussianBlur(radius / 4))
    return small.resize(picture.size, Image.Resampling.BICUBIC)


def _background(color: str, size: tuple[int, int]) -> Image.Image:
    """Plain paper that falls off slightly towards the corners."""
    paper = Image.new("RGB", size, color)
    falloff = Image.radial_gradient("L").resize(size, Image.Resampling.BILINEAR)
    return Image.composite(
        Image.new("RGB", size, "#000000"),
        paper,
        falloff.point(lambda v: max(0, v - 90) * 22 // 165),
    )


def _is_dark(color: str) -> bool:
    red, green, blue = (int(color[at : at + 2], 16) for at in (1, 3, 5))
    return 0.3 * red + 0.59 * green + 0.11 * blue < 70


def _scaled(points: Sequence[Point], side: int) -> list[Point]:
    return [(x * side, y * side) for x, y in points]
