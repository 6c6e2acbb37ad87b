"""Frames of the grid while a large library is scrolled: what each costs the GUI thread."""

from __future__ import annotations

import random
import threading
import time
from collections.abc import Callable, Iterator
from pathlib import Path

from PySide6.QtCore import QPoint, QPointF, Qt
from PySide6.QtGui import QImage, QKeyEvent, QWheelEvent
from PySide6.QtWidgets import QApplication

from studio.core.collection import Grouping, Sort
from studio.core.query import Query
from studio.gui import thumbnails
from studio.gui.views.grid import GridView
from studio.library.library import Library
from studio.resources import get_places
from tests.bench.grids import open_context

FRAME_S = 1 / 60
WHEEL_STEPS, JUMPS = 400, 120
_SIZE = (1400, 900)


def measure(folder: Path) -> dict[str, float]:
    """Milliseconds of event and paint per frame: 95th percentile and worst, of each look.

    Of the GUI thread's own time, and (`wall`) with what it waits for the interpreter and for a core
    that others hold. `gui_decodes` counts pictures that were decoded on the GUI thread.
    """
    application = QApplication.instance() or QApplication([])
    assert isinstance(application, QApplication)
    library = Library.open(folder, get_places(), read_only=True)
    library.prepare_search()
    decoded_by = _watch_decoding()
    results: dict[str, float] = {}
    with open_context(library, application) as context:
        for name, justified, group in (
            ("uniform", False, Grouping.NONE),
            ("justified", True, Grouping.NONE),
            ("sections", True, Grouping.DATE),
        ):
            view = GridView(context)
            view.set_justified(justified)
            view.resize(*_SIZE)
            view.set_ids(library.list_assets(Query(), Sort.ADDED, group))
            view.show()
            _rest(1.0)
            for way, moves in (("wheel", _wheel(view)), ("jump", _jump(view))):
                frames = [_time(move) for move in moves]
                for what, spent in zip(("", "wall_"), zip(*frames, strict=True), strict=True):
                    ordered = sorted(spent)
                    results[f"{name}_{way}_{what}p95"] = ordered[int(len(ordered) * 0.95)]
                    results[f"{name}_{way}_{what}max"] = ordered[-1]
            view.close()
            view.deleteLater()
            QApplication.processEvents()
        results["decodes"] = len(decoded_by)
        results["gui_decodes"] = decoded_by.count(threading.get_ident())
    return results


def _watch_decoding() -> list[int]:
    threads: list[int] = []
    decode = thumbnails.decode_image

    def watched(*arguments: object) -> QImage:
        threads.append(threading.get_ident())
        return decode(*arguments)  # type: ignore[arg-type]

    setattr(thumbnails, "decode_image", watched)  # noqa: B010 - mypy refuses the assignment
    return threads


def _time(move: Callable[[], None]) -> tuple[float, float]:
    """Of one frame the GUI thread's time, and the wall's; the rest of it belongs to the others."""
    start, own = time.perf_counter(), time.thread_time()
    move()
    QApplication.processEvents()
    own, spent = time.thread_time() - own, time.perf_counter() - start
    time.sleep(max(0.001, FRAME_S - spent))
    return own * 1000, spent * 1000


def _wheel(view: GridView) -> Iterator[Callable[[], None]]:
    place = QPointF(view.viewport().rect().center())
    event = QWheelEvent(
        place,
        QPointF(view.viewport().mapToGlobal(place.toPoint())),
        QPoint(),
        QPoint(0, -120),
        Qt.MouseButton.NoButton,
        Qt.KeyboardModifier.NoModifier,
        Qt.ScrollPhase.NoScrollPhase,
        False,
    )
    for _ in range(WHEEL_STEPS):
        yield lambda: _send(view, event)


def _send(view: GridView, event: QWheelEvent) -> None:
    QApplication.sendEvent(view.viewport(), event)


def _jump(view: GridView) -> Iterator[Callable[[], None]]:
    """To either end, and to places that a hand on the scroll bar might reach."""
    draw, bar = random.Random(1), view.verticalScrollBar()
    for number in range(JUMPS):
        if number % 4:
            yield lambda: bar.setValue(draw.randrange(bar.maximum()))
        else:
            yield lambda at=number: _press(view, at)  # type: ignore[misc]


def _press(view: GridView, number: int) -> None:
    key = Qt.Key.Key_End if number % 8 else Qt.Key.Key_Home
    QApplication.sendEvent(
        view, QKeyEvent(QKeyEvent.Type.KeyPress, key, Qt.KeyboardModifier.NoModifier)
    )


def _rest(seconds: float) -> None:
    end = time.perf_counter() + seconds
    while time.perf_counter() < end:
        QApplication.processEvents()
        time.sleep(0.01)
