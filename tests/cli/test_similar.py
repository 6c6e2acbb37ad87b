"""`fashion-studio similar`: images in the library and outside, and everything that is none."""

from __future__ import annotations

import json
import shutil
import sqlite3
from dataclasses import replace
from pathlib import Path

import pytest

from studio.cli import common
from studio.cli import similar as command
from studio.cli.main import main
from studio.imaging.drawn import draw_garment
from studio.resources import get_places
from tests.helpers.bundles import EARLIER
from tests.helpers.pictures import write

DRAWN = {
    "red tee.jpg": ("t-shirt", "solid", ("#c1272d",)),
    "blue tee.jpg": ("t-shirt", "solid", ("#1d2a4d",)),
    "breton.jpg": ("long-sleeve", "stripes", ("#f4f2ec", "#1d2a4d")),
    "skirt.jpg": ("skirt", "solid", ("#3f5f3c",)),
}


@pytest.fixture(scope="module")
def photos(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("photos")
    for name, (garment, pattern, colors) in DRAWN.items():
        draw_garment(garment, pattern, colors, size=(256, 320)).save(folder / name)
    return folder


@pytest.fixture(scope="module")
def library(photos: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("cli") / "library"
    assert main(["import", str(photos), "--library", str(folder)]) == 0
    return folder


def listed(capsysbinary: pytest.CaptureFixture[bytes]) -> list[tuple[str, float]]:
    lines = capsysbinary.readouterr().out.decode().splitlines()
    return [(Path(line["path"]).name, line["similarity"]) for line in map(json.loads, lines)]


def test_the_others_come_nearest_first(
    photos: Path, library: Path, capsysbinary: pytest.CaptureFixture[bytes]
) -> None:
    words = ["similar", str(photos / "red tee.jpg"), "--library", str(library)]
    assert main([*words, "--json"]) == 0
    found = listed(capsysbinary)
    assert found[0][0] == "blue tee.jpg"
    assert {name for name, _ in found} == set(DRAWN) - {"red tee.jpg"}
    assert [value for _, value in found] == sorted((v for _, v in found), reverse=True)
    assert main([*words, "--count", "1"]) == 0
    lines = capsysbinary.readouterr().out.decode().splitlines()
    assert lines == [f"{found[0][1]:.3f}\t{photos / 'blue tee.jpg'}"]


@pytest.mark.parametrize("last", [True, False])
def test_a_query_chooses_among_them(
    photos: Path, library: Path, capsysbinary: pytest.CaptureFixture[bytes], last: bool
) -> None:
    options, query = ["--library", str(library), "--json"], ["color:navy", "-name:breton"]
    words = [*options, *query] if last else [*query, *options]
    assert main(["similar", str(photos / "red tee.jpg"), *words]) == 0
    assert [name for name, _ in listed(capsysbinary)] == ["blue tee.jpg"]


def test_a_file_outside_is_tagged_on_the_spot(
    photos: Path, library: Path, tmp_path: Path, capsysbinary: pytest.CaptureFixture[bytes]
) -> None:
    outside = tmp_path / "12+7~60%.jpg"  # reads like ids
    shutil.copy(photos / "skirt.jpg", outside)
    assert main(["similar", str(outside), "--library", str(library), "--json"]) == 0
    found = listed(capsysbinary)
    assert found[0][0] == "skirt.jpg"
    assert found[0][1] == pytest.approx(1, abs=2e-3)
    assert len(found) == len(DRAWN)


def test_what_is_no_image_is_said(
    library: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    write(tmp_path / "diary.jpg", b"dear diary")
    for name, words in (("diary.jpg", "not an image"), ("gone.jpg", "cannot be read")):
        assert main(["similar", str(tmp_path / name), "--library", str(library)]) == 1
        assert words in capsys.readouterr().err


@pytest.mark.parametrize(
    "words",
    [
        [],
        ["x.jpg", "--count", "0"],
        ["x.jpg", "--count", "many"],
        ["x.jpg", "fabric:wool"],
        ["x.jpg", "--sorted"],
    ],
)
def test_wrong_usage(library: Path, words: list[str], capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["similar", *words, "--library", str(library)]) == 2
    assert capsys.readouterr().err


def test_a_library_without_embeddings(
    photos: Path, library: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    folder = tmp_path / "library"
    shutil.copytree(library, folder)
    file = str(photos / "skirt.jpg")
    with sqlite3.connect(folder / "catalogue.sqlite3") as connection:
        connection.execute("UPDATE embedding SET bundle_id = ? WHERE asset_id > 1", (EARLIER,))
        connection.execute("UPDATE asset SET bundle_id = ? WHERE id > 1", (EARLIER,))
    connection.close()
    assert main(["similar", file, "--library", str(folder)]) in {0, 1}
    assert "3 images are left out" in capsys.readouterr().err
    with sqlite3.connect(folder / "catalogue.sqlite3") as connection:
        connection.execute("DELETE FROM embedding")
    connection.close()
    assert main(["similar", file, "--library", str(folder)]) == 1
    assert "No image of this library has been analysed" in capsys.readouterr().err


def test_without_a_bundle_images_of_the_library_are_still_compared(
    photos: Path,
    library: Path,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    empty = replace(get_places(), models=tmp_path / "none")
    monkeypatch.setattr(common, "get_places", lambda: empty)
    assert main(["similar", str(photos / "red tee.jpg"), "--library", str(library)]) == 0
    assert "blue tee.jpg" in capsys.readouterr().out
    outside = tmp_path / "copy.jpg"
    shutil.copy(photos / "skirt.jpg", outside)
    assert main(["similar", str(outside), "--library", str(library)]) == 1
    assert "is missing" in capsys.readouterr().err


def test_an_image_that_is_not_analysed_yet(
    library: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    folder = tmp_path / "library"
    shutil.copytree(library, folder)
    with sqlite3.connect(folder / "catalogue.sqlite3") as connection:
        connection.execute("DELETE FROM embedding WHERE asset_id = 2")
        connection.execute("UPDATE asset SET bundle_id = NULL WHERE id = 2")
        (path,) = connection.execute("SELECT path FROM asset WHERE id = 2").fetchone()
    connection.close()
    assert main(["similar", path.decode(), "--library", str(folder)]) == 1
    assert "has not come so far" in capsys.readouterr().err


def test_it_has_help(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["similar", "--help"]) == 0
    assert "nearest N" in capsys.readouterr().out
    assert command.__doc__ is not None
