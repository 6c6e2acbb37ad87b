"""Looking for changes in a tree where there are none, against a bare walk over it."""

from __future__ import annotations

import os
import shutil
import time
from collections.abc import Callable, Mapping
from pathlib import Path

from studio.core.asset import Analysis
from studio.library.rescanning import Rescan
from studio.storage.catalogue import Catalogue

_IN_A_FOLDER = 500
_ROUNDS = 5


def measure(work: Path, size: int) -> Mapping[str, float]:
    """Seconds of both (the best of five, taking turns), and of a first look."""
    work = work / "rescan"
    shutil.rmtree(work, ignore_errors=True)
    photos = _make_tree(work / "photos", size)
    with Catalogue.open(work / "library") as catalogue:
        first = _time(lambda: _look(catalogue, lambda scan: scan.look_through([photos])))
        catalogue.store_analyses([(key, _analysis(key)) for key, _ in catalogue.list_paths()])
        bare = again = float("inf")
        for _ in range(_ROUNDS):
            bare = min(bare, _time(lambda: _walk(os.fsencode(photos))))
            again = min(again, _time(lambda: _look(catalogue, lambda scan: scan.rescan())))
        os.rename(photos / "0", photos / "renamed")
        renamed = _time(lambda: _look(catalogue, lambda scan: scan.rescan()))
    shutil.rmtree(work)
    return {
        "files": size,
        "first_s": first,
        "walk_s": bare,
        "rescan_s": again,
        "ratio": again / bare,
        f"renamed_{_IN_A_FOLDER}_s": renamed,
    }


def _look(catalogue: Catalogue, how: Callable[[Rescan], None]) -> None:
    how(Rescan(catalogue, lambda _changes: None, lambda _assets: None, lambda: False))


def _walk(folder: bytes) -> int:
    """What any look at a tree has to do: list the folders, ask each file for size and time."""
    count = 0
    waiting = [folder]
    while waiting:
        with os.scandir(waiting.pop()) as entries:
            for entry in entries:
                if entry.is_dir(follow_symlinks=False):
                    waiting.append(entry.path)
                else:
                    count += entry.stat().st_size > 0
    return count


def _make_tree(folder: Path, size: int) -> Path:
    head = b"\x89PNG\r\n\x1a\n"
    current = folder
    for number in range(size):
        if number % _IN_A_FOLDER == 0:
            current = folder / str(number // _IN_A_FOLDER)
            current.mkdir(parents=True)
        name = f"{current}/look {number}.png"
        with open(name, "wb") as stream:
            stream.write(head + str(number).encode().ljust(16))
    return folder


def _analysis(number: int) -> Analysis:
    return Analysis(40, 30, "PNG", b"", f"{number:032x}", 0)


def _time(work: Callable[[], object]) -> float:
    started = time.perf_counter()
    work()
    return time.perf_counter() - started
