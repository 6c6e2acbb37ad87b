from __future__ import annotations

import io
import os
import shutil
import signal
import subprocess
import sys
from dataclasses import replace
from pathlib import Path

import pytest
from PIL import Image

from studio.core.asset import AssetState
from studio.core.collection import Changes
from studio.core.errors import ImageError, ReadOnlyLibrary
from studio.core.progress import Control, ImportProgress
from studio.core.query import parse_query
from studio.imaging.drawn import draw_garment
from studio.library.library import Library
from studio.resources import get_places
from tests.helpers.pictures import encoded, halves, write

ROOT = Path(__file__).parent.parent.parent


def draw(folder: Path, count: int) -> list[Path]:
    kinds = [("t-shirt", "#c1272d"), ("skirt", "#d3a12f"), ("dress", "#137a55")]
    paths = []
    for n in range(count):
        garment, color = kinds[n % 3]
        paths.append(folder / f"look {n}.jpg")
        draw_garment(garment, "solid", (color,), size=(160, 200), seed=n).save(paths[-1])
    return paths


def run(library: Library, *paths: Path, control: Control | None = None) -> ImportProgress:
    return list(library.import_paths(paths, control))[-1]


def test_a_folder_becomes_tagged_collections(library: Library, photos: Path) -> None:
    draw(photos, 6)
    changes: list[Changes] = []
    library.subscribe(changes.append)
    done = run(library, photos)
    assert (done.phase, done.found, done.registered, done.analysed) == ("done", 6, 6, 6)
    assert done.failures == ()
    counts = library.count_facets()
    assert sum(counts["pattern"].values()) == 6
    assert counts["color"]["red"] == 2
    assert [source.count for source in library.sources.list_all()] == [6]
    assert {i for change in changes for i in change.asset_ids} == set(library.list_ids())
    for tile in library.list_tiles(library.list_ids()):
        assert tile.state is AssetState.DONE
        assert tile.palette
        assert library.find_thumbnail(tile.id)


def test_again_is_cheap_and_adds_nothing(library: Library, photos: Path) -> None:
    draw(photos, 3)
    run(library, photos)
    before = library.list_ids()
    library._pools.close()
    again = run(library, photos, photos / "look 1.jpg")
    assert (again.registered, again.unchanged, again.analysed) == (0, 4, 0)
    assert library.list_ids() == before
    assert library._pools._analysis is None  # no process was started for it


def test_bad_files_end_with_a_reason_and_good_neighbours_are_imported(
    library: Library, photos: Path
) -> None:
    draw(photos, 2)
    whole = encoded("JPEG", halves((400, 300)))
    bad = {
        "empty.jpg": b"",
        "cut off.jpg": whole[: len(whole) // 2],
        "diary.png": b"dear diary",
        "film.heic": b"\0\0\0\x18ftypmp42" + bytes(40),
    }
    for name, content in bad.items():
        write(photos / name, content)
    write(photos / "notes.txt", b"a neighbour that claims nothing")
    write(photos / "really a png.jpg", encoded("PNG"))
    (photos / "gone.jpg").symlink_to(photos / "nowhere.jpg")
    os.mkfifo(photos / "pipe.jpg")
    write(Path(os.fsdecode(os.fsencode(photos) + b"/\xff\xfe.webp")), encoded("WEBP"))
    write(photos / "衬衫.gif", encoded("GIF"))
    done = run(library, photos)
    reasons = {os.path.basename(f.path): f.reason for f in done.failures}
    assert set(reasons) == {*bad, "gone.jpg", "pipe.jpg"}
    assert "empty" in reasons["empty.jpg"]
    assert "too early" in reasons["cut off.jpg"] or "damaged" in reasons["cut off.jpg"]
    assert "text file" in reasons["diary.png"]
    assert "film" in reasons["film.heic"]
    states = [tile.state for tile in library.list_tiles(library.list_ids())]
    assert states.count(AssetState.DONE) == 5
    assert states.count(AssetState.FAILED) == 1  # it began like a JPEG: it keeps its row


def test_a_failed_image_can_be_tried_again(library: Library, photos: Path) -> None:
    whole = encoded("JPEG", halves((400, 300)))
    path = write(photos / "a.jpg", whole[:3000])
    run(library, photos)
    failed = library.list_ids(parse_query("is:failed"))
    assert len(failed) == 1
    path.write_bytes(whole)
    list(library.retry_failed(failed))
    assert library.get_details(failed[0]).state is AssetState.DONE


def test_importing_again_tries_what_failed_once_more(library: Library, photos: Path) -> None:
    """It is named each time, so that a script sees it, and comes in when it can be opened."""
    whole = encoded("JPEG", halves((400, 300)))
    path = write(photos / "a.jpg", whole[:3000])
    draw(photos, 2)
    status = path.stat()
    run(library, photos)
    again = run(library, photos)
    assert [os.path.basename(f.path) for f in again.failures] == ["a.jpg"]
    assert (again.unchanged, again.analysed) == (2, 1)
    path.write_bytes(whole)
    os.utime(path, ns=(status.st_atime_ns, status.st_mtime_ns))
    assert run(library, photos).failures == ()
    assert len(library.list_ids()) == 3


def test_a_changed_file_is_analysed_again_under_its_old_entry(
    library: Library, photos: Path
) -> None:
    (path,) = draw(photos, 1)
    run(library, photos)
    ids = library.list_ids()
    draw_garment("skirt", "solid", ("#1d2a8d",), size=(160, 200)).save(path)
    done = run(library, photos)
    assert (done.registered, done.analysed) == (1, 1)
    assert library.list_ids() == ids
    assert "red" not in library.count_facets()["color"]


def test_originals_are_never_touched(library: Library, photos: Path) -> None:
    draw(photos, 2)
    write(photos / "cut off.png", encoded("PNG")[:100])
    photos.chmod(0o555)

    def state() -> list[tuple[str, bytes, int, int]]:
        return [
            (path.name, path.read_bytes(), path.stat().st_mtime_ns, path.stat().st_mode)
            for path in sorted(photos.iterdir())
        ]

    before = state()
    try:
        run(library, photos)
        list(library.retry_failed(library.list_ids()))
        library.load_preview(library.list_ids(parse_query("-is:failed"))[0], 400)
        library.remove(library.list_ids())
    finally:
        photos.chmod(0o755)
    assert state() == before


def test_a_file_that_vanishes_in_between(library: Library, photos: Path) -> None:
    paths = draw(photos, 2)
    progress = library.import_paths([photos])
    while not library.list_ids():
        next(progress)
    paths[1].unlink()
    done = list(progress)[-1]
    assert done.analysed == 2
    assert {f.reason for f in done.failures} <= {"The file is no longer there."}


def test_cancel_keeps_what_is_done_and_resume_does_the_rest(library: Library, photos: Path) -> None:
    draw(photos, 30)
    control = Control()
    for progress in library.import_paths([photos], control):
        if progress.analysed:
            control.cancel()
    assert progress.phase == "cancelled"
    done = len(library.list_ids(parse_query("-is:pending")))
    assert 0 < done <= 30
    assert library.count_pending() == 30 - done
    last = list(library.resume_analysis())[-1]
    assert last.analysed == 30 - done
    assert library.count_pending() == 0


def test_pause_stops_pulling_until_resumed(library: Library, photos: Path) -> None:
    draw(photos, 30)
    control = Control()
    ticks = 0
    for progress in library.import_paths([photos], control):
        if progress.analysed and not ticks:
            control.pause()
        if control.paused:
            ticks += 1
            if ticks == 8:
                at_rest = progress.analysed
                assert at_rest < 30
                control.resume()
    assert progress.phase == "done"
    assert progress.analysed == 30


def test_what_is_on_the_screen_comes_first(library: Library, photos: Path) -> None:
    draw(photos, 40)
    order: list[int] = []
    wanted: list[int] = []

    def on_change(change: Changes) -> None:
        if change.added and len(library.list_ids()) == 40 and not wanted:
            wanted.extend(library.list_ids()[-5:])
            library.prioritise(wanted)
        if change.facets:
            order.extend(change.asset_ids)

    library.subscribe(on_change)
    run(library, photos)
    assert len(order) == 40
    assert max(order.index(asset_id) for asset_id in wanted) < 30


def test_removed_images_stay_removed(library: Library, photos: Path) -> None:
    draw(photos, 3)
    run(library, photos)
    first, *rest = library.list_ids()
    library.remove([first])
    assert run(library, photos).registered == 0
    assert library.list_ids() == rest
    assert library.find_undo() == "Remove 1 image"
    assert library.undo() == "Remove 1 image"
    assert library.list_ids() == [first, *rest]
    assert library.redo() == "Remove 1 image"
    library.restore([first])
    assert len(library.list_ids()) == 3


def test_a_removed_image_comes_back_when_it_is_named_itself(library: Library, photos: Path) -> None:
    paths = draw(photos, 2)
    run(library, photos)
    ids = library.list_ids()
    library.remove(ids)
    run(library, paths[0])
    assert library.list_ids() == ids[:1]
    assert library.find_undo() == "Restore 1 image"
    assert run(library, photos).registered == 0
    assert library.list_ids() == ids[:1]


def test_missing_files_keep_their_entry(library: Library, photos: Path) -> None:
    paths = draw(photos, 2)
    run(library, photos)
    paths[0].rename(photos.parent / "away.jpg")
    assert library.missing.check() == 1
    (missing,) = library.list_ids(parse_query("is:missing"))
    assert library.find_thumbnail(missing)
    with pytest.raises(ImageError, match="no longer there"):
        library.load_preview(missing, 800)
    (photos.parent / "away.jpg").rename(paths[0])
    assert library.missing.check() == 0
    assert library.load_preview(missing, 800).startswith(b"\xff\xd8")


def test_a_preview_shows_each_pixel_in_its_own_colour(library: Library, photos: Path) -> None:
    weave = Image.new("RGB", (64, 64), (200, 30, 30))
    for x in range(0, 64, 2):
        weave.paste((30, 30, 200), (x, 0, x + 1, 64))
    weave.save(photos / "weave.png")
    run(library, photos)
    (asset_id,) = library.list_ids()
    with Image.open(io.BytesIO(library.load_preview(asset_id, 64))) as preview:
        blue, red = (preview.convert("RGB").crop((x, 20, x + 1, 21)).tobytes() for x in (20, 21))
    assert blue[2] - blue[0] > 120
    assert red[0] - red[2] > 120


def test_a_lost_cache_is_rebuilt(tmp_path: Path, photos: Path) -> None:
    draw(photos, 2)
    library = Library.open(tmp_path / "library", get_places(), workers=1)
    run(library, photos)
    library.close()
    for path in (tmp_path / "library").glob("cache.sqlite3*"):
        path.unlink()
    library = Library.open(tmp_path / "library", get_places(), workers=1)
    assert library.count_lost_thumbnails() == 2
    list(library.resume_analysis())
    assert library.count_lost_thumbnails() == 0
    library.close()


def test_without_a_bundle_it_is_a_working_browser_and_tags_come_later(
    tmp_path: Path, photos: Path
) -> None:
    draw(photos, 2)
    models = tmp_path / "models"
    shutil.copytree(get_places().models, models)
    network = next(models.glob("*/*.onnx"))
    content = network.read_bytes()
    network.write_bytes(content[:-1])
    places = replace(get_places(), models=models)
    library = Library.open(tmp_path / "library", places, workers=1)
    assert "damaged" in library.bundle_problem
    run(library, photos)
    assert library.count_facets()["garment"] == {}
    assert library.count_facets()["color"]
    assert library.count_library().untagged == 2
    library.close()
    network.write_bytes(content)
    library = Library.open(tmp_path / "library", places, workers=1)
    assert library.bundle_problem == ""
    # Resuming (the window's start) would do the same as this import.
    assert run(library, photos).analysed == 2
    assert sum(library.count_facets()["pattern"].values()) == 2
    library.close()


def test_a_second_window_reads_only(library: Library, photos: Path) -> None:
    draw(photos, 1)
    run(library, photos)
    second = Library.open(library.folder, get_places())
    assert second.is_read_only
    assert len(second.list_ids()) == 1
    with pytest.raises(ReadOnlyLibrary):
        second.import_paths([photos]).__next__()
    second.close()


@pytest.mark.parametrize("number", [signal.SIGKILL, signal.SIGINT, signal.SIGTERM])
def test_an_import_that_is_killed_goes_on_where_it_was(
    tmp_path: Path, photos: Path, number: signal.Signals
) -> None:
    draw(photos, 60)
    script = (
        "import sys\n"
        "from pathlib import Path\n"
        "from studio.library.library import Library\n"
        "from studio.resources import get_places\n"
        "if __name__ == '__main__':\n"
        "    library = Library.open(Path(sys.argv[1]), get_places(), workers=1)\n"
        "    for progress in library.import_paths([Path(sys.argv[2])]):\n"
        "        print(progress.analysed, flush=True)\n"
    )
    path = tmp_path / "child.py"
    path.write_text(script)
    child = subprocess.Popen(
        [sys.executable, path, tmp_path / "library", photos],
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
        text=True,
        env=os.environ | {"PYTHONPATH": str(ROOT)},
    )
    assert child.stdout is not None
    for line in child.stdout:
        if int(line) >= 5:
            break
    child.send_signal(number)
    child.stdout.close()
    child.wait()
    library = Library.open(tmp_path / "library", get_places(), workers=1)
    assert not library.is_read_only
    assert library.check_integrity() == []
    assert run(library, photos).phase == "done"
    tiles = library.list_tiles(library.list_ids())
    assert [tile.state for tile in tiles] == [AssetState.DONE] * 60
    library.close()


def test_the_sample_library(library: Library) -> None:
    last = list(library.import_samples())[-1]
    assert (last.phase, last.analysed, last.failures) == ("done", 36, ())
    assert (library.folder / "samples" / "samples.json").is_file()
    counts = library.count_facets()
    assert counts["garment"].keys() >= {"t-shirt", "dress", "pants", "skirt"}
    assert len(counts["color"]) >= 12


def test_a_drive_that_is_pulled_during_an_import_leaves_the_rest_waiting(
    library: Library, photos: Path
) -> None:
    draw(photos, 6)
    progress = library.import_paths([photos])
    while len(library.list_ids()) < 6:
        next(progress)
    photos.rename(photos.parent / "pulled")
    list(progress)
    assert library.list_ids(parse_query("is:failed")) == []
    left = library.list_ids(parse_query("is:pending"))
    assert set(left) == set(library.list_ids(parse_query("is:missing")))
    assert not library.has_work_left()
    (photos.parent / "pulled").rename(photos)
    *_, done = library.sources.rescan()
    assert (done.back, done.analysed) == (len(left), len(left))
    assert library.list_ids(parse_query("is:pending")) == []
