from __future__ import annotations

import json
from pathlib import Path

import pytest

from studio.cli.main import main
from studio.imaging.drawn import draw_garment


def test_rescan_says_what_it_found(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    photos, library = tmp_path / "photos", tmp_path / "library"
    photos.mkdir()
    for name, color in (("red", "#c1272d"), ("blue", "#1d2a4d"), ("green", "#2e7d32")):
        picture = draw_garment("t-shirt", "solid", (color,), size=(160, 200))
        picture.save(photos / f"{name}.png")
    main(["import", str(photos), "--library", str(library)])
    (photos / "red.png").rename(photos / "a.png")
    (photos / "blue.png").unlink()
    draw_garment("dress", "solid", ("#444444",), size=(160, 200)).save(photos / "new.png")
    capsys.readouterr()
    assert main(["rescan", "--library", str(library), "--json"]) == 0
    said = json.loads(capsys.readouterr().out)
    assert said.pop("seconds") >= 0
    assert said == {
        "registered": 1,
        "unchanged": 1,
        "moved": 1,
        "gone": 1,
        "back": 0,
        "missing": 1,
        "ambiguous": 0,
        "unreachable": [],
        "failed": [],
    }
    photos.rename(tmp_path / "elsewhere")
    assert main(["rescan", "--library", str(library)]) == 1
    out, err = capsys.readouterr()
    assert "0 moved, 3 gone" in out
    assert str(photos) in err


def test_rescan_makes_no_library(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["rescan", "--library", str(tmp_path / "none")]) == 1
    assert "no library" in capsys.readouterr().err
    assert not (tmp_path / "none").exists()
