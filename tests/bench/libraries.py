"""Counting, searching and listing a generated library, against the same questions in SQL."""

from __future__ import annotations

import statistics
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

from studio.core.collection import Sort
from studio.core.query import Query, parse_query
from studio.storage import search
from studio.storage.catalogue import Catalogue
from studio.storage.facet_sql import count_by_sql
from tests.bench.big_library import get_library

FILTERS = "style:casual garment:t-shirt|long-sleeve"
TYPED = (
    "dress",
    "look 12",
    "garment:dress color:navy|black",
    "style:elegant -pattern:solid rating>=3 year:2025|2026",
    "orientation:portrait format:png skirt",
)
PAGE = 64  # tiles, more than a screen shows


def measure(work: Path, count: int) -> dict[str, Any]:
    """Milliseconds (medians), and the ratio of the counts to SQL's GROUP BY on the same rows."""
    folder = get_library(work, count, thumbnails=count <= 100_000)
    with Catalogue.open(folder, read_only=False) as catalogue:
        query = parse_query(FILTERS)
        prepare = _time(catalogue.prepare_search)
        words = _time(catalogue.prepare_words)
        counts = _median(lambda: catalogue.count_facets(query))
        with catalogue._database.read() as connection:
            sql = statistics.median(
                _time(lambda: count_by_sql(connection, query)) for _ in range(3)
            )
            if count_by_sql(connection, query) != catalogue.count_facets(query):
                raise RuntimeError("The index and SQL do not agree.")
            by_sql = _time(lambda: search.list_ids(connection, Query(), Sort.NAME))
        typed = [_median(lambda text=text: _type(catalogue, text)) for text in TYPED]  # type: ignore[misc]
        first = _time(lambda: catalogue.list_ids(query, Sort.NAME))
        return {
            "images": count,
            "prepare_ms": prepare,
            "prepare_words_ms": words,
            "counts_ms": counts,
            "counts_sql_ms": sql,
            "counts_ratio": counts / sql,
            "typed_median_ms": statistics.median(typed),
            "typed_slowest_ms": max(typed),
            "sort_first_ms": first,
            "sort_ms": _median(lambda: catalogue.list_ids(query, Sort.NAME)),
            "list_all_ms": _median(lambda: catalogue.list_ids(Query(), Sort.NAME)),
            "list_all_sql_ms": by_sql,
            "counts_after_rating_ms": _rate(catalogue, query),
        }


def _type(catalogue: Catalogue, text: str) -> None:
    """From the text to everything that the first page of tiles is painted from."""
    ids = catalogue.list_ids(parse_query(text), Sort.ADDED)[:PAGE]
    catalogue.list_tiles(ids)
    for asset_id in ids:
        catalogue.find_thumbnail(asset_id)


def _rate(catalogue: Catalogue, query: Query) -> float:
    """The counts when a thousand images have just been rated."""
    ids = catalogue.list_ids()[:1000]
    marks = ",".join("?" * len(ids))
    with catalogue._database.write() as connection:
        statement = f"UPDATE asset SET rating = rating WHERE id IN ({marks})"  # noqa: S608
        connection.exec_driver_sql(statement, tuple(ids))
    return _time(lambda: catalogue.count_facets(query))


def _time(call: Callable[[], object]) -> float:
    start = time.perf_counter()
    call()
    return (time.perf_counter() - start) * 1000


def _median(call: Callable[[], object]) -> float:
    return statistics.median(_time(call) for _ in range(7))
