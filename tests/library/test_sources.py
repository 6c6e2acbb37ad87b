"""Sources that are removed, relocated and watched; missing files that are found; the trash."""

from __future__ import annotations

import os
import shutil
from pathlib import Path

import pytest

from studio.core.edit import SetRating
from studio.core.errors import EditError, ImageError, StudioError
from studio.core.progress import ImportProgress
from studio.core.query import parse_query
from studio.imaging.fingerprint import content_fingerprint
from studio.library.library import Library
from tests.library.living import add, by_path, draw, missing, rate, rescan


def names(library: Library, query: str = "") -> set[str]:
    return {d.name for d in library.list_details(library.list_ids(parse_query(query)))}


def source_id(library: Library, folder: Path) -> int:
    return next(s.id for s in library.sources.list_all() if s.path == str(folder))


# --- sources -----------------------------------------------------------------------------------


def test_a_source_is_removed_and_comes_back(library: Library, photos: Path) -> None:
    draw(photos / "a.png", "a")
    draw(photos / "b.png", "b")
    add(library._catalogue, photos)
    before = by_path(library._catalogue, photos)
    library.sources.remove(source_id(library, photos))
    assert (library.sources.list_all(), names(library)) == ([], set())
    assert names(library, "is:removed") == {"a.png", "b.png"}
    assert rescan(library._catalogue).registered == 0
    assert library.undo() == "Remove the source “photos”"
    assert by_path(library._catalogue, photos) == before
    assert [s.count for s in library.sources.list_all()] == [2]
    library.redo()
    add(library._catalogue, photos)
    assert by_path(library._catalogue, photos) == before
    (photos / "a.png").unlink()
    with pytest.raises(EditError):
        library.sources.remove(999)


def test_removing_the_outer_source_keeps_the_inner_ones_images(
    library: Library, photos: Path
) -> None:
    draw(photos / "a.png", "a")
    draw(photos / "in" / "b.png", "b")
    add(library._catalogue, photos, photos / "in")
    library.sources.remove(source_id(library, photos))
    assert names(library) == {"b.png"}
    library.undo()
    library.sources.remove(source_id(library, photos / "in"))
    assert names(library) == {"a.png", "b.png"}  # it is in the outer one still
    assert [s.count for s in library.sources.list_all()] == [2]
    library.undo()
    assert {s.name: s.count for s in library.sources.list_all()} == {"photos": 1, "in": 1}


def test_a_folder_is_watched_and_single_files_are_not(library: Library, photos: Path) -> None:
    draw(photos / "in" / "a.png", "a")
    add(library._catalogue, photos / "in", draw(photos / "single.png", "s"))
    assert {s.name: s.watched for s in library.sources.list_all()} == {"in": True, "photos": False}
    library.sources.set_watched(source_id(library, photos / "in"), watched=False)
    assert not any(s.watched for s in library.sources.list_all())
    shutil.rmtree(photos / "in")
    assert {s.name: s.reachable for s in library.sources.list_all()} == {
        "in": False,
        "photos": True,
    }


def test_a_source_is_relocated(library: Library, photos: Path) -> None:
    for name in ("a.png", "sub/b.png", "c.png"):
        draw(photos / name, name)
    add(library._catalogue, photos)
    before = by_path(library._catalogue, photos)
    new = photos.parent / "archive"
    new.mkdir()
    with pytest.raises(EditError, match="None of the images"):
        library.sources.relocate(source_id(library, photos), new)
    new.rmdir()
    photos.rename(new)
    (new / "c.png").unlink()
    library.sources.relocate(source_id(library, photos), new)
    assert by_path(library._catalogue, new).items() == {
        (path, key) for path, key in before.items() if path != "c.png"
    }
    assert missing(library._catalogue) == {"c.png"}
    assert [(s.name, s.path) for s in library.sources.list_all()] == [("archive", str(new))]
    assert library.undo() == "Relocate the source “photos”"
    assert [s.path for s in library.sources.list_all()] == [str(photos)]
    assert library.check_integrity() == []


# --- missing files -----------------------------------------------------------------------------


def look_for(library: Library, folder: Path) -> ImportProgress:
    return list(library.missing.find(folder))[-1]


def test_missing_files_are_found_below_a_folder(library: Library, photos: Path) -> None:
    for name in ("a", "b", "c"):
        draw(photos / f"{name}.png", name)
    add(library._catalogue, photos)
    before = by_path(library._catalogue, photos)
    rate(library._catalogue, before["a.png"], 5)
    elsewhere = photos.parent / "elsewhere"
    (elsewhere / "x").mkdir(parents=True)
    (photos / "a.png").rename(elsewhere / "x" / "other name.png")
    (photos / "b.png").rename(elsewhere / "b.png")
    (photos / "c.png").unlink()
    draw(elsewhere / "c.png", "not c")  # of its name and size
    rescan(library._catalogue)
    found = look_for(library, elsewhere)
    assert (found.phase, found.moved, found.total) == ("done", 2, 3)
    assert missing(library._catalogue) == {"c.png"}
    assert by_path(library._catalogue, elsewhere) == {
        "x/other name.png": before["a.png"],
        "b.png": before["b.png"],
    }
    assert library.get_details(before["a.png"]).rating == 5
    assert rescan(library._catalogue).gone == 0  # it stays found
    assert library.undo() == "Find 2 images"
    assert missing(library._catalogue) == {"a.png", "b.png", "c.png"}
    library.redo()
    assert missing(library._catalogue) == {"c.png"}


def test_undo_after_the_file_moved_on_leaves_it_where_it_is(library: Library, photos: Path) -> None:
    draw(photos / "a.png", "a")
    draw(photos / "b.png", "b")
    add(library._catalogue, photos)
    elsewhere = photos.parent / "elsewhere"
    elsewhere.mkdir()
    (photos / "a.png").rename(elsewhere / "a.png")
    rescan(library._catalogue)
    look_for(library, elsewhere)
    (elsewhere / "a.png").rename(elsewhere / "renamed.png")
    rescan(library._catalogue)
    library.undo()
    assert set(by_path(library._catalogue, elsewhere)) == {"renamed.png", "../photos/b.png"}
    assert library.check_integrity() == []


def test_undo_leaves_an_image_alone_whose_place_was_taken(library: Library, photos: Path) -> None:
    draw(photos / "a.png", "a")
    draw(photos / "b.png", "b")
    add(library._catalogue, photos)
    elsewhere = photos.parent / "elsewhere"
    elsewhere.mkdir()
    (photos / "a.png").rename(elsewhere / "a.png")
    rescan(library._catalogue)
    look_for(library, elsewhere)
    draw(photos / "a.png", "somebody else", 90)
    rescan(library._catalogue)
    library.undo()
    assert set(by_path(library._catalogue, photos)) == {"../elsewhere/a.png", "a.png", "b.png"}


def test_marks_survive_undo_after_files_were_moved(library: Library, photos: Path) -> None:
    draw(photos / "a.png", "a")
    add(library._catalogue, photos)
    key = by_path(library._catalogue, photos)["a.png"]
    library.remove([key])
    (photos / "a.png").rename(photos / "b.png")
    rescan(library._catalogue)
    library.undo()
    found = rescan(library._catalogue)
    assert (found.gone, found.registered) == (1, 0)


def test_which_of_two_copies_it_is_can_be_answered(library: Library, photos: Path) -> None:
    draw(photos / "a.png", "a")
    add(library._catalogue, photos)
    key = by_path(library._catalogue, photos)["a.png"]
    rate(library._catalogue, key, 3)
    (photos / "a.png").rename(photos / "b.png")
    shutil.copy2(photos / "b.png", photos / "c.png")
    rescan(library._catalogue)
    ((asked, candidates),) = library.missing.list_questions().items()
    assert asked == key
    library.missing.answer(key, candidates[1])
    assert by_path(library._catalogue, photos) == {"b.png": candidates[0], "c.png": key}
    assert names(library, "is:removed") == {"a.png"}
    assert library.missing.list_questions() == {}
    library.undo()
    assert by_path(library._catalogue, photos) == {"b.png": candidates[0], "c.png": candidates[1]}
    assert missing(library._catalogue) == {"a.png"}


def test_one_image_is_told_its_file(library: Library, photos: Path) -> None:
    draw(photos / "a.png", "a")
    draw(photos / "b.png", "b")
    add(library._catalogue, photos)
    key = by_path(library._catalogue, photos)["a.png"]
    (photos / "a.png").unlink()
    rescan(library._catalogue)
    retouched = draw(photos.parent / "retouched.png", "another content", 90)
    with pytest.raises(StudioError, match="no longer there"):
        library.missing.relink(key, photos / "nowhere.png")
    (photos / "note.txt").write_text("text")
    with pytest.raises(ImageError, match="text file"):
        library.missing.relink(key, photos / "note.txt")
    library.missing.relink(key, retouched)
    assert library.get_details(key).path == str(retouched)
    assert library.count_pending() == 1  # it looks different now
    assert missing(library._catalogue) == set()


# --- the trash ---------------------------------------------------------------------------------


def test_an_emptied_trash_is_forgotten_for_good(library: Library, photos: Path) -> None:
    for name in ("a", "b"):
        draw(photos / f"{name}.png", name)
    add(library._catalogue, photos)
    key = by_path(library._catalogue, photos)["a.png"]
    library.remove([key])
    *_, done = library.empty_trash()
    assert (done.phase, done.analysed) == ("done", 1)
    assert names(library, "is:removed") == set()
    assert library.find_thumbnail(key) is None
    assert library.check_integrity() == []
    assert (photos / "a.png").is_file()
    assert rescan(library._catalogue).registered == 0  # no look at the folder brings it back
    library.undo()  # the step knows of nothing that is there
    assert names(library) == {"b.png"}
    assert add(library._catalogue, photos).registered == 1  # but a person does


def test_files_go_to_the_trash_of_the_system(
    library: Library, photos: Path, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    import send2trash.plat_other as system

    home = tmp_path / "home trash"
    monkeypatch.setattr(system, "HOMETRASH", str(home))
    monkeypatch.setattr(system, "HOMETRASH_B", os.fsencode(home))
    odd = os.fsdecode(b"caf\xe9.png")
    for name in ("a.png", "b.png", odd, "stays.png"):
        draw(photos / name, name.encode("utf-8", "replace").decode())
    add(library._catalogue, photos)
    ids = by_path(library._catalogue, photos)
    (photos / "b.png").unlink()
    *_, done = library.delete_files([ids["a.png"], ids["b.png"], ids[odd]])
    assert [(f.path, f.reason) for f in done.failures] == [
        (str(photos / "b.png"), "The file is no longer there.")
    ]
    assert done.gone == 2
    assert sorted(os.listdir(photos)) == ["stays.png"]
    assert len(list(home.rglob("*.png"))) == 2
    assert len(library.list_ids(parse_query("is:removed"))) == 2
    assert library.find_undo() == "Remove 2 images"


def test_a_folder_in_the_place_of_an_image_is_never_thrown_away(
    library: Library, photos: Path, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    import send2trash.plat_other as system

    home = tmp_path / "home trash"
    monkeypatch.setattr(system, "HOMETRASH", str(home))
    monkeypatch.setattr(system, "HOMETRASH_B", os.fsencode(home))
    draw(photos / "look.png", "look")
    add(library._catalogue, photos)
    key = by_path(library._catalogue, photos)["look.png"]
    (photos / "look.png").unlink()
    draw(photos / "look.png" / "precious.png", "precious")
    *_, done = library.delete_files([key])
    assert [f.reason for f in done.failures] == ["There is a folder in the place of this file."]
    assert (photos / "look.png" / "precious.png").is_file()
    assert names(library) == {"look.png"}


def test_undo_goes_on_where_the_old_folder_is_a_source_again(
    library: Library, photos: Path, tmp_path: Path
) -> None:
    draw(photos / "a.png", "a")
    add(library._catalogue, photos)
    key = by_path(library._catalogue, photos)["a.png"]
    library.apply(SetRating((key,), 4))
    moved = tmp_path / "moved"
    photos.rename(moved)
    library.sources.relocate(source_id(library, photos), moved)
    draw(photos / "new.png", "new")
    add(library._catalogue, photos)
    for step in ("Add", "Relocate", "Rate"):
        assert (library.undo() or "").startswith(step)
    assert library.get_details(key).rating == 0
    assert {s.path for s in library.sources.list_all()} == {str(photos), str(moved)}
    assert library.get_details(key).path == str(moved / "a.png")
    while library.redo():
        pass
    assert by_path(library._catalogue, tmp_path) == {
        "moved/a.png": key,
        "photos/new.png": key + 1,
    }


def test_an_image_is_found_again_where_another_was_forgotten(
    library: Library, photos: Path, tmp_path: Path
) -> None:
    """Its file was linked, and what had this file was forgotten before that was undone."""
    draw(photos / "a.png", "a")
    shutil.copytree(photos, tmp_path / "copy")
    add(library._catalogue, photos, tmp_path / "copy")
    ids = by_path(library._catalogue, tmp_path)
    key = ids["photos/a.png"]
    (photos / "a.png").rename(tmp_path / "a.png")
    rescan(library._catalogue)
    library.missing.relink(key, tmp_path / "copy" / "a.png")
    list(library.empty_trash())
    library.undo()
    assert "a.png" in missing(library._catalogue)
    (tmp_path / "a.png").rename(photos / "a.png")
    rescan(library._catalogue)
    assert by_path(library._catalogue, photos)["a.png"] == key


def test_one_file_of_a_removed_source_brings_itself_back_alone(
    library: Library, photos: Path
) -> None:
    for name in "abc":
        draw(photos / f"{name}.png", name)
    add(library._catalogue, photos)
    library.sources.remove(source_id(library, photos))
    add(library._catalogue, photos / "a.png")
    assert names(library) == {"a.png"}
    draw(photos / "d.png", "d")
    add(library._catalogue, photos / "d.png")
    assert names(library) == {"a.png", "d.png"}
    assert names(library, "is:removed") == {"b.png", "c.png"}


def test_a_relocation_that_is_done_again_finds_the_images(library: Library, photos: Path) -> None:
    draw(photos / "a.png", "a")
    add(library._catalogue, photos)
    photos.rename(photos.parent / "archive")
    rescan(library._catalogue)
    assert missing(library._catalogue) == {"a.png"}
    library.sources.relocate(source_id(library, photos), photos.parent / "archive")
    library.undo()
    assert missing(library._catalogue) == {"a.png"}
    library.redo()
    assert missing(library._catalogue) == set()


def test_undoing_a_link_to_another_picture_has_the_old_one_analysed_again(
    library: Library, photos: Path, tmp_path: Path
) -> None:
    draw(photos / "a.png", "a")
    add(library._catalogue, photos)
    key = by_path(library._catalogue, photos)["a.png"]
    (photos / "a.png").rename(tmp_path / "a.png")
    rescan(library._catalogue)
    other = draw(tmp_path / "elsewhere" / "other.png", "other", size=99)
    library.missing.relink(key, other)
    assert library.count_pending() == 1
    rescan(library._catalogue)
    assert library.count_pending() == 0
    for go, path in ((library.undo, photos / "a.png"), (library.redo, other)):
        if path != other:
            (tmp_path / "a.png").rename(path)
        go()
        assert library.get_details(key).path == str(path)
        rescan(library._catalogue)
        departed = library._catalogue.files.list_of_sizes([path.stat().st_size])
        assert [(d.id, d.fingerprint) for d, _ in departed] == [(key, content_fingerprint(path))]
