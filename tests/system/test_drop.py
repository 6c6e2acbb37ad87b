"""Real files dragged from a real file manager onto the real window."""

from __future__ import annotations

import signal
import time
from pathlib import Path

import pytest

from studio.imaging.drawn import SAMPLES
from tests.helpers.display import Display, wait_for
from tests.helpers.garments import draw_garments
from tests.helpers.pixels import Picture, colors_in, find_patch
from tests.helpers.studio import SCREENSHOTS, Studio, read_facets, read_library, wait_until_tagged

pytestmark = pytest.mark.timeout(300)

COUNT = 12
SIDEBAR = 250  # px
PLAIN = {s.family: s.colors[0] for s in SAMPLES[:COUNT] if s.pattern == "solid"}


def drop_folder(display: Display, studio: Studio, folder: Path) -> None:
    """Drag everything in `folder` onto the middle of the window."""
    target = display.middle(studio.window)
    manager = display.open_folder(folder)
    display.place(manager, 0, 20, 460, 980)
    wait_for(
        "pictures in the file manager", lambda: colors_in(display.picture(manager), PLAIN.values())
    )
    display.drag_all_files(manager, target)
    display.save_picture(SCREENSHOTS / "drag.png")


def grid_of(picture: Picture) -> Picture:
    """The part of a screenshot beside the sidebar and the inspector."""
    return picture[:, SIDEBAR:-300]


def _find_swatch(studio: Studio, color: str) -> tuple[int, int] | None:
    return find_patch(studio.save_picture("sidebar")[:, :SIDEBAR], color)


def test_dropped_files_sort_themselves(display: Display, tmp_path: Path) -> None:
    folder, library = tmp_path / "lookbook", tmp_path / "library"
    draw_garments(folder, COUNT)
    (folder / "broken.jpg").write_bytes((folder / "0000-scarlet-tee.jpg").read_bytes()[:900])
    studio = Studio(display, library)
    empty = studio.save_picture("empty")
    drop_folder(display, studio, folder)
    counts = wait_until_tagged(library, COUNT + 1)
    assert (counts.all, counts.failed) == (COUNT + 1, 1)

    facets = read_facets(library)
    assert sum(facets["garment"].values()) >= COUNT
    assert sum(facets["pattern"].values()) >= COUNT
    assert facets["style"]
    red = facets["color"]["red"]
    assert 1 <= red < COUNT

    wanted = set(PLAIN.values())
    assert colors_in(grid_of(empty), wanted) == set()
    wait_for("tiles with pictures", lambda: _shows(studio, wanted, "filled"))

    with read_library(library) as second:  # the swatch looks like the red images
        swatch = {found.family: found.hex for found in second.summarise_colors().families}["red"]
    place = wait_for("a swatch for red in the sidebar", lambda: _find_swatch(studio, swatch))
    studio.click_in_window(*place)
    others = {PLAIN["green"], PLAIN["yellow"]}
    filtered = wait_for("a narrower grid", lambda: _lacks(studio, others, "filtered"))
    assert PLAIN["red"] in colors_in(grid_of(filtered), wanted)

    with read_library(library) as catalogue:
        failed = [t for t in catalogue.list_tiles(catalogue.list_ids()) if t.failure]
        assert [tile.name for tile in failed] == ["broken.jpg"]
    assert studio.end(signal.SIGINT) == 0


def _shows(studio: Studio, colors: set[str], name: str) -> Picture | None:
    picture = studio.save_picture(name)
    return picture if colors <= colors_in(grid_of(picture), colors) else None


def _lacks(studio: Studio, colors: set[str], name: str) -> Picture | None:
    time.sleep(0.3)
    picture = studio.save_picture(name)
    return picture if not colors_in(grid_of(picture), colors) else None


def test_no_socket_leaves_the_computer(display: Display, tmp_path: Path) -> None:
    folder, library = tmp_path / "lookbook", tmp_path / "library"
    draw_garments(folder, COUNT)
    studio = Studio(display, library)
    drop_folder(display, studio, folder)
    looked_at: set[int] = set()

    def all_tagged() -> bool:
        for process in studio.list_processes():
            looked_at.add(process.pid)
            assert process.net_connections(kind="inet") == []
        with read_library(library) as catalogue:
            return catalogue.count_library().all >= COUNT and catalogue.count_pending() == 0

    wait_for("analysed images", all_tagged, 120)
    assert len(looked_at) > 1, "no worker process was seen"
