"""Every swatch of a library in memory, packed for arithmetic over all of them at once."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from studio.storage.color_difference import rgb_to_lab

if TYPE_CHECKING:
    from numpy.typing import NDArray

Row = tuple[int, str, float]  # asset id, "#rrggbb", coverage 0..1


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

    @classmethod
    def build(cls, rows: Iterable[Row]) -> PaletteIndex:
        """From the rows of the catalogue, those of one asset together, in ascending order."""
        owners, hexes, coverage = tuple(zip(*rows, strict=True)) or ((), (), ())
        numbers = np.fromiter((int(text[1:], 16) for text in hexes), np.uint32, len(hexes))
        rgb = np.stack([numbers >> 16, numbers >> 8 & 255, numbers & 255], axis=1)
        lab = rgb_to_lab(rgb.astype(np.uint8))
        return cls._pack(np.array(owners, np.int64), lab, np.array(coverage, np.float32))

    @classmethod
    def _pack(
        cls,
        owners: NDArray[np.int64],
        lab: NDArray[np.float32],
        coverage: NDArray[np.float32],
    ) -> PaletteIndex:
        ids, starts, rows = np.unique(owners, return_index=True, return_inverse=True)
        return cls(ids, starts, rows, lab, coverage)

    def replace(self, changed: Iterable[int], rows: Iterable[Row]) -> PaletteIndex:
        """Another index, in which the `changed` assets have these rows and no others."""
        new = PaletteIndex.build(rows)
        stays = ~np.isin(self.ids, np.fromiter(changed, np.int64))[self.rows]
        owners = np.concatenate([self.ids[self.rows[stays]], new.ids[new.rows]])
        order = np.argsort(owners, kind="stable")
        lab = np.concatenate([self.lab[:, stays], new.lab], axis=1)[:, order]
        coverage = np.concatenate([self.coverage[stays], new.coverage])[order]
        return PaletteIndex._pack(owners[order], np.ascontiguousarray(lab), coverage)
