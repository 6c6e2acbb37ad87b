"""Runs a window in this process and measures it from inside; prints one JSON object.

`bare` is a PySide6 window with a label; `start`, `memory` and `import` run the application itself,
through the same function as `fashion-studio`. Only the event loop's entry is wrapped.
"""

from __future__ import annotations

import argparse
import json
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

from PySide6.QtCore import QEvent, QMimeData, QObject, QPoint, QPointF, Qt, QTimer, QUrl
from PySide6.QtGui import QDragEnterEvent, QDropEvent
from PySide6.QtWidgets import QApplication, QLabel, QListView, QMainWindow

BEAT_MS = 5
SCREENS = 150  # that a scroll of the whole library stops at, at most


class FirstPaint(QObject):
    """Calls back once, after the first paint of any window."""

    def __init__(self, callback: Callable[[], None], parent: QObject) -> None:
        super().__init__(parent)
        self._callback: Callable[[], None] | None = callback

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if event.type() == QEvent.Type.Paint and self._callback is not None:
            QTimer.singleShot(0, self._callback)
            self._callback = None
        return super().eventFilter(watched, event)


class Heart(QObject):
    """Notes how long the GUI thread kept a timer waiting, in ms."""

    def __init__(self, parent: QObject) -> None:
        super().__init__(parent)
        self.gaps: list[float] = []
        self._last = time.perf_counter()
        timer = QTimer(self, interval=BEAT_MS, timerType=Qt.TimerType.PreciseTimer)
        timer.timeout.connect(self._on_beat)
        timer.start()

    def _on_beat(self) -> None:
        now = time.perf_counter()
        self.gaps.append(max(0.0, (now - self._last) * 1000 - BEAT_MS))
        self._last = now


def on_loop_start(call: Callable[[QApplication], None]) -> None:
    """Have `call` run when the application enters its event loop."""
    enter = QApplication.exec

    def wrapped(*_arguments: object) -> int:
        application = QApplication.instance()
        assert isinstance(application, QApplication)
        call(application)
        return enter()

    setattr(QApplication, "exec", staticmethod(wrapped))  # noqa: B010 - mypy refuses the assignment


def report(**values: Any) -> None:
    """Print the result and end the application."""
    print(json.dumps(values), flush=True)
    QApplication.closeAllWindows()
    QApplication.quit()


def run_bare() -> None:
    """The least that a PySide6 application can be."""
    application = QApplication([])
    window = QMainWindow()
    window.setCentralWidget(QLabel("Bare"))
    window.resize(1280, 800)
    window.show()
    watch_start(application)
    application.exec()


def watch_start(application: QApplication) -> None:
    """Report the CPU seconds from the start of the process to the first paint."""
    watcher = FirstPaint(lambda: report(cpu=time.process_time(), rss=read_rss()), application)
    application.installEventFilter(watcher)


def read_rss() -> int:
    """The resident memory of this process, in bytes."""
    import psutil

    return int(psutil.Process().memory_info().rss)


def watch_tiles(application: QApplication) -> None:
    """Report the seconds from the start of the process to the first tile with its picture."""
    import psutil

    from studio.gui.views import tile_delegate

    paint = tile_delegate.TileDelegate._paint_picture
    started = psutil.Process().create_time()
    heart = Heart(application)

    def noted(*arguments: Any) -> None:
        paint(*arguments)
        if arguments[3] is not None and arguments[4] is not None:
            setattr(tile_delegate.TileDelegate, "_paint_picture", paint)  # noqa: B010 - as above
            seconds = time.time() - started
            QTimer.singleShot(3000, lambda: report(seconds=seconds, worst=max(heart.gaps)))

    setattr(tile_delegate.TileDelegate, "_paint_picture", noted)  # noqa: B010 - as above


def watch_memory(application: QApplication) -> None:
    """Report the resident memory, at rest and after each of two scrolls through the library."""
    import psutil

    process = psutil.Process()
    readings = {}

    def rest() -> None:
        readings["rest"] = process.memory_info().rss
        QTimer.singleShot(0, scroll)

    def scroll() -> None:
        bar = find_grid(application).verticalScrollBar()
        if bar.value() < bar.maximum():
            bar.setValue(bar.value() + max(bar.pageStep(), bar.maximum() // SCREENS))
            QTimer.singleShot(120, scroll)
        else:
            QTimer.singleShot(1500, note)

    def note() -> None:
        name = "again" if "scrolled" in readings else "scrolled"
        readings[name] = process.memory_info().rss
        grid = find_grid(application)
        if name == "scrolled":
            grid.verticalScrollBar().setValue(0)
            QTimer.singleShot(120, scroll)
        else:
            report(images=grid.model().rowCount(), **readings)

    QTimer.singleShot(4000, rest)


def find_grid(application: QApplication) -> QListView:
    """The grid: the list view with the most rows."""
    views = [widget for widget in application.allWidgets() if isinstance(widget, QListView)]
    return max(views, key=lambda view: view.model().rowCount())


def watch_import(application: QApplication, folder: Path) -> None:
    """Drop `folder`, and report the stalls until nothing is left to analyse."""
    from studio.gui.views import tile_delegate

    paint = tile_delegate.TileDelegate.paint
    state: dict[str, float] = {}

    def timed_paint(*arguments: Any) -> None:
        state.setdefault("tile", time.perf_counter())
        paint(*arguments)

    setattr(tile_delegate.TileDelegate, "paint", timed_paint)  # noqa: B010 - as above

    def drop() -> None:
        window = next(w for w in application.topLevelWidgets() if isinstance(w, QMainWindow))
        state["dropped"] = time.perf_counter()
        state.pop("tile", None)
        send_drop(window, folder)
        heart = Heart(application)
        check = QTimer(application, interval=500)
        check.timeout.connect(lambda: finish_when_idle(heart))
        check.start()

    def finish_when_idle(heart: Heart) -> None:
        if is_importing(application) or time.perf_counter() - state["dropped"] < 2:
            return
        gaps = sorted(heart.gaps)
        report(
            beats=len(gaps),
            median=gaps[len(gaps) // 2],
            p99=gaps[int(len(gaps) * 0.99)],
            worst=gaps[-1],
            first_tile=state.get("tile", float("inf")) - state["dropped"],
            seconds=time.perf_counter() - state["dropped"],
        )

    QTimer.singleShot(2500, drop)


def is_importing(application: QApplication) -> bool:
    """Whether the application has a job that runs."""
    from studio.gui.jobs import Jobs

    jobs = [j for w in application.topLevelWidgets() for j in w.findChildren(Jobs)]
    return any(job.find_active() is not None for job in jobs)


def send_drop(window: QMainWindow, folder: Path) -> None:
    """Send the events of a drag that ends on the middle of the window."""
    mime = QMimeData()
    mime.setUrls([QUrl.fromLocalFile(str(folder))])
    place = QPoint(window.width() // 2, window.height() // 2)
    buttons, keys = Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier
    action = Qt.DropAction.CopyAction
    enter = QDragEnterEvent(place, action, mime, buttons, keys)
    QApplication.sendEvent(window, enter)
    QApplication.sendEvent(window, QDropEvent(QPointF(place), action, mime, buttons, keys))


_PROBES = (
    *("bare", "start", "memory", "import", "tiles", "grid", "scroll", "organise"),
    *("loupe", "loupe-alone"),
)


def main() -> None:
    """Measure what the arguments name."""
    parser = argparse.ArgumentParser()
    parser.add_argument("what", choices=_PROBES)
    parser.add_argument("--library", type=Path)
    parser.add_argument("--folder", type=Path)
    options = parser.parse_args()
    if options.what == "bare":
        run_bare()
        return
    if options.what == "grid":
        from tests.bench.grids import compare

        print(json.dumps(compare(options.library)), flush=True)
        return
    if options.what == "scroll":
        from tests.bench.scrolls import measure

        print(json.dumps(measure(options.library)), flush=True)
        return
    if options.what == "tiles":
        on_loop_start(watch_tiles)
    elif options.what == "organise":
        from tests.bench.organising import watch

        on_loop_start(watch)
    elif options.what.startswith("loupe"):
        from tests.bench.loupes import watch_loupe

        on_loop_start(lambda application: watch_loupe(application, ahead=options.what == "loupe"))
    elif options.what == "start":
        on_loop_start(watch_start)
    elif options.what == "memory":
        on_loop_start(watch_memory)
    else:
        on_loop_start(lambda application: watch_import(application, options.folder))
    from studio.__main__ import main as run_application

    run_application(["--library", str(options.library)])
