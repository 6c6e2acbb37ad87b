"""Every schema that was ever released opens, keeps what is in it, and can be worked with."""

from __future__ import annotations

import sqlite3
from contextlib import closing
from pathlib import Path

import pytest

from studio.core.collection import Sort
from studio.core.query import parse_query
from studio.storage.catalogue import FILE, Catalogue
from studio.storage.migrations import STEPS
from tests.storage.examples import analysis

FIXTURES = sorted((Path(__file__).parent / "fixtures").glob("catalogue-*.sql"))


def unpack(script: Path, folder: Path) -> int:
    """The catalogue of a fixture in `folder`; returns its schema's version."""
    folder.mkdir()
    with closing(sqlite3.connect(folder / FILE)) as connection:
        connection.executescript(script.read_text(encoding="utf-8"))
        return int(connection.execute("PRAGMA user_version").fetchone()[0])


def columns(folder: Path) -> dict[str, set[str]]:
    with closing(sqlite3.connect(folder / FILE)) as connection:
        tables = connection.execute(
            "SELECT name FROM sqlite_master WHERE type = 'table'"
        ).fetchall()
        return {
            table: {row[1] for row in connection.execute(f"PRAGMA table_info({table})")}
            for (table,) in tables
        }


@pytest.mark.parametrize("script", FIXTURES, ids=lambda path: path.stem)
def test_an_old_library_opens_and_loses_nothing(script: Path, tmp_path: Path) -> None:
    folder = tmp_path / "library"
    version = unpack(script, folder)
    assert version < len(STEPS)
    with Catalogue.open(folder) as catalogue:
        names = {tile.id: tile.name for tile in catalogue.list_tiles(catalogue.list_ids())}
        assert set(names.values()) == {
            "red dress.jpg",
            "grey coat.png",
            "navy suit.heic",
            "empty.png",
            "broken.jpg",
            "waiting.jpg",
        }
        assert [names[i] for i in catalogue.list_ids(parse_query("color:navy"))] == [
            "navy suit.heic"
        ]
        assert catalogue.count_library().removed == 1
        assert catalogue.find_setting("kept") == "1"
        assert catalogue.find_undo() == "Remove 1 image"
        catalogue.store_analyses([(catalogue.list_pending()[0][0], analysis())])
        assert catalogue.check_integrity() == []
    assert len(list((folder / "backups").glob("*.sqlite3"))) == 1
    Catalogue.open(tmp_path / "new").close()
    assert columns(folder) == columns(tmp_path / "new")


@pytest.mark.parametrize("script", FIXTURES, ids=lambda path: path.stem)
def test_an_old_library_is_sorted_by_colour_as_a_new_one(script: Path, tmp_path: Path) -> None:
    folder = tmp_path / "library"
    unpack(script, folder)
    with Catalogue.open(folder) as catalogue:
        catalogue.undo()  # the green skirt is back
        names = {tile.id: tile.name for tile in catalogue.list_tiles(catalogue.list_ids())}
        by_hue = [names[i] for i in catalogue.list_ids(sort=Sort.COLOR)]
        by_lightness = [names[i] for i in catalogue.list_ids(sort=Sort.LIGHTNESS)]
    without_color = ["broken.jpg", "empty.png", "waiting.jpg"]
    assert by_hue[:4] == ["red dress.jpg", "green skirt.webp", "grey coat.png", "navy suit.heic"]
    assert by_lightness[:4] == [
        "grey coat.png",
        "green skirt.webp",
        "navy suit.heic",
        "red dress.jpg",
    ]
    assert sorted(by_hue[4:]) == sorted(by_lightness[4:]) == without_color
