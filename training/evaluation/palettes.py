"""How well palettes agree with what people named, and how little a background moves them."""

from __future__ import annotations

import random
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from studio.core.color import ColorNames, parse_hex
from studio.core.color_difference import ciede2000, to_cielab
from studio.core.palette import Palette, families
from studio.imaging.color_map import read_color_map
from studio.imaging.decode import decode
from studio.imaging.drawn import GARMENTS, draw_garment
from studio.imaging.palette import extract_palette
from studio.imaging.preprocess import network_input
from studio.inference.masks import read_mask
from studio.inference.tagger import Tagger
from training.augment import swap_background
from training.datasets import Example
from training.drawings import random_color
from training.evaluation.figures import Bootstrap, Figure
from training.masks import load_mask

# A swatch that covers less is an accent, not a colour that people would name.
SHOWN = 0.1
BACKGROUNDS = 20
# Ways to a palette: the whole picture, without what fills its frame, inside the network's mask, and
# filed by what the network sees at each place.
WAYS = ("whole", "border", "mask", "network")

Pixels = NDArray[np.uint8]


@dataclass(frozen=True, slots=True)
class Said:
    """A palette, and the families that the image is filed under by it."""

    palette: Palette
    colors: tuple[str, ...]


def palettes_of(
    rgb: Pixels, alpha: Pixels | None, tagger: Tagger, names: ColorNames
) -> dict[str, Said]:
    """The palette of one image in each of `WAYS`."""
    result = tagger.tag(network_input(rgb, tagger.input_size)[None])[0]
    mask, color_map = read_mask(result), read_color_map(result, tagger.bundle.color_families)
    whole = np.full((8, 8), 255, np.uint8)
    found = {
        "whole": extract_palette(rgb, names, None, whole),
        "border": extract_palette(rgb, names, alpha),
        "mask": extract_palette(rgb, names, alpha, mask),
    }
    said = {way: Said(palette, families(palette)) for way, palette in found.items()}
    if color_map is not None:
        palette = extract_palette(rgb, names, alpha, mask, color_map)
        said["network"] = Said(palette, color_map.named)
    return said


def labelled_figures(
    examples: Sequence[Example], tagger: Tagger, names: ColorNames
) -> dict[str, Any]:
    """By way: the first family right, among those named, and F1 of the families that are shown."""
    said: dict[str, list[Said]] = {}
    for example in examples:
        decoded = decode(example.path)
        for way, each in palettes_of(decoded.rgb, decoded.alpha, tagger, names).items():
            said.setdefault(way, []).append(each)
    bootstrap = Bootstrap([example.group for example in examples])
    report: dict[str, Any] = {}
    for way, answers in said.items():
        pairs = list(zip(answers, examples, strict=True))
        shown = [{s.family for s in a.palette if s.coverage >= SHOWN} for a in answers]
        figures = {
            "first_family": bootstrap.mean(
                np.array([a.colors[:1] == e.colors[:1] for a, e in pairs])
            ),
            "in_set": bootstrap.mean(
                np.array([bool(set(a.colors[:1]) & set(e.colors)) for a, e in pairs])
            ),
            "named_micro_f1": _micro_f1([set(a.colors) for a in answers], examples, bootstrap),
            "palette_micro_f1": _micro_f1(shown, examples, bootstrap),
        }
        wrong = Counter(
            (e.colors[0], a.colors[0] if a.colors else "none")
            for a, e in pairs
            if a.colors[:1] != e.colors[:1]
        )
        report[way] = {
            "figures": {name: figure.as_json() for name, figure in figures.items()},
            "confusions": [[*pair, count] for pair, count in wrong.most_common(12)],
        }
    return report


def _micro_f1(
    said: Sequence[set[str]], examples: Sequence[Example], bootstrap: Bootstrap
) -> Figure:
    both = np.array([len(s & set(e.colors)) for s, e in zip(said, examples, strict=True)])
    all_ = np.array([len(s) + len(e.colors) for s, e in zip(said, examples, strict=True)])
    return bootstrap.measure(lambda rows: float(2 * both[rows].sum() / max(1, all_[rows].sum())))


def swap_distances(
    examples: Sequence[Example], tagger: Tagger, names: ColorNames, seed: int = 5
) -> list[float]:
    """CIEDE2000 between a garment's first swatch at home and on each of 20 other backgrounds.

    `examples` have checked masks, whose garment is laid on the ground of the others.
    """
    squares = [_square(example) for example in examples]
    rng = np.random.default_rng(seed)
    found = []
    for row, (pixels, mask) in enumerate(squares):
        home = _first_swatch(pixels, tagger, names)
        others = rng.permutation([k for k in range(len(squares)) if k != row])[:BACKGROUNDS]
        for other in others:
            ground, ground_mask = squares[other]
            moved = swap_background(pixels, mask, ground, ground_mask, rng)
            found.append(ciede2000(home, _first_swatch(moved, tagger, names)))
    return found


def _square(example: Example) -> tuple[Pixels, Pixels]:
    if example.mask is None:
        raise ValueError("only examples with a mask can be moved")
    return network_input(decode(example.path).rgb, 256), load_mask(example.mask, (256, 256))


def drawn_distances(tagger: Tagger, names: ColorNames, count: int, seed: int = 6) -> list[float]:
    """CIEDE2000 between the first swatch of drawn garments and the colour they were painted with.

    Plain and dotted garments of any colour, on any pale background.
    """
    found = []
    rng = random.Random(seed)
    for number in range(count):
        garment = rng.choice(sorted(GARMENTS))
        pattern = rng.choice(("solid", "dots"))
        ground, background = random_color(rng, 0.2, 0.95), random_color(rng, 0.6, 0.97, chroma=0.04)
        motif = "#f4f1ea" if to_cielab(*parse_hex(ground))[0] < 60 else "#22262e"
        picture = draw_garment(
            garment, pattern, (ground, motif), size=(256, 320), background=background, seed=number
        )
        first = _first_swatch(np.asarray(picture), tagger, names)
        found.append(ciede2000(to_cielab(*parse_hex(ground)), first))
    return found


def _first_swatch(rgb: Pixels, tagger: Tagger, names: ColorNames) -> tuple[float, float, float]:
    said = palettes_of(rgb, None, tagger, names)
    return to_cielab(*parse_hex(said.get("network", said["mask"]).palette[0].hex))


def distance_report(distances: Sequence[float], limit: float) -> dict[str, Any] | None:
    """How many distances stay within `limit`, and where half and 95 % of them end; None of none."""
    if not distances:
        return None
    values = np.array(distances)
    return {
        "images": len(values),
        "limit": limit,
        "within": round(float((values <= limit).mean()), 4),
        "median": round(float(np.median(values)), 2),
        "percentile_95": round(float(np.percentile(values, 95)), 2),
    }
