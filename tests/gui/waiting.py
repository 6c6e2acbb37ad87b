"""Lets the event loop run until something holds."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QCoreApplication, QDeadlineTimer, QEventLoop


def wait_for(condition: Callable[[], bool]) -> None:
    deadline = QDeadlineTimer(60_000)  # a busy machine is slow, not wrong
    while not condition():
        assert not deadline.hasExpired(), "it did not happen within a minute"
        QCoreApplication.processEvents(QEventLoop.ProcessEventsFlag.AllEvents, 20)


def settle(milliseconds: int = 0) -> None:
    """Deliver what is due, and timers that fall due within this time."""
    deadline = QDeadlineTimer(milliseconds)
    QCoreApplication.processEvents()
    while not deadline.hasExpired():
        QCoreApplication.processEvents(QEventLoop.ProcessEventsFlag.AllEvents, 10)
    QCoreApplication.processEvents()
