"""Two drawn garments and a file that is no image, and a library of them."""

from __future__ import annotations

from pathlib import Path

import pytest

from studio.cli.main import main
from studio.imaging.drawn import draw_garment
from tests.helpers.pictures import write


@pytest.fixture(scope="module")
def photos(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("photos")
    draw_garment("t-shirt", "solid", ("#c1272d",), size=(256, 320)).save(folder / "red tee.jpg")
    stripes = ("#f4f2ec", "#1d2a4d")
    draw_garment("long-sleeve", "stripes", stripes, size=(256, 320)).save(folder / "breton.png")
    write(folder / "diary.jpg", b"dear diary")
    return folder


@pytest.fixture(scope="module")
def library(photos: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("cli") / "library"
    assert main(["import", str(photos), "--library", str(folder)]) == 1
    return folder
