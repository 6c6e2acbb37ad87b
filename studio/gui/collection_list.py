"""Keeps the window's list of collections, and what each finds, in step with the library."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from PySide6.QtCore import QElapsedTimer, QObject, QTimer, Signal

from studio.core.collection import Collection, Matching
from studio.core.edit import CollectionKind
from studio.gui.context import Context
from studio.gui.tasks import Task

if TYPE_CHECKING:
    from studio.library.library import Library

_PERIOD_MS = 250  # between two readings while an import runs
_REST = 4  # a reading that takes long is followed by a pause this many times as long


@dataclass(frozen=True, slots=True)
class Counted:
    """All collections, parents first, and how many images are in each."""

    collections: tuple[Collection, ...] = ()
    counts: dict[int, Matching] = field(default_factory=dict)


def _read(library: Library) -> Counted:
    found = library.list_collections()
    smart = [each for each in found if each.kind is CollectionKind.SMART]
    counted = library.count_matching([each.query for each in smart])
    counts = {each.id: matching for each, matching in zip(smart, counted, strict=True)}
    return Counted(tuple(found), counts)


class CollectionList(QObject):
    """Reads off the GUI thread: at once after a change, then at most every 250 ms."""

    arrived = Signal(object)  # Counted
    _announced = Signal()  # from whichever thread made the change

    def __init__(self, context: Context, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._context = context
        self._task: Task | None = None
        self._wanted = self._reading = False
        self._clock = QElapsedTimer()
        self._timer = QTimer(self, singleShot=True)
        self._timer.timeout.connect(self._on_due)
        self._announced.connect(self.reload)
        self._unsubscribe = context.library.subscribe(lambda _changes: self._announced.emit())

    def close(self) -> None:
        """Hear nothing more of the library."""
        self._unsubscribe()
        self._timer.stop()
        if self._task is not None:
            self._task.cancel()

    def reload(self) -> None:
        """Ask again, as soon as it is time."""
        self._wanted = True
        if not self._reading and not self._timer.isActive():
            self._on_due()

    def _on_due(self) -> None:
        if not self._wanted or self._reading:
            return
        self._wanted, self._reading = False, True
        self._clock.start()
        library = self._context.library
        self._task = self._context.tasks.read(
            lambda: _read(library), self._on_read, self._on_failed, owner=self
        )

    def _on_read(self, counted: Counted) -> None:
        self._finish()
        self.arrived.emit(counted)

    def _on_failed(self, error: Exception) -> None:
        self._finish()
        self._context.tasks.unhandledErrorOccurred.emit(error)

    def _finish(self) -> None:
        self._reading = False
        self._timer.start(max(_PERIOD_MS, _REST * self._clock.elapsed()))
