"""Watching folders: by the events of the system, and by polling where there are none."""

from __future__ import annotations

import logging
import os
import threading
import time
from collections.abc import Callable, Collection, Iterable, Sequence
from typing import Any

from watchdog.events import (
    EVENT_TYPE_CLOSED_NO_WRITE,
    EVENT_TYPE_OPENED,
    FileSystemEvent,
    FileSystemEventHandler,
)
from watchdog.observers import Observer

from studio.library.polling import is_remote, read_times

SETTLE_S = 1.0  # a burst of events is one look
AT_LATEST_S = 5.0
POLL_S = 30.0

log = logging.getLogger(__name__)


class Watcher:
    """Tells of folders in which something happened, and of roots that came or went.

    `on_touched` gets folders below the roots, `on_roots` roots to be looked at with all below them.
    Both are called on the thread of the watcher, which does nothing else but wait. Nothing but the
    file system is asked: no socket is opened.
    """

    def __init__(
        self,
        on_touched: Callable[[list[str]], None],
        on_roots: Callable[[list[str]], None],
        skip: str,
        *,
        settle_s: float = SETTLE_S,
        poll_s: float = POLL_S,
    ) -> None:
        """What happens below `skip`, the library's own folder, is passed over."""
        self._on_touched, self._on_roots = on_touched, on_roots
        self._skip = skip.rstrip(os.sep) + os.sep
        self._settle_s, self._poll_s = settle_s, poll_s
        self._changed = threading.Condition()
        self._wanted: frozenset[str] = frozenset()
        self._touched: dict[str, None] = {}
        self._first_at = self._last_at = 0.0
        self._closed = False
        self._observer: Any = None
        self._watches: dict[str, Any] = {}  # roots with events
        self._polled: dict[str, dict[str, int]] = {}  # roots without: times of their folders
        self._absent: set[str] = set()
        self._thread = threading.Thread(target=self._run, name="watch", daemon=True)
        self._thread.start()

    def watch(self, roots: Iterable[str]) -> None:
        """Watch these from now on, and no others; returns at once."""
        with self._changed:
            self._wanted = frozenset(roots)
            self._changed.notify()

    def touch(self, folders: Iterable[str]) -> None:
        """Something happened in these folders; they are told of when it is quiet."""
        now = time.monotonic()
        with self._changed:
            if not self._touched:
                self._first_at = now
                self._changed.notify()
            self._last_at = now
            self._touched.update(dict.fromkeys(folders))

    @property
    def polled(self) -> frozenset[str]:
        """The roots that send no events."""
        return frozenset(self._polled)

    def close(self) -> None:
        """Stop, and wait until all threads have ended."""
        with self._changed:
            self._closed = True
            self._changed.notify()
        self._thread.join()

    # --- on the thread of the watcher -------------------------------------------------------

    def _run(self) -> None:
        poll_at = time.monotonic() + self._poll_s
        try:
            while True:
                with self._changed:
                    if not self._closed and self._wanted == self._known() and not self._due():
                        self._changed.wait(self._time_to_wait(poll_at))
                    if self._closed:
                        return
                    wanted = self._wanted
                    folders = list(self._touched) if self._due() else []
                    if folders:
                        self._touched.clear()
                self._follow(wanted)
                if folders:
                    self._tell(self._on_touched, folders)
                if time.monotonic() >= poll_at:
                    self._poll()
                    poll_at = time.monotonic() + self._poll_s
        finally:
            if self._observer is not None:
                self._observer.stop()
                self._observer.join()

    def _known(self) -> frozenset[str]:
        return frozenset((*self._watches, *self._polled, *self._absent))

    def _due(self) -> bool:
        if not self._touched:
            return False
        now = time.monotonic()
        return now - self._last_at >= self._settle_s or now - self._first_at >= AT_LATEST_S

    def _time_to_wait(self, poll_at: float) -> float:
        now = time.monotonic()
        until = poll_at
        if self._touched:
            until = min(poll_at, self._last_at + self._settle_s, self._first_at + AT_LATEST_S)
        return max(0.0, until - now)

    def _follow(self, wanted: Collection[str]) -> None:
        """Begin and end watches as it is wanted."""
        for root in self._known().difference(wanted):
            self._forget(root)
        for root in sorted(set(wanted) - self._known()):
            self._begin(root)

    def _begin(self, root: str) -> None:
        if not os.path.isdir(root):
            self._absent.add(root)
            return
        if not is_remote(root):
            try:
                self._watches[root] = self._observe(root)
            except OSError as error:  # the system's limit is reached, or it has no events
                log.warning("No events from %r (%s): it is looked at now and then", root, error)
            else:
                return
        self._polled[root] = read_times(root)

    def _observe(self, root: str) -> Any:
        if self._observer is None:
            self._observer = Observer()
            self._observer.start()
        return self._observer.schedule(_Handler(self._on_event), root, recursive=True)

    def _forget(self, root: str) -> None:
        watch = self._watches.pop(root, None)
        if watch is not None:
            try:
                self._observer.unschedule(watch)
            except (KeyError, OSError):
                log.info("The watch of %r had ended", root)
        self._polled.pop(root, None)
        self._absent.discard(root)

    def _poll(self) -> None:
        """Roots that came or went, and what changed in those that send no events."""
        changed = []
        for root in self._known():
            if os.path.isdir(root) == (root in self._absent):
                self._forget(root)
                self._begin(root)
                changed.append(root)
        if changed:
            self._tell(self._on_roots, changed)
        for root, before in list(self._polled.items()):
            now = self._polled[root] = read_times(root)
            touched = [f for f in before.keys() | now.keys() if before.get(f) != now.get(f)]
            if touched:
                self.touch(touched)

    def _tell(self, whom: Callable[[list[str]], None], paths: Sequence[str]) -> None:
        try:
            whom(list(paths))
        except Exception:
            log.exception("What changed could not be told")

    # --- on the thread of the observer ------------------------------------------------------

    def _on_event(self, event: FileSystemEvent) -> None:
        if event.event_type in (EVENT_TYPE_OPENED, EVENT_TYPE_CLOSED_NO_WRITE):
            return
        paths = [os.fsdecode(path) for path in (event.src_path, event.dest_path) if path]
        folders = [os.path.dirname(path) for path in paths]
        if event.is_directory and event.event_type == "modified":
            folders = paths
        self.touch([f for f in folders if not f"{f}{os.sep}".startswith(self._skip)])


class _Handler(FileSystemEventHandler):
    def __init__(self, on_event: Callable[[FileSystemEvent], None]) -> None:
        self._on_event = on_event

    def on_any_event(self, event: FileSystemEvent) -> None:
        self._on_event(event)
