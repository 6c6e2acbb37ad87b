"""How well the garment mask fits outlines that somebody has checked."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray
from PIL import Image

from training.datasets import Example
from training.evaluation.figures import Bootstrap, Figure
from training.masks import load_mask
from training.metrics import Array


def upsample(values: NDArray[np.floating], size: tuple[int, int]) -> NDArray[np.float32]:
    """A map [h, w] stretched bilinearly to `size` (width, height), as the application does it."""
    picture = Image.fromarray(np.asarray(values, np.float32))
    return np.asarray(picture.resize(size, Image.Resampling.BILINEAR))


def overlap(logits: NDArray[np.floating], mask: NDArray[np.uint8]) -> float:
    """Intersection over union of a mask's logits [h, w] and a mask [H, W] at the latter's size."""
    found = upsample(logits, (mask.shape[1], mask.shape[0])) > 0
    truth = mask > 127
    union = int((found | truth).sum())
    return float((found & truth).sum() / union) if union else 1.0


def overlaps(logits: NDArray[np.floating], examples: Sequence[Example]) -> Array:
    """The overlap of each example, [N], for logits [N, h, w, 1]; nan without a checked mask.

    Measured at the photograph's own resolution.
    """
    found = np.full(len(examples), np.nan)
    for row, example in enumerate(examples):
        if example.mask is not None:
            with Image.open(example.path) as picture:
                size = picture.size
            mask = load_mask(example.mask)
            if (mask.shape[1], mask.shape[0]) != size:
                # Outlines of items are kept smaller than the photograph.
                large = Image.fromarray(mask).resize(size, Image.Resampling.BILINEAR)
                mask = np.asarray(large)
            found[row] = overlap(logits[row, ..., 0], mask)
    return found


def mask_figures(
    logits: NDArray[np.floating], examples: Sequence[Example]
) -> tuple[dict[str, Figure], int]:
    """Mean overlap of the examples that have a checked mask, and how many those are."""
    each = overlaps(logits, examples)
    known = np.flatnonzero(~np.isnan(each)).tolist()
    bootstrap = Bootstrap([examples[row].group for row in known])
    return {"mask_iou": bootstrap.mean(each[known])}, len(known)
