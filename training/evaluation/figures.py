"""A figure with its 95 % confidence interval, from a bootstrap over photographers."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

Rows = NDArray[np.intp]
Statistic = Callable[[Rows], float]

ROUNDS = 1000
SEED = 20261101


@dataclass(frozen=True, slots=True)
class Figure:
    """A measured value and the interval that holds 95 % of its bootstrap."""

    value: float
    low: float
    high: float

    def as_json(self) -> dict[str, float | None]:
        """What metrics.json holds; a value that cannot be measured is null."""
        return {
            name: None if np.isnan(number) else round(float(number), 4)
            for name, number in (("value", self.value), ("low", self.low), ("high", self.high))
        }


class Bootstrap:
    """Resamples of whole groups: images of one person are no independent witnesses."""

    def __init__(self, groups: Sequence[str], *, rounds: int = ROUNDS, seed: int = SEED) -> None:
        self._count = len(groups)
        members: dict[str, list[int]] = {}
        for row, group in enumerate(groups):
            members.setdefault(group, []).append(row)
        rows = [np.array(members[group], np.intp) for group in sorted(members)]
        rng = np.random.default_rng(seed)
        draws = [rng.integers(0, len(rows), len(rows)) for _ in range(rounds)] if rows else []
        # The same resamples serve every statistic, so that two figures can be compared.
        self._samples = [np.concatenate([rows[i] for i in draw]) for draw in draws]

    def measure(self, statistic: Statistic) -> Figure:
        """`statistic` of all rows, and its 2.5th and 97.5th percentile over the resamples."""
        if not self._count:
            return Figure(np.nan, np.nan, np.nan)
        values = np.array([statistic(sample) for sample in self._samples])
        values = values[~np.isnan(values)]
        low, high = np.percentile(values, [2.5, 97.5]) if len(values) else (np.nan, np.nan)
        return Figure(statistic(np.arange(self._count)), float(low), float(high))

    def mean(self, values: NDArray[np.floating] | NDArray[np.bool_]) -> Figure:
        """The mean of one value a row."""
        numbers = np.asarray(values, np.float64)
        return self.measure(lambda rows: float(numbers[rows].mean()) if len(rows) else np.nan)
