"""The files that are measured: photographs when they are at hand, drawn garments otherwise."""

from __future__ import annotations

import random
from collections.abc import Sequence
from pathlib import Path

from PIL import Image

from tests.helpers.garments import draw_garments

LARGE = (4000, 3000)  # 12 megapixels, what telephones take
SUFFIXES = {".jpg", ".jpeg", ".png", ".webp"}


def list_photographs(folder: Path | None, work: Path, count: int | None) -> list[Path]:
    """Up to `count` image files under `folder`, always the same ones; drawn without a folder."""
    if folder is None or not folder.is_dir():
        folder = work / "drawn"
        if not folder.is_dir():
            draw_garments(folder, count or 600)
    files = sorted(file for file in folder.rglob("*") if file.suffix.lower() in SUFFIXES)
    if count is not None and count < len(files):
        files = sorted(random.Random(7).sample(files, count))
    return files


def link_folder(files: Sequence[Path], folder: Path) -> Path:
    """A folder with these files and no others, as hard copies' cheap stand-in: links of data."""
    folder.mkdir(parents=True)
    for number, file in enumerate(files):
        (folder / f"{number:05}{file.suffix}").write_bytes(file.read_bytes())
    return folder


def make_large(files: Sequence[Path], folder: Path) -> list[Path]:
    """12-megapixel JPEG copies, made once."""
    folder.mkdir(parents=True, exist_ok=True)
    copies = []
    for file in files:
        copy = folder / f"{file.stem}.jpg"
        if not copy.exists():
            with Image.open(file) as picture:
                upright = picture.convert("RGB")
            size = LARGE if upright.width > upright.height else LARGE[::-1]
            upright.resize(size, Image.Resampling.BICUBIC).save(copy, "JPEG", quality=92)
        copies.append(copy)
    return copies
