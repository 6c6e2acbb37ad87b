"""What a crash, Ctrl+C and a second window do to a library."""

from __future__ import annotations

import signal
import sqlite3
from pathlib import Path

import pytest

from tests.helpers.display import Display, wait_for
from tests.helpers.garments import draw_garments
from tests.helpers.studio import (
    Studio,
    count_done,
    read_library,
    run_command,
    wait_until_tagged,
)
from tests.system.test_drop import drop_folder

pytestmark = pytest.mark.timeout(300)

COUNT = 120


def done_ids(library: Path) -> set[int]:
    """The images that are shown as done."""
    with read_library(library) as catalogue:
        tiles = catalogue.list_tiles(catalogue.list_ids())
        return {tile.id for tile in tiles if tile.state == "done"}


def wait_until_some_are_done(library: Path) -> set[int]:
    """Wait until an import is on its way."""
    wait_for("a library", lambda: count_done(library))
    return wait_for("some analysed images", lambda: done_ids(library))


def test_kill_in_mid_import_loses_nothing_that_was_done(display: Display, tmp_path: Path) -> None:
    folder, library = tmp_path / "lookbook", tmp_path / "library"
    draw_garments(folder, COUNT)
    studio = Studio(display, library)
    drop_folder(display, studio, folder)
    before = wait_until_some_are_done(library)
    studio.end(signal.SIGKILL)
    after = done_ids(library)
    assert before <= after
    with sqlite3.connect(library / "catalogue.sqlite3") as database:
        assert database.execute("PRAGMA integrity_check").fetchone() == ("ok",)
    database.close()

    studio = Studio(display, library)
    counts = wait_until_tagged(library, COUNT)
    assert (counts.all, counts.failed) == (COUNT, 0)
    assert studio.end(signal.SIGINT) == 0


@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM])
def test_ctrl_c_ends_the_window_in_good_order(
    display: Display, tmp_path: Path, number: signal.Signals
) -> None:
    library = tmp_path / "library"
    studio = Studio(display, library)
    assert studio.end(number) == 0
    done = run_command("doctor", "--library", library, "--json")
    assert done.returncode == 0, done.stderr


def test_a_second_window_only_reads(display: Display, tmp_path: Path) -> None:
    folder, library = tmp_path / "lookbook", tmp_path / "library"
    draw_garments(folder, 12)
    first = Studio(display, library)
    second = Studio(display, library)
    second.save_picture("second-window")
    drop_folder(display, second, folder)
    second.save_picture("second-window-after-drop")
    found = count_done(library)
    assert found
    assert found[0].all == 0, "the second window wrote into the library"
    assert second.end(signal.SIGINT) == 0
    assert first.end(signal.SIGINT) == 0
