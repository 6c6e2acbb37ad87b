"""Exported files are whole or not there, and never take the place of an image."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

from studio.core.errors import ExportError
from studio.core.palette import Swatch
from studio.library.exporting.files import write_file
from studio.library.exporting.formats import encode_palette, get_format
from tests.helpers.pictures import encoded, write
from tests.helpers.privileges import bound_by_permissions

ROOT = Path(__file__).resolve().parents[3]
RED = (Swatch("#ff0000", 1.0, "red", "True red"),)


def test_writes_and_writes_again(tmp_path: Path) -> None:
    file = tmp_path / "look.hex"
    write_file(file, b"old")
    write_file(file, b"new")
    assert file.read_bytes() == b"new"
    assert os.listdir(tmp_path) == ["look.hex"]
    assert file.stat().st_mode & 0o777 == 0o666 & ~_umask()


def _umask() -> int:
    mask = os.umask(0)
    os.umask(mask)
    return mask


@pytest.mark.parametrize("kind", ["JPEG", "PNG", "WEBP", "TIFF", "PSD"])
@pytest.mark.parametrize("name", ["photo.png", "photo.ase"])
def test_an_image_is_never_written_over(tmp_path: Path, kind: str, name: str) -> None:
    photo = write(tmp_path / name, encoded(kind))
    before = photo.read_bytes()
    with pytest.raises(ExportError, match="is an image"):
        write_file(photo, b"swatches")
    assert photo.read_bytes() == before
    assert os.listdir(tmp_path) == [name]


def test_nor_by_way_of_a_link(tmp_path: Path) -> None:
    photo = write(tmp_path / "photo.jpg", encoded("JPEG"))
    link = tmp_path / "look.png"
    link.symlink_to(photo)
    with pytest.raises(ExportError, match="is an image"):
        write_file(link, b"swatches")
    assert link.is_symlink()


def test_a_swatch_sheet_makes_way_for_the_next(tmp_path: Path) -> None:
    file = tmp_path / "sheet.png"
    sheet = encode_palette(RED, "One", get_format("png"))
    write_file(file, sheet)
    again = encode_palette(RED, "Two", get_format("png"))
    write_file(file, again)
    assert file.read_bytes() == again != sheet


def test_places_that_cannot_be_written_say_so(tmp_path: Path) -> None:
    with pytest.raises(ExportError, match="There is no folder"):
        write_file(tmp_path / "nowhere" / "a.ase", b"")
    with pytest.raises(ExportError, match="is a folder"):
        write_file(tmp_path, b"")
    with pytest.raises(ExportError, match="cannot be written"):
        write_file(tmp_path / ("long" * 100), b"")
    with pytest.raises(ExportError, match="cannot be written"):
        write_file(tmp_path / "a\0b", b"")
    fifo = tmp_path / "pipe"
    os.mkfifo(fifo)
    with pytest.raises(ExportError, match="no file that could be replaced"):
        write_file(fifo, b"")
    (tmp_path / "note").write_text("no folder")
    with pytest.raises(ExportError, match=r"cannot be written|no folder"):
        write_file(tmp_path / "note" / "a.ase", b"")


def test_a_folder_without_permission(tmp_path: Path) -> None:
    tmp_path.chmod(0o500)
    script = (
        "import sys; from pathlib import Path\n"
        "from studio.core.errors import ExportError\n"
        "from studio.library.exporting.files import write_file\n"
        "try: write_file(Path(sys.argv[1]), b'x')\n"
        "except ExportError as error: print(error)\n"
    )
    command = [*bound_by_permissions(), sys.executable, "-c", script, str(tmp_path / "a.ase")]
    done = subprocess.run(command, capture_output=True, text=True, check=True, cwd=ROOT)
    tmp_path.chmod(0o700)
    assert done.stdout.strip() == "“a.ase” cannot be written (Permission denied)."
    assert os.listdir(tmp_path) == []


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="there is no /dev/full")
def test_a_full_disk_leaves_the_old_file(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    file = write(tmp_path / "a.ase", b"old")
    real = os.open

    def on_a_full_disk(path: os.PathLike[str], flags: int, mode: int = 0o777) -> int:
        os.close(real(path, flags, mode))
        return real("/dev/full", os.O_WRONLY)

    monkeypatch.setattr(os, "open", on_a_full_disk)
    with pytest.raises(ExportError, match="No space left"):
        write_file(file, b"new")
    assert file.read_bytes() == b"old"
    assert os.listdir(tmp_path) == ["a.ase"]
