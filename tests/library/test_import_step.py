"""What a person adds is one step of the history: undone, done again, across a restart."""

from __future__ import annotations

from pathlib import Path

from PIL import Image

from studio.core.edit import SetRating
from studio.core.query import parse_query
from studio.library.library import Library
from studio.resources import get_places

REMOVED = parse_query("is:removed")


def draw(folder: Path, *names: str) -> None:
    for number, name in enumerate(names):
        Image.new("RGB", (40, 50), (20 * number, 90, 200)).save(folder / name)


def add(library: Library, *paths: Path) -> None:
    for _progress in library.import_paths(paths):
        pass


def steps(library: Library) -> list[tuple[str, bool]]:
    return [(step.description, step.done) for step in library.list_steps()]


def test_an_import_is_undone_and_done_again(library: Library, photos: Path) -> None:
    draw(photos, "a.png", "b.png", "c.png")
    add(library, photos)
    assert steps(library) == [("Add 3 images", True)]
    ids = set(library.list_ids())
    assert library.undo() == "Add 3 images"
    assert library.list_ids() == []
    assert set(library.list_ids(REMOVED)) == ids
    assert all((photos / name).exists() for name in ("a.png", "b.png", "c.png"))
    assert library.redo() == "Add 3 images"
    assert set(library.list_ids()) == ids
    assert library.list_ids(REMOVED) == []


def test_only_its_own_images_go(library: Library, photos: Path) -> None:
    draw(photos, "a.png")
    add(library, photos)
    first = library.list_ids()
    draw(photos, "a.png", "b.png", "c.png")
    add(library, photos)
    assert [words for words, _done in steps(library)] == ["Add 2 images", "Add 1 image"]
    library.undo()
    assert library.list_ids() == first


def test_what_brings_nothing_new_is_no_step(library: Library, photos: Path) -> None:
    draw(photos, "a.png")
    add(library, photos)
    add(library, photos)
    (photos / "note.jpg").write_text("no picture")
    add(library, photos / "note.jpg")
    assert steps(library) == [("Add 1 image", True)]


def test_marks_made_since_are_undone_before(library: Library, photos: Path) -> None:
    draw(photos, "a.png", "b.png")
    add(library, photos)
    library.apply(SetRating(tuple(library.list_ids()), 4))
    library.go_to(0)
    assert library.list_ids() == []
    newest = library.list_steps()[0].id
    library.go_to(newest)
    assert [details.rating for details in library.list_details(library.list_ids())] == [4, 4]


def test_it_survives_a_restart(tmp_path: Path, photos: Path) -> None:
    draw(photos, "a.png", "b.png")
    library = Library.open(tmp_path / "library", get_places(), workers=1)
    add(library, photos)
    library.close()
    library = Library.open(tmp_path / "library", get_places(), workers=1)
    try:
        assert library.undo() == "Add 2 images"
        assert library.list_ids() == []
    finally:
        library.close()
    library = Library.open(tmp_path / "library", get_places(), workers=1)
    try:
        assert library.find_redo() == "Add 2 images"
        library.redo()
        assert len(library.list_ids()) == 2
    finally:
        library.close()


def test_nothing_more_comes_once_it_is_undone(library: Library, photos: Path) -> None:
    """A batch that is registered later, as if the disk were slow."""
    folders = [photos / name for name in ("one", "two", "three")]
    for folder in folders:
        folder.mkdir()
        draw(folder, "a.png", "b.png")
    undone = False

    def undo(_changes: object) -> None:
        nonlocal undone
        if not undone:
            undone = True
            library.undo()

    unsubscribe = library.subscribe(undo)
    add(library, *folders)
    unsubscribe()
    assert undone
    assert library.list_ids() == []
    assert [done for _words, done in steps(library)] == [False]
