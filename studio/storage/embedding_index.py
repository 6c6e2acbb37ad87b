"""Every embedding of a library in memory, searched exactly without looking at all of each."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    from numpy.typing import NDArray

_DIRECTIONS = 32  # of 128: photographs of clothes differ by 84 % along so many
# Whole numbers widen to single precision twenty times as fast as halves, and round less.
_UNIT = 32_767
_SAMPLE = 20_000  # embeddings that are enough to find these directions
_CHUNK = 16_384  # rows that are widened to single precision at a time
_SLACK = 1e-4  # rounding: what is on the edge is inside
_FIRST_LOOK = 4  # so many times what is asked for is measured to learn how near the nearest are


@dataclass(frozen=True, slots=True, eq=False)
class EmbeddingIndex:
    """The embeddings of n assets, d numbers each; never altered, so that threads may share it.

    A search first multiplies the outlines: each embedding's k coordinates along the directions in
    which the library varies most, and the length of what is left. By Cauchy and Schwarz the
    similarity is at most the product of the coordinates plus that of the two lengths left, so that
    only what may be among the nearest has to be measured in full. The answer is exact; where the
    directions fit badly it only takes longer.
    """

    ids: NDArray[np.int64]  # [n], ascending
    vectors: NDArray[np.int16]  # [n, d], of length 1, in units of 1 / 32,767
    basis: NDArray[np.float32]  # [d, k], orthonormal
    outlines: NDArray[np.float32]  # [k + 1, n]
    fitted: int  # the number of embeddings that the directions were chosen for
    skipped: frozenset[int]  # assets whose embedding is of another size, or nothing

    @property
    def size(self) -> int:
        """The number of assets."""
        return len(self.ids)

    @property
    def total(self) -> int:
        """The number of embeddings that were read."""
        return len(self.ids) + len(self.skipped)

    @classmethod
    def parse(cls, pages: Iterable[Sequence[tuple[int, bytes]]]) -> EmbeddingIndex:
        """From (asset id, little-endian float16) by ascending id, a page at a time."""
        width = 0
        owners: list[NDArray[np.int64]] = []
        parts: list[NDArray[np.int16]] = []
        skipped: set[int] = set()
        for page in filter(None, pages):
            width = width or Counter(len(raw) for _, raw in page).most_common(1)[0][0]
            fits = [(owner, raw) for owner, raw in page if len(raw) == width and width % 2 == 0]
            numbers = np.array([owner for owner, _ in fits], np.int64)
            raw = np.frombuffer(b"".join(raw for _, raw in fits), "<f2")
            unit, good = _normalise(raw.reshape(len(fits), width // 2))
            skipped.update(owner for owner, _ in page)
            skipped.difference_update(numbers[good].tolist())
            owners.append(numbers[good])
            parts.append(unit[good])
        ids = np.concatenate(owners) if owners else np.zeros(0, np.int64)
        vectors = np.concatenate(parts) if parts else np.zeros((0, 0), np.int16)
        return cls._pack(ids, vectors, frozenset(skipped))

    @classmethod
    def skip(cls, ids: Iterable[int]) -> EmbeddingIndex:
        """An index without any embedding, which tells of these assets that theirs is none."""
        return cls._pack(np.zeros(0, np.int64), np.zeros((0, 0), np.int16), frozenset(ids))

    @classmethod
    def _pack(
        cls, ids: NDArray[np.int64], vectors: NDArray[np.int16], skipped: frozenset[int]
    ) -> EmbeddingIndex:
        basis = _find_directions(vectors)
        return cls(ids, vectors, basis, _outline(vectors, basis), len(ids), skipped)

    def replace(self, changed: Sequence[int], new: EmbeddingIndex) -> EmbeddingIndex:
        """Another index, in which the `changed` assets have their embedding from `new`, or none."""
        skipped = self.skipped - set(changed) | new.skipped
        if not self.size:
            return replace(new, skipped=skipped)
        if new.size and new.vectors.shape[1] != self.vectors.shape[1]:
            return self.replace(changed, EmbeddingIndex.skip(skipped.union(new.ids.tolist())))
        stays = ~np.isin(self.ids, np.array(changed, np.int64))
        ids, vectors, outlines = self.ids[stays], self.vectors[stays], self.outlines[:, stays]
        if new.size:
            added = _outline(new.vectors, self.basis)
            ids = np.concatenate([ids, new.ids])
            order = np.argsort(ids, kind="stable")
            ids, vectors = ids[order], np.concatenate([vectors, new.vectors])[order]
            outlines = np.concatenate([outlines, added], axis=1)[:, order]
        if len(ids) > 2 * self.fitted:
            return EmbeddingIndex._pack(ids, vectors, skipped)
        outlines = np.ascontiguousarray(outlines)
        return EmbeddingIndex(ids, vectors, self.basis, outlines, self.fitted, skipped)

    # --- looking ---------------------------------------------------------------------------
    def find_rows(self, ids: Iterable[int]) -> NDArray[np.int64]:
        """Where these assets are, ascending; those without an embedding are left out."""
        return np.flatnonzero(np.isin(self.ids, np.array(sorted(set(ids)), np.int64)))

    def mean(self, rows: NDArray[np.int64]) -> NDArray[np.float32]:
        """What is alike to all of these, float32 [d] of length 1; zeros where nothing is."""
        return unit_vector(self.vectors[rows].astype(np.float32).mean(axis=0))

    def measure(self, rows: NDArray[np.int64], wanted: NDArray[np.float32]) -> NDArray[np.float32]:
        """The similarity (cosine) of each of these to `wanted`, float32."""
        scaled = wanted / np.float32(_UNIT)
        found = np.empty(len(rows), np.float32)
        for start in range(0, len(rows), _CHUNK):
            part = rows[start : start + _CHUNK]
            found[start : start + _CHUNK] = self.vectors[part].astype(np.float32) @ scaled
        return found

    def find_nearest(
        self, wanted: NDArray[np.float32], count: int
    ) -> tuple[NDArray[np.int64], NDArray[np.float32]]:
        """The rows of the `count` most similar, and how similar they are; the nearest first."""
        count = min(count, self.size)
        if count <= 0:
            return np.zeros(0, np.int64), np.zeros(0, np.float32)
        rows = np.arange(self.size)
        if self.size > _FIRST_LOOK * count:
            bounds = self._bound(wanted)
            looked = np.argpartition(bounds, -_FIRST_LOOK * count)[-_FIRST_LOOK * count :]
            least = np.partition(self.measure(looked, wanted), -count)[-count]
            rows = np.flatnonzero(bounds >= least - _SLACK)
        found = self.measure(rows, wanted)
        order = np.lexsort((rows, -found))[:count]
        return rows[order], found[order]

    def find_within(
        self, wanted: NDArray[np.float32], least: float
    ) -> tuple[NDArray[np.int64], NDArray[np.float32]]:
        """The rows that are at least so similar, ascending, and how similar they are."""
        if not self.size:
            return np.zeros(0, np.int64), np.zeros(0, np.float32)
        rows = np.flatnonzero(self._bound(wanted) >= least - _SLACK)
        found = self.measure(rows, wanted)
        near = found >= least - _SLACK
        return rows[near], found[near]

    def _bound(self, wanted: NDArray[np.float32]) -> NDArray[np.float32]:
        """No asset is more similar than this, [n]."""
        along = wanted @ self.basis
        left = np.sqrt(np.maximum(0, wanted @ wanted - along @ along))
        bounds: NDArray[np.float32] = np.append(along, left).astype(np.float32) @ self.outlines
        return bounds


def unit_vector(vector: NDArray[np.float32]) -> NDArray[np.float32]:
    """The same direction at length 1; zeros stay zeros."""
    length = float(np.linalg.norm(vector))
    return (vector / length if length > 0 else vector).astype(np.float32)


def _normalise(raw: NDArray[np.float16]) -> tuple[NDArray[np.int16], NDArray[np.bool_]]:
    """Embeddings at length 1, and which of them are any."""
    wide = raw.astype(np.float32)
    lengths = np.sqrt(np.einsum("ij,ij->i", wide, wide))
    good = np.isfinite(lengths) & (lengths > 0)
    wide[~good] = 0
    lengths[~good] = 1
    return np.rint(wide * (_UNIT / lengths)[:, None]).astype(np.int16), good


def _find_directions(vectors: NDArray[np.int16]) -> NDArray[np.float32]:
    """The orthonormal directions [d, k] along which these lie most."""
    width = vectors.shape[1]
    if not len(vectors):
        return np.zeros((width, 0), np.float32)
    step = -(-len(vectors) // _SAMPLE)
    sample = vectors[::step].astype(np.float32) / _UNIT
    _, directions = np.linalg.eigh(sample.T @ sample)  # by ascending weight
    return np.ascontiguousarray(directions[:, ::-1][:, :_DIRECTIONS], np.float32)


def _outline(vectors: NDArray[np.int16], basis: NDArray[np.float32]) -> NDArray[np.float32]:
    """Coordinates along `basis` and the length of what is left, [k + 1, n]."""
    k = basis.shape[1]
    outlines = np.empty((k + 1, len(vectors)), np.float32)
    for start in range(0, len(vectors), _CHUNK):
        wide = vectors[start : start + _CHUNK].astype(np.float32) / _UNIT
        along = wide @ basis
        left = np.einsum("ij,ij->i", wide, wide) - np.einsum("ij,ij->i", along, along)
        outlines[:k, start : start + _CHUNK] = along.T
        outlines[k, start : start + _CHUNK] = np.sqrt(np.maximum(0, left))
    return outlines
