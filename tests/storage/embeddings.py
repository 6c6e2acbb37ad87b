"""Embeddings for the tests of similarity, and what a plain product finds among them."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import numpy as np
from numpy.typing import NDArray

from studio.storage.catalogue import Catalogue
from tests.storage.examples import analysis

BUNDLE = "test-1"
Vectors = NDArray[np.floating[Any]]


def random_vectors(rng: np.random.Generator, count: int, width: int = 128) -> Vectors:
    """In clusters, as those of photographs are; a few are all alike."""
    centers = rng.normal(size=(max(1, count // 12), width))
    raw = centers[rng.integers(0, len(centers), count)] + 0.8 * rng.normal(size=(count, width))
    raw[: count // 20] = raw[:1]
    return np.asarray(raw / np.linalg.norm(raw, axis=1, keepdims=True), np.float16)


def store(catalogue: Catalogue, vectors: dict[int, bytes], bundle_id: str = BUNDLE) -> None:
    """Analyse these assets (anew): they have these embeddings now."""
    found = analysis(bundle_id=bundle_id)
    catalogue.store_analyses([(i, replace(found, embedding=raw)) for i, raw in vectors.items()])


def similarity(one: Vectors, others: Vectors) -> NDArray[np.float64]:
    """The cosine of one to each of the others, in double precision."""
    a, b = one.astype(float), others.astype(float)
    lengths = np.linalg.norm(a) * np.linalg.norm(b, axis=-1)
    return np.asarray(b @ a / lengths, np.float64)
