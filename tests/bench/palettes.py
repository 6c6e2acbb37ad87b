"""What a palette costs beyond the decode and the network, on one core."""

from __future__ import annotations

import os
import statistics
import time

from studio.core.color import load_color_names
from studio.imaging.color_map import read_color_map
from studio.imaging.drawn import SAMPLES, draw_garment
from studio.imaging.palette import extract_palette, is_flat
from studio.imaging.preprocess import network_input
from studio.inference.bundle import Bundle
from studio.inference.masks import read_mask
from studio.inference.tagger import Tagger
from studio.resources import get_places

RUNS = 5
SIDE = (410, 512)  # what the decoder hands over of a large photograph


def measure_palettes(bundle: Bundle) -> dict[str, float]:
    """Milliseconds an image, as the application makes a palette; the best of five runs of each."""
    if hasattr(os, "sched_setaffinity"):
        os.sched_setaffinity(0, {min(os.sched_getaffinity(0))})
    names = load_color_names(get_places().color_names)
    tagger = Tagger(bundle, "int8")
    taken = []
    for number, sample in enumerate(SAMPLES):
        picture = draw_garment(
            sample.garment, sample.pattern, sample.colors, size=SIDE, seed=number
        )
        result = tagger.tag(network_input(picture, bundle.input_size)[None])[0]
        times = []
        for _ in range(RUNS):
            started = time.perf_counter()
            color_map = read_color_map(result, bundle.color_families)
            if not is_flat(picture):
                extract_palette(picture, names, None, read_mask(result), color_map)
            times.append((time.perf_counter() - started) * 1000)
        taken.append(min(times))
    return {"palette_median_ms": statistics.median(taken), "palette_slowest_ms": max(taken)}
