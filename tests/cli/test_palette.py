"""`fashion-studio palette`: of files, of a library, to the terminal and to other programs."""

from __future__ import annotations

import json
import re
import subprocess
import sys
from dataclasses import replace
from pathlib import Path

import pytest

from studio.cli import palette as command
from studio.cli.main import main
from studio.resources import get_places
from tests.helpers.swatch_files import read_aco, read_ase

ROOT = Path(__file__).parent.parent.parent


def hexes(printed: str) -> list[str]:
    return re.findall(r"^#[0-9a-f]{6}$", printed, re.MULTILINE)


def test_one_file_gives_its_own_palette(
    photos: Path, capsysbinary: pytest.CaptureFixture[bytes]
) -> None:
    breton = str(photos / "breton.png")
    assert main(["tag", breton, "--json"]) == 0
    tagged = json.loads(capsysbinary.readouterr().out)["palette"]
    assert main(["palette", breton]) == 0
    assert hexes(capsysbinary.readouterr().out.decode()) == [swatch["hex"] for swatch in tagged]
    assert main(["palette", breton, "--json"]) == 0
    said = json.loads(capsysbinary.readouterr().out)
    assert (said["palette"], said["images"], said["failed"]) == (tagged, 1, [])


def test_files_and_library_agree_whatever_the_order(
    photos: Path, library: Path, capsysbinary: pytest.CaptureFixture[bytes]
) -> None:
    files = [str(photos / "red tee.jpg"), str(photos / "breton.png")]
    said = []
    for words in (files, files[::-1], ["--library", str(library)]):
        assert main(["palette", *words, "--json"]) == 0
        said.append(json.loads(capsysbinary.readouterr().out))
    assert said[0]["palette"] == said[1]["palette"] == said[2]["palette"]
    assert said[0]["images"] == 2
    assert {"red", "navy"} < {swatch["family"] for swatch in said[0]["palette"]}
    assert sum(swatch["coverage"] for swatch in said[0]["palette"]) == pytest.approx(1, abs=0.002)


def test_a_query_chooses(library: Path, capsysbinary: pytest.CaptureFixture[bytes]) -> None:
    words = ["palette", "--library", str(library), "-pattern:stripes", "--format", "css"]
    assert main(words) == 0
    css = capsysbinary.readouterr().out.decode()
    assert "navy" not in css
    assert css.startswith(":root {")


def test_files_for_adobe(
    photos: Path, tmp_path: Path, capsysbinary: pytest.CaptureFixture[bytes]
) -> None:
    files = [str(photos / "breton.png")]
    assert main(["palette", *files, "--out", str(tmp_path / "look.ase")]) == 0
    assert b"look.ase" in capsysbinary.readouterr().out
    name, ase = read_ase((tmp_path / "look.ase").read_bytes())
    assert name == "breton"
    assert main(["palette", *files, "--format", "aco"]) == 0  # into a pipe
    assert read_aco(capsysbinary.readouterr().out)[1] == ase
    out = str(tmp_path / "report.svg")
    assert main(["palette", *files, "--out", out, "--json"]) == 0
    assert json.loads(capsysbinary.readouterr().out)["out"] == out


def test_a_bad_file_is_named_and_the_others_count(
    photos: Path, capsysbinary: pytest.CaptureFixture[bytes]
) -> None:
    bad, good = str(photos / "diary.jpg"), str(photos / "red tee.jpg")
    assert main(["palette", bad, good]) == 1
    out, err = capsysbinary.readouterr()
    assert hexes(out.decode())
    assert b"diary.jpg: This is a text file" in err
    assert main(["palette", bad, "--json"]) == 1
    said = json.loads(capsysbinary.readouterr().out)
    assert (said["palette"], [Path(f["path"]).name for f in said["failed"]]) == ([], ["diary.jpg"])
    assert main(["palette", bad]) == 1
    assert b"There is no colour to export" in capsysbinary.readouterr().err


def test_no_match_no_palette(library: Path, capsysbinary: pytest.CaptureFixture[bytes]) -> None:
    assert main(["palette", "--library", str(library), "name:nowhere"]) == 1
    assert b"There is no colour to export" in capsysbinary.readouterr().err


@pytest.mark.parametrize(
    ("words", "said"),
    [
        ([], b"name image files, or a library"),
        (["PHOTO", "--out", "look.bmp"], b"choose a --format"),
        (["PHOTO", "--format", "pdf"], b"invalid choice"),
        (["--library", "LIBRARY", "fabric:wool"], b"is not known"),
    ],
)
def test_wrong_usage(
    words: list[str],
    said: bytes,
    photos: Path,
    library: Path,
    capsysbinary: pytest.CaptureFixture[bytes],
) -> None:
    names = {"PHOTO": str(photos / "breton.png"), "LIBRARY": str(library)}
    assert main(["palette", *(names.get(word, word) for word in words)]) == 2
    assert said in capsysbinary.readouterr().err


def test_a_photograph_is_never_written_over(
    photos: Path, capsysbinary: pytest.CaptureFixture[bytes]
) -> None:
    breton = photos / "breton.png"
    before = breton.read_bytes()
    assert main(["palette", str(breton), "--out", str(breton)]) == 1
    assert b"is an image" in capsysbinary.readouterr().err
    assert breton.read_bytes() == before


def test_without_a_bundle_there_is_a_palette_all_the_same(
    photos: Path,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    capsysbinary: pytest.CaptureFixture[bytes],
) -> None:
    nowhere = replace(get_places(), models=tmp_path / "no-models")
    monkeypatch.setattr(command, "get_places", lambda: nowhere)
    assert main(["palette", str(photos / "red tee.jpg"), "--json"]) == 0
    assert "red" in json.loads(capsysbinary.readouterr().out)["colors"]


def test_help_and_what_it_loads(library: Path, capsysbinary: pytest.CaptureFixture[bytes]) -> None:
    assert main(["palette", "--help"]) == 0
    assert b"fashion-studio palette" in capsysbinary.readouterr().out
    script = (
        "import sys; from studio.__main__ import main\n"
        f"main(['palette', '--library', {str(library)!r}])\n"
        "print([m for m in ('onnxruntime', 'PIL', 'numpy', 'PySide6') if m in sys.modules])"
    )
    done = subprocess.run(
        [sys.executable, "-c", script], capture_output=True, text=True, check=True, cwd=ROOT
    )
    assert done.stdout.splitlines()[-1] == "[]"
