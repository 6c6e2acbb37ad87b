"""The rows of a generated library, drawn in batches by a seeded generator."""

from __future__ import annotations

import hashlib
import os
from collections.abc import Iterator, Sequence
from datetime import datetime, timedelta
from typing import TYPE_CHECKING, Any

import numpy as np

from tests.bench.big_looks import Look

if TYPE_CHECKING:
    from numpy.typing import NDArray

Row = tuple[Any, ...]

FORMATS = ("JPEG", "PNG", "WEBP", "HEIF", "TIFF", "PSD", "GIF")
_FORMAT_SHARES = (0.72, 0.12, 0.06, 0.05, 0.03, 0.015, 0.005)
_SUFFIXES = {"JPEG": "jpg", "HEIF": "heic", "TIFF": "tif"}
_SIZES = np.array(
    [(3000, 4000), (4000, 6000), (6000, 4000), (1080, 1080), (1200, 1600), (1600, 1200)]
)
_SIZE_SHARES = (0.3, 0.25, 0.15, 0.1, 0.15, 0.05)
_RATING_SHARES = (0.78, 0.02, 0.04, 0.08, 0.05, 0.03)
_NAMES = ("look {}", "IMG_{}", "DSC0{}", "moodboard {}", "SS26 fitting {}", "runway-{}", "scan {}")
_LAST_DAY = datetime(2026, 11, 20)  # noqa: DTZ001 - a camera's own time
_DAYS = 12 * 365
FAILURE = "The picture is damaged: it ends too early."
ASSET_COLUMNS = (
    "id, source_id, path, name, folded_name, size, mtime_ns, session, added_at, state, failure,"
    " missing, removed, unsure, rating, width, height, format, captured_at, fingerprint,"
    " difference_hash, color_order, lightness_order, bundle_id"
)


class RowMaker:
    """Makes the rows of assets `first`..`last`; the same seed gives the same rows."""

    def __init__(
        self, seed: int, looks: Sequence[Look], sources: Sequence[str], bundle: str, dimensions: int
    ) -> None:
        self._rng = np.random.default_rng(seed)
        self._looks = looks
        self._sources = sources
        self._bundle = bundle
        # A few looks are worn by many, most by few.
        weights = self._rng.permutation(1 / (10 + np.arange(len(looks))))
        self._shares = np.cumsum(weights / weights.sum())
        self._centres = self._rng.normal(size=(len(looks), dimensions)).astype(np.float32)
        sizes = self._rng.permutation(1 / (1 + np.arange(len(sources))))
        self._source_shares = np.cumsum(sizes / sizes.sum())

    def make(self, first: int, count: int, *, plain: bool) -> Batch:
        """The rows of `count` assets; `plain`: JPEG alone, as the files that stand for them."""
        rng = self._rng
        looks = np.searchsorted(self._shares, rng.random(count)).clip(max=len(self._looks) - 1)
        sources = np.searchsorted(self._source_shares, rng.random(count))
        vectors = self._centres[looks] + rng.normal(0, 0.6, (count, self._centres.shape[1]))
        vectors /= np.linalg.norm(vectors, axis=1, keepdims=True)
        formats = np.zeros(count, int) if plain else _draw(rng, _FORMAT_SHARES, count)
        return Batch(
            first,
            [self._looks[at] for at in looks.tolist()],
            vectors.astype("<f2"),
            self._bundle,
            [
                self._asset(first + at, *drawn)
                for at, drawn in enumerate(
                    zip(
                        looks.tolist(),
                        sources.clip(max=len(self._sources) - 1).tolist(),
                        formats.tolist(),
                        _SIZES[_draw(rng, _SIZE_SHARES, count)].tolist(),
                        _draw(rng, _RATING_SHARES, count).tolist(),
                        rng.random((count, 2)).tolist(),
                        rng.integers(-(2**63), 2**63 - 1, count).tolist(),
                        strict=True,
                    )
                )
            ],
        )

    def _asset(  # noqa: PLR0913, PLR0917 - one row
        self,
        asset_id: int,
        look_at: int,
        source: int,
        format_at: int,
        sides: list[int],
        rating: int,
        chances: list[float],
        bits: int,
    ) -> Row:
        look, form = self._looks[look_at], FORMATS[format_at]
        chance, age = chances
        failed, tagged = chance < 0.004, chance >= 0.014
        suffix = _SUFFIXES.get(form, form.lower())
        name = f"{_NAMES[asset_id % len(_NAMES)].format(asset_id)}.{suffix}"
        path = os.fsencode(f"{self._sources[source]}/{asset_id // 1000:04}/{name}")
        taken = _LAST_DAY - timedelta(days=int(_DAYS * age**1.6), seconds=bits % 86_400)
        return (
            asset_id,
            source + 1,
            path,
            name,
            name.casefold(),
            200_000 + abs(bits) % 9_000_000,
            1_700_000_000_000_000_000 + asset_id,
            1 + (asset_id - 1) // 5000,
            (_LAST_DAY + timedelta(seconds=asset_id // 5000)).isoformat() + "+00:00",
            "failed" if failed else "done",
            FAILURE if failed else "",
            0,
            int(chance > 0.992),
            0 if failed else look.unsure,
            rating,
            0 if failed else sides[0],
            0 if failed else sides[1],
            "" if failed else form,
            taken.isoformat() if asset_id % 8 and not failed else None,
            hashlib.blake2b(path, digest_size=16).hexdigest(),
            bits,
            99.0 if failed else look.hue_order,
            99.0 if failed else look.lightness_order,
            self._bundle if tagged else None,
        )


def _draw(rng: np.random.Generator, shares: Sequence[float], count: int) -> NDArray[np.int64]:
    return rng.choice(len(shares), count, p=shares)


class Batch:
    """The rows of some assets, table by table."""

    def __init__(
        self,
        first: int,
        looks: Sequence[Look],
        vectors: NDArray[np.float16],
        bundle: str,
        assets: list[Row],
    ) -> None:
        self.assets = assets
        self._bundle = bundle
        self._vectors = vectors
        # What failed shows nothing, and what no bundle saw has its colours alone.
        self._shown = [
            (first + at, look)
            for at, (look, row) in enumerate(zip(looks, assets, strict=True))
            if not row[10]
        ]
        self._tagged = [
            (at, first + at, look)
            for at, (look, row) in enumerate(zip(looks, assets, strict=True))
            if row[-1] is not None and not row[10]
        ]

    def labels(self) -> Iterator[Row]:
        """facet, label, asset, position, score, unsure."""
        tagged = {asset_id for _at, asset_id, _look in self._tagged}
        for asset_id, look in self._shown:
            for facet, label, position, score, unsure in look.labels:
                if facet == "color" or asset_id in tagged:
                    yield facet, label, asset_id, position, score, unsure

    def swatches(self) -> Iterator[Row]:
        """asset, position, hex, coverage, family, name, role."""
        for asset_id, look in self._shown:
            for position, swatch in enumerate(look.swatches):
                yield asset_id, position, *swatch

    def predictions(self) -> Iterator[Row]:
        """asset, bundle, scores."""
        return ((asset_id, self._bundle, look.scores) for _at, asset_id, look in self._tagged)

    def embeddings(self) -> Iterator[Row]:
        """asset, bundle, vector (float16, little-endian, of length 1)."""
        return (
            (asset_id, self._bundle, self._vectors[at].tobytes())
            for at, asset_id, _look in self._tagged
        )

    def pictures(self) -> Iterator[tuple[int, int]]:
        """asset, number of its picture."""
        return ((asset_id, look.picture) for asset_id, look in self._shown)
