from __future__ import annotations

import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from training.errors import DataError
from training.manifest import check_data, list_files, read_manifest, write_manifest

ROOT = Path(__file__).parent.parent.parent


@pytest.fixture
def copy(data: Path, tmp_path: Path) -> Path:
    """A copy of the drawn data set, with its manifest."""
    folder = tmp_path / "copy"
    shutil.copytree(data, folder)
    return folder


def command(*arguments: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, "-m", "training", *arguments],
        capture_output=True, text=True, check=False, cwd=ROOT,
    )  # fmt: skip


def test_a_good_copy_passes(copy: Path) -> None:
    assert check_data(copy) == 48 == len(list(list_files(copy)))


def test_a_changed_file_is_named(copy: Path) -> None:
    file = copy / "outfits" / "0007.jpg"
    content = bytearray(file.read_bytes())
    content[-20] ^= 1
    file.write_bytes(content)
    with pytest.raises(DataError, match=r"outfits/0007\.jpg: the checksum differs"):
        check_data(copy)


def test_a_missing_file_is_named(copy: Path) -> None:
    (copy / "garments" / "0011.jpg").unlink()
    with pytest.raises(DataError, match=r"garments/0011\.jpg: the file is missing"):
        check_data(copy)


def test_a_file_that_nobody_listed_is_named(copy: Path) -> None:
    # Outlines and fabrics are taken as they lie in their folders: one more would be trained on.
    (copy / "outfit-masks").mkdir()
    shutil.copy(copy / "garments" / "0001.jpg", copy / "outfit-masks" / "0001.png")
    with pytest.raises(DataError, match=r"outfit-masks/0001\.png: .* does not list"):
        check_data(copy)


@pytest.mark.parametrize(
    ("before", "after", "named"),
    [
        ("path,sha256", "file,sha256", "columns"),
        ("sha256=", "", "line 2"),
        ("garments/0000.jpg", "../0000.jpg", "line 2"),
        ("garments/0000.jpg", "/0000.jpg", "line 2"),
    ],
)
def test_a_wrong_manifest_is_named(copy: Path, before: str, after: str, named: str) -> None:
    file = copy / "data-manifest.csv"
    lines = file.read_text().splitlines()
    file.write_text("\n".join([line.replace(before, after, 1) for line in lines[:2]] + lines[2:]))
    with pytest.raises(DataError, match=named):
        read_manifest(file)


def test_an_empty_folder_has_no_manifest(tmp_path: Path) -> None:
    with pytest.raises(DataError, match="no photographs"):
        write_manifest(tmp_path, tmp_path / "manifest.csv")


def test_the_commands_write_and_check_a_manifest(copy: Path, tmp_path: Path) -> None:
    (copy / "data-manifest.csv").unlink()
    unlisted = command("check-data", "--data", str(copy))
    assert unlisted.returncode == 1
    # A folder without a manifest of its own is measured by the committed one.
    assert "the file is missing (data-manifest.csv lists it)" in unlisted.stderr
    manifest = str(tmp_path / "mine.csv")
    written = command("fetch", "--write-manifest", str(copy), "--manifest", manifest)
    assert written.returncode == 0, written.stderr
    checked = command("check-data", "--data", str(copy), "--manifest", manifest)
    assert checked.returncode == 0, checked.stderr
    assert "48 files" in checked.stdout
    refused = command("fetch", "--data", str(tmp_path / "new"))
    assert refused.returncode == 1
    assert "CC0-1.0" in refused.stdout
    assert "--accept-licences" in refused.stderr


def test_a_run_begins_with_the_checksums(copy: Path, tmp_path: Path) -> None:
    (copy / "garments" / "0005.jpg").write_bytes(b"another picture")
    done = command(
        "all", "--config", "debug", "--data", str(copy), "--labels", str(copy / "labels"),
        "--work", str(tmp_path / "work"), "--bundles", str(tmp_path / "bundles"),
    )  # fmt: skip
    assert done.returncode == 1
    assert "garments/0005.jpg: the checksum differs" in done.stderr
    assert not (tmp_path / "work").exists()
