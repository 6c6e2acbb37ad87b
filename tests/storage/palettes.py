"""A catalogue full of random palettes, and what a plain loop finds in them."""

from __future__ import annotations

import random
from collections.abc import Iterable
from dataclasses import replace

import numpy as np

from studio.core.palette import Palette, Swatch
from studio.core.shade import Shade
from studio.storage.catalogue import Catalogue
from studio.storage.color_difference import ciede2000, rgb_to_lab
from tests.storage.examples import analysis, files


def random_palette(rng: random.Random) -> Palette:
    shares = sorted((rng.random() for _ in range(rng.randint(1, 6))), reverse=True)
    return tuple(
        Swatch(f"#{rng.randrange(1 << 24):06x}", share / sum(shares), "red", "Cherry")
        for share in shares
    )


def store(catalogue: Catalogue, palettes: dict[int, Palette]) -> None:
    """Analyse these assets (anew): they have these palettes now."""
    catalogue.store_analyses([(i, replace(analysis(), palette=p)) for i, p in palettes.items()])


def register(catalogue: Catalogue, count: int, folder: str = "/photos") -> tuple[int, ...]:
    source = catalogue.add_source(folder)
    return catalogue.register_files(source, files(count, folder), 1).new_ids


def difference(one: str, other: str) -> float:
    colors = [list(bytes.fromhex(text[1:])) for text in (one, other)]
    lab = rgb_to_lab(np.array(colors, np.uint8)).astype(float)
    return float(ciede2000(lab[:, :1], lab[:, 1:])[0])


def distance(palette: Iterable[Swatch], shade: Shade) -> float | None:
    """What `find_shade` promises, one swatch after another; None: no match."""
    covered = weighted = 0.0
    for swatch in palette:
        apart = difference(shade.hex, swatch.hex)
        if apart <= shade.reach:
            covered += swatch.coverage
            weighted += swatch.coverage * apart
    if covered == 0 or covered < shade.least:
        return None
    root = min(1.0, covered) ** 0.5
    return float(root * weighted / covered + (1 - root) * shade.reach)
