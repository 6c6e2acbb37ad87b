"""Collects garbage on the GUI thread alone: a widget that dies on another takes Qt with it.

Python collects whatever is in a circle of references on the thread that happens to make objects,
workers included. Off, it is done here, a generation at a time, when as many objects came as would
have set it off by itself.
"""

from __future__ import annotations

import gc

from PySide6.QtCore import QObject, QTimer

_PERIOD_MS = 1_000
_THRESHOLDS = (2_000, 10, 20)  # objects, collections of the youngest, of the middle generation


class GarbageCollector(QObject):
    """Lives as long as the application; from `start` on nobody else collects."""

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._timer = QTimer(self, interval=_PERIOD_MS)
        self._timer.timeout.connect(self.collect)

    def start(self) -> None:
        """What was loaded so far stays for good and is not looked at again."""
        gc.disable()
        gc.freeze()
        self._timer.start()

    def collect(self) -> int:
        """Collect the oldest generation that is due; returns which, -1 for none."""
        counts = gc.get_count()
        # The older a generation, the rarer: the oldest waits for its turn in quiet steps.
        for generation in (2, 1, 0):
            if counts[generation] > _THRESHOLDS[generation]:
                gc.collect(generation)
                return generation
        return -1
