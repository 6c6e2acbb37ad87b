"""What an earlier bundle tagged is tagged anew, and nothing is lost on the way."""

from __future__ import annotations

import os
import signal
import sqlite3
import subprocess
import sys
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import pytest

from studio.core.asset import AssetState
from studio.core.collection import Changes
from studio.core.errors import BundleError, ReadOnlyLibrary
from studio.core.progress import Control, ImportProgress
from studio.core.query import parse_query
from studio.core.reanalysis import Answer, Outdated
from studio.imaging.drawn import draw_garment
from studio.library.library import Library
from studio.library.places import Places
from studio.resources import get_places
from tests.helpers.bundles import EARLIER, earlier_places

ROOT = Path(__file__).parent.parent.parent


def draw(folder: Path, count: int) -> list[Path]:
    paths = [folder / f"look {n}.jpg" for n in range(count)]
    for n, path in enumerate(paths):
        draw_garment("t-shirt", "solid", ("#c1272d",), size=(160, 200), seed=n).save(path)
    return paths


@pytest.fixture(scope="module")
def earlier(tmp_path_factory: pytest.TempPathFactory) -> Places:
    return earlier_places(tmp_path_factory.mktemp("earlier"))


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    return tmp_path / "library"


def fill(earlier: Places, folder: Path, photos: Path, count: int) -> list[Path]:
    """Have the earlier bundle tag some garments without a pattern, which it knows nothing of."""
    paths = draw(photos, count)
    library = Library.open(folder, earlier, workers=1)
    assert library.reanalysis.find_outdated() == Outdated(0, Answer.NONE)
    list(library.import_paths([photos]))
    assert "solid" not in library.count_facets()["pattern"]
    library.close()
    return paths


@pytest.fixture
def opened() -> Iterator[list[Library]]:
    """Libraries to be closed at the end."""
    libraries: list[Library] = []
    yield libraries
    for library in libraries:
        library.close()


def open_now(folder: Path, opened: list[Library]) -> Library:
    opened.append(Library.open(folder, get_places(), workers=1))
    return opened[-1]


def patterns(library: Library) -> dict[str, int]:
    return dict(library.count_facets()["pattern"])


def test_every_image_gets_the_tags_of_the_new_bundle(
    earlier: Places, folder: Path, photos: Path, opened: list[Library]
) -> None:
    fill(earlier, folder, photos, 4)
    library = open_now(folder, opened)
    first = library.list_ids()[0]
    library.remove([first])
    assert library.reanalysis.find_outdated() == Outdated(3, Answer.NONE)
    changed: set[int] = set()
    library.subscribe(lambda change: changed.update(change.asset_ids))
    last = list(library.reanalysis.run())[-1]
    assert (last.phase, last.analysed, last.total, last.failures) == ("done", 3, 3, ())
    assert changed == set(library.list_ids())
    assert patterns(library) == {"solid": 3}
    assert library.reanalysis.find_outdated() == Outdated(0, Answer.NONE)
    assert library.undo() == "Remove 1 image"  # and what was undone before is undone still
    assert library.reanalysis.find_outdated().images == 1
    assert len(list((folder / "backups").glob("*.sqlite3"))) == 2  # after the import, and before
    library.close()
    with closing(sqlite3.connect(folder / "catalogue.sqlite3")) as database:
        kept = "SELECT count(*) FROM prediction WHERE bundle_id = ?"
        assert database.execute(kept, (EARLIER,)).fetchone() == (4,)


def test_what_cannot_be_opened_keeps_its_tags(
    earlier: Places, folder: Path, photos: Path, opened: list[Library]
) -> None:
    paths = fill(earlier, folder, photos, 4)
    library = open_now(folder, opened)
    ids = {Path(tile.path): tile.id for tile in library.list_tiles(library.list_ids())}
    gone, broken = ids[paths[0]], ids[paths[1]]
    before = {i: library.get_details(i) for i in (gone, broken)}
    paths[0].unlink()
    paths[1].write_bytes(b"dear diary")
    last = list(library.reanalysis.run())[-1]
    assert {Path(f.path) for f in last.failures} == set(paths[:2])
    assert patterns(library)["solid"] == 2
    for asset_id, old in before.items():
        now = library.get_details(asset_id)
        assert (now.state, now.predictions, now.palette) == (
            AssetState.DONE,
            old.predictions,
            old.palette,
        )
        assert library.find_thumbnail(asset_id)
    assert library.list_ids(parse_query("is:missing")) == [gone]
    # The one that is there cannot be helped by asking again.
    assert library.reanalysis.find_outdated() == Outdated(1, Answer.SETTLED)


def test_an_image_is_never_without_tags(
    earlier: Places, folder: Path, photos: Path, opened: list[Library]
) -> None:
    fill(earlier, folder, photos, 12)
    library = open_now(folder, opened)
    sums: set[int] = set()

    def look(_change: Changes | None = None) -> None:
        sums.add(sum(patterns(library).values()))
        sums.add(len(library.list_ids(parse_query("-is:pending -is:failed"))))

    library.subscribe(look)
    for _ in library.reanalysis.run():
        look()
    assert sums == {12}


def test_stopped_it_goes_on_with_the_rest(
    earlier: Places, folder: Path, photos: Path, opened: list[Library]
) -> None:
    fill(earlier, folder, photos, 30)
    library = open_now(folder, opened)
    control = Control()
    progress = ImportProgress("analysing")
    for progress in library.reanalysis.run(control):
        if progress.analysed:
            control.cancel()
    assert progress.phase == "cancelled"
    left = library.reanalysis.find_outdated()
    assert left.answer is Answer.WANTED
    assert 0 < left.images < 30
    assert patterns(library)["solid"] == 30 - left.images
    assert library.count_pending() == 0
    backups = list((folder / "backups").iterdir())
    assert list(library.reanalysis.run())[-1].analysed == left.images
    assert list((folder / "backups").iterdir()) == backups
    assert patterns(library) == {"solid": 30}


def test_what_is_on_the_screen_comes_first(
    earlier: Places, folder: Path, photos: Path, opened: list[Library]
) -> None:
    fill(earlier, folder, photos, 40)
    library = open_now(folder, opened)
    order: list[int] = []
    library.subscribe(lambda change: order.extend(change.asset_ids))
    wanted = library.list_ids()[-5:]
    list(library.reanalysis.run(first=wanted))
    assert len(order) == 40
    assert max(order.index(asset_id) for asset_id in wanted) < 15


def test_killed_it_leaves_old_or_new_tags(
    earlier: Places, folder: Path, photos: Path, opened: list[Library], tmp_path: Path
) -> None:
    fill(earlier, folder, photos, 60)
    script = (
        "import sys\n"
        "from pathlib import Path\n"
        "from studio.library.library import Library\n"
        "from studio.resources import get_places\n"
        "if __name__ == '__main__':\n"
        "    library = Library.open(Path(sys.argv[1]), get_places(), workers=1)\n"
        "    for progress in library.reanalysis.run():\n"
        "        print(progress.analysed, flush=True)\n"
    )
    path = tmp_path / "child.py"
    path.write_text(script)
    child = subprocess.Popen(
        [sys.executable, path, folder],
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
        text=True,
        env=os.environ | {"PYTHONPATH": str(ROOT)},
    )
    assert child.stdout is not None
    for line in child.stdout:
        if int(line) >= 5:
            break
    child.send_signal(signal.SIGKILL)
    child.stdout.close()
    child.wait()
    library = open_now(folder, opened)
    assert library.check_integrity() == []
    left = library.reanalysis.find_outdated()
    assert left.answer is Answer.WANTED
    assert 0 < left.images < 60
    assert sum(patterns(library).values()) == 60
    assert patterns(library)["solid"] == 60 - left.images
    list(library.reanalysis.run())
    assert patterns(library) == {"solid": 60}


def test_a_bundle_that_breaks_in_between_takes_no_tags_away(
    earlier: Places, folder: Path, photos: Path, opened: list[Library], tmp_path: Path
) -> None:
    fill(earlier, folder, photos, 3)
    places = earlier_places(tmp_path, "fashion-2021.01-1")
    opened.append(Library.open(folder, places, workers=1))
    library = opened[-1]
    before = patterns(library)
    for network in places.models.glob("*/*.onnx"):
        network.write_bytes(b"torn")
    last = list(library.reanalysis.run())[-1]
    assert {f.reason for f in last.failures} == {
        "The model cannot be started. Reinstall Fashion Studio."
    }
    assert patterns(library) == before
    library.close()
    opened.append(Library.open(folder, places, workers=1))
    assert opened[-1].reanalysis.find_outdated() == Outdated(0, Answer.NONE)
    with pytest.raises(BundleError, match="damaged"):
        list(opened[-1].reanalysis.run())


def test_an_answer_holds_for_one_bundle(
    earlier: Places, folder: Path, photos: Path, opened: list[Library], tmp_path: Path
) -> None:
    fill(earlier, folder, photos, 1)
    library = open_now(folder, opened)
    library.reanalysis.set_answer(Answer.SETTLED)
    second = Library.open(folder, get_places())
    assert second.is_read_only
    assert second.reanalysis.find_outdated() == Outdated(1, Answer.SETTLED)
    with pytest.raises(ReadOnlyLibrary):
        next(iter(second.reanalysis.run()))
    second.close()
    library.close()
    places = earlier_places(tmp_path, "fashion-2021.01-1")
    opened.append(Library.open(folder, places, workers=1))
    assert opened[-1].reanalysis.find_outdated() == Outdated(1, Answer.NONE)
