"""Tiles are dragged onto a board in the sidebar, and about on it: no simulated event is like it."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from studio.core.edit import CollectionKind, CreateCollection
from studio.library.library import Library
from studio.resources import get_places
from tests.helpers.display import Display, wait_for
from tests.helpers.garments import draw_garments
from tests.helpers.studio import Studio, read_library, run_command

pytestmark = pytest.mark.timeout(300)

# With the other sections hidden the boards stand under the fixed entries of the library.
HIDDEN = (
    *("source", "style", "color", "garment", "pattern", "smart", "rating", "flag"),
    *("colorlabel", "tag", "date", "format", "orientation"),
)
BOARD = (100, 306)  # its row, in the window
FIRST, SECOND = (300, 200), (500, 200)  # on two tiles


@pytest.fixture
def library(tmp_path: Path) -> Path:
    """Eight drawn garments, and a board with the last of them."""
    draw_garments(tmp_path / "lookbook", 8)
    done = run_command("import", tmp_path / "lookbook", "--library", tmp_path / "library")
    assert done.returncode == 0, done.stderr
    opened = Library.open(tmp_path / "library", get_places(), workers=1)
    last = opened.list_ids()[-1]
    opened.apply(CreateCollection(CollectionKind.BOARD, "Moods", ids=(last,)))
    opened.close()
    return tmp_path / "library"


def list_board(library: Path) -> list[int]:
    with read_library(library) as opened:
        (board,) = opened.list_collections()
        return opened.list_board(board.id)


def test_tiles_come_on_a_board_and_are_put_in_order(display: Display, library: Path) -> None:
    settings = Path(display.environment["XDG_CONFIG_HOME"]) / "fashion-studio" / "settings.json"
    settings.parent.mkdir(parents=True, exist_ok=True)
    settings.write_text(json.dumps({"hidden_sections": HIDDEN}), encoding="utf-8")
    with read_library(library) as opened:
        first, last = opened.list_ids()[0], opened.list_ids()[-1]
    studio = Studio(display, library)
    studio.wait_for_rest()

    target = display.point_at(studio.window, *BOARD)
    display.drag(display.point_at(studio.window, *FIRST), target)
    wait_for("the image on the board", lambda: list_board(library) == [last, first])

    studio.click_in_window(*BOARD)
    studio.wait_for_rest()
    studio.save_picture("board")
    start = display.point_at(studio.window, *SECOND)
    display.drag(start, display.point_at(studio.window, FIRST[0] - 30, FIRST[1]))
    wait_for("the other order", lambda: list_board(library) == [first, last])

    # Taken off the board, an image stays in the library.
    studio.press("Delete")
    wait_for("one image less", lambda: len(list_board(library)) == 1)
    with read_library(library) as opened:
        assert len(opened.list_ids()) == 8
