"""Files renamed, moved and added by other programs while the real window is open."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.helpers.display import Display, wait_for
from tests.helpers.garments import draw_garments
from tests.helpers.studio import Studio, read_library, run_command

pytestmark = pytest.mark.timeout(300)

COUNT = 6


def read_files(library: Path) -> dict[str, tuple[int, bool]]:
    """Rating and whether it is missing, of each file of the library."""
    with read_library(library) as opened:
        found = opened.list_details(opened.list_ids())
    return {details.path: (details.rating, details.missing) for details in found}


def test_a_renamed_file_keeps_what_was_said_of_it(display: Display, tmp_path: Path) -> None:
    folder, library = tmp_path / "lookbook", tmp_path / "library"
    files = draw_garments(folder, COUNT)
    done = run_command("import", folder, "--library", library)
    assert done.returncode == 0, done.stderr
    studio = Studio(display, library)
    studio.wait_for_rest()
    studio.press("ctrl+f")
    studio.type("name:scarlet")
    studio.press("Return", "Escape")
    studio.wait_for_rest()
    studio.press("ctrl+a", "5")
    wait_for("five stars", lambda: read_files(library)[str(files[0])] == (5, False))

    renamed = folder / "look 01 final.jpg"
    files[0].rename(renamed)
    wait_for("the new name", lambda: read_files(library).get(str(renamed)) == (5, False))

    moved = folder / "chosen" / renamed.name
    moved.parent.mkdir()
    renamed.rename(moved)
    wait_for("the new folder", lambda: read_files(library).get(str(moved)) == (5, False))
    assert len(read_files(library)) == COUNT

    (late,) = draw_garments(tmp_path / "elsewhere", 1)
    late.rename(folder / "late.jpg")
    wait_for("the new file", lambda: str(folder / "late.jpg") in read_files(library))

    files[1].unlink()
    wait_for("the missing file", lambda: read_files(library)[str(files[1])] == (0, True))
    assert len(read_files(library)) == COUNT + 1
    studio.press("ctrl+q")
    assert studio.process.wait(timeout=30) == 0
