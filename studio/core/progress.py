"""What a long piece of work says while it runs, and how it is told to wait or stop."""

from __future__ import annotations

import threading
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Failure:
    """A file that could not be imported, with the reason in a designer's words."""

    path: str
    reason: str


@dataclass(frozen=True, slots=True)
class ImportProgress:
    """A snapshot of a running import; totals grow while the scan goes on."""

    phase: str  # "scanning", "analysing", "done", "cancelled"
    found: int = 0  # files the scan met that may be images
    registered: int = 0  # of these, new or changed
    unchanged: int = 0  # of these, known already
    total: int = 0  # to analyse
    analysed: int = 0  # finished, failures included
    failures: tuple[Failure, ...] = ()  # so far
    seconds_left: float | None = None
    moved: int = 0  # found at another place
    gone: int = 0  # missing since this look
    back: int = 0  # were missing
    asked: int = 0  # missing, and any of several copies: nothing was guessed
    unreachable: tuple[str, ...] = ()  # sources on a drive or server that is away
    unsettled: tuple[str, ...] = ()  # folders with files that are being written


class Control:
    """Pause and cancel for one job; shared between the one who asks and the one who works."""

    def __init__(self) -> None:
        self._cancelled = threading.Event()
        self._running = threading.Event()
        self._running.set()

    @property
    def cancelled(self) -> bool:
        """Whether the job was asked to stop."""
        return self._cancelled.is_set()

    @property
    def paused(self) -> bool:
        """Whether the job was asked to wait."""
        return not self._running.is_set()

    def pause(self) -> None:
        """Ask the job to wait after the items in flight."""
        self._running.clear()

    def resume(self) -> None:
        """Let a paused job go on."""
        self._running.set()

    def cancel(self) -> None:
        """Ask the job to stop; what is done stays done."""
        self._cancelled.set()
        self._running.set()

    def wait_while_paused(self) -> None:
        """Block the working thread until the job is resumed or cancelled."""
        self._running.wait()
