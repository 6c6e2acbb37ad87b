"""What an import is measured against: the naive way, and the work that cannot be left out."""

from __future__ import annotations

import sqlite3
import time
from collections.abc import Sequence
from pathlib import Path

import numpy as np
from PIL import Image

from studio.core.color import load_color_names
from studio.imaging.decode import decode
from studio.imaging.palette import extract_palette
from studio.imaging.preprocess import network_input
from studio.inference.bundle import Bundle
from studio.inference.session import Session
from studio.inference.tagger import Tagger
from studio.resources import get_root


def run_naive(files: Sequence[Path], bundle: Bundle, folder: Path) -> float:
    """Seconds for what one writes first.

    Two full decodes, the fp32 network an image at a time with onnxruntime's own threads, a PNG
    thumbnail in a file, one commit an image.
    """
    import onnxruntime

    names = load_color_names(get_root() / "taxonomy" / "color-names.toml")
    folder.mkdir(parents=True)
    started = time.perf_counter()
    session = onnxruntime.InferenceSession(str(bundle.files["fp32"]))
    database = sqlite3.connect(folder / "naive.sqlite3")
    database.execute("CREATE TABLE asset (id INTEGER PRIMARY KEY, path, tags, palette, thumbnail)")
    for number, file in enumerate(files):
        with Image.open(file) as picture:
            pixels = np.asarray(picture.convert("RGB"))
        image = network_input(pixels, bundle.input_size)
        outputs = session.run(None, {bundle.input_name: image[None]})
        with Image.open(file) as picture:
            thumbnail = picture.convert("RGB")
            thumbnail.thumbnail((512, 512))
        thumbnail.save(folder / f"{number}.png")
        palette = extract_palette(thumbnail, names)
        database.execute(
            "INSERT INTO asset VALUES (?, ?, ?, ?, ?)",
            (number, str(file), repr(outputs[0]), repr(palette), f"{number}.png"),
        )
        database.commit()
    database.close()
    return time.perf_counter() - started


def run_floor(files: Sequence[Path], bundle: Bundle, precision: str) -> float:
    """Seconds for decode and network alone, in one process that is ready to start."""
    session = Session(bundle.files[precision])
    session.run(np.zeros((1, bundle.input_size, bundle.input_size, 3), np.uint8))
    started = time.perf_counter()
    for file in files:
        session.run(network_input(decode(file).picture, bundle.input_size)[None])
    return time.perf_counter() - started


def check_bundle(bundle: Bundle, precision: str) -> str:
    """A line that says which bundle was measured."""
    tagger = Tagger(bundle, precision)
    return f"{bundle.id}, {precision}, {tagger.input_size} px"
