"""Whether evidence maps point at the garment that they speak of."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from PIL import Image

from training.calibrate import Logits
from training.datasets import Example
from training.evaluation.figures import SEED, Bootstrap, Figure
from training.evaluation.masking import upsample

Pixels = NDArray[np.uint8]
Runner = Callable[[Pixels], Logits]

HEADS = ("garment", "garments", "pattern", "style")  # the order in which `evidence` holds them
MOSAICS = 250


@dataclass(frozen=True, slots=True)
class Mosaic:
    """Four rows of different garments: above left and right, below left and right."""

    rows: tuple[int, int, int, int]


def evidence_gap(logits: Logits) -> float:
    """The largest difference of an evidence map's spatial mean to its logit."""
    mean = np.asarray(logits["evidence"], np.float64).mean(axis=(1, 2))
    heads = np.concatenate([logits[head] for head in HEADS], axis=1)
    return float(np.abs(mean - heads).max())


def draw_mosaics(examples: Sequence[Example], count: int = MOSAICS) -> list[Mosaic]:
    """Seeded mosaics; the garments are drawn first, so that rare ones appear as often as others."""
    members: dict[str, list[int]] = {}
    for row, example in enumerate(examples):
        members.setdefault(example.garments[0], []).append(row)
    names = sorted(members)
    if len(names) < 4:
        return []
    rng = np.random.default_rng(SEED)
    mosaics = []
    for _ in range(count):
        chosen = rng.choice(len(names), 4, replace=False)
        a, b, c, d = (int(rng.choice(members[names[i]])) for i in chosen)
        mosaics.append(Mosaic((a, b, c, d)))
    return mosaics


def tile(pixels: Pixels, mosaic: Mosaic) -> Pixels:
    """The four squares of a mosaic, uint8 [N, S, S, 3], as one of the same size."""
    side = pixels.shape[1]
    half = (side // 2, side // 2)
    picture = Image.new("RGB", (side, side))
    for place, row in enumerate(mosaic.rows):
        small = Image.fromarray(pixels[row]).resize(half, Image.Resampling.BILINEAR)
        picture.paste(small, ((place % 2) * half[0], (place // 2) * half[1]))
    return np.asarray(picture)


def points_at(evidence: NDArray[np.floating]) -> int:
    """In which quadrant (0..3) the maximum of a map [h, w] lies.

    The map is stretched over the image first, as it is shown: the middle row and column of an odd
    map lie on the border and lean to their stronger neighbour.
    """
    side = 16 * evidence.shape[0]
    large = upsample(evidence, (side, side))
    y, x = divmod(int(large.argmax()), side)
    return 2 * int(y >= side // 2) + int(x >= side // 2)


def pointing_figures(
    run: Runner, pixels: Pixels, examples: Sequence[Example], garments: Sequence[str]
) -> dict[str, Figure]:
    """The share of labels whose evidence points at their own quarter of a mosaic (chance 0.25).

    `pixels` are the examples' squares at the network's size, `garments` the head's labels.
    """
    mosaics = draw_mosaics(examples)
    if not mosaics:
        return {"pointing": Bootstrap([]).mean(np.zeros(0))}
    evidence = run(np.stack([tile(pixels, mosaic) for mosaic in mosaics]))["evidence"]
    hits, groups = [], []
    for maps, mosaic in zip(evidence, mosaics, strict=True):
        for place, row in enumerate(mosaic.rows):
            label = garments.index(examples[row].garments[0])  # `garment` is the first head
            hits.append(points_at(maps[..., label]) == place)
            groups.append(examples[row].group)
    return {"pointing": Bootstrap(groups).mean(np.array(hits))}
