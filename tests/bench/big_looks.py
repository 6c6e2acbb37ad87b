"""What the images of a generated library look like: drawn garments, their palettes and labels."""

from __future__ import annotations

import io
import json
import random
from collections.abc import Sequence
from dataclasses import dataclass

from studio.core.color import ColorNames, format_hex, parse_hex, to_oklab
from studio.core.palette import Palette, Swatch, families
from studio.core.taxonomy import Taxonomy
from studio.storage.color_order import hue_order, lightness_order

PICTURES = 240  # drawn once, each the thumbnail of many images
LOOKS_PER_PICTURE = 16
_SIZE = (192, 256)
_GROUNDS = ("#ece8e1", "#d9d4cb", "#efe0da", "#dfe5e8", "#f6f5f2")
_SOLID_SHARE = 0.55
_UNSURE_BELOW = 0.35


@dataclass(frozen=True, slots=True)
class Look:
    """What many images share, in the form in which the catalogue stores it."""

    picture: int
    labels: tuple[tuple[str, str, int, float, int], ...]  # facet, label, position, score, unsure
    swatches: Palette
    scores: str  # JSON {facet: {label: score}}
    unsure: int
    hue_order: float
    lightness_order: float


def draw_looks(
    rng: random.Random, taxonomy: Taxonomy, names: ColorNames, count: int = PICTURES
) -> tuple[list[bytes], list[Look]]:
    """The JPEG bytes of `count` pictures, and the looks that go with them."""
    pictures: list[bytes] = []
    looks: list[Look] = []
    for number in range(count):
        garment = _pick(rng, taxonomy.get("garment").label_ids())
        pattern = "solid" if rng.random() < _SOLID_SHARE else None
        pattern = pattern or _pick(rng, taxonomy.get("pattern").label_ids()[1:])
        colors = [_pick_color(rng, taxonomy) for _ in range(4)]
        pictures.append(_draw(garment, pattern, colors, number, rng))
        shown = colors[: 1 if pattern == "solid" else rng.randint(2, 4)]
        for _ in range(LOOKS_PER_PICTURE):
            palette = _shade(rng, shown, names)
            looks.append(_look(rng, number, garment, pattern, palette, taxonomy))
    return pictures, looks


def _pick(rng: random.Random, labels: Sequence[str]) -> str:
    """The first labels often, the last ones rarely: weights fall as 1 / rank."""
    return rng.choices(labels, [1 / (rank + 1) for rank in range(len(labels))])[0]


def _pick_color(rng: random.Random, taxonomy: Taxonomy) -> str:
    label = taxonomy.get("color").get_label(_pick(rng, taxonomy.get("color").label_ids()))
    return _jitter(rng, label.hex, 22)


def _jitter(rng: random.Random, hex_: str, reach: int) -> str:
    red, green, blue = (min(255, max(0, v + rng.randint(-reach, reach))) for v in parse_hex(hex_))
    return format_hex(red, green, blue)


def _draw(
    garment: str, pattern: str, colors: Sequence[str], seed: int, rng: random.Random
) -> bytes:
    from studio.imaging.drawn.patterns import PATTERNS
    from studio.imaging.drawn.render import draw_garment
    from studio.imaging.drawn.shapes import GARMENTS

    picture = draw_garment(
        garment if garment in GARMENTS else "dress",
        pattern if pattern in PATTERNS else "solid",
        colors,
        size=_SIZE if seed % 5 else _SIZE[::-1],
        background=rng.choice(_GROUNDS),
        seed=seed,
    )
    stream = io.BytesIO()
    picture.save(stream, "JPEG", quality=70)
    return stream.getvalue()


def _shade(rng: random.Random, colors: Sequence[str], names: ColorNames) -> Palette:
    """These colours, each a little off, the first with the largest share."""
    shares = sorted((rng.random() ** 2 + 0.03 for _ in colors), reverse=True)
    palette = []
    for color, share in zip(colors, shares, strict=True):
        hex_ = _jitter(rng, color, 7)
        lab = to_oklab(*parse_hex(hex_))
        coverage = round(share / sum(shares), 4)
        family = names.family_of(lab)
        palette.append(Swatch(hex_, coverage, family, names.nearest(lab, family)))
    return tuple(palette)


def _look(
    rng: random.Random,
    picture: int,
    garment: str,
    pattern: str,
    palette: Palette,
    taxonomy: Taxonomy,
) -> Look:
    style_ids = taxonomy.get("style").label_ids()
    styles = tuple(dict.fromkeys(_pick(rng, style_ids) for _ in range(rng.choice((0, 1, 1, 2)))))
    worn = {"garment": (garment,), "pattern": (pattern,), "style": styles}
    labels: list[tuple[str, str, int, float, int]] = []
    scores: dict[str, dict[str, float]] = {}
    for facet, chosen in worn.items():
        by_label = {
            label: round(rng.random() * 0.1, 4) for label in taxonomy.get(facet).label_ids()
        }
        for position, label in enumerate(chosen):
            score = round(1 - 0.75 * rng.random() ** 2, 4)
            by_label[label] = score
            labels.append((facet, label, position, score, int(score < _UNSURE_BELOW)))
        scores[facet] = dict(sorted(by_label.items(), key=lambda item: -item[1]))
    filed = families(palette)
    for position, family in enumerate(filed):
        share = sum(s.coverage for s in palette if s.family == family)
        labels.append(("color", family, position, share, 0))
    return Look(
        picture,
        tuple(labels),
        palette,
        json.dumps(scores, separators=(",", ":")),
        max((label[4] for label in labels), default=0),
        hue_order(palette),
        lightness_order(palette),
    )
