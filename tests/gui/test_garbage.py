from __future__ import annotations

import gc
import threading
import weakref
from collections.abc import Iterator

import pytest
from PySide6.QtCore import QObject
from PySide6.QtWidgets import QApplication

from studio.gui.garbage import GarbageCollector


@pytest.fixture
def collector(app: QApplication) -> Iterator[GarbageCollector]:
    was_on = gc.isenabled()
    yield GarbageCollector(app)
    gc.unfreeze()
    if was_on:
        gc.enable()


class Circle(QObject):
    """Keeps itself alive, and remembers where it died."""

    died_on: list[threading.Thread]

    def __init__(self, died_on: list[threading.Thread]) -> None:
        super().__init__()
        self.me = self
        weakref.finalize(self, lambda: died_on.append(threading.current_thread()))


def make_objects() -> None:
    """As many as set off a collection, several times over."""
    for _turn in range(5):
        assert len([[] for _object in range(20_000)]) == 20_000


def test_what_is_in_a_circle_dies_on_the_thread_of_the_window(collector: GarbageCollector) -> None:
    died_on: list[threading.Thread] = []
    collector.start()
    Circle(died_on)
    worker = threading.Thread(target=make_objects)
    worker.start()
    worker.join()
    assert died_on == []
    made: list[list[object]] = [[object()] for _object in range(5_000)]
    assert collector.collect() >= 0
    assert died_on == [threading.current_thread()]
    assert made


def test_nothing_is_looked_at_where_little_came(collector: GarbageCollector) -> None:
    collector.start()
    gc.collect()
    assert collector.collect() == -1
