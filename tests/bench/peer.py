"""digiKam, the closest open peer that Debian has, on the same files as our window.

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

from tests.helpers.display import Display, end_group, open_display
from tests.helpers.pixels import Picture

RUNS = 3
_SCAN_LIMIT_S = 2 * 3600.0
_OPEN_LIMIT_S = 120.0
_COLORS = 400  # of 4,096; without pictures a window has a few dozen
_DATABASES = ("digikam4.db", "thumbnails-digikam.db", "recognition.db", "similarity.db")
_SETTINGS = """\
[General Settings]
Version=7.9.0
[Album Settings]
Show Splash=false
Scan At Start={scan}
Recurse Albums=true
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
    theirs = ["dbus-run-session", "--", "digikam"]
    found: dict[str, list[tuple[float, float]]] = {"digikam": [], "studio": []}
    for _run in range(RUNS):
        _write_settings(home, scan=False)
        with open_display(home) as display:
            found["digikam"].append(_open(display, theirs, "digiKam"))
        with open_display(home) as display:
            found["studio"].append(_open(display, ours, "Fashion Studio"))
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
        _start(display, ["dbus-run-session", "--", "digikam"], lambda: _has_tables(folder))
        _add_root(folder, files)
        wanted = sum(len(names) for _folder, _folders, names in os.walk(files))
        _start(display, ["dbus-run-session", "--", "digikam"], lambda: _count(folder) >= wanted)
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


def _open(display: Display, words: Sequence[str | Path], title: str) -> tuple[float, float]:
    """Seconds until pictures are to be seen, and memory in MB a little later."""
    start = time.monotonic()
    process = display.start(words, {"QTWEBENGINE_DISABLE_SANDBOX": "1"})
    window = display.wait_for_window(f"^{title}", _OPEN_LIMIT_S)
    while not _has_pictures(display.picture(window)):
        if time.monotonic() - start > _OPEN_LIMIT_S:
            raise RuntimeError(f"{title} shows no pictures.")
    seconds = time.monotonic() - start
    time.sleep(5)
    family = [psutil.Process(process.pid)]
    family += family[0].children(recursive=True)
    memory = sum(one.memory_info().rss for one in family) / 2**20
    end_group(process)
    return seconds, memory


def _has_pictures(picture: Picture) -> bool:
    """Whether there are as many colours as only pictures have."""
    coarse = (picture >> 4).astype(np.int32)
    codes = coarse[..., 0] << 8 | coarse[..., 1] << 4 | coarse[..., 2]
    return len(np.unique(codes)) >= _COLORS


def _version() -> str:
    words = ["dpkg-query", "-W", "-f", "digiKam ${Version}", "digikam"]
    return subprocess.run(words, check=False, capture_output=True, text=True).stdout
