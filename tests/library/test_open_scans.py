"""A folder that was not looked through to the end is looked through again."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
from pathlib import Path

from studio.core.progress import Control
from studio.library.library import Library
from studio.resources import get_places
from tests.helpers.pictures import encoded, halves, write

ROOT = Path(__file__).parent.parent.parent
SCRIPT = """
import os, signal, sys
from pathlib import Path
from studio.library.library import Library
from studio.resources import get_places
if __name__ == "__main__":
    library = Library.open(Path(sys.argv[1]), get_places(), workers=1)
    for progress in library.import_paths([Path(sys.argv[2])]):
        os.kill(os.getpid(), signal.SIGKILL)
"""


def picture(folder: Path, name: str) -> Path:
    return write(folder / name, encoded("PNG", halves((40, 30))))


def kill_in_a_scan(library: Path, photos: Path) -> None:
    done = subprocess.run(
        [sys.executable, "-c", SCRIPT, str(library), str(photos)], cwd=ROOT, check=False
    )
    assert done.returncode == -signal.SIGKILL


def test_a_scan_that_was_killed_is_begun_again(tmp_path: Path, photos: Path) -> None:
    picture(photos, "one.png")
    odd = photos / os.fsdecode(b"caf\xe9")  # a name that is not UTF-8
    odd.mkdir()
    kill_in_a_scan(tmp_path / "library", odd)
    picture(odd, "two.png")  # as if the scan had not come to it yet
    library = Library.open(tmp_path / "library", get_places(), workers=1)
    assert library.has_work_left()
    *_, done = library.resume_analysis()
    assert done.phase == "done"
    assert [tile.name for tile in library.list_tiles(library.list_ids())] == ["two.png"]
    assert not library.has_work_left()
    library.close()


def test_another_import_does_it_as_well(tmp_path: Path, photos: Path) -> None:
    other = tmp_path / "other"
    other.mkdir()
    kill_in_a_scan(tmp_path / "library", other)
    picture(other, "left.png")
    picture(photos, "new.png")
    library = Library.open(tmp_path / "library", get_places(), workers=1)
    *_, done = library.import_paths([photos])
    assert (done.phase, done.registered) == ("done", 2)
    assert not library.has_work_left()
    library.close()


def test_what_is_cancelled_is_not_begun_again(library: Library, photos: Path) -> None:
    picture(photos, "one.png")
    control = Control()
    control.cancel()
    *_, done = library.import_paths([photos], control)
    assert done.phase == "cancelled"
    assert library.list_ids() == []
    assert not library.has_work_left()


def test_a_note_that_is_damaged_is_no_reason_not_to_start(library: Library, photos: Path) -> None:
    library._catalogue.set_setting("open_scans", "{")
    assert not library.has_work_left()
    picture(photos, "one.png")
    *_, done = library.import_paths([photos])
    assert done.registered == 1
