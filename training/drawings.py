"""Drawn garments as extra training images: rare patterns, and the look of a clean illustration."""

from __future__ import annotations

import random
from pathlib import Path

from studio.core.color import format_hex, from_oklab
from studio.imaging.drawn import GARMENTS, PATTERNS, draw_garment
from studio.imaging.drawn.render import draw_mask
from training.datasets import Example
from training.splits import Part

SIZE = (256, 320)
KIND = "drawn"


def draw_examples(count: int, folder: Path, seed: int) -> list[Example]:
    """Draw `count` garments into `folder`, unless they are there; they only ever train.

    Their garment and pattern are known, their style is not: it takes no part in the loss.
    """
    folder.mkdir(parents=True, exist_ok=True)
    rng = random.Random(seed)
    examples = []
    garments, patterns = sorted(GARMENTS), sorted(PATTERNS)
    for number in range(count):
        garment, pattern = garments[number % len(garments)], rng.choice(patterns)
        colors = tuple(random_color(rng, 0.15, 0.97) for _ in range(3))
        background = random_color(rng, 0.6, 0.97, chroma=0.04)
        path = folder / f"{garment}-{pattern}-{number}.png"
        if not path.exists():
            picture = draw_garment(
                garment, pattern, colors, size=SIZE, background=background, seed=number
            )
            partial = path.with_suffix(".partial")
            picture.save(partial, "PNG")
            partial.replace(path)
        mask = _mask(folder / "masks", garment)
        examples.append(Example(path, KIND, "drawn", (garment,), pattern, (), (), Part.TRAIN, mask))
    return examples


def _mask(folder: Path, garment: str) -> Path:
    """The outline of a drawn garment, which does not depend on its colours."""
    path = folder / f"{garment}.png"
    if not path.exists():
        folder.mkdir(exist_ok=True)
        partial = path.with_suffix(".partial")
        draw_mask(garment, size=SIZE).point(lambda v: 255 * (v >= 128)).save(partial, "PNG")
        partial.replace(path)
    return path


def random_color(rng: random.Random, darkest: float, lightest: float, chroma: float = 0.16) -> str:
    """Any colour of a lightness between the two (OKLab), as "#rrggbb"."""
    lab = (
        rng.uniform(darkest, lightest),
        rng.uniform(-chroma, chroma),
        rng.uniform(-chroma, chroma),
    )
    return format_hex(*from_oklab(lab))
