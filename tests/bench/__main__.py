"""Measures everything in one run and prints it: `python -m tests.bench [--full]`."""

from __future__ import annotations

import argparse
import json
from collections.abc import Mapping
from pathlib import Path
from typing import Any

WORK = Path("build/bench")
QUICK = 300  # images for the naive pipeline and the stalls; all of them with --full
LARGE_COUNT = 80


def main() -> int:
    """Run the sections that were asked for; prints a table and writes build/bench/results.json."""
    parser = argparse.ArgumentParser(prog="python -m tests.bench", description=__doc__)
    parser.add_argument("--data", type=Path, default=Path("../shared/data/garments"))
    parser.add_argument(
        "--full", action="store_true", help="no samples: the naive pipeline meets every image, too"
    )
    parser.add_argument("--models", type=Path, help="bundles for the section network")
    parser.add_argument("--only", choices=(*SECTIONS, "browsing"), help="browsing: large libraries")
    options = parser.parse_args()
    results: dict[str, Mapping[str, Any]] = {}
    for name, section in SECTIONS.items():
        if options.only in (None, name) or (options.only == "browsing" and name in BROWSING):
            results[name] = section(options)
            _print(name, results[name])
    WORK.mkdir(parents=True, exist_ok=True)
    (WORK / "results.json").write_text(json.dumps(results, indent=2), encoding="utf-8")
    print(f"\n{WORK / 'results.json'}")
    return 0


def _print(name: str, values: Mapping[str, Any]) -> None:
    print(f"\n{name}")
    for key, value in values.items():
        print(f"  {key:22}{value:>12.3f}" if isinstance(value, float) else f"  {key:22}{value:>12}")


def _photographs(options: argparse.Namespace, count: int | None) -> list[Path]:
    from tests.bench.images import list_photographs

    return list_photographs(options.data, WORK, count)


def _import(options: argparse.Namespace) -> Mapping[str, Any]:
    files = _photographs(options, None)
    return _compare(files, len(files) if options.full else QUICK, "small")


def _large(options: argparse.Namespace) -> Mapping[str, Any]:
    from tests.bench.images import make_large

    count = LARGE_COUNT * 5 if options.full else LARGE_COUNT
    files = make_large(_photographs(options, count), WORK / "12-megapixels")
    return _compare(files, LARGE_COUNT, "large")


def _compare(files: list[Path], naive_count: int, name: str) -> Mapping[str, Any]:
    from studio.inference.bundle import find_bundle
    from studio.inference.session import choose_precision
    from studio.resources import get_places
    from tests.bench.imports import compare

    bundle = find_bundle(get_places().models)
    precision = choose_precision(bundle)
    numbers = compare(files, naive_count, bundle, precision, WORK / name)
    return {"bundle": bundle.id, "precision": precision} | numbers


def _network(options: argparse.Namespace) -> Mapping[str, Any]:
    from studio.inference.bundle import find_bundle
    from studio.resources import get_places
    from tests.bench.networks import compare_networks

    bundle = find_bundle(options.models or get_places().models)
    return {"bundle": bundle.id} | compare_networks(bundle, WORK)


def _palette(options: argparse.Namespace) -> Mapping[str, Any]:
    from studio.inference.bundle import find_bundle
    from studio.resources import get_places
    from tests.bench.palettes import measure_palettes

    return measure_palettes(find_bundle(options.models or get_places().models))


def _start(options: argparse.Namespace) -> Mapping[str, Any]:
    from tests.bench.window import measure_start, window_environment

    library = _filled_library(options)
    with window_environment() as environment:
        return measure_start(environment, library)


def _memory(options: argparse.Namespace) -> Mapping[str, Any]:
    from tests.bench.window import probe, window_environment

    with window_environment() as environment:
        result = probe(environment, "memory", "--library", _filled_library(options))
    return {
        "images": result["images"],
        "rest_mb": result["rest"] / 2**20,
        "scrolled_mb": result["scrolled"] / 2**20,
        "again_mb": result["again"] / 2**20,
    }


def _stalls(options: argparse.Namespace) -> Mapping[str, Any]:
    import shutil

    from tests.bench.images import link_folder
    from tests.bench.window import probe, window_environment

    work = WORK / "stalls"
    shutil.rmtree(work, ignore_errors=True)
    count = None if options.full else 5 * QUICK
    folder = link_folder(_photographs(options, count), work / "drop")
    with window_environment() as environment:
        words = ("--library", work / "library", "--folder", folder.absolute())
        result = probe(environment, "import", *words)
    shutil.rmtree(work)
    return result


def _colors(_options: argparse.Namespace) -> Mapping[str, Any]:
    from tests.bench.colors import measure

    return measure(WORK)


def _library(options: argparse.Namespace) -> Mapping[str, Any]:
    from tests.bench.libraries import measure

    results = dict(measure(WORK, 100_000))
    if options.full:
        for size in (10_000, 1_000_000):
            results |= {f"{name}_{size}": value for name, value in measure(WORK, size).items()}
    return results


def _window(options: argparse.Namespace) -> Mapping[str, Any]:
    """The real window on 100,000 images, and the grid on 10,000 to (with --full) 1,000,000."""
    from tests.bench.big_library import get_library
    from tests.bench.window import probe, window_environment

    library = get_library(WORK, 100_000, files=True)
    results: dict[str, Any] = {}
    with window_environment() as environment:
        opened = [probe(environment, "tiles", "--library", library) for _ in range(3)]
        results["first_tile_s"] = min(found["seconds"] for found in opened)
        results["worst_stall_ms"] = min(found["worst"] for found in opened)
        for size in (10_000, 100_000, 1_000_000) if options.full else (10_000, 100_000):
            folder = get_library(WORK, size, thumbnails=size <= 100_000)
            found = probe(environment, "grid", "--library", folder)
            names = ("plain_ms", "grid_ms", "ratio", "justified_ms", "select_all_ms")
            results |= {f"{name}_{size}": found[name] for name in names}
        bare = probe(environment, "bare")["rss"]
        memory = probe(environment, "memory", "--library", library)
    return results | {
        "bare_mb": bare / 2**20,
        "rest_mb": memory["rest"] / 2**20,
        "scrolled_mb": memory["scrolled"] / 2**20,
        "again_mb": memory["again"] / 2**20,
        "memory_ratio": memory["rest"] / bare,
    }


def _scroll(_options: argparse.Namespace) -> Mapping[str, Any]:
    """Frames of the grid on 100,000 images: wheel steps and jumps, in each of its looks."""
    from tests.bench.big_library import get_library
    from tests.bench.window import probe, window_environment

    with window_environment() as environment:
        return probe(environment, "scroll", "--library", get_library(WORK, 100_000))


def _organise(_options: argparse.Namespace) -> Mapping[str, Any]:
    """1,000 of 100,000 images marked and unmarked: the catalogue alone, then the window."""
    from tests.bench.big_library import get_library
    from tests.bench.organising import measure
    from tests.bench.window import probe, window_environment

    library = get_library(WORK, 100_000, files=True)
    alone = measure(library)
    with window_environment() as environment:
        shown = probe(environment, "organise", "--library", library)
    return alone | {f"window_{name}": value for name, value in shown.items()}


def _loupe(_options: argparse.Namespace) -> Mapping[str, Any]:
    from tests.bench.loupes import measure

    return measure(WORK)


def _peer(_options: argparse.Namespace) -> Mapping[str, Any]:
    """The same with digiKam, where it is installed, on the same 100,000 files."""
    import sys

    from tests.bench.big_library import get_library
    from tests.bench.peer import measure

    library = get_library(WORK, 100_000, files=True)
    return measure(WORK, library, [sys.executable, "-m", "studio", "--library", library])


def _similar(options: argparse.Namespace) -> Mapping[str, Any]:
    from tests.bench.similar import measure

    return measure(_filled_library(options))


def _rescan(options: argparse.Namespace) -> Mapping[str, Any]:
    from tests.bench.rescan import measure

    return measure(WORK, 1_000_000 if options.full else 100_000)


def _filled_library(options: argparse.Namespace) -> Path:
    """A library with every photograph at hand, kept for the next run."""
    from tests.bench.imports import run_import

    folder = WORK / "filled"
    data = options.data if options.data.is_dir() else _photographs(options, None)[0].parent
    run_import(data.absolute(), folder)
    return folder.absolute()


SECTIONS = {
    "network": _network,
    "import": _import,
    "large": _large,
    "start": _start,
    "memory": _memory,
    "stalls": _stalls,
    "colors": _colors,
    "library": _library,
    "window": _window,
    "scroll": _scroll,
    "loupe": _loupe,
    "similar": _similar,
    "organise": _organise,
    "rescan": _rescan,
    "peer": _peer,
    "palette": _palette,  # last: it keeps the process to one core
}
# What docs/performance.md tells of.
BROWSING = ("library", "window", "scroll", "loupe", "similar", "organise", "rescan", "peer")


if __name__ == "__main__":
    raise SystemExit(main())
