"""Results come on the GUI thread, and only to those who still wait."""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterator

import pytest
from PySide6.QtCore import QDeadlineTimer, QObject
from PySide6.QtWidgets import QApplication

from studio.core.errors import CatalogueError
from studio.core.progress import Control
from studio.gui.tasks import SyncTasks, Tasks


def wait_for(app: QApplication, condition: Callable[[], bool]) -> None:
    deadline = QDeadlineTimer(5000)
    while not condition():
        assert not deadline.hasExpired()
        app.processEvents()


def test_result_comes_on_the_gui_thread(app: QApplication, tasks: Tasks) -> None:
    seen: list[tuple[int, int]] = []
    tasks.read(threading.get_ident, lambda worker: seen.append((worker, threading.get_ident())))
    wait_for(app, lambda: bool(seen))
    worker, gui = seen[0]
    assert gui == threading.get_ident()
    assert worker != gui


def test_writes_keep_their_order(app: QApplication, tasks: Tasks) -> None:
    seen: list[int] = []
    for number in range(20):
        tasks.write(lambda number=number: number, seen.append)  # type: ignore[misc]
    wait_for(app, lambda: len(seen) == 20)
    assert seen == list(range(20))


def test_nothing_is_delivered_after_cancel(app: QApplication, tasks: Tasks) -> None:
    seen: list[int] = []
    gate = threading.Event()
    task = tasks.write(lambda: gate.wait(5), lambda _: seen.append(1))
    task.cancel()
    tasks.write(gate.set, lambda _: seen.append(2))
    gate.set()
    wait_for(app, lambda: 2 in seen)
    assert seen == [2]


def test_nothing_is_delivered_to_an_owner_that_is_gone(app: QApplication, tasks: Tasks) -> None:
    import shiboken6

    seen: list[int] = []
    owner = QObject()
    gate = threading.Event()
    tasks.write(lambda: gate.wait(5), lambda _: seen.append(1), owner=owner)
    shiboken6.delete(owner)
    gate.set()
    tasks.write(lambda: None, lambda _: seen.append(2))
    wait_for(app, lambda: 2 in seen)
    assert seen == [2]


def test_errors_reach_the_caller_or_the_window(app: QApplication, tasks: Tasks) -> None:
    seen: list[str] = []

    def fail() -> None:
        raise CatalogueError("The disk is full.")

    tasks.unhandledErrorOccurred.connect(lambda error: seen.append(f"window: {error}"))
    tasks.read(fail, lambda _: None, lambda error: seen.append(f"caller: {error}"))
    wait_for(app, lambda: len(seen) == 1)
    tasks.read(fail, lambda _: None)
    wait_for(app, lambda: len(seen) == 2)
    assert seen == ["caller: The disk is full.", "window: The disk is full."]


def count_to(limit: int) -> Callable[[Control], Iterator[int]]:
    def make(control: Control) -> Iterator[int]:
        for number in range(limit):
            control.wait_while_paused()
            if control.cancelled:
                return
            yield number

    return make


def test_a_stream_delivers_every_item_then_ends(app: QApplication, tasks: Tasks) -> None:
    seen: list[int] = []
    ended: list[bool] = []
    tasks.stream(count_to(5), seen.append, lambda: ended.append(True))
    wait_for(app, lambda: bool(ended))
    assert seen == [0, 1, 2, 3, 4]


def test_shutting_down_ends_an_endless_stream(app: QApplication) -> None:
    tasks = Tasks(app)
    task = tasks.stream(count_to(10**9), lambda _: None)
    tasks.shut_down()
    assert task.control.cancelled
    assert not [thread for thread in threading.enumerate() if thread.name == "stream"]


@pytest.mark.parametrize("kind", ["read", "write"])
def test_the_synchronous_runner_is_done_when_it_returns(sync_tasks: SyncTasks, kind: str) -> None:
    seen: list[int] = []
    getattr(sync_tasks, kind)(lambda: 7, seen.append)
    assert seen == [7]
