"""Where the garment is: outlines that somebody has checked, as training targets."""

from __future__ import annotations

import csv
import hashlib
import json
from collections.abc import Sequence
from pathlib import Path

import numpy as np
from numpy.typing import NDArray
from PIL import Image

from training.errors import DataError
from training.files import reserve

MASK_STRIDE = 4  # the network's mask has a quarter of its input's side
# The street photographs' outlines name every piece; these are not worn.
_NOT_WORN = ("null", "hair", "skin")


def find_masks(kind: str, data: Path, labels: Path) -> dict[str, Path]:
    """The mask file of each image (by stem) that has a good one; none where there are no masks.

    Outlines of items lie in `garment-masks` beside the labels or the data; `garment-masks.csv`
    says which show the whole item and almost nothing else.
    """
    if kind == "outfits":
        return {file.stem: file for file in (data / "outfit-masks").glob("*.png")}
    for folder in (labels, data, data.parent / "labels"):
        verdicts = folder / "garment-masks.csv"
        if verdicts.is_file():
            with verdicts.open(newline="", encoding="utf-8") as stream:
                good = [row["image"] for row in csv.DictReader(stream) if row["verdict"] == "good"]
            files = {image: folder / "garment-masks" / f"{image}.png" for image in good}
            return {image: file for image, file in files.items() if file.is_file()}
    return {}


def load_masks(paths: Sequence[Path | None], size: int, cache: Path) -> NDArray[np.uint8]:
    """Masks as uint8 [N, size, size], 255 = garment, stretched like the images; 0 without one.

    Memory-mapped from `cache` when made before. Raises DataError naming a file that is broken.
    """
    key = hashlib.sha256("\n".join(map(str, [size, *paths])).encode()).hexdigest()
    file = cache / f"masks-{key[:16]}.npy"
    if not file.exists():
        cache.mkdir(parents=True, exist_ok=True)
        partial = file.with_suffix(".partial.npy")
        masks = np.lib.format.open_memmap(
            partial, mode="w+", dtype=np.uint8, shape=(len(paths), size, size)
        )
        reserve(partial, partial.stat().st_size)
        for row, path in enumerate(paths):
            if path is not None:
                masks[row] = load_mask(path, (size, size))
        masks.flush()
        partial.rename(file)
    mapped: NDArray[np.uint8] = np.load(file, mmap_mode="r")
    return mapped


def load_mask(path: Path, size: tuple[int, int] | None = None) -> NDArray[np.uint8]:
    """One mask as uint8 [h, w], 255 = garment, at `size` (width, height) or its own."""
    try:
        with Image.open(path, formats=["PNG"]) as picture:
            values = np.asarray(picture)
    except (OSError, ValueError, SyntaxError) as error:
        raise DataError(f"{path}: cannot be read as a mask ({error}).") from error
    if values.ndim != 2:
        raise DataError(f"{path}: a mask has one channel.")
    worn = values if values.dtype == bool else ~np.isin(values, _not_worn(path))
    mask = Image.fromarray(np.where(worn, np.uint8(255), np.uint8(0)))
    if size is not None and size != mask.size:
        mask = mask.resize(size, Image.Resampling.BOX)
    return np.asarray(mask)


def _not_worn(path: Path) -> list[int]:
    """The values that are no clothes, from the list of names beside the folder of masks.

    Without one, a mask is plain: 0 is background.
    """
    names = path.parent.parent / "outfit-mask-labels.json"
    if not names.is_file():
        return [0]
    return [i for i, name in enumerate(json.loads(names.read_text())) if name in _NOT_WORN]
