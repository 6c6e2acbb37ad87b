"""Garments drawn by code, with known colours and pattern: the sample library and test data."""

from __future__ import annotations

from studio.imaging.drawn.patterns import PATTERNS
from studio.imaging.drawn.render import draw_garment, draw_mask
from studio.imaging.drawn.samples import SAMPLES, Sample, write_samples
from studio.imaging.drawn.shapes import GARMENTS

__all__ = [
    "GARMENTS",
    "PATTERNS",
    "SAMPLES",
    "Sample",
    "draw_garment",
    "draw_mask",
    "write_samples",
]
