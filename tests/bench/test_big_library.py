from __future__ import annotations

import io
import os
import sqlite3
from pathlib import Path

import pytest
from PIL import Image

from studio.core.edit import CollectionKind
from studio.core.query import parse_query
from studio.storage.catalogue import FILE, Catalogue
from tests.bench.big_library import fill

COUNT = 60


def rows_of(folder: Path) -> list[tuple[object, ...]]:
    with sqlite3.connect(folder / FILE) as connection:
        analysed = ("source", "asset", "asset_label", "swatch", "prediction", "embedding")
        tables = (*analysed, "tag", "asset_tag", "collection", "board_asset")
        rows = [row for t in tables for row in connection.execute(f"SELECT * FROM {t}")]  # noqa: S608
    connection.close()
    return rows


def test_the_same_seed_gives_the_same_library(tmp_path: Path) -> None:
    for name, seed in (("one", 3), ("two", 3), ("other", 4)):
        fill(tmp_path / name, 20, seed=seed)
    assert rows_of(tmp_path / "one") == rows_of(tmp_path / "two")
    assert rows_of(tmp_path / "one") != rows_of(tmp_path / "other")
    with pytest.raises(FileExistsError):
        fill(tmp_path / "one", 40)


def test_a_generated_library_is_one_like_any_other(tmp_path: Path) -> None:
    fill(tmp_path, COUNT, files=True)
    with Catalogue.open(tmp_path) as catalogue:
        assert catalogue.check_integrity() == []
        every = catalogue.list_ids() + catalogue.list_ids(parse_query("is:removed"))
        assert len(every) == COUNT
        assert catalogue.count_facets()["garment"]
        marks = catalogue.count_marks(every)
        assert len(marks.flags) > 1
        assert marks.tags
        boards = [c for c in catalogue.list_collections() if c.kind is CollectionKind.BOARD]
        assert all(catalogue.list_board(board.id) for board in boards)
        assert boards
        first = catalogue.list_ids(parse_query("-is:failed"))[0]
        details = catalogue.get_details(first)
        assert details.predictions
        assert details.palette
        thumbnail = catalogue.find_thumbnail(first)
        assert thumbnail is not None
        assert Image.open(io.BytesIO(thumbnail)).format == "JPEG"
        done = [path for asset_id, path in catalogue.list_paths() if asset_id == first]
        found = Path(done[0]).stat()
        known = catalogue.files.read_paths([os.fsencode(done[0])])
        assert (known.sizes[0], known.times[0]) == (found.st_size, found.st_mtime_ns)
