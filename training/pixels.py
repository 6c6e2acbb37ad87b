"""Photographs decoded once by the application's own decoder and kept as squares on disk."""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from studio.core.errors import ImageError
from studio.imaging.decode import decode
from studio.imaging.preprocess import PREPROCESSING, network_input
from training.errors import DataError
from training.files import reserve


def load_pixels(paths: Sequence[Path], size: int, cache: Path) -> NDArray[np.uint8]:
    """All images as uint8 [N, size, size, 3], memory-mapped from `cache` when made before."""
    key = hashlib.sha256("\n".join(map(str, [PREPROCESSING, size, *paths])).encode()).hexdigest()
    file = cache / f"pixels-{key[:16]}.npy"
    if not file.exists():
        cache.mkdir(parents=True, exist_ok=True)
        partial = file.with_suffix(".partial.npy")
        pixels = np.lib.format.open_memmap(
            partial, mode="w+", dtype=np.uint8, shape=(len(paths), size, size, 3)
        )
        reserve(partial, partial.stat().st_size)
        for row, path in enumerate(paths):
            pixels[row] = load_square(path, size)
        pixels.flush()
        partial.rename(file)
    mapped: NDArray[np.uint8] = np.load(file, mmap_mode="r")
    return mapped


def load_square(path: Path, size: int) -> NDArray[np.uint8]:
    """One image as the network sees it; raises DataError naming the file."""
    try:
        return network_input(decode(path).rgb, size)
    except ImageError as error:
        raise DataError(f"{path}: {error}") from error
