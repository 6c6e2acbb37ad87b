"""A morning's work without the mouse: search, look, rate, tag, compare and undo."""

from __future__ import annotations

from contextlib import suppress
from pathlib import Path

import pytest

from studio.core.asset import AssetDetails
from studio.core.errors import QueryError
from studio.core.query import parse_query
from studio.imaging.drawn import SAMPLES
from tests.helpers.display import Display, wait_for
from tests.helpers.garments import draw_garments
from tests.helpers.pixels import Picture, mask_of
from tests.helpers.studio import Studio, read_facets, read_library, run_command

pytestmark = pytest.mark.timeout(300)

COUNT = 12
_FIRST_LABEL = 8  # rows below the head of the sidebar: six entries and one folder come before
COLORS = {sample.name: sample.colors[0] for sample in SAMPLES}


@pytest.fixture
def library(tmp_path: Path) -> Path:
    """A library of drawn garments, analysed."""
    draw_garments(tmp_path / "lookbook", COUNT)
    done = run_command("import", tmp_path / "lookbook", "--library", tmp_path / "library")
    assert done.returncode == 0, done.stderr
    return tmp_path / "library"


def details(library: Path, query: str) -> list[AssetDetails]:
    with read_library(library) as opened:
        return opened.list_details(opened.list_ids(parse_query(query)))


def names(library: Path, query: str) -> set[str]:
    """The garments that match, as the samples call them."""
    return {found.name[5:-4].replace("-", " ") for found in details(library, query)}


def search(studio: Studio, text: str) -> None:
    """Ask for something else and go to the images."""
    studio.press("ctrl+BackSpace", "ctrl+f")
    studio.type(text)
    studio.press("Return", "Escape")
    studio.wait_for_rest()


def has_marks(library: Path, query: str, wanted: set[str]) -> None:
    """Wait until just these match."""

    def matches() -> bool:
        with suppress(QueryError):  # a collection that is not there yet
            return names(library, query) == wanted
        return False

    try:
        wait_for("marks", matches, 20)
    except AssertionError:
        assert names(library, query) == wanted


def test_rating_tagging_and_undoing(display: Display, library: Path) -> None:
    studio = Studio(display, library)
    studio.wait_for_rest()
    dresses = {"meadow dress", "polka dress"}

    # Everything that is found gets stars, a flag, a colour label and a tag: four gestures.
    search(studio, "name:dress")
    studio.press("ctrl+a", "4", "p", "7", "t")
    studio.type("client A")
    studio.press("Return", "Escape")
    has_marks(library, 'rating=4 flag:picked colorlabel:yellow tag:"client a"', dresses)

    # Each gesture is one step back, and forth again.
    studio.press("ctrl+z", "ctrl+z", "ctrl+z")
    has_marks(library, "flag:picked", set())
    has_marks(library, "rating=4", dresses)
    studio.press("ctrl+shift+z")
    has_marks(library, "flag:picked", dresses)

    # Also in another session.
    studio.press("ctrl+q")
    assert studio.process.wait(timeout=30) == 0
    studio = Studio(display, library)
    studio.wait_for_rest()
    studio.press("ctrl+z")
    has_marks(library, "flag:picked", set())
    has_marks(library, "rating=4", dresses)
    studio.press("ctrl+z")
    has_marks(library, "rating=4", set())


def test_looking_comparing_and_finding_similar(display: Display, library: Path) -> None:
    studio = Studio(display, library)
    studio.wait_for_rest()

    # In the loupe each image gets its own stars.
    search(studio, "name:tee|hoodie")
    small = studio.save_picture("keyboard-grid")
    studio.press("Home", "e")
    studio.wait_for_rest()
    studio.press("2", "Right", "3", "Right", "5", "Escape")
    wait_for("three ratings", lambda: len(names(library, "rating>=2")) == 3)
    assert {len(names(library, f"rating={stars}")) for stars in (2, 3, 5)} == {1}

    # Quick look: the arrows step on, and what is seen is what is marked.
    studio.press("Home", "space")
    studio.wait_for_rest()
    studio.save_picture("keyboard-quick-look")
    studio.press("Right", "x", "space")
    wait_for("one rejected", lambda: names(library, "flag:rejected") == names(library, "rating=3"))

    # Two images side by side are larger than in the grid.
    search(studio, "name:scarlet|forest")
    studio.press("ctrl+a", "c")
    large = studio.wait_for_rest()
    studio.save_picture("keyboard-compare")
    for name in ("scarlet tee", "forest hoodie"):
        assert area(large, COLORS[name]) > 1.5 * area(small, COLORS[name]) > 0
    studio.press("Escape")

    # What is like the first image, without it.
    search(studio, "name:meadow")
    studio.press("ctrl+a", "ctrl+shift+s")
    studio.wait_for_rest()
    studio.save_picture("keyboard-similar")
    studio.press("ctrl+a", "1")
    wait_for("similar images", lambda: names(library, "rating=1"))
    assert "meadow dress" not in names(library, "rating=1")


def test_filtering_by_the_sidebar_and_making_a_board(display: Display, library: Path) -> None:
    studio = Studio(display, library)
    studio.wait_for_rest()

    # The panels are reached one after another; in the sidebar the arrows go from row to row.
    studio.press("Home", "F6", "F6", "F6", *["Down"] * _FIRST_LABEL, "Return")
    studio.wait_for_rest()
    studio.save_picture("keyboard-sidebar")
    studio.press("ctrl+a", "1")
    rated = wait_for("rated images", lambda: names(library, "rating=1"))
    facets = read_facets(library)
    labels = [f"style:{label}" for label in facets["style"]]
    assert rated in [names(library, label) for label in labels]
    assert len(rated) < COUNT

    # What is selected becomes a board; another image joins it.
    studio.press("ctrl+shift+b")
    studio.wait_for_rest()
    studio.press("ctrl+a")
    studio.type("Mood: dusk")
    studio.press("Return")
    has_marks(library, 'in:"Mood: dusk"', rated)
    (other, *_others) = names(library, "-rating=1")
    search(studio, f'name:"{other.replace(" ", "-")}"')
    studio.press("ctrl+a", "b")
    has_marks(library, 'in:"Mood: dusk"', rated | {other})
    studio.press("ctrl+z")
    has_marks(library, 'in:"Mood: dusk"', rated)


def area(picture: Picture, color: str) -> int:
    """How many pixels have about this colour."""
    return int(mask_of(picture, color).sum())
