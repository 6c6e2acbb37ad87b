"""The assets that wait for their analysis in one job: those on the screen first."""

from __future__ import annotations

import threading
from collections.abc import Iterable, Sequence


class Claims:
    """Which assets are in the queue of a job, so that no other job analyses them as well."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._claimed: set[int] = set()

    def claim(self, asset_id: int) -> bool:
        """Whether nobody else has this asset; it is the caller's from now on."""
        with self._lock:
            if asset_id in self._claimed:
                return False
            self._claimed.add(asset_id)
            return True

    def release(self, ids: Iterable[int]) -> None:
        """The job is over; what it left undone is anybody's."""
        with self._lock:
            self._claimed.difference_update(ids)


class AnalysisQueue:
    """A queue of (id, path) that a scan fills while a pool empties it; thread-safe."""

    def __init__(self, claims: Claims) -> None:
        self._claims = claims
        self._closed = False
        self._lock = threading.Lock()
        self._waiting: dict[int, str] = {}
        self._first: list[int] = []
        self._added: set[int] = set()

    @property
    def added(self) -> int:
        """How many assets were ever put in."""
        return len(self._added)

    def put(self, assets: Iterable[tuple[int, str]]) -> None:
        """Append assets; one that was put in before, even if it is in work, is left out."""
        with self._lock:
            for asset_id, path in () if self._closed else assets:
                if asset_id not in self._added and self._claims.claim(asset_id):
                    self._waiting[asset_id] = path
                    self._added.add(asset_id)

    def close(self) -> None:
        """Give back what was put in; nothing may be put in any more."""
        with self._lock:
            self._closed = True
            self._claims.release(self._added)

    def prioritise(self, ids: Sequence[int]) -> None:
        """Take these next, in this order."""
        with self._lock:
            self._first = [asset_id for asset_id in reversed(ids) if asset_id in self._waiting]

    def take(self) -> tuple[int, str] | None:
        """The next asset, or None when nothing waits."""
        with self._lock:
            while self._first:
                asset_id = self._first.pop()
                if asset_id in self._waiting:
                    return asset_id, self._waiting.pop(asset_id)
            if not self._waiting:
                return None
            asset_id = next(iter(self._waiting))
            return asset_id, self._waiting.pop(asset_id)
