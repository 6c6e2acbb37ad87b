"""Patterns painted over a square canvas, to be cut out by a garment's outline."""

from __future__ import annotations

import math
import random
from collections.abc import Callable, Mapping, Sequence

from PIL import Image, ImageDraw

Painter = Callable[[ImageDraw.ImageDraw, int, Sequence[str], random.Random], None]


def paint(pattern: str, side: int, colors: Sequence[str], rng: random.Random) -> Image.Image:
    """The pattern in `colors` (ground first, "#rrggbb") on an RGB square; KeyError if unknown."""
    canvas = Image.new("RGB", (side, side), colors[0])
    PATTERNS[pattern](ImageDraw.Draw(canvas), side, colors, rng)
    return canvas


def _solid(
    _draw: ImageDraw.ImageDraw, _side: int, _colors: Sequence[str], _rng: random.Random
) -> None:
    """The ground alone."""


def _stripes(
    draw: ImageDraw.ImageDraw, side: int, colors: Sequence[str], _rng: random.Random
) -> None:
    step = side // 17
    for at, y in enumerate(range(0, side, step)):
        draw.rectangle((0, y, side, y + step // 2), colors[1 + at % (len(colors) - 1)])


def _checks(
    draw: ImageDraw.ImageDraw, side: int, colors: Sequence[str], _rng: random.Random
) -> None:
    step = side // 11
    band = Image.new("L", (side, side), 0)
    for at in range(0, side, step):
        for box in ((at, 0, at + step // 2, side), (0, at, side, at + step // 2)):
            stripe = Image.new("L", (side, side), 0)
            ImageDraw.Draw(stripe).rectangle(box, 105)
            band = Image.composite(band.point(lambda v: min(255, v + 105)), band, stripe)
    draw.bitmap((0, 0), band, fill=colors[1])
    for at in range(step * 3 // 4, side, step):
        draw.line((at, 0, at, side), colors[-1], max(1, side // 300))
        draw.line((0, at, side, at), colors[-1], max(1, side // 300))


def _dots(draw: ImageDraw.ImageDraw, side: int, colors: Sequence[str], _rng: random.Random) -> None:
    step, radius = side / 15, side / 62
    for row in range(18):
        for column in range(18):
            x, y = (column + row % 2 / 2) * step, row * step
            draw.ellipse((x - radius, y - radius, x + radius, y + radius), colors[1])


def _floral(
    draw: ImageDraw.ImageDraw, side: int, colors: Sequence[str], rng: random.Random
) -> None:
    for x, y in _scatter(side, side / 8.2, rng):
        size, turn = side * rng.uniform(0.018, 0.03), rng.random() * math.tau
        leaf = colors[-1]
        for angle in (turn, turn + 2.4):
            _petal(draw, x + math.cos(angle) * size * 2, y + math.sin(angle) * size * 2, size, leaf)
        petal = colors[1 + rng.randrange(max(1, len(colors) - 2))]
        for k in range(5):
            angle = turn + k * math.tau / 5
            _petal(draw, x + math.cos(angle) * size, y + math.sin(angle) * size, size * 0.85, petal)
        _petal(draw, x, y, size * 0.55, colors[0])


def _petal(draw: ImageDraw.ImageDraw, x: float, y: float, radius: float, fill: str) -> None:
    draw.ellipse((x - radius, y - radius, x + radius, y + radius), fill)


def _animal(
    draw: ImageDraw.ImageDraw, side: int, colors: Sequence[str], rng: random.Random
) -> None:
    for x, y in _scatter(side, side / 19, rng):
        size = side * rng.uniform(0.016, 0.025)
        start = rng.randrange(360)
        draw.ellipse((x - size, y - size * 0.8, x + size, y + size * 0.8), colors[-1])
        for offset in (0, 130, 245):
            begin = start + offset
            draw.arc(
                (x - size, y - size * 0.8, x + size, y + size * 0.8),
                begin,
                begin + 95,
                colors[1],
                max(2, side // 110),
            )


def _camouflage(
    draw: ImageDraw.ImageDraw, side: int, colors: Sequence[str], rng: random.Random
) -> None:
    for color in (*colors[1:], *colors[1:]):
        for x, y in _scatter(side, side / 5.5, rng):
            points = [
                (
                    x + math.cos(k / 11 * math.tau) * side * rng.uniform(0.04, 0.11),
                    y + math.sin(k / 11 * math.tau) * side * rng.uniform(0.025, 0.06),
                )
                for k in range(11)
            ]
            draw.polygon(points, color)


def _geometric(
    draw: ImageDraw.ImageDraw, side: int, colors: Sequence[str], _rng: random.Random
) -> None:
    step = side / 10
    for row in range(22):
        for column in range(12):
            x, y = (column + row % 2 / 2) * step, row * step / 2
            for scale, color in ((0.46, colors[1]), (0.28, colors[0]), (0.13, colors[-1])):
                reach = step * scale
                draw.polygon(
                    [(x, y - reach), (x + reach, y), (x, y + reach), (x - reach, y)], color
                )


def _graphic(
    draw: ImageDraw.ImageDraw, side: int, colors: Sequence[str], _rng: random.Random
) -> None:
    x, y, size = side * 0.5, side * 0.45, side * 0.115
    draw.ellipse((x - size, y - size, x + size, y + size), colors[1])
    draw.polygon(
        [
            (x - size * 0.9, y + size * 0.45),
            (x - size * 0.2, y - size * 0.45),
            (x + size * 0.15, y),
            (x + size * 0.4, y - size * 0.25),
            (x + size * 0.9, y + size * 0.45),
        ],
        colors[-1],
    )
    for k in range(2):
        top = y + size * (1.25 + k * 0.3)
        reach = size * (1 - k * 0.35)
        draw.rectangle((x - reach, top, x + reach, top + size * 0.15), colors[1])


def _conversational(
    draw: ImageDraw.ImageDraw, side: int, colors: Sequence[str], rng: random.Random
) -> None:
    for x, y in _scatter(side, side / 9, rng):
        size = side * 0.024
        for dx in (-0.6, 0.6):
            _petal(draw, x + dx * size, y - size * 0.35, size * 0.75, colors[1])
        draw.polygon([(x - size * 1.3, y), (x + size * 1.3, y), (x, y + size * 1.5)], colors[1])


def _color_block(
    draw: ImageDraw.ImageDraw, side: int, colors: Sequence[str], _rng: random.Random
) -> None:
    draw.rectangle((0, side * 0.36, side, side * 0.60), colors[1])
    draw.rectangle((0, side * 0.60, side, side), colors[-1])


def _lace(draw: ImageDraw.ImageDraw, side: int, colors: Sequence[str], _rng: random.Random) -> None:
    step, thin = side / 13, max(1, side // 360)
    for row in range(28):
        for column in range(15):
            x, y = (column + row % 2 / 2) * step, row * step / 2
            for k in range(6):
                angle = k * math.tau / 6
                cx, cy = x + math.cos(angle) * step * 0.2, y + math.sin(angle) * step * 0.2
                box = (cx - step * 0.1, cy - step * 0.1, cx + step * 0.1, cy + step * 0.1)
                draw.ellipse(box, outline=colors[1], width=thin * 2)
            draw.ellipse(
                (x - step * 0.42, y - step * 0.42, x + step * 0.42, y + step * 0.42),
                outline=colors[1],
                width=thin,
            )


def _scatter(side: int, step: float, rng: random.Random) -> list[tuple[float, float]]:
    """Points of a shaken grid that cover the square without a visible repeat."""
    count = int(side / step) + 2
    points = [
        (
            (column + row % 2 / 2 + rng.uniform(-0.22, 0.22)) * step,
            (row + rng.uniform(-0.22, 0.22)) * step,
        )
        for row in range(count)
        for column in range(count)
    ]
    rng.shuffle(points)
    return points


PATTERNS: Mapping[str, Painter] = {
    "solid": _solid,
    "stripes": _stripes,
    "checks": _checks,
    "floral": _floral,
    "dots": _dots,
    "animal": _animal,
    "graphic": _graphic,
    "camouflage": _camouflage,
    "geometric": _geometric,
    "conversational": _conversational,
    "colour-block": _color_block,
    "lace": _lace,
}
