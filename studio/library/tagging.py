"""Tagging files without a library."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from pathlib import Path

from studio.core.asset import Analysis
from studio.core.errors import BundleError, ImageError
from studio.imaging.decode_pool import WorkerPool, worker_count
from studio.library import analysis
from studio.library.analysis import AnalysisSetup
from studio.library.places import Places


def tag_files(files: Sequence[Path], places: Places) -> Iterator[tuple[str, Analysis | ImageError]]:
    """Each file with its analysis or the reason why there is none, in the order given.

    Results stream: a file is yielded as soon as all before it are. Raises BundleError when the
    bundle is missing or damaged: without it there is nothing to say.
    """
    from studio.inference.bundle import find_bundle

    return _analyse_files(files, find_bundle(places.models).folder, places)


def analyse_files(
    files: Sequence[Path], places: Places
) -> Iterator[tuple[str, Analysis | ImageError]]:
    """As `tag_files`; where there is no bundle, palettes come from what does not fill the frame."""
    from studio.inference.bundle import find_bundle

    try:
        bundle = find_bundle(places.models).folder
    except BundleError:
        bundle = None
    return _analyse_files(files, bundle, places)


def _analyse_files(
    files: Sequence[Path], bundle: Path | None, places: Places
) -> Iterator[tuple[str, Analysis | ImageError]]:
    setup = AnalysisSetup(bundle, places.color_names, places.precision_file)
    items = [(number, str(path)) for number, path in enumerate(files)]
    finished: dict[int, Analysis | ImageError] = {}
    upcoming = 0
    with WorkerPool(
        min(worker_count(), len(items)),
        analysis.analyse,
        initializer=analysis.start,
        initargs=(setup,),
    ) as pool:
        for result in pool.map_unordered(items):
            if result is None:
                continue
            finished[result[0][0]] = result[1]
            while upcoming in finished:
                yield items[upcoming][1], finished.pop(upcoming)
                upcoming += 1
