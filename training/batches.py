"""Shuffled, augmented, balanced and blended batches of the training part."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from typing import Any

import keras
import numpy as np
from numpy.typing import NDArray

from training.augment import random_view, swap_background
from training.color_head import COLOR_HEADS
from training.config import Config
from training.datasets import Example, Targets

_OUTFIT_GARMENT_WEIGHT = 0.3
# Labels rarer than this share of the images are shown more often (Gupta et al. 2019, LVIS).
_RARE = 0.05
_MOST_REPEATS = 4.0
_HEADS = ("garment", "garments", "pattern", "style", "pair", "color", "colors")


class Batches(keras.utils.PyDataset):  # type: ignore[misc]  # Keras ships no types
    """One epoch's batches of `examples`, whose squares are `pixels` and `masks`, at one size."""

    def __init__(
        self,
        examples: Sequence[Example],
        pixels: NDArray[np.uint8],
        masks: NDArray[np.uint8],
        targets: Targets,
        config: Config,
    ) -> None:
        super().__init__(workers=1, use_multiprocessing=False)
        self._pixels, self._masks = pixels, masks
        self._targets, self._config = targets, config
        self._weights = head_weights(examples)
        self._repeats = _repeats(examples) if config.balanced else np.ones(len(examples))
        items = [
            row for row, e in enumerate(examples) if e.mask is not None and e.kind == "garments"
        ]
        self._items = np.array(items, int)
        self.size = config.sizes[0][0]
        self.start_epoch(0)

    def __len__(self) -> int:
        return max(1, len(self._order) // self._config.batch_size)

    def __getitem__(self, index: int) -> tuple[Any, dict[str, Any], dict[str, Any]]:
        rows = self._order[index * self._config.batch_size :][: self._config.batch_size]
        rng = np.random.default_rng((self._config.seed, self._epoch, index))
        # What is lit in another colour teaches shapes and patterns, but no colours.
        strong = rng.random(len(rows)) < self._config.strong_light
        pairs = [
            random_view(self._square(row, rng), self._masks[row], self.size, rng, strong=bool(s))
            for row, s in zip(rows, strong, strict=True)
        ]
        views = np.stack([view for view, _ in pairs])
        targets = {name: getattr(self._targets, name)[rows] for name in _HEADS}
        targets["mask"] = np.stack([mask for _, mask in pairs])[..., None] / np.float32(255)
        weights = {name: values[rows] for name, values in self._weights.items()}
        for name in COLOR_HEADS:
            weights[name] = weights[name] * ~strong
        if rng.random() < self._config.mixup:
            weights |= {name: np.zeros_like(weights[name]) for name in COLOR_HEADS}
            views, targets, weights = _mixed(views, targets, weights, rng)
        return views, targets, weights

    def start_epoch(self, epoch: int) -> None:
        """Draw the order of `epoch`: rare labels come several times."""
        self._epoch = epoch
        rng = np.random.default_rng((self._config.seed, epoch))
        whole = self._repeats.astype(int)
        count = whole + (rng.random(len(whole)) < self._repeats - whole)
        order = rng.permutation(np.repeat(np.arange(len(whole)), count))
        # Every epoch has the same length, whatever the draw.
        self._order = np.resize(order, max(len(whole), int(self._repeats.sum())))

    def on_epoch_end(self) -> None:
        """Draw the next epoch's order."""
        self.start_epoch(self._epoch + 1)

    def _square(self, row: int, rng: np.random.Generator) -> NDArray[np.uint8]:
        pixels: NDArray[np.uint8] = self._pixels[row]
        has_mask = self._weights["mask"][row] > 0
        if not has_mask or not len(self._items) or rng.random() >= self._config.new_background:
            return pixels
        other = int(rng.choice(self._items))
        return swap_background(
            pixels, self._masks[row], self._pixels[other], self._masks[other], rng
        )


def head_weights(examples: Sequence[Example]) -> dict[str, NDArray[np.float32]]:
    """What each example may teach each head, [N]: nothing of what nobody has judged."""
    kinds = np.array([example.kind for example in examples])
    named = np.array([bool(example.garments) for example in examples])
    # Which garment of an outfit is the most prominent is half a matter of taste.
    garment = np.where(kinds == "outfits", _OUTFIT_GARMENT_WEIGHT, 1.0) * named
    weights = {
        "garment": garment,
        "garments": named,
        "pattern": np.ones(len(examples)),
        "style": [bool(example.styles) for example in examples],
        "pair": garment,
        "mask": [example.mask is not None for example in examples],
        "color": [bool(example.colors) for example in examples],
        "colors": [bool(example.colors) for example in examples],
    }
    return {name: np.asarray(values, np.float32) for name, values in weights.items()}


def _repeats(examples: Sequence[Example]) -> NDArray[np.float64]:
    """How often each example is shown in an epoch, by its rarest label."""
    count = max(1, len(examples))
    shares = Counter(label for example in examples for label in _labels(example))
    repeats = [
        max(
            (np.sqrt(_RARE * count / shares[label]) for label in _labels(example)),
            default=1.0,
        )
        for example in examples
    ]
    clipped: NDArray[np.float64] = np.clip(np.array(repeats, float), 1.0, _MOST_REPEATS)
    return clipped


def _labels(example: Example) -> list[tuple[str, str]]:
    garments = [("garment", label) for label in example.garments[:1]]
    return [*garments, ("pattern", example.pattern)]


def _mixed(
    views: NDArray[np.uint8],
    targets: dict[str, Any],
    weights: dict[str, Any],
    rng: np.random.Generator,
) -> tuple[NDArray[np.uint8], dict[str, Any], dict[str, Any]]:
    """Each image, its targets and weights blended with its neighbour's (Zhang et al. 2018)."""
    share = np.float32(rng.beta(0.3, 0.3))

    def blend(values: NDArray[Any]) -> NDArray[np.float32]:
        mixed = values * share + np.roll(values, 1, axis=0) * (1 - share)
        return np.asarray(mixed, np.float32)

    # A neighbour that teaches a head nothing takes its share of the weight, not of the target.
    blended = {}
    for name, target in targets.items():
        weight = weights[name].reshape(-1, *[1] * (target.ndim - 1))
        blended[name] = blend(target * weight) / np.maximum(blend(weight), np.float32(1e-6))
    return (
        np.round(blend(views)).astype(np.uint8),
        blended,
        {name: blend(values) for name, values in weights.items()},
    )
