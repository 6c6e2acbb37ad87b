"""A search by colour over 100,000 palettes, against a plain loop over the same rows."""

from __future__ import annotations

import math
import random
import shutil
import statistics
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

from studio.core.asset import Analysis, FoundFile
from studio.core.collection import Sort
from studio.core.color import format_hex, from_oklab
from studio.core.palette import Swatch
from studio.core.query import parse_query
from studio.core.shade import Shade, parse_shade
from studio.storage.catalogue import Catalogue

COUNT = 100_000
_BATCH = 5_000
_QUERIES = ("color~#c0392b", "color~#1d2a4d@20%", "color~#f4f2ec", "color~#7a7d82", "color~#2f6fb0")
_MIXED = "color~#c0392b|#e8a0b0 garment:dress -color~#ffffff"
_PALETTE = "palette~#1d2a4d@50%+#f4f2ec@30%+#c0392b@20%"

Row = tuple[int, list[tuple[float, float, float, float]]]  # asset id, [(L, a, b, coverage)]


def measure(work: Path) -> dict[str, Any]:
    """Times in ms and their ratio; the first search reads the index and is told apart."""
    folder = work / "palettes"
    if not (folder / "complete").exists():
        shutil.rmtree(folder, ignore_errors=True)
        fill(folder)
        (folder / "complete").touch()
    with Catalogue.open(folder) as catalogue:
        first = _time(lambda: _search(catalogue, _QUERIES[0]))
        rows = list(read_rows(catalogue))
        indexed, plain = [], []
        for text in _QUERIES:
            indexed += [_time(lambda text=text: _search(catalogue, text)) for _ in range(5)]  # type: ignore[misc]
            shade = parse_shade(parse_query(text).terms[0].values[0])
            plain.append(_time(lambda shade=shade: list(search_plainly(rows, shade))))  # type: ignore[misc]
            found = {asset_id for asset_id, _distance in search_plainly(rows, shade)}
            if len(found ^ set(_search(catalogue, text))) > 3:  # on the edge of the tolerance
                raise RuntimeError(f"{text}: index and loop do not agree")
        return {
            "palettes": len(rows),
            "swatches": sum(len(swatches) for _, swatches in rows),
            "first_ms": first,
            "median_ms": statistics.median(indexed),
            "slowest_ms": max(indexed),
            "plain_loop_ms": statistics.median(plain),
            "ratio": statistics.median(plain) / statistics.median(indexed),
            "with_labels_ms": _median(lambda: _search(catalogue, _MIXED)),
            "counts_ms": _median(lambda: catalogue.count_facets(parse_query(_QUERIES[0]))),
            "palette_ms": _median(lambda: _search(catalogue, _PALETTE)),
        }


def _time(call: Callable[[], object]) -> float:
    start = time.perf_counter()
    call()
    return (time.perf_counter() - start) * 1000


def _median(call: Callable[[], object]) -> float:
    return statistics.median(_time(call) for _ in range(5))


def _search(catalogue: Catalogue, text: str) -> list[int]:
    return catalogue.list_ids(parse_query(text), Sort.LIKENESS)


def fill(folder: Path) -> None:
    """A library of palettes as garments have them: one to six colours about a few of them."""
    rng = random.Random(11)
    with Catalogue.open(folder) as catalogue:
        source = catalogue.add_source("/photos")
        for start in range(0, COUNT, _BATCH):
            numbers = range(start, min(COUNT, start + _BATCH))
            files = [FoundFile(f"/photos/look {n}.jpg", 1000 + n, n) for n in numbers]
            ids = catalogue.register_files(source, files, 1).new_ids
            catalogue.store_analyses([(asset_id, _analysis(rng)) for asset_id in ids])


def _analysis(rng: random.Random) -> Analysis:
    shares = sorted((rng.random() ** 2 + 0.02 for _ in range(6)), reverse=True)
    lab = (rng.random(), rng.gauss(0, 0.07), rng.gauss(0, 0.07))
    palette = []
    for share in shares:
        near = tuple(value + rng.gauss(0, 0.08) for value in lab)
        hex_ = format_hex(*from_oklab((near[0], near[1], near[2])))
        palette.append(Swatch(hex_, round(share / sum(shares), 4), "red", "Cherry"))
    return Analysis(600, 800, "JPEG", b"-", "00ff", 1, palette=tuple(palette))


def read_rows(catalogue: Catalogue) -> Iterator[Row]:
    """Every palette in CIELAB: the loop is spared the conversion."""
    import numpy as np

    from studio.storage.color_difference import rgb_to_lab

    ids = catalogue.list_ids()
    for start in range(0, len(ids), _BATCH):
        for tile in catalogue.list_tiles(ids[start : start + _BATCH]):
            rgb = np.array([list(bytes.fromhex(hex_[1:])) for hex_, _ in tile.palette], np.uint8)
            colors = rgb_to_lab(rgb).T.tolist()
            shares = (share for _, share in tile.palette)
            yield tile.id, [(*lab, share) for lab, share in zip(colors, shares, strict=True)]


def search_plainly(rows: list[Row], shade: Shade) -> Iterator[tuple[int, float]]:
    """One palette after another, one swatch after another."""
    import numpy as np

    from studio.storage.color_difference import rgb_to_lab
    from studio.storage.likeness import ROUNDING

    rgb = np.array([list(bytes.fromhex(shade.hex[1:]))], np.uint8)
    wanted = tuple(rgb_to_lab(rgb)[:, 0].tolist())
    for asset_id, swatches in rows:
        covered = weighted = 0.0
        for lightness, a, b, share in swatches:
            apart = ciede2000(wanted, (lightness, a, b))
            if apart <= shade.reach + ROUNDING:
                covered += share
                weighted += share * apart
        if covered >= shade.least:
            root = min(1.0, covered) ** 0.5
            yield asset_id, root * weighted / covered + (1 - root) * shade.reach


def ciede2000(one: tuple[float, ...], other: tuple[float, ...]) -> float:
    """The formula for two colours, in plain Python."""
    (l1, a1, b1), (l2, a2, b2) = one, other
    c7 = ((math.hypot(a1, b1) + math.hypot(a2, b2)) / 2) ** 7
    stretch = 1.5 - 0.5 * math.sqrt(c7 / (c7 + 25.0**7))
    a1, a2 = a1 * stretch, a2 * stretch
    c1, c2 = math.hypot(a1, b1), math.hypot(a2, b2)
    h1, h2 = math.atan2(b1, a1) % math.tau, math.atan2(b2, a2) % math.tau
    turn = h2 - h1
    if turn > math.pi:
        turn -= math.tau
    elif turn < -math.pi:
        turn += math.tau
    mean, hue, light = (c1 + c2) / 2, h1 + turn / 2, (l1 + l2) / 2 - 50
    weight = (
        1
        - 0.17 * math.cos(hue - math.pi / 6)
        + 0.24 * math.cos(2 * hue)
        + 0.32 * math.cos(3 * hue + math.pi / 30)
        - 0.20 * math.cos(4 * hue - math.radians(63))
    )
    lightness = (l2 - l1) / (1 + 0.015 * light**2 / math.sqrt(20 + light**2))
    chroma = (c2 - c1) / (1 + 0.045 * mean)
    across = 2 * math.sqrt(c1 * c2) * math.sin(turn / 2) / (1 + 0.015 * mean * weight)
    c7 = mean**7
    theta = math.pi / 3 * math.exp(-(((math.degrees(hue) % 360 - 275) / 25) ** 2))
    rotation = -2 * math.sqrt(c7 / (c7 + 25.0**7)) * math.sin(theta)
    squares = lightness**2 + chroma**2 + across**2 + rotation * chroma * across
    return math.sqrt(max(0.0, squares))
