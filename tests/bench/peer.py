"""The closest open peer that Debian has, digiKam, on the same files as our window.

Both open a library that they know, in a window of the same size; a program is open when pictures
are to be seen in it. digiKam has to learn the files first: at 100,000 that takes it half an hour,
once (`prepare`), and is done without looking at the pictures.
"""

from __future__ import annotations

import os
import shutil
import sqlite3
import statistics
import subprocess
import time
from collections.abc import Sequence
from contextlib import closing
from pathlib import Path
from typing import Any

import numpy as np
import psutil

from tests.helpers.display import Display, end_group, open_display, wait_for
from tests.helpers.pixels import Picture

RUNS = 3
_DIGIKAM = ("dbus-run-session", "--", "digikam")
_ALBUM = (126, 96)  # where the album of all files stands in its window
_SCAN_LIMIT_S = 2 * 3600.0
_OPEN_LIMIT_S = 120.0
_REST_S = 8.0  # before, a picture and an empty window come and go
_COLORS = 150  # of 4,096; without pictures a window has a few dozen
_GROUND = 0.3  # of the window; its page of welcome is all picture
_DATABASES = ("digikam4.db", "thumbnails-digikam.db", "recognition.db", "similarity.db")
_SETTINGS = """\
[General Settings]
Version=7.9.0
[Album Settings]
Show Splash=false
Scan At Start={scan}
Recursive Albums=true
[AlbumFolderView Sidebar]
CurrentIndex=1
Expansion=0,1
Selection=1
[Database Settings]
Database Type=QSQLITE
Database Name={folder}/
Database Name Face={folder}/
Database Name Similarity={folder}/
Database Name Thumbnails={folder}/
Internal Database Server=false
"""


def measure(work: Path, library: Path, ours: Sequence[str | Path]) -> dict[str, Any]:
    """Seconds to the first pictures and memory of both; `ours` is the command of our window."""
    if shutil.which("digikam") is None:
        return {"peer": "digikam is not installed (apt-get install digikam)"}
    home = (work / "digikam").absolute()
    prepare(home, library / "archive")
    found: dict[str, list[tuple[float, float]]] = {"digikam": [], "studio": []}
    for _run in range(RUNS):
        _write_settings(home, scan=False)
        with open_display(home) as display:
            found["digikam"].append(_open_digikam(display))
        with open_display(home) as display:
            found["studio"].append(_open_studio(display, ours))
    results: dict[str, Any] = {"peer": _version()}
    for name, runs in found.items():
        results[f"{name}_first_tiles_s"] = min(seconds for seconds, _memory in runs)
        results[f"{name}_mb"] = statistics.median(memory for _seconds, memory in runs)
    return results


def prepare(home: Path, files: Path) -> None:
    """Have digiKam know all files below a folder; kept for the next run."""
    folder = home / "database"
    if (folder / "complete").exists():
        return
    shutil.rmtree(home, ignore_errors=True)
    folder.mkdir(parents=True)
    for name in _DATABASES:
        (folder / name).touch()
    _write_settings(home, scan=True)
    with open_display(home) as display:
        _start(display, _DIGIKAM, lambda: _has_tables(folder))
        _add_root(folder, files)
        wanted = sum(len(names) for _folder, _folders, names in os.walk(files))
        _start(display, _DIGIKAM, lambda: _count(folder) >= wanted)
    (folder / "complete").touch()


def _start(display: Display, words: Sequence[str | Path], is_done: Any) -> None:
    process = display.start(words, {"QTWEBENGINE_DISABLE_SANDBOX": "1"})
    deadline = time.monotonic() + _SCAN_LIMIT_S
    while not is_done():
        if process.poll() is not None or time.monotonic() > deadline:
            raise RuntimeError("digiKam did not read the files.")
        time.sleep(1)
    time.sleep(5)
    end_group(process)


def _write_settings(home: Path, *, scan: bool) -> None:
    file = home / ".config" / "digikamrc"
    file.parent.mkdir(parents=True, exist_ok=True)
    words = _SETTINGS.format(folder=home / "database", scan=str(scan).lower())
    file.write_text(words, encoding="utf-8")


def _has_tables(folder: Path) -> bool:
    return bool(_ask(folder, "SELECT name FROM sqlite_master WHERE name = 'AlbumRoots'"))


def _count(folder: Path) -> int:
    return int(_ask(folder, "SELECT count(*) FROM Images")[0][0])


def _ask(folder: Path, query: str) -> list[Any]:
    with closing(sqlite3.connect(folder / _DATABASES[0], timeout=30)) as connection:
        return connection.execute(query).fetchall()


def _add_root(folder: Path, files: Path) -> None:
    with closing(sqlite3.connect(folder / _DATABASES[0], timeout=30)) as connection:
        connection.execute(
            "INSERT INTO AlbumRoots (label, status, type, identifier, specificPath)"
            " VALUES ('archive', 0, 1, ?, '/')",
            (f"volumeid:?path={files}",),
        )
        connection.commit()


def _open_studio(display: Display, words: Sequence[str | Path]) -> tuple[float, float]:
    """Seconds from the start until pictures are to be seen, and memory in MB a little later."""
    start = time.monotonic()
    process = display.start(words)
    window = display.wait_for_window("^Fashion Studio", _OPEN_LIMIT_S)
    wait_for("pictures", lambda: _has_pictures(display.picture(window)), _OPEN_LIMIT_S)
    return time.monotonic() - start, _end(process)


def _open_digikam(display: Display) -> tuple[float, float]:
    """The same; the time between its window and the click that opens the album is left out."""
    start = time.monotonic()
    process = display.start(_DIGIKAM, {"QTWEBENGINE_DISABLE_SANDBOX": "1"})
    seconds = _wait_for_two(display) - start
    display.xdotool("key", "Escape")
    time.sleep(2)
    (window,) = _find_windows(display)
    display.place(window, 20, 20, 1280, 800)
    time.sleep(3)
    start = time.monotonic()
    display.click(window, *_ALBUM)
    wait_for("pictures", lambda: _has_pictures(display.picture(window)), _OPEN_LIMIT_S)
    return seconds + time.monotonic() - start, _end(process)


def _wait_for_two(display: Display) -> float:
    """Since when its window is there with an offer to fetch files for faces, as at each start."""
    since, last = time.monotonic(), [""]
    while len(last) != 2 or time.monotonic() - since < _REST_S:
        found = _find_windows(display)
        if found != last:
            since, last = time.monotonic(), found
        time.sleep(0.1)
    return since


def _find_windows(display: Display) -> list[str]:
    words = ["xdotool", "search", "--onlyvisible", "--class", "digikam"]
    done = subprocess.run(
        words, env=display.environment, check=False, capture_output=True, text=True
    )
    return done.stdout.split()


def _end(process: subprocess.Popen[bytes]) -> float:
    """End it after a while; returns the memory that it had, in MB."""
    time.sleep(5)
    family = [psutil.Process(process.pid)]
    family += family[0].children(recursive=True)
    memory: float = sum(one.memory_info().rss for one in family) / 2**20
    end_group(process)
    return memory


def _has_pictures(picture: Picture) -> bool:
    """Whether a window has as many colours as pictures have, on its plain ground."""
    coarse = (picture >> 4).astype(np.int32)
    codes = coarse[..., 0] << 8 | coarse[..., 1] << 4 | coarse[..., 2]
    found, numbers = np.unique(codes, return_counts=True)
    return len(found) >= _COLORS and float(numbers.max()) / codes.size > _GROUND


def _version() -> str:
    words = ["dpkg-query", "-W", "-f", "digiKam ${Version}", "digikam"]
    return subprocess.run(words, check=False, capture_output=True, text=True).stdout
