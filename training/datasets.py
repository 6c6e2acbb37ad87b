"""Our labels read into arrays, checked row by row against the taxonomy."""

from __future__ import annotations

import csv
from collections.abc import Sequence
from dataclasses import dataclass, replace
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from studio.core.taxonomy import Taxonomy
from training.errors import DataError
from training.masks import find_masks
from training.splits import Part, split_groups

# Street photographs carry no photographer; neighbours in number were taken on one day by one
# person, so a block of them counts as one group.
OUTFIT_BLOCK = 20
# Of several colours the first one covers most: about so much.
_FIRST_COLOR = 0.7


@dataclass(frozen=True, slots=True)
class Example:
    """One labelled photograph."""

    path: Path
    kind: str  # "garments" (single items), "outfits" (dressed people), "fabrics" or "drawn"
    group: str
    garments: tuple[str, ...]  # most prominent first; () where nobody can tell
    pattern: str
    styles: tuple[str, ...]
    colors: tuple[str, ...]
    part: Part
    mask: Path | None = None  # where the garment is, when somebody has checked it
    source_label: str = ""  # what the data set itself says, for comparison alone


def load_examples(
    data: Path,
    labels: Path,
    taxonomy: Taxonomy,
    *,
    seed: int,
    max_images: int | None = None,
) -> list[Example]:
    """Read `garments.csv` and `outfits.csv` and find their photographs below `data`.

    Raises DataError for a missing image, an unreadable table or a label outside the taxonomy.
    """
    examples: list[Example] = []
    for kind in ("garments", "outfits"):
        rows = _read_rows(labels / f"{kind}.csv")
        if max_images is not None:
            rows = rows[:: max(1, len(rows) // max_images)][:max_images]
        rows = [row for row in rows if row["garment"] != "none"]
        groups = [row.get("group") or _outfit_group(row["image"]) for row in rows]
        parts = split_groups(groups, seed=seed)
        masks = find_masks(kind, data, labels)
        for row, group, part in zip(rows, groups, parts, strict=True):
            example = _example(row, kind, group, part, data, taxonomy)
            source = row.get("source_label") or ""
            examples.append(replace(example, mask=masks.get(row["image"]), source_label=source))
    return examples


# The close-ups of fabrics know nothing but their pattern.
_FABRICS = {
    "checkered": "checks",
    "dotted": "dots",
    "floral": "floral",
    "solid": "solid",
    "striped": "stripes",
    "zig-zag": "geometric",
}


def load_fabrics(data: Path) -> list[Example]:
    """Close-ups of fabric, sorted by pattern into folders; they only ever train."""
    return [
        Example(path, "fabrics", "fabrics", (), pattern, (), (), Part.TRAIN)
        for folder, pattern in _FABRICS.items()
        for path in sorted((data / "fabrics" / folder).glob("*.jpg"))
    ]


def _read_rows(table: Path) -> list[dict[str, str]]:
    try:
        with table.open(newline="", encoding="utf-8") as stream:
            rows = list(csv.DictReader(stream))
    except (OSError, UnicodeDecodeError, csv.Error) as error:
        raise DataError(f"{table}: cannot be read ({error}).") from error
    if not rows or not {"image", "garment", "pattern", "colors", "styles"} <= set(rows[0]):
        raise DataError(f"{table}: no rows, or columns are missing.")
    return rows


def _outfit_group(image: str) -> str:
    return f"outfit-{int(image) // OUTFIT_BLOCK}" if image.isdigit() else f"outfit-{image}"


def _example(
    row: dict[str, str], kind: str, group: str, part: Part, data: Path, taxonomy: Taxonomy
) -> Example:
    values = {
        "garment": tuple(row["garment"].split("|")),
        "pattern": (row["pattern"],),
        "style": tuple(row["styles"].split("|")),
        "color": tuple(row["colors"].split("|")),
    }
    for facet, labels in values.items():
        for label in labels:
            if label not in taxonomy.get(facet).label_ids():
                raise DataError(f"{kind}.csv, {row['image']}: no {facet} is called {label!r}.")
    path = data / kind / f"{row['image']}.jpg"
    if not path.is_file():
        raise DataError(f"{path}: the image is missing.")
    return Example(
        path, kind, group, values["garment"], row["pattern"], values["style"], values["color"], part
    )


@dataclass(frozen=True, slots=True)
class Targets:
    """What the heads should say, one row an example; float32."""

    garment: NDArray[np.float32]  # [N, garments], one-hot, the most prominent
    garments: NDArray[np.float32]  # [N, garments], all that are worn
    pattern: NDArray[np.float32]  # [N, patterns], one-hot
    style: NDArray[np.float32]  # [N, styles]
    pair: NDArray[np.float32]  # [N, garments * patterns], one-hot, for the embedding
    color: NDArray[np.float32]  # [N, families], shares: most of it the first's
    colors: NDArray[np.float32]  # [N, families], all that a person named


def make_targets(examples: Sequence[Example], taxonomy: Taxonomy) -> Targets:
    """The labels of `examples` as arrays in the taxonomy's order."""
    garments, patterns, styles, families = (
        taxonomy.get(facet).label_ids() for facet in ("garment", "pattern", "style", "color")
    )
    count = len(examples)
    first = np.zeros((count, len(garments)), np.float32)
    worn = np.zeros((count, len(garments)), np.float32)
    pattern = np.zeros((count, len(patterns)), np.float32)
    style = np.zeros((count, len(styles)), np.float32)
    pair = np.zeros((count, len(garments) * len(patterns)), np.float32)
    color, colors = (np.zeros((count, len(families)), np.float32) for _ in range(2))
    for row, example in enumerate(examples):
        pattern_at = patterns.index(example.pattern)
        pattern[row, pattern_at] = 1
        if example.garments:
            garment_at = garments.index(example.garments[0])
            first[row, garment_at] = 1
            pair[row, garment_at * len(patterns) + pattern_at] = 1
        worn[row, [garments.index(label) for label in example.garments]] = 1
        style[row, [styles.index(label) for label in example.styles]] = 1
        for place, label in enumerate(example.colors):
            colors[row, families.index(label)] = 1
            color[row, families.index(label)] = _color_share(place, len(example.colors))
    return Targets(first, worn, pattern, style, pair, color, colors)


def _color_share(place: int, count: int) -> float:
    """The share of the garment that the named colour at `place` (0 is the first) stands for."""
    if count == 1:
        return 1.0
    return _FIRST_COLOR if place == 0 else (1 - _FIRST_COLOR) / (count - 1)
