"""Files that are new, changed, moved, gone and back, as a look at the sources finds them."""

from __future__ import annotations

import itertools
import os
import shutil
import subprocess
import sys
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from studio.core.asset import FoundFile
from studio.core.collection import Changes
from studio.core.findings import Findings
from studio.core.query import parse_query
from studio.library import reach
from studio.library.relinking import place_file
from studio.library.rescanning import Rescan
from studio.storage.catalogue import Catalogue
from tests.helpers.privileges import bound_by_permissions
from tests.library.living import add, by_path, draw, look, missing, rate, rescan

ROOT = Path(__file__).parent.parent.parent


@pytest.fixture
def catalogue(tmp_path: Path) -> Iterator[Catalogue]:
    with Catalogue.open(tmp_path / "library") as opened:
        yield opened


def test_new_changed_gone_and_back(catalogue: Catalogue, photos: Path) -> None:
    for name in ("a", "b", "c"):
        draw(photos / f"{name}.png", name)
    assert add(catalogue, photos).registered == 3
    before = by_path(catalogue, photos)
    draw(photos / "b.png", "other", 90)
    (photos / "c.png").rename(photos.parent / "c.png")
    draw(photos / "d.png", "d")
    found = rescan(catalogue)
    assert (found.registered, found.unchanged, found.gone, found.moved) == (2, 1, 1, 0)
    assert missing(catalogue) == {"c.png"}
    (photos.parent / "c.png").rename(photos / "c.png")
    found = rescan(catalogue)
    assert (found.registered, found.back, found.gone) == (0, 1, 0)
    assert by_path(catalogue, photos).items() > before.items()
    assert rescan(catalogue).registered == 0


def test_an_unchanged_file_is_not_opened(catalogue: Catalogue, photos: Path) -> None:
    """Neither an image nor what lies beside it: what cannot be opened is not complained of."""
    image, other = draw(photos / "a.png", "a"), photos / "table.jpg"
    other.write_text("no image")
    assert [f.path for f in add(catalogue, photos).failures] == [str(other)]
    times = [(path, path.stat().st_atime_ns) for path in (image, other)]
    found = rescan(catalogue)
    assert (found.failures, found.unchanged) == ([], 2)
    assert [(path, path.stat().st_atime_ns) for path in (image, other)] == times
    draw(other, "an image by now")
    assert rescan(catalogue).registered == 1
    assert set(by_path(catalogue, photos)) == {"a.png", "table.jpg"}


@pytest.mark.parametrize("name", ["renamed.png", "A.PNG", "sub/a.png", os.fsdecode(b"caf\xe9.png")])
def test_a_file_that_moved_keeps_its_entry(catalogue: Catalogue, photos: Path, name: str) -> None:
    draw(photos / "a.png", "a")
    draw(photos / "other.png", "other")  # of the same size
    add(catalogue, photos)
    (key,) = (i for path, i in by_path(catalogue, photos).items() if path == "a.png")
    rate(catalogue, key, 4)
    (photos / name).parent.mkdir(exist_ok=True)
    (photos / "a.png").rename(photos / name)
    found = rescan(catalogue)
    assert (found.moved, found.registered, found.gone) == (1, 0, 0)
    assert by_path(catalogue, photos)[name] == key
    details = catalogue.get_details(key)
    assert (details.rating, details.name) == (
        4,
        os.fsencode(Path(name).name).decode("utf-8", "replace"),
    )
    words = Path(name).name.encode("utf-8", "replace").decode().split(".")[0]
    assert catalogue.count_pending() == 0
    if words.isalnum():
        assert catalogue.list_ids(parse_query(f"name:{words}")) == [key]


def test_a_folder_of_thousands_is_one_batch(catalogue: Catalogue, photos: Path) -> None:
    for number in range(3_000):
        draw(photos / "ss27" / f"{number}.png", f"{number}")
    add(catalogue, photos)
    before = by_path(catalogue, photos / "ss27")
    (photos / "ss27").rename(photos / "archive")
    changes: list[Changes] = []
    Rescan(catalogue, changes.append, lambda _assets: None, lambda: False).rescan()
    assert [len(change.asset_ids) for change in changes] == [3_000]
    assert by_path(catalogue, photos / "archive") == before


def test_a_moved_folder_is_found_by_importing_its_new_place(
    catalogue: Catalogue, photos: Path
) -> None:
    for name in "abc":
        draw(photos / f"{name}.png", name)
    add(catalogue, photos)
    before = by_path(catalogue, photos)
    elsewhere = photos.parent / "elsewhere"
    photos.rename(elsewhere)
    found = add(catalogue, elsewhere)
    assert (found.moved, found.registered) == (3, 0)
    assert by_path(catalogue, elsewhere) == before
    counts = {Path(source.path).name: source.count for source in catalogue.list_sources()}
    assert counts == {"photos": 0, "elsewhere": 3}


def test_a_copy_is_no_move(catalogue: Catalogue, photos: Path) -> None:
    draw(photos / "a.png", "a")
    add(catalogue, photos)
    before = by_path(catalogue, photos)
    shutil.copy2(photos / "a.png", photos / "copy.png")
    assert rescan(catalogue).registered == 1
    assert by_path(catalogue, photos)["a.png"] == before["a.png"]
    assert len(catalogue.list_ids()) == 2


def test_of_two_copies_none_is_guessed(catalogue: Catalogue, photos: Path) -> None:
    draw(photos / "a.png", "a")
    add(catalogue, photos)
    key = by_path(catalogue, photos)["a.png"]
    (photos / "a.png").rename(photos / "b.png")
    shutil.copy2(photos / "b.png", photos / "c.png")
    found = rescan(catalogue)
    assert (found.moved, found.registered, found.gone) == (0, 2, 1)
    copies = by_path(catalogue, photos)
    assert catalogue.files.list_questions() == {key: sorted(copies.values())}
    (photos / "b.png").rename(photos / "a.png")
    rescan(catalogue)
    assert missing(catalogue) == {"b.png"}
    assert catalogue.files.list_questions() == {}


def test_copies_in_a_folder_that_was_renamed_are_told_apart(
    catalogue: Catalogue, photos: Path
) -> None:
    for name in ("x/1/a.png", "x/2/a.png", "x/2/b.png"):
        draw(photos / name, "one content")
    add(catalogue, photos)
    before = by_path(catalogue, photos / "x")
    (photos / "x").rename(photos / "y")
    assert rescan(catalogue).moved == 3
    assert by_path(catalogue, photos / "y") == before


def test_files_that_changed_places(catalogue: Catalogue, photos: Path) -> None:
    one, other = draw(photos / "1.png", "one"), draw(photos / "2.png", "two")
    add(catalogue, photos)
    before = by_path(catalogue, photos)
    one.rename(photos / "aside")
    other.rename(one)
    (photos / "aside").rename(other)
    assert rescan(catalogue).moved == 2
    assert by_path(catalogue, photos) == {"1.png": before["2.png"], "2.png": before["1.png"]}


def test_saving_over_a_file_by_way_of_another_keeps_its_entry(
    catalogue: Catalogue, photos: Path
) -> None:
    picture = draw(photos / "look.png", "first")
    add(catalogue, photos)
    key = by_path(catalogue, photos)["look.png"]
    draft = draw(photos / "draft.png", "second")
    rescan(catalogue)
    draft.replace(picture)
    found = rescan(catalogue)
    assert (found.moved, found.registered, found.gone) == (0, 1, 1)
    assert by_path(catalogue, photos) == {"look.png": key}


def test_an_entry_of_an_image_that_was_never_analysed_moves_by_size_and_time(
    catalogue: Catalogue, photos: Path
) -> None:
    path = draw(photos / "a.png", "a")
    add(catalogue, photos)
    catalogue.set_pending(catalogue.list_ids())
    with catalogue._database.write() as connection:
        connection.exec_driver_sql("UPDATE asset SET fingerprint = NULL, state = 'failed'")
    path.rename(photos / "b.png")
    assert rescan(catalogue).moved == 1
    assert catalogue.list_ids(parse_query("is:failed")) == []


def test_a_source_that_is_pulled_and_plugged_in_again(catalogue: Catalogue, tmp_path: Path) -> None:
    drive = tmp_path / "drive"
    for number in range(40):
        draw(drive / "photos" / f"{number}.png", f"{number}")
    kept = draw(tmp_path / "desk" / "other.png", "other")
    add(catalogue, drive / "photos", kept.parent)
    before = by_path(catalogue, drive / "photos")
    drive.rename(tmp_path / "pulled")
    # Copies at hand are not taken for the originals, which may well be on the drive.
    shutil.copytree(tmp_path / "pulled" / "photos", tmp_path / "desk" / "copies")
    found = rescan(catalogue)
    assert found.unreachable == [str(drive / "photos")]
    assert (found.gone, found.moved, found.registered, found.failures) == (40, 0, 40, [])
    assert rescan(catalogue).gone == 0
    (tmp_path / "pulled").rename(drive)
    found = rescan(catalogue)
    assert (found.back, found.unreachable) == (40, [])
    assert before.items() <= by_path(catalogue, drive / "photos").items()


def test_an_empty_mount_point_is_a_drive_that_was_pulled(
    catalogue: Catalogue, photos: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    table = photos.parent / "fstab"
    table.write_text(f"# drives\n/dev/sdb1 {photos} ext4 defaults 0 2\n")
    monkeypatch.setattr(reach, "_TABLE", table)
    path = draw(photos / "a.png", "a")
    add(catalogue, photos)
    path.rename(photos.parent / "a.png")
    assert rescan(catalogue).unreachable == [str(photos)]
    assert missing(catalogue) == {"a.png"}


def test_a_folder_that_was_emptied_into_another_is_no_drive(
    catalogue: Catalogue, photos: Path
) -> None:
    draw(photos / "in" / "a.png", "a")
    draw(photos / "out" / "b.png", "b")
    add(catalogue, photos / "in", photos / "out")
    key = by_path(catalogue, photos)["in/a.png"]
    (photos / "in" / "a.png").rename(photos / "out" / "a.png")
    found = rescan(catalogue)
    assert (found.unreachable, found.moved) == ([], 1)
    assert by_path(catalogue, photos)["out/a.png"] == key


_FORBIDDEN = """
import sys
from pathlib import Path
from studio.library.rescanning import Rescan
from studio.storage.catalogue import Catalogue
from tests.library.living import missing, rescan
with Catalogue.open(Path(sys.argv[1])) as catalogue:
    found = rescan(catalogue)
    print([f.reason for f in found.failures], found.gone, found.unchanged, missing(catalogue))
"""


def test_images_in_a_folder_that_may_not_be_read_are_not_missing(
    catalogue: Catalogue, photos: Path
) -> None:
    words = bound_by_permissions()
    draw(photos / "a.png", "a")
    draw(photos / "secret" / "b.png", "b")
    draw(photos / "shut" / "c.png", "c")
    add(catalogue, photos)
    catalogue.close()
    (photos / "secret").chmod(0)
    (photos / "shut").chmod(0o444)  # its names may be read, and nothing of the files
    try:
        done = subprocess.run(
            [*words, sys.executable, "-c", _FORBIDDEN, str(catalogue.folder)],
            cwd=ROOT,
            capture_output=True,
            text=True,
            check=True,
        )
    finally:
        (photos / "secret").chmod(0o755)
        (photos / "shut").chmod(0o755)
    assert done.stdout.count("permissions forbid it") == 2
    assert done.stdout.endswith("] 0 1 set()\n")


def test_a_folder_in_the_place_of_a_file_and_the_other_way_round(
    catalogue: Catalogue, photos: Path
) -> None:
    draw(photos / "a.png", "a")
    draw(photos / "b.png" / "c.png", "c")
    add(catalogue, photos)
    (photos / "a.png").rename(photos / "aside.png")
    draw(photos / "a.png" / "new.png", "new")
    shutil.rmtree(photos / "b.png")
    draw(photos / "b.png", "a picture")
    rescan(catalogue)
    assert set(by_path(catalogue, photos)) == {"a.png/new.png", "aside.png", "b.png"}
    assert missing(catalogue) == {"c.png"}


def test_a_loop_of_links_and_a_link_into_the_source_add_nothing(
    catalogue: Catalogue, photos: Path
) -> None:
    draw(photos / "in" / "a.png", "a")
    add(catalogue, photos)
    (photos / "in" / "up").symlink_to(photos)
    (photos / "a link that sorts first").symlink_to(photos / "in")
    (photos / "self.png").symlink_to(photos / "self.png")
    found = rescan(catalogue)
    assert (found.registered, found.unchanged, found.gone) == (0, 1, 0)


# --- sources in sources ------------------------------------------------------------------------


def test_an_image_belongs_to_the_innermost_source(catalogue: Catalogue, photos: Path) -> None:
    draw(photos / "a.png", "a")
    draw(photos / "in" / "b.png", "b")
    add(catalogue, photos)
    before = by_path(catalogue, photos)
    add(catalogue, photos / "in")
    draw(photos / "in" / "sub" / "c.png", "c")
    add(catalogue, photos)
    assert {s.name: s.count for s in catalogue.list_sources()} == {"photos": 1, "in": 2}
    assert by_path(catalogue, photos).items() > before.items()
    (photos / "in" / "b.png").rename(photos / "b.png")
    rescan(catalogue)
    assert {s.name: s.count for s in catalogue.list_sources()} == {"photos": 2, "in": 1}


def test_an_outer_source_that_comes_later_leaves_the_inner_one_its_own(
    catalogue: Catalogue, photos: Path
) -> None:
    draw(photos / "a.png", "a")
    draw(photos / "in" / "b.png", "b")
    add(catalogue, photos / "in")
    add(catalogue, photos)
    assert {s.name: s.count for s in catalogue.list_sources()} == {"photos": 1, "in": 1}
    assert rescan(catalogue).unchanged == 2


# --- single files ------------------------------------------------------------------------------


def test_a_single_file_is_followed_when_it_is_renamed_and_its_neighbours_stay_out(
    catalogue: Catalogue, photos: Path
) -> None:
    path = draw(photos / "a.png", "a")
    draw(photos / "neighbour.png", "b")
    add(catalogue, path)
    key = by_path(catalogue, photos)["a.png"]
    path.rename(photos / "c.png")
    assert rescan(catalogue).moved == 1
    assert by_path(catalogue, photos) == {"c.png": key}
    (photos / "c.png").unlink()
    assert rescan(catalogue).gone == 1
    assert rescan(catalogue).gone == 0


# --- what happened in some folders -------------------------------------------------------------


def touched(catalogue: Catalogue, *folders: Path) -> Findings:
    return look(catalogue, lambda scan: scan.rescan_folders([str(folder) for folder in folders]))


def test_only_the_folders_that_were_touched_are_looked_into(
    catalogue: Catalogue, photos: Path
) -> None:
    draw(photos / "a" / "1.png", "1")
    draw(photos / "b" / "2.png", "2")
    add(catalogue, photos)
    draw(photos / "3.png", "3")
    draw(photos / "a" / "4.png", "4")
    draw(photos / "new" / "sub" / "5.png", "5")
    (photos / "b" / "2.png").unlink()
    assert touched(catalogue, photos).registered == 2
    assert set(by_path(catalogue, photos)) == {"3.png", "a/1.png", "b/2.png", "new/sub/5.png"}
    shutil.rmtree(photos / "b")
    found = touched(catalogue, photos)
    assert (found.gone, found.unchanged) == (1, 1)


def test_a_file_moves_into_a_new_folder_that_was_touched_as_well(
    catalogue: Catalogue, photos: Path
) -> None:
    draw(photos / "1.png", "1")
    add(catalogue, photos)
    key = by_path(catalogue, photos)["1.png"]
    (photos / "chosen").mkdir()
    (photos / "1.png").rename(photos / "chosen" / "1.png")
    found = touched(catalogue, photos, photos / "chosen")
    assert (found.moved, found.registered, found.gone) == (1, 0, 0)
    assert by_path(catalogue, photos) == {"chosen/1.png": key}


@pytest.mark.parametrize("both", [True, False])
def test_a_folder_moves_from_one_touched_folder_to_another(
    catalogue: Catalogue, photos: Path, both: bool
) -> None:
    draw(photos / "a" / "in" / "1.png", "1")
    draw(photos / "b" / "2.png", "2")
    add(catalogue, photos)
    key = by_path(catalogue, photos)["a/in/1.png"]
    (photos / "a" / "in").rename(photos / "b" / "in")
    if both:
        assert touched(catalogue, photos / "a", photos / "b").moved == 1
    else:
        assert touched(catalogue, photos / "a").gone == 1
        assert touched(catalogue, photos / "b").moved == 1
    assert by_path(catalogue, photos)["b/in/1.png"] == key


def test_a_file_that_is_being_written_is_waited_for(catalogue: Catalogue, photos: Path) -> None:
    draw(photos / "1.png", "1")
    add(catalogue, photos)
    fresh = draw(photos / "2.png", "2")
    os.utime(fresh)
    found = touched(catalogue, photos)
    assert (found.registered, found.unsettled) == (0, {str(photos)})
    os.utime(fresh, ns=(1, fresh.stat().st_mtime_ns - 3_000_000_000))
    found = touched(catalogue, photos)
    assert (found.registered, found.unsettled) == (1, set())


def test_a_folder_outside_of_the_sources_is_none_of_ours(
    catalogue: Catalogue, photos: Path
) -> None:
    draw(photos / "in" / "1.png", "1")
    add(catalogue, photos / "in")
    draw(photos / "2.png", "2")
    assert touched(catalogue, photos).registered == 0


def rescan_interrupted(catalogue: Catalogue, number: int, meanwhile: Callable[[], object]) -> None:
    """Look at all sources; something else happens when it asks the `number`th time to go on."""
    asked = itertools.count(1)

    def is_stopped() -> bool:
        if next(asked) == number:
            meanwhile()
        return False

    Rescan(catalogue, lambda _changes: None, lambda _assets: None, is_stopped).rescan()
    assert next(asked) > number


def test_a_place_that_another_image_has_by_now_is_left_to_it(
    catalogue: Catalogue, photos: Path
) -> None:
    draw(photos / "a.png", "a")
    add(catalogue, photos)
    (key,) = by_path(catalogue, photos).values()
    (photos / "a.png").rename(photos / "b.png")

    def register() -> None:
        status = (photos / "b.png").stat()
        file = FoundFile(str(photos / "b.png"), status.st_size, status.st_mtime_ns)
        catalogue.register_files(catalogue.add_source(str(photos)), [file], 9)

    rescan_interrupted(catalogue, 3, register)
    assert [(d.id, d.path, d.missing) for d in catalogue.list_details([key, key + 1])] == [
        (key, str(photos / "a.png"), True),
        (key + 1, str(photos / "b.png"), False),
    ]


def test_an_image_that_was_placed_elsewhere_during_a_look_is_not_gone(
    catalogue: Catalogue, photos: Path, tmp_path: Path
) -> None:
    draw(photos / "a.png", "a")
    draw(photos / "stays.png", "stays")
    add(catalogue, photos)
    key = by_path(catalogue, photos)["a.png"]
    (photos / "a.png").rename(tmp_path / "a.png")
    rescan_interrupted(
        catalogue, 2, lambda: catalogue.apply(place_file(catalogue, key, tmp_path / "a.png"))
    )
    assert missing(catalogue) == set()
