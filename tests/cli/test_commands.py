from __future__ import annotations

import json
import shutil
import subprocess
import sys
from dataclasses import replace
from pathlib import Path

import pytest

from studio.cli import common
from studio.cli.main import main
from studio.core.edit import AddTag, SetColorLabel, SetFlag, SetNote, SetRating
from studio.core.organising import Flag
from studio.core.query import parse_query
from studio.library.library import Library
from studio.resources import get_places
from tests.helpers.bundles import earlier_places
from tests.helpers.pictures import encoded, write

ROOT = Path(__file__).parent.parent.parent


def test_import_says_what_became_of_each_file(
    photos: Path, library: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["import", str(photos), "--library", str(library), "--json"]) == 1
    out, err = capsys.readouterr()
    said = json.loads(out)
    assert (said["found"], said["registered"], said["unchanged"]) == (2, 0, 2)
    assert [Path(f["path"]).name for f in said["failed"]] == ["diary.jpg"]
    assert "text file" in err


def test_tag_prints_one_line_a_file_in_order(
    photos: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    names = ["red tee.jpg", "diary.jpg", "breton.png"]
    assert main(["tag", *(str(photos / n) for n in names), "--json"]) == 1
    lines = [json.loads(line) for line in capsys.readouterr().out.splitlines()]
    assert [Path(line["path"]).name for line in lines] == names
    tee, diary, breton = lines
    assert set(tee) == {
        "path",
        "garment",
        "garments",
        "pattern",
        "style",
        "palette",
        "colors",
    }
    assert tee["garment"]["label"] == "t-shirt"
    assert tee["colors"][0] == "red"
    assert set(tee["palette"][0]) == {"hex", "coverage", "family", "name"}
    assert set(diary) == {"path", "error"}
    assert breton["pattern"]["label"] == "stripes"


def test_tag_can_print_every_label(photos: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["tag", str(photos / "red tee.jpg"), "--json", "--all"]) == 0
    every = json.loads(capsys.readouterr().out)["all"]
    assert {facet: len(labels) for facet, labels in every.items()} == {
        "style": 13,
        "garment": 16,
        "pattern": 12,
        "color": 19,
    }


def test_search_and_facets(library: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["search", "pattern:stripes", "--library", str(library), "--json"]) == 0
    (found,) = [json.loads(line) for line in capsys.readouterr().out.splitlines()]
    assert Path(found["path"]).name == "breton.png"
    assert found["facets"]["pattern"] == ["stripes"]
    assert main(["search", "-pattern:stripes", "--library", str(library)]) == 0
    assert "red tee.jpg" in capsys.readouterr().out
    assert main(["facets", "--library", str(library), "--json"]) == 0
    counts = json.loads(capsys.readouterr().out)
    assert counts["pattern"] == {"solid": 1, "stripes": 1}
    assert list(counts)[:4] == ["style", "color", "garment", "pattern"]
    assert counts["format"] == {"jpeg": 1, "png": 1}
    assert main(["facets", "--library", str(library)]) == 0
    assert "Pattern" in capsys.readouterr().out


def names_of(out: str) -> list[str]:
    return [Path(line.split("\t")[0]).name for line in out.splitlines()]


def test_search_says_what_a_person_gave(
    library: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    library = shutil.copytree(library, tmp_path / "library")
    opened = Library.open(library, get_places(), workers=1)
    try:
        (striped,) = opened.list_ids(parse_query("pattern:stripes"))
        for edit in (
            SetRating((striped,), 4),
            SetFlag((striped,), Flag.PICKED),
            SetColorLabel((striped,), "blue"),
            AddTag((striped,), "client A"),
            SetNote((striped,), "Breton,\nin wool"),
        ):
            opened.apply(edit)
    finally:
        opened.close()
    assert main(["search", "pattern:stripes", "--library", str(library), "--json"]) == 0
    (line,) = capsys.readouterr().out.splitlines()
    found = json.loads(line)
    assert [found[key] for key in ("rating", "flag", "color_label", "tags", "note")] == [
        4,
        "picked",
        "blue",
        ["client A"],
        "Breton,\nin wool",
    ]


@pytest.mark.parametrize(
    ("words", "names"),
    [
        (["color~#c1272d"], ["red tee.jpg"]),
        (["color~#c1272d@20%", "garment:t-shirt"], ["red tee.jpg"]),
        (["color~navy@5%|#c1272d@20%"], ["red tee.jpg", "breton.png"]),
        (["color~navy|#c1272d", "--sort", "name"], ["breton.png", "red tee.jpg"]),
        (["-color~#c1272d"], ["breton.png"]),
        (["color~#c1272d", "-color~red"], []),
        (["color~#007e8f~25", "--harmony", "complementary"], ["red tee.jpg"]),
        (["color~#c1272d", "--harmony", "complementary"], []),
    ],
)
def test_search_by_colour(
    words: list[str], names: list[str], library: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["search", *words, "--library", str(library)]) == 0
    assert names_of(capsys.readouterr().out) == names


def test_search_by_the_palette_of_a_file(
    photos: Path, library: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    for name in ("red tee.jpg", "breton.png"):
        words = ["search", "--like-palette", str(photos / name), "--library", str(library)]
        assert main(words) == 0
        assert names_of(capsys.readouterr().out) == [name]
    words = ["search", "--like-palette", str(photos / "diary.jpg"), "--library", str(library)]
    assert main(words) == 1
    assert "text file" in capsys.readouterr().err


def test_facets_follow_a_colour(library: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["facets", "color~#c1272d", "--library", str(library), "--json"]) == 0
    assert json.loads(capsys.readouterr().out)["garment"] == {"t-shirt": 1}


def test_a_caret_points_at_a_mistake(library: Path, capsys: pytest.CaptureFixture[str]) -> None:
    words = ["search", "-name:连衣裙", "color~#c0392g", "--library", str(library)]
    assert main(words) == 2
    _said, query, caret = capsys.readouterr().err.splitlines()
    assert query == "  -name:连衣裙 color~#c0392g"
    # Three letters are two columns wide each.
    assert caret == "  " + " " * (query.index("g") - 2 + 3) + "^"
    assert main(["search", "dress", "--harmony", "triad", "--library", str(library)]) == 2
    assert "needs a colour" in capsys.readouterr().err


def test_doctor(library: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["doctor", "--library", str(library)]) == 0
    assert "All is well" in capsys.readouterr().out
    (library / "cache.sqlite3").unlink()
    assert main(["doctor", "--library", str(library), "--repair", "--json"]) == 0
    said = json.loads(capsys.readouterr().out)
    assert (said["lost_thumbnails"], said["backups"], said["images"]) == (0, 2, 2)


@pytest.mark.parametrize(
    ("words", "names"),
    [
        (["-pattern:stripes"], {"red tee.jpg"}),
        (["-breton"], {"red tee.jpg"}),
        (['-name:"red tee"'], {"breton.png"}),
        (["color:red|navy", "-t-shirt", "rating<1"], {"breton.png"}),
    ],
)
def test_a_minus_excludes(
    words: list[str], names: set[str], library: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["search", *words, "--library", str(library)]) == 0
    found = {Path(line.split("\t")[0]).name for line in capsys.readouterr().out.splitlines()}
    assert found == names


@pytest.mark.parametrize(
    "words", [["paint"], ["import"], ["search", "fabric:wool", "--library", "LIBRARY"], []]
)
def test_wrong_usage_ends_with_2(
    words: list[str], library: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main([word.replace("LIBRARY", str(library)) for word in words]) == 2
    assert capsys.readouterr().err


def test_a_library_that_is_not_there(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["facets", "--library", str(tmp_path / "nowhere")]) == 1
    assert "no library" in capsys.readouterr().err


@pytest.mark.parametrize(
    "command", ["import", "analyse", "tag", "search", "facets", "palette", "doctor"]
)
def test_every_command_has_help(command: str, capsys: pytest.CaptureFixture[str]) -> None:
    assert main([command, "--help"]) == 0
    assert f"fashion-studio {command}" in capsys.readouterr().out


def test_a_name_cannot_break_a_line(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    photo = tmp_path / "photos" / "a\nb \x1b[31m.png"
    photo.parent.mkdir()
    write(photo, encoded("PNG"))
    write(photo.with_suffix(".jpg"), b"dear diary")
    library = str(tmp_path / "library")
    assert main(["import", str(photo.parent), "--library", library]) == 1
    assert main(["search", "--library", library]) == 0
    out, err = capsys.readouterr()
    assert "\x1b" not in out + err
    (line,) = [line for line in out.splitlines() if line.startswith(str(tmp_path))]
    assert "a\\nb" in line
    assert main(["search", "--library", library, "--json"]) == 0
    assert json.loads(capsys.readouterr().out)["path"] == str(photo)


def test_a_typing_mistake_makes_no_library(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["doctor", "--repair", "--library", str(tmp_path / "libary")]) == 1
    assert "no library" in capsys.readouterr().err
    assert list(tmp_path.iterdir()) == []


def test_doctor_says_what_waits_for_tags(
    photos: Path,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    folder = str(tmp_path / "library")
    with monkeypatch.context() as patch:
        nowhere = replace(get_places(), models=tmp_path / "no-models")
        patch.setattr(common, "get_places", lambda: nowhere)
        assert main(["import", str(photos / "breton.png"), "--library", folder, "--json"]) == 0
        assert "Reinstall" in json.loads(capsys.readouterr().out)["bundle_problem"]
        assert main(["doctor", "--library", folder]) == 1
        assert "not tagged" in capsys.readouterr().out
    assert main(["doctor", "--library", folder]) == 1
    assert "1 image without tags" in capsys.readouterr().out
    assert main(["doctor", "--library", folder, "--repair"]) == 0
    assert "All is well" in capsys.readouterr().out


def test_images_that_an_earlier_bundle_tagged(
    photos: Path,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    folder = str(tmp_path / "library")
    copy = tmp_path / "photos"
    shutil.copytree(photos, copy, ignore=shutil.ignore_patterns("diary*"))
    with monkeypatch.context() as patch:
        earlier = earlier_places(tmp_path)
        patch.setattr(common, "get_places", lambda: earlier)
        assert main(["import", str(copy), "--library", folder]) == 0
        assert capsys.readouterr().err == ""
    assert main(["import", str(copy), "--library", folder, "--json"]) == 0
    out, err = capsys.readouterr()
    assert json.loads(out)["outdated"] == 2
    assert "2 images were tagged by an earlier bundle" in err
    assert main(["analyse", "--library", folder]) == 0
    out, err = capsys.readouterr()
    assert "0 analysed" in out
    assert "analyse --outdated" in err
    assert main(["doctor", "--library", folder]) == 0  # old tags are tags
    assert "2 images were tagged by an earlier bundle" in capsys.readouterr().out
    (copy / "breton.png").write_text("dear diary")
    assert main(["analyse", "--outdated", "--library", folder, "--json"]) == 1
    out, err = capsys.readouterr()
    said = json.loads(out)
    assert (said["analysed"], said["outdated"], said["bundle_problem"]) == (2, 1, "")
    assert [Path(f["path"]).name for f in said["failed"]] == ["breton.png"]
    assert "breton.png" in err
    assert main(["doctor", "--library", folder, "--json"]) == 0
    assert json.loads(capsys.readouterr().out)["outdated"] == 1
    shutil.copy(photos / "breton.png", copy)
    assert main(["analyse", "--outdated", "--library", folder]) == 0
    assert "1 analysed, 0 failed" in capsys.readouterr().out
    assert main(["facets", "--library", folder, "--json"]) == 0
    assert json.loads(capsys.readouterr().out)["pattern"] == {"solid": 1, "stripes": 1}


def test_analysing_makes_no_library(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["analyse", "--library", str(tmp_path / "libary")]) == 1
    assert "no library" in capsys.readouterr().err
    assert list(tmp_path.iterdir()) == []


def test_a_progress_line_is_for_terminals(photos: Path, tmp_path: Path) -> None:
    """`script` gives the command a terminal; without one nothing but the result is printed."""
    command = [sys.executable, "-m", "studio", "import", str(photos / "breton.png"), "--library"]
    plain = subprocess.run(
        [*command, str(tmp_path / "a")], capture_output=True, text=True, check=True, cwd=ROOT
    )
    assert plain.stderr == ""
    assert plain.stdout.count("\n") == 1
    if shutil.which("script") is None:
        pytest.skip("util-linux's script is not installed")
    words = " ".join(f"'{word}'" for word in [*command, str(tmp_path / "b")])
    shown = subprocess.run(
        ["script", "-qec", words, "/dev/null"], capture_output=True, text=True, check=True, cwd=ROOT
    )
    assert "█" in shown.stdout


def test_a_reader_that_has_seen_enough_is_no_error(library: Path) -> None:
    command = f'"{sys.executable}" -m studio search --library "{library}" --json | head -c 1'
    done = subprocess.run(
        ["bash", "-c", command], capture_output=True, text=True, check=False, cwd=ROOT
    )
    assert (done.stdout, done.stderr) == ("{", "")


def test_the_command_line_loads_nothing_heavy(library: Path) -> None:
    script = (
        "import sys; from studio.__main__ import main\n"
        f"main(['facets', '--library', {str(library)!r}])\n"
        "print([m for m in ('onnxruntime', 'PIL', 'numpy', 'PySide6') if m in sys.modules])"
    )
    done = subprocess.run(
        [sys.executable, "-c", script], capture_output=True, text=True, check=True, cwd=ROOT
    )
    assert done.stdout.splitlines()[-1] == "[]"


def test_what_can_find_nothing_is_said_beside_the_answer(
    library: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert (
        main(["search", "style:bohemain", "OR", "pattern:stripes", "--library", str(library)]) == 0
    )
    out, err = capsys.readouterr()
    assert "breton.png" in out
    assert "Did you mean style:bohemian?" in err


def test_a_wrong_bracket_has_a_caret_below_it(
    library: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    words = ["search", "pattern:stripes", "-(style:edgy", "OR", "tag:x", "--library", str(library)]
    assert main(words) == 2
    lines = capsys.readouterr().err.splitlines()
    assert "A bracket is not closed." in lines[0]
    assert lines[1].index("(") == lines[2].index("^")
    assert main(["search", "in:Nowhere", "--library", str(library)]) == 2
    assert "no collection “Nowhere”" in capsys.readouterr().err
