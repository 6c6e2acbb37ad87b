"""Fills a library with plausible rows: `python -m tests.bench.big_library --count N --to DIR`."""

from __future__ import annotations

import argparse
import os
import random
import shutil
import time
from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path

from sqlalchemy import Connection

from studio.core.color import load_color_names
from studio.core.taxonomy import load_taxonomy
from studio.inference.bundle import find_bundle
from studio.resources import get_places
from studio.storage.catalogue import FILE, Catalogue
from studio.storage.connection import Database
from studio.storage.thumbnails import ThumbnailCache
from tests.bench.big_looks import PICTURES, draw_looks
from tests.bench.big_marks import MarkMaker, board_rows, collection_rows, tag_rows
from tests.bench.big_rows import ASSET_COLUMNS, Batch, Row, RowMaker

BATCH = 20_000
SOURCES = 40
EMBEDDING_SIZE = 128  # of the shipped bundle
_CITIES = ("Paris", "Milano", "København", "東京", "New York", "Antwerpen", "London", "Lagos")


def main() -> int:
    """Fill the library that the arguments name, and say how long it took."""
    parser = argparse.ArgumentParser(prog="python -m tests.bench.big_library", description=__doc__)
    parser.add_argument("--count", type=int, default=100_000)
    parser.add_argument("--to", type=Path, required=True, help="a folder that is not there yet")
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--files", action="store_true", help="files on the disk as well (links)")
    options = parser.parse_args()
    start = time.perf_counter()
    fill(options.to, options.count, seed=options.seed, files=options.files)
    print(f"{options.count:,} images in {options.to} in {time.perf_counter() - start:.1f} s")
    return 0


def get_library(work: Path, count: int, *, files: bool = False, thumbnails: bool = True) -> Path:
    """A generated library of this size under `work`, kept for the next run."""
    folder = work / f"big-{count}{'-files' if files else ''}{'' if thumbnails else '-bare'}"
    folder = folder.absolute()
    if not (folder / "complete").exists():
        shutil.rmtree(folder, ignore_errors=True)
        fill(folder, count, files=files, thumbnails=thumbnails)
        (folder / "complete").touch()
    return folder


def fill(
    folder: Path, count: int, *, seed: int = 1, files: bool = False, thumbnails: bool = True
) -> None:
    """A new library of `count` images; the same seed gives the same rows.

    Without `files` the images are nowhere on the disk: the window finds them missing. Raises
    FileExistsError where there is a library already.
    """
    if (folder / FILE).exists():
        raise FileExistsError(f"There is a library in {folder} already.")
    places = get_places()
    taxonomy, names = load_taxonomy(places.taxonomy), load_color_names(places.color_names)
    bundle = find_bundle(places.models)
    pictures, looks = draw_looks(random.Random(seed), taxonomy, names, min(PICTURES, count))
    Catalogue.open(folder).close()  # makes the tables
    sources = _name_sources(folder.absolute() / "archive" if files else Path("/archive"))
    maker, marker = RowMaker(seed, looks, sources, bundle.id, EMBEDDING_SIZE), MarkMaker(seed)
    database, cache = (
        Database(folder / FILE, read_only=False),
        ThumbnailCache(folder, read_only=False),
    )
    try:
        with database.write() as connection:
            _insert(connection, "source (id, path, name, kind, added_at)", 5, _source_rows(sources))
            _insert(connection, "tag", 4, tag_rows())
            _insert(connection, "collection", 6, collection_rows())
        for first in range(1, count + 1, BATCH):
            batch = maker.make(first, min(BATCH, count + 1 - first), plain=files)
            if files:
                batch.assets = list(_write_files(folder, pictures, batch))
            with database.write() as connection:
                _store(connection, batch)
                _mark(connection, marker, range(first, first + len(batch.assets)))
            if thumbnails:
                cache.store((asset_id, pictures[number]) for asset_id, number in batch.pictures())
        with database.write() as connection:
            _insert(connection, "board_asset", 3, board_rows(count))
            connection.exec_driver_sql("ANALYZE")
    finally:
        database.close()
        cache.close()


def _name_sources(root: Path) -> list[str]:
    return [
        f"{root}/{2012 + number // 3} {_CITIES[number % len(_CITIES)]} {number:02}"
        for number in range(SOURCES)
    ]


def _source_rows(sources: Sequence[str]) -> Iterator[Row]:
    for number, path in enumerate(sources):
        added = f"2026-01-{1 + number % 28:02}T09:00:00+00:00"
        yield number + 1, os.fsencode(path), Path(path).name, "folder", added


def _store(connection: Connection, batch: Batch) -> None:
    width = ASSET_COLUMNS.count(",") + 1
    _insert(connection, f"asset ({ASSET_COLUMNS})", width, batch.assets)
    # In the order of the key, so that the tree grows at few places.
    _insert(connection, "asset_label", 6, sorted(batch.labels()))
    _insert(connection, "swatch", 7, batch.swatches())
    _insert(connection, "prediction", 3, batch.predictions())
    _insert(connection, "embedding", 3, batch.embeddings())


def _mark(connection: Connection, marker: MarkMaker, ids: Sequence[int]) -> None:
    statement = "UPDATE asset SET flag = ?, color_label = ?, note = ? WHERE id = ?"
    connection.exec_driver_sql(statement, list(marker.marks(ids)))
    _insert(connection, "asset_tag", 2, marker.tags(ids))


def _insert(connection: Connection, table: str, width: int, rows: Iterable[Row]) -> None:
    marks = ", ".join("?" * width)
    connection.exec_driver_sql(f"INSERT INTO {table} VALUES ({marks})", list(rows))  # noqa: S608


def _write_files(folder: Path, pictures: Sequence[bytes], batch: Batch) -> Iterator[Row]:
    """The rows with the size and time of files that are there: links to the pictures."""
    originals = folder / "pictures"
    originals.mkdir(exist_ok=True)
    numbers = dict(batch.pictures())
    made: set[str] = set()
    for row in batch.assets:
        original = originals / f"{numbers.get(row[0], 0)}.jpg"
        if not original.exists():
            original.write_bytes(pictures[numbers.get(row[0], 0)])
        path = os.fsdecode(row[2])
        parent = os.path.dirname(path)
        if parent not in made:
            os.makedirs(parent, exist_ok=True)
            made.add(parent)
        try:
            os.link(original, path)
        except OSError:  # no links here, or too many to one file
            shutil.copy2(original, path)
        found = os.stat(path)
        yield *row[:5], found.st_size, found.st_mtime_ns, *row[7:]


if __name__ == "__main__":
    raise SystemExit(main())
