"""The sample library: a small collection of drawn garments with known truth."""

from __future__ import annotations

import json
from dataclasses import asdict, dataclass
from pathlib import Path

from studio.imaging.drawn.render import draw_garment


@dataclass(frozen=True, slots=True)
class Sample:
    """One drawn garment and what is true of it."""

    name: str
    garment: str
    pattern: str
    colors: tuple[str, ...]  # ground first, "#rrggbb"
    family: str  # of the ground
    background: str


_PAPER, _STONE, _BLUSH, _MIST = "#ece8e1", "#d9d4cb", "#efe0da", "#dfe5e8"

SAMPLES: tuple[Sample, ...] = (
    Sample("scarlet tee", "t-shirt", "solid", ("#c1272d",), "red", _PAPER),
    Sample("breton long-sleeve", "long-sleeve", "stripes", ("#f4f2ec", "#1d2a4d"), "white", _STONE),
    Sample(
        "meadow dress",
        "dress",
        "floral",
        ("#f2e3c9", "#c4475d", "#e08a3c", "#5d7f4e"),
        "cream",
        _MIST,
    ),
    Sample("gingham shirt", "shirt", "checks", ("#f5f3ee", "#2f62b5", "#1d2a4d"), "white", _PAPER),
    Sample("midnight blazer coat", "outerwear", "solid", ("#1d2745",), "navy", _STONE),
    Sample("mustard skirt", "skirt", "solid", ("#d3a12f",), "yellow", _MIST),
    Sample("polka dress", "dress", "dots", ("#a8182f", "#f7efe6"), "red", _PAPER),
    Sample("forest hoodie", "hoodie", "solid", ("#2f6b45",), "green", _BLUSH),
    Sample("indigo jeans", "pants", "solid", ("#344f7d",), "blue", _PAPER),
    Sample("leopard skirt", "skirt", "animal", ("#cfa468", "#2a1d14", "#a8713c"), "beige", _PAPER),
    Sample(
        "sunset graphic tee",
        "t-shirt",
        "graphic",
        ("#1d1d20", "#e8833a", "#f4d35e"),
        "black",
        _STONE,
    ),
    Sample("lilac tank", "tank-top", "solid", ("#b79ad0",), "purple", _PAPER),
    Sample(
        "camouflage shorts",
        "shorts",
        "camouflage",
        ("#6d6a3c", "#3d4127", "#8d8355", "#26281c"),
        "olive",
        _PAPER,
    ),
    Sample("straw hat", "hat", "solid", ("#d4b483",), "beige", _MIST),
    Sample("white sneakers", "shoes", "solid", ("#f6f5f1",), "white", "#b9a998"),
    Sample(
        "ikat blouse dress", "dress", "geometric", ("#1f6f78", "#f2ead8", "#d8602e"), "teal", _PAPER
    ),
    Sample(
        "block polo", "polo", "colour-block", ("#f2efe8", "#c1272d", "#1d2a4d"), "white", _STONE
    ),
    Sample("heart shirt", "shirt", "conversational", ("#f0c9cf", "#b01e3c"), "pink", _PAPER),
    Sample("lace skirt", "skirt", "lace", ("#26262a", "#8b8d91"), "black", _BLUSH),
    Sample("rust cords", "pants", "solid", ("#a3502b",), "brown", _PAPER),
    Sample("sky oxford", "shirt", "solid", ("#a9c8e3",), "light-blue", _PAPER),
    Sample("fuchsia tee", "t-shirt", "solid", ("#d0348b",), "pink", _STONE),
    Sample(
        "tartan coat", "outerwear", "checks", ("#8e2430", "#1f3a32", "#d9b44a"), "burgundy", _PAPER
    ),
    Sample("tangerine shorts", "shorts", "solid", ("#e8752a",), "orange", _MIST),
    Sample("matelot tee", "t-shirt", "stripes", ("#24365f", "#f3f0e8"), "navy", _PAPER),
    Sample(
        "rose garden skirt",
        "skirt",
        "floral",
        ("#22223a", "#e48aa7", "#c1475f", "#6f8f5c"),
        "navy",
        _PAPER,
    ),
    Sample("grey marl hoodie", "hoodie", "solid", ("#9b9da1",), "grey", _PAPER),
    Sample("petrol trousers", "pants", "solid", ("#1d5a66",), "teal", _STONE),
    Sample("dotted tank", "tank-top", "dots", ("#f4f1ea", "#24262e"), "white", "#c3b4a4"),
    Sample("cocoa knit", "long-sleeve", "solid", ("#5d3c2a",), "brown", _PAPER),
    Sample(
        "fair isle knit",
        "long-sleeve",
        "geometric",
        ("#7a2a35", "#f0e6d6", "#2f4a6b"),
        "burgundy",
        _MIST,
    ),
    Sample("emerald slip dress", "dress", "solid", ("#137a55",), "green", _PAPER),
    Sample("oxblood loafers", "shoes", "solid", ("#5f1d25",), "burgundy", _PAPER),
    Sample(
        "ochre bucket hat", "hat", "checks", ("#c08a33", "#6f3b26", "#f0dfb8"), "yellow", _STONE
    ),
    Sample("ink polo", "polo", "solid", ("#1c1c20",), "black", _PAPER),
    Sample("olive parka", "outerwear", "solid", ("#666a38",), "olive", _MIST),
)


def write_samples(folder: Path, count: int = len(SAMPLES)) -> list[Path]:
    """Draw the first `count` samples into `folder` as JPEG, with `samples.json` of the truth.

    Files that are there already stay as they are. Raises OSError where the folder cannot be
    written.
    """
    write_truth(folder, count)
    return [write_sample((str(folder), number)) for number in range(count)]


def write_truth(folder: Path, count: int = len(SAMPLES)) -> None:
    """Write `samples.json`: what is true of each sample."""
    folder.mkdir(parents=True, exist_ok=True)
    truth = [asdict(sample) for sample in SAMPLES[:count]]
    (folder / "samples.json").write_text(json.dumps(truth, indent=1), encoding="utf-8")


def write_sample(item: tuple[str, int]) -> Path:
    """Draw one sample, (folder, number), unless its file is there; one argument for a pool."""
    folder, number = item
    sample = SAMPLES[number]
    path = Path(folder) / f"{sample.name.replace(' ', '-')}.jpg"
    if not path.exists():
        picture = draw_garment(
            sample.garment,
            sample.pattern,
            sample.colors,
            background=sample.background,
            seed=number,
        )
        partial = path.with_suffix(".partial")
        picture.save(partial, "JPEG", quality=90)
        partial.replace(path)
    return path
