"""From an arrow key to the painted preview in the loupe of the real window, in a probe."""

from __future__ import annotations

import statistics
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

from PySide6.QtCore import QEvent, QObject, Qt, QTimer
from PySide6.QtGui import QPaintEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication

from studio.gui.main_window import MainWindow
from studio.gui.views import stepper
from studio.gui.views.loupe import Loupe
from studio.gui.views.zoom_canvas import ZoomCanvas
from tests.bench.images import make_large
from tests.bench.imports import run_import
from tests.bench.probe import Heart, report
from tests.bench.window import probe, window_environment
from tests.helpers.garments import draw_garments

PICTURES = 40
STEPS = 30
LOOK_MS = 700  # that somebody looks at each image
HELD_MS = 33


def measure(work: Path) -> dict[str, float]:
    """The window with and without previews fetched ahead, on drawn pictures of 12 megapixels."""
    library = _make_library(work)
    found: dict[str, dict[str, Any]] = {}
    with window_environment() as environment:
        for name in ("loupe-alone", "loupe"):
            found[name] = probe(environment, name, "--library", library.absolute())
    ahead, alone = found["loupe"], found["loupe-alone"]
    return {
        "images": PICTURES,
        "alone_median_ms": alone["median"],
        "alone_p95_ms": alone["p95"],
        "ahead_median_ms": ahead["median"],
        "ahead_p95_ms": ahead["p95"],
        "ahead_to_alone": ahead["median"] / alone["median"],
        "held_worst_stall_ms": ahead["stall"],
        "held_shown_share": ahead["shown"],
        "held_then_preview_ms": ahead["last"],
        "own_pixels_ms": ahead["full"],
    }


def _make_library(work: Path) -> Path:
    folder = work / "loupe"
    if not (folder / "library").is_dir():
        drawn = folder / "drawn"
        files = sorted(drawn.iterdir()) if drawn.is_dir() else draw_garments(drawn, PICTURES)
        make_large(files, folder / "pictures")
        run_import(folder / "pictures", folder / "library")
    return folder / "library"


class Painted(QObject):
    """Calls back when the canvas has painted what is waited for."""

    def __init__(self, canvas: ZoomCanvas, is_there: Callable[[], bool]) -> None:
        super().__init__(canvas)
        self._is_there = is_there
        self.then: Callable[[], None] | None = None
        self.paints = 0
        canvas.installEventFilter(self)

    def eventFilter(self, _watched: QObject, event: QEvent) -> bool:
        """After each paint event it is looked at what it has painted."""
        if isinstance(event, QPaintEvent):
            QTimer.singleShot(0, self._look)
        return False

    def _look(self) -> None:
        self.paints += 1
        if self.then is not None and self._is_there():
            then, self.then = self.then, None
            then()


def watch_loupe(application: QApplication, *, ahead: bool) -> None:
    """Step through the loupe at leisure and with the key held down, and report the times."""
    if not ahead:
        for name in ("AHEAD", "BEHIND"):
            setattr(stepper, name, 0)
    run = _Run(application)
    QTimer.singleShot(3000, run.start)


class _Run(QObject):
    """One step after another; each is a generator's turn."""

    def __init__(self, application: QApplication) -> None:
        super().__init__(application)
        self._application = application
        self._times: list[float] = []
        self._turns: Iterator[None] = iter(())

    def start(self) -> None:
        windows = self._application.topLevelWidgets()
        window = next(widget for widget in windows if isinstance(widget, MainWindow))
        window.resize(1440, 900)
        window.center.show_loupe()
        loupe = window.center.loupe
        assert loupe is not None
        self._loupe: Loupe = loupe
        self._canvas = loupe._canvas
        self._painted = Painted(self._canvas, self._shows_preview)
        self._turns = self._all_turns()
        QTimer.singleShot(3000, self._next)

    def _shows_preview(self) -> bool:
        slide = self._loupe._stepper.slide()
        needed = self._canvas.needed_side(slide.full_size)
        return slide.has(needed) and self._canvas._image is slide.picture(needed)

    def _next(self) -> None:
        next(self._turns, None)

    def _timed(self, key: Qt.Key) -> None:
        """Press a key and note how long it takes to the paint of the preview."""
        start = time.perf_counter()

        def then() -> None:
            self._times.append((time.perf_counter() - start) * 1000)
            QTimer.singleShot(LOOK_MS, self._next)

        self._painted.then = then
        QTest.keyClick(self._loupe, key)

    def _all_turns(self) -> Iterator[None]:
        for _ in range(STEPS):
            self._timed(Qt.Key.Key_Right)
            yield
        steps, self._times = sorted(self._times), []
        QTest.keyClick(self._loupe, Qt.Key.Key_Home)
        QTimer.singleShot(LOOK_MS, self._next)
        yield
        heart = Heart(self)
        self._painted.paints = 0
        for _ in range(PICTURES - 2):
            QTest.keyClick(self._loupe, Qt.Key.Key_Right)
            QTimer.singleShot(HELD_MS, self._next)
            yield
        shown = self._painted.paints / (PICTURES - 2)
        self._timed(Qt.Key.Key_Right)
        yield
        stall = max(heart.gaps)
        self._timed(Qt.Key.Key_Z)
        yield
        report(
            median=statistics.median(steps),
            p95=steps[int(len(steps) * 0.95)],
            stall=stall,
            shown=min(1.0, shown),
            last=self._times[0],
            full=self._times[1],
        )
