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
    library = Library.open(library_folder, get_places())
    if workers is not None:
        library.set_workers(workers)
    started = time.perf_counter()
    for _ in library.import_paths([folder]):
        pass
    seconds = time.perf_counter() - started
    counts = library.count_library()
    library.close()
    if counts.failed:
        raise RuntimeError(f"{counts.failed} of {counts.all} images failed")
    return seconds


def compare(files: Sequence[Path], bundle: Bundle, precision: str, work: Path) -> dict[str, float]:
    """Images a second of all four, and the two ratios that count."""
    shutil.rmtree(work, ignore_errors=True)
    folder = link_folder(files, work / "photographs")
    copies = sorted(folder.iterdir())
    for file in copies:
        file.read_bytes()  # everybody finds the files in the system's cache
    count = len(copies)
    real = run_import(folder, work / "library")
    naive = run_naive(copies, bundle, work / "naive")
    floor = run_floor(copies, bundle, precision)
    single = run_import(folder, work / "single", workers=1)
    shutil.rmtree(work)
    return {
        "images": count,
        "naive_per_s": count / naive,
        "import_per_s": count / real,
        "floor_per_s": count / floor,
        "one_worker_per_s": count / single,
        "import_to_naive": naive / real,
        "one_worker_to_floor": floor / single,
    }
