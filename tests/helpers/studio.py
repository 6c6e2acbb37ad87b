"""The real application as a process, and what its library says meanwhile."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import numpy as np
import psutil
from numpy.typing import NDArray
from PIL import Image

from studio.core.collection import LibraryCounts
from studio.core.errors import CatalogueError
from studio.library.library import Library
from studio.resources import get_places
from tests.helpers.display import Display, wait_for

ROOT = Path(__file__).parent.parent.parent
SCREENSHOTS = ROOT / "build" / "screenshots"
TITLE = "^Fashion Studio"
WINDOW = (470, 20, 1190, 980)  # x, y, width, height: beside a file manager at the left


class Studio:
    """One window of Fashion Studio on a display."""

    def __init__(self, display: Display, library: Path) -> None:
        """Start it and wait until its window is to be seen."""
        self.display = display
        self.library = library
        known = set(display.find_windows(TITLE))
        self.process = display.start([sys.executable, "-m", "studio", "--library", library])
        self.window = wait_for("the window", lambda: self._find_window(known))
        display.place(self.window, *WINDOW)

    def _find_window(self, known: set[str]) -> str | None:
        if self.process.poll() is not None:
            raise AssertionError("the application ended: " + read_log(self.display))
        return next((w for w in self.display.find_windows(TITLE) if w not in known), None)

    def save_picture(self, name: str) -> NDArray[np.uint8]:
        """A screenshot of the window, kept in build/screenshots/."""
        picture = self.display.picture(self.window)
        SCREENSHOTS.mkdir(parents=True, exist_ok=True)
        Image.fromarray(picture).save(SCREENSHOTS / f"{name}.png")
        return picture

    def click_in_window(self, x: int, y: int) -> None:
        """Click at a place of the window."""
        self.display.click(self.window, x, y)

    def press(self, *keys: str) -> None:
        """Press keys in the window, xdotool's names."""
        self.display.xdotool("windowactivate", "--sync", self.window)
        for key in keys:
            self.display.xdotool("key", key)

    def type(self, text: str) -> None:
        """Type a text where the focus is."""
        self.display.xdotool("type", "--delay", "15", text)

    def wait_for_rest(self) -> NDArray[np.uint8]:
        """What the window shows once it has not changed for a second."""
        return self.display.wait_for_rest(self.window)

    def list_processes(self) -> list[psutil.Process]:
        """The application with its workers."""
        main = psutil.Process(self.process.pid)
        return [main, *main.children(recursive=True)]

    def end(self, number: signal.Signals = signal.SIGTERM) -> int:
        """Send a signal to the application and wait for its end; returns the exit status."""
        os.kill(self.process.pid, number)
        return self.process.wait(timeout=30)


def read_log(display: Display) -> str:
    """What the programs on the display printed."""
    log = Path(display.environment["HOME"]) / "programs.log"
    return log.read_text(encoding="utf-8", errors="replace")


@contextmanager
def read_library(folder: Path) -> Iterator[Library]:
    """The library, as another process sees it."""
    library = Library.open(folder, get_places(), read_only=True)
    try:
        yield library
    finally:
        library.close()


def count_done(folder: Path) -> tuple[LibraryCounts, int] | None:
    """The counts of a library and how many images wait; None while there is no library yet."""
    try:
        with read_library(folder) as library:
            before = library.count_library().all
            waiting = library.count_pending()
            counts = library.count_library()  # last, so that it tells of all that was analysed
            return counts, waiting + counts.all - before
    except CatalogueError:
        return None


def wait_until_tagged(folder: Path, total: int, seconds: float = 120) -> LibraryCounts:
    """Wait until `total` images are in the library and none of them waits any more."""
    seen = count_done(folder)

    def check() -> LibraryCounts | None:
        nonlocal seen
        seen = count_done(folder)
        return seen[0] if seen and seen[0].all >= total and seen[1] == 0 else None

    try:
        return wait_for(f"{total} analysed images", check, seconds)
    except AssertionError as error:
        raise AssertionError(f"{error}; the library has {seen}") from None


def run_command(*words: object) -> subprocess.CompletedProcess[str]:
    """Run the command line."""
    return subprocess.run(
        [sys.executable, "-m", "studio", *map(str, words)],
        capture_output=True,
        text=True,
        check=False,
        cwd=ROOT,
        timeout=120,
    )


def read_facets(folder: Path) -> dict[str, dict[str, int]]:
    """What `fashion-studio facets --json` says."""
    done = run_command("facets", "--library", folder, "--json")
    assert done.returncode == 0, done.stderr
    facets: dict[str, dict[str, int]] = json.loads(done.stdout)
    return facets
