"""Fills a new library with garments that the application draws, and prints what it found."""

from __future__ import annotations

import sys
from pathlib import Path

from studio.library.library import Library
from studio.library.places import Places


def fill_with_samples(folder: Path, places: Places) -> None:
    """Import the sample garments into an empty library; one that has images stays as it is."""
    with_progress = sys.stderr.isatty()
    library = Library.open(folder, places)
    try:
        if library.is_read_only or library.count_library().all:
            return
        for progress in library.import_samples():
            if with_progress:
                print(
                    f"\rSamples: {progress.analysed} of {progress.total}", end="", file=sys.stderr
                )
        if with_progress:
            print(file=sys.stderr)
    finally:
        library.close()


def print_collections(folder: Path, places: Places) -> None:
    """The auto-collections with their counts, largest first."""
    library = Library.open(folder, places, read_only=True)
    try:
        counts = library.count_facets()
        print(f"{library.count_library().all} images in {folder}")
        for facet in library.taxonomy.facets:
            filled = sorted(counts.get(facet.id, {}).items(), key=lambda item: -item[1])
            names = (f"{facet.get_label(label).name} {count}" for label, count in filled)
            print(f"  {facet.name}: {', '.join(names) or 'none yet'}")
        if library.bundle_problem:
            print(f"  Not tagged: {library.bundle_problem}")
    finally:
        library.close()
