"""Find similar among 100,000 and a million embeddings, against a plain product and a full sort."""

from __future__ import annotations

import json
import os
import statistics
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING, Any, TypeVar

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

T = TypeVar("T")

COUNTS = (100_000, 1_000_000)
TOP = 50
QUERIES = 25
_REPEATS = 5  # the best counts: on a busy machine the others measure who else is at work
_BATCH = 50_000
_ROOT = Path(__file__).parent.parent.parent


def measure(library: Path | None) -> dict[str, Any]:
    """Times in ms, ratio and recall, with one thread and with two.

    `library` holds the embeddings of photographs: mixtures of two of them and a little noise fill
    the library that is searched, since what is drawn evenly has no neighbours. Without, clusters.
    """
    found: dict[str, Any] = {}
    for threads in (1, 2):
        environment = os.environ | {"OPENBLAS_NUM_THREADS": str(threads)}
        words = [sys.executable, "-m", "tests.bench.similar", str(library or "")]
        done = subprocess.run(words, cwd=_ROOT, env=environment, check=True, capture_output=True)
        for key, value in json.loads(done.stdout).items():
            found[f"{key}_{threads}t"] = value
    return found


def _read(library: Path | None) -> NDArray[np.float32]:
    import numpy as np

    from studio.storage import index_rows
    from studio.storage.connection import Database

    if library is not None and (library / "catalogue.sqlite3").exists():
        database = Database(library / "catalogue.sqlite3", read_only=True)
        with database.read() as connection:
            bundle_id = index_rows.find_bundle_of_most(connection)
            index = index_rows.read_embeddings(connection, None, bundle_id)
        database.close()
        if index.size > TOP:
            return np.asarray(index.vectors / 32_767, np.float32)
    rng = np.random.default_rng(1)
    centers = rng.normal(size=(200, 128))
    return np.asarray(centers[rng.integers(0, 200, 6000)] + 0.7 * rng.normal(size=(6000, 128)), "f")


def _fill(seen: NDArray[np.float32], count: int) -> NDArray[np.float16]:
    import numpy as np

    rng = np.random.default_rng(2)
    parts = []
    for start in range(0, count, _BATCH):
        number = min(_BATCH, count - start)
        share = rng.random((number, 1), np.float32) * 0.3
        one, other = (seen[rng.integers(0, len(seen), number)] for _ in range(2))
        noise = rng.normal(size=one.shape).astype(np.float32)
        raw = one * (1 - share) + other * share + 0.02 * noise
        parts.append((raw / np.linalg.norm(raw, axis=1, keepdims=True)).astype(np.float16))
    return np.concatenate(parts)


def _compare(seen: NDArray[np.float32], count: int) -> dict[str, float]:
    import numpy as np

    from studio.storage.embedding_index import EmbeddingIndex

    vectors = _fill(seen, count)
    rows = [(n, vectors[n].tobytes()) for n in range(count)]
    start = time.perf_counter()
    index = EmbeddingIndex.parse(rows[at : at + _BATCH] for at in range(0, count, _BATCH))
    building = (time.perf_counter() - start) * 1000
    wide = vectors.astype(np.float32)
    fast: list[float] = []
    plain: list[float] = []
    shared = 0
    for number in np.random.default_rng(3).integers(0, count, QUERIES).tolist():
        wanted = wide[number]
        mine, took = _best(lambda w=wanted: index.find_nearest(w, TOP)[0])  # type: ignore[misc]
        fast.append(took)
        truth, took = _best(lambda w=wanted: np.argsort(-(wide @ w))[:TOP])  # type: ignore[misc]
        plain.append(took)
        shared += len(np.intersect1d(mine, truth))
    name = "1m" if count == 1_000_000 else f"{count // 1000}k"
    return {
        f"{name}_ms": statistics.median(fast),
        f"{name}_plain_ms": statistics.median(plain),
        f"{name}_ratio": statistics.median(fast) / statistics.median(plain),
        f"{name}_recall": shared / TOP / QUERIES,
        f"{name}_build_ms": building,
    }


def _best(call: Callable[[], T]) -> tuple[T, float]:
    """What it gives, and the least time in ms that it took."""
    times = []
    results = []
    for _ in range(_REPEATS):
        start = time.perf_counter()
        results.append(call())
        times.append(time.perf_counter() - start)
    return results[0], min(times) * 1000


if __name__ == "__main__":
    embeddings = _read(Path(sys.argv[1]) if sys.argv[1] else None)
    numbers: dict[str, float] = {}
    for some in COUNTS:
        numbers |= _compare(embeddings, some)
    print(json.dumps(numbers))
