"""Imports against the naive pipeline and against the floor."""

from __future__ import annotations

import shutil
import time
from collections.abc import Sequence
from pathlib import Path

from studio.inference.bundle import Bundle
from studio.library.library import Library
from studio.resources import get_places
from tests.bench.images import link_folder
from tests.bench.pipelines import run_floor, run_naive


def run_import(folder: Path, library_folder: Path, workers: int | None = None) -> float:
    """Seconds from the call to the last stored result, worker start included."""
    library = Library.open(library_folder, get_places(), workers=workers)
    started = time.perf_counter()
    for _ in library.import_paths([folder]):
        pass
    seconds = time.perf_counter() - started
    counts = library.count_library()
    library.close()
    if counts.failed:
        raise RuntimeError(f"{counts.failed} of {counts.all} images failed")
    return seconds


def compare(
    files: Sequence[Path], naive_count: int, bundle: Bundle, precision: str, work: Path
) -> dict[str, float]:
    """Images a second of all four, and the two ratios that count.

    The naive pipeline has no start-up worth the name, so that a part of the files tells its rate.
    """
    shutil.rmtree(work, ignore_errors=True)
    folder = link_folder(files, work / "photographs")
    copies = sorted(folder.iterdir())
    for file in copies:
        file.read_bytes()  # everybody finds the files in the system's cache
    count = len(copies)
    part = copies[:: max(1, count // naive_count)]
    naive = len(part) / run_naive(part, bundle, work / "naive")
    real = count / run_import(folder, work / "library")
    floor = count / run_floor(copies, bundle, precision)
    single = count / run_import(folder, work / "single", workers=1)
    shutil.rmtree(work)
    return {
        "images": count,
        "naive_images": len(part),
        "naive_per_s": naive,
        "import_per_s": real,
        "floor_per_s": floor,
        "one_worker_per_s": single,
        "import_to_naive": real / naive,
        "one_worker_to_floor": single / floor,
    }
