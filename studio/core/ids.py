"""Ids of assets in order: a list to whoever reads it, an array to whoever computes."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from typing import TYPE_CHECKING, overload

import numpy as np

if TYPE_CHECKING:
    from numpy.typing import NDArray

_PIECE = 4096  # Python ints that are made at a time


class Ids(Sequence[int]):
    """Never altered. A million take 8 MB, and 8 more once one of them has been looked for."""

    __slots__ = ("_order", "array")

    def __init__(self, ids: Iterable[int] | NDArray[np.int64] = ()) -> None:
        if isinstance(ids, Ids):
            self.array: NDArray[np.int64] = ids.array
        elif isinstance(ids, np.ndarray):
            self.array = ids.astype(np.int64, copy=False)
        else:
            self.array = np.array(list(ids), np.int64)
        self._order: NDArray[np.int64] | None = None

    def __len__(self) -> int:
        return len(self.array)

    @overload
    def __getitem__(self, at: int) -> int: ...
    @overload
    def __getitem__(self, at: slice) -> Ids: ...
    def __getitem__(self, at: int | slice) -> int | Ids:
        return Ids(self.array[at]) if isinstance(at, slice) else int(self.array[at])

    def __iter__(self) -> Iterator[int]:
        for first in range(0, len(self.array), _PIECE):
            yield from self.array[first : first + _PIECE].tolist()

    def __eq__(self, other: object) -> bool:
        if isinstance(other, Ids):
            return self.array is other.array or bool(np.array_equal(self.array, other.array))
        return isinstance(other, list) and self.array.tolist() == other

    def __hash__(self) -> int:
        return hash(self.array.tobytes())

    def __contains__(self, value: object) -> bool:
        return isinstance(value, int) and self.find(value) is not None

    def __repr__(self) -> str:
        return f"Ids({self.array.tolist()})"

    def index(self, value: int, start: int = 0, stop: int | None = None) -> int:
        """Where `value` stands between `start` and `stop`. Raises ValueError."""
        at = self.find(value)
        if at is None or not start <= at < (len(self) if stop is None else stop):
            raise ValueError(f"{value} is not among the ids")
        return at

    def prepare(self) -> None:
        """Have at hand what ids are found by; for the thread that may wait."""
        self._sorted()

    def find(self, asset_id: int) -> int | None:
        """Where an id stands; None where it does not."""
        rows = self.find_all(np.array([asset_id], np.int64))
        return int(rows[0]) if len(rows) else None

    def find_all(self, ids: Iterable[int] | NDArray[np.int64]) -> NDArray[np.int64]:
        """Where those of `ids` stand that are here, in the order of `ids`."""
        wanted = Ids(ids).array
        if not len(self.array) or not len(wanted):
            return np.zeros(0, np.int64)
        order = self._sorted()
        at = np.searchsorted(self.array, wanted, sorter=order)
        rows: NDArray[np.int64] = order[np.minimum(at, len(order) - 1)]
        found: NDArray[np.int64] = rows[self.array[rows] == wanted]
        return found

    def _sorted(self) -> NDArray[np.int64]:
        order = self._order  # two threads may both make it, and make the same
        if order is None:
            order = self._order = np.argsort(self.array, kind="stable")
        return order
