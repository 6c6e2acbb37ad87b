"""Every swatch of a library in memory, packed for arithmetic over all of them at once."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from studio.storage.color_difference import rgb_to_lab

if TYPE_CHECKING:
    from numpy.typing import NDArray


@dataclass(frozen=True, slots=True, eq=False)
class PaletteIndex:
    """The palettes of n assets with m swatches; never altered, so that threads may share it."""

    ids: NDArray[np.int64]  # [n], ascending
    starts: NDArray[np.int64]  # [n], where an asset's swatches begin; they lie side by side
    rows: NDArray[np.int64]  # [m], the place in `ids` of a swatch's asset
    lab: NDArray[np.float32]  # [3, m], CIELAB
    coverage: NDArray[np.float32]  # [m], 0..1

    @property
    def size(self) -> int:
        """The number of assets."""
        return len(self.ids)

    @property
    def total(self) -> int:
        """The number of swatches."""
        return len(self.rows)

    @classmethod
    def parse(cls, owners: str, colors: str, coverage: str) -> PaletteIndex:
        """From lists that the database made: "7,7,9", "c0392bffffff1b1b1d" and "0.8,0.2,1.0".

        Made there, and without a Python object for each of half a million values, the index is
        there in a third of the time, and other threads go on meanwhile.
        """
        rgb = np.frombuffer(bytes.fromhex(colors), np.uint8).reshape(-1, 3)
        numbers = np.fromstring(owners, np.int64, sep=",")
        return cls._pack(numbers, rgb_to_lab(rgb), np.fromstring(coverage, np.float32, sep=","))

    @classmethod
    def _pack(
        cls,
        owners: NDArray[np.int64],
        lab: NDArray[np.float32],
        coverage: NDArray[np.float32],
    ) -> PaletteIndex:
        if np.any(owners[1:] < owners[:-1]):
            order = np.argsort(owners, kind="stable")
            owners, lab, coverage = owners[order], lab[:, order], coverage[order]
        ids, starts, rows = np.unique(owners, return_index=True, return_inverse=True)
        return cls(ids, starts, rows, np.ascontiguousarray(lab), coverage)

    def replace(self, changed: Sequence[int], new: PaletteIndex) -> PaletteIndex:
        """Another index, in which the `changed` assets have their palettes from `new`, or none."""
        stays = ~np.isin(self.ids, np.array(changed, np.int64))[self.rows]
        return PaletteIndex._pack(
            np.concatenate([self.ids[self.rows[stays]], new.ids[new.rows]]),
            np.concatenate([self.lab[:, stays], new.lab], axis=1),
            np.concatenate([self.coverage[stays], new.coverage]),
        )
