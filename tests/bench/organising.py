"""Rating and tagging 1,000 of many images, with undo: in the catalogue, and in the real window."""

from __future__ import annotations

import time
from collections.abc import Callable
from pathlib import Path

from PySide6.QtCore import QTimer
from PySide6.QtWidgets import QApplication, QMainWindow

from studio.core.edit import AddTag, Edit, SetRating
from studio.library.library import Library
from studio.resources import get_places

CHOSEN = 1000
_RUNS = 5


def measure(folder: Path) -> dict[str, float]:
    """The least of some runs, in ms: an edit of 1,000 images, and the same with its undo."""
    library = Library.open(folder, get_places())
    try:
        ids = tuple(library.list_ids()[:CHOSEN])
        library.prepare_search()
        results = {}
        for name, make in _edits(ids).items():
            runs = [_time(library, make) for _ in range(_RUNS)]
            results[f"{name}_ms"] = min(done for done, _undone in runs)
            results[f"{name}_and_undo_ms"] = min(done + undone for done, undone in runs)
        return results
    finally:
        library.close()


def _edits(ids: tuple[int, ...]) -> dict[str, Callable[[], Edit]]:
    return {"rate": lambda: SetRating(ids, 4), "tag": lambda: AddTag(ids, "client A")}


def _time(library: Library, make: Callable[[], Edit]) -> tuple[float, float]:
    start = time.perf_counter()
    library.apply(make())
    between = time.perf_counter()
    library.undo()
    return (between - start) * 1000, (time.perf_counter() - between) * 1000


def watch(application: QApplication) -> None:
    """Rate and tag 1,000 images in the window, with undo; report times and the longest stall."""
    from studio.gui.main_window import MainWindow
    from tests.bench.probe import Heart, report

    found: dict[str, float] = {}

    def window() -> MainWindow:
        shown = next(w for w in application.topLevelWidgets() if isinstance(w, QMainWindow))
        assert isinstance(shown, MainWindow)
        return shown

    def begin() -> None:
        grid = window().center.grid
        assert grid is not None
        grid._select(grid.ids()[:CHOSEN], grid.ids()[0])
        QTimer.singleShot(4000, lambda: run(["rate", "tag"]))

    def run(names: list[str]) -> None:
        if not names:
            report(**found)
            return
        name, session = names[0], window().session
        grid = window().center.grid
        assert session is not None
        assert grid is not None
        edit = _edits(tuple(grid.ids()[:CHOSEN]))[name]()
        heart = Heart(application)
        start = time.perf_counter()
        turns = 0

        def on_marks(_ids: list[int]) -> None:
            nonlocal turns
            turns += 1
            if turns == 1:
                session.undo()
                return
            session.browser.marksChanged.disconnect(on_marks)
            found[f"{name}_and_undo_ms"] = (time.perf_counter() - start) * 1000
            QTimer.singleShot(3000, finish)

        def finish() -> None:
            found[f"{name}_stall_ms"] = max(heart.gaps)
            heart.deleteLater()
            run(names[1:])

        session.browser.marksChanged.connect(on_marks)
        window().marking.apply(edit)

    QTimer.singleShot(6000, begin)
