from __future__ import annotations

import os
import sqlite3
import subprocess
import sys
from pathlib import Path

import pytest

from studio.core.asset import AssetState, FoundFile
from studio.core.collection import Sort
from studio.core.errors import CatalogueError, CatalogueTooNew, ReadOnlyLibrary
from studio.core.query import parse_query
from studio.storage.catalogue import Catalogue
from studio.storage.rescue import restore_newest
from tests.storage.examples import analysis, files


def fill(catalogue: Catalogue, count: int = 3) -> list[int]:
    source = catalogue.add_source("/photos")
    registered = catalogue.register_files(source, files(count), catalogue.begin_session())
    return list(registered.new_ids)


def test_registering_twice_adds_nothing(tmp_path: Path) -> None:
    with Catalogue.open(tmp_path) as catalogue:
        ids = fill(catalogue)
        source = catalogue.add_source("/photos")
        again = catalogue.register_files(source, files(3), catalogue.begin_session())
        assert (again.new_ids, again.changed_ids, again.unchanged) == ((), (), 3)
        known = catalogue.files.read_below(b"/photos")
        assert known.places.keys() == {os.fsencode(file.path) for file in files(3)}
        assert [i for i, _ in catalogue.list_pending()] == ids


def test_a_changed_file_waits_for_another_analysis(tmp_path: Path) -> None:
    with Catalogue.open(tmp_path) as catalogue:
        ids = fill(catalogue, 1)
        catalogue.store_analyses([(ids[0], analysis())])
        changed = [FoundFile("/photos/look 0.jpg", 5, 5)]
        done = catalogue.register_files(1, changed, catalogue.begin_session())
        assert done.changed_ids == tuple(ids)
        assert catalogue.count_pending() == 1


def test_what_was_stored_is_read_again(tmp_path: Path) -> None:
    with Catalogue.open(tmp_path) as catalogue:
        ids = fill(catalogue)
        catalogue.store_analyses([(ids[0], analysis(colors=("red", "navy")))])
        catalogue.store_failures([(ids[1], "The JPEG picture is cut off.")])
    with Catalogue.open(tmp_path) as catalogue:
        found = catalogue.get_details(ids[0])
        assert (found.width, found.height, found.colors) == (600, 800, ("red", "navy"))
        assert [p.label for p in found.predictions if p.assigned] == ["dress", "floral", "bohemian"]
        assert catalogue.find_thumbnail(ids[0]) == b"jpeg bytes"
        done, failed, pending = catalogue.list_tiles(ids)
        assert (done.state, failed.state, pending.state) == (
            AssetState.DONE,
            AssetState.FAILED,
            AssetState.PENDING,
        )
        assert failed.failure == "The JPEG picture is cut off."
        assert catalogue.list_tiles([99, ids[2], 98]) == [pending]
        counts = catalogue.count_library()
        assert (counts.all, counts.failed) == (3, 1)


def test_a_new_analysis_replaces_the_old_labels(tmp_path: Path) -> None:
    with Catalogue.open(tmp_path) as catalogue:
        (asset_id, *_) = fill(catalogue)
        catalogue.store_analyses([(asset_id, analysis("dress", colors=("red", "navy", "pink")))])
        catalogue.store_analyses([(asset_id, analysis("skirt", colors=("teal",)))])
        assert catalogue.count_facets()["garment"] == {"skirt": 1}
        assert catalogue.count_facets()["color"] == {"teal": 1}


def test_names_that_are_no_utf8_survive(tmp_path: Path) -> None:
    path = os.fsdecode(b"/photos/\xff\xfe caf\xe9.jpg")
    with Catalogue.open(tmp_path) as catalogue:
        source = catalogue.add_source(os.path.dirname(path))
        (asset_id,) = catalogue.register_files(source, [FoundFile(path, 1, 1)], 1).new_ids
        assert catalogue.get_details(asset_id).path == path
        assert catalogue.get_details(asset_id).name.isprintable()


@pytest.mark.parametrize("text", ["100%", "a_b", "'; DROP TABLE asset; --", "ÄÖ", "\\", "衬衫"])
def test_a_name_is_searched_as_it_is_written(tmp_path: Path, text: str) -> None:
    with Catalogue.open(tmp_path) as catalogue:
        source = catalogue.add_source("/photos")
        names = [f"/photos/x{text.lower()}y.jpg", "/photos/100 a-b.jpg"]
        found = catalogue.register_files(source, [FoundFile(n, 1, 1) for n in names], 1)
        quoted = text.replace("\\", "\\\\")
        assert catalogue.list_ids(parse_query(f'name:"{quoted}"')) == [found.new_ids[0]]


def test_orders(tmp_path: Path) -> None:
    with Catalogue.open(tmp_path) as catalogue:
        old = fill(catalogue, 2)
        new = catalogue.register_files(
            1, [FoundFile("/photos/a.jpg", 1, 1)], catalogue.begin_session()
        ).new_ids
        assert catalogue.list_ids(sort=Sort.ADDED) == [*new, *old]
        assert catalogue.list_ids(sort=Sort.NAME) == [*new, *old]
        assert set(catalogue.list_ids(sort=Sort.COLOR)) == {*new, *old}
        assert set(catalogue.list_ids(sort=Sort.CAPTURED)) == {*new, *old}
        assert catalogue.list_ids(parse_query("is:recent")) == list(new)


def test_a_second_opener_reads_only(tmp_path: Path) -> None:
    with Catalogue.open(tmp_path) as owner:
        fill(owner)
        with Catalogue.open(tmp_path) as second:
            assert second.is_read_only
            assert "another window" in second.read_only_reason
            assert len(second.list_ids()) == 3
            with pytest.raises(ReadOnlyLibrary):
                second.add_source("/other")
    with Catalogue.open(tmp_path) as later:
        assert not later.is_read_only


def test_a_newer_catalogue_is_refused_untouched(tmp_path: Path) -> None:
    Catalogue.open(tmp_path).close()
    with sqlite3.connect(tmp_path / "catalogue.sqlite3") as connection:
        connection.execute("PRAGMA user_version = 999")
    connection.close()
    before = (tmp_path / "catalogue.sqlite3").read_bytes()
    with pytest.raises(CatalogueTooNew, match="newer version"):
        Catalogue.open(tmp_path)
    assert (tmp_path / "catalogue.sqlite3").read_bytes() == before


def test_a_file_that_is_no_catalogue_is_refused_untouched(tmp_path: Path) -> None:
    (tmp_path / "catalogue.sqlite3").write_bytes(b"holiday notes " * 100)
    with pytest.raises(CatalogueError, match="damaged"):
        Catalogue.open(tmp_path)
    assert (tmp_path / "catalogue.sqlite3").read_bytes() == b"holiday notes " * 100


def test_there_is_no_library_to_read(tmp_path: Path) -> None:
    with pytest.raises(CatalogueError, match="no library"):
        Catalogue.open(tmp_path / "nowhere", read_only=True)
    (tmp_path / "file").write_text("x")
    with pytest.raises(CatalogueError, match="No library can be made"):
        Catalogue.open(tmp_path / "file" / "library")


@pytest.mark.parametrize("content", [None, b"garbage" * 50])
def test_the_cache_may_be_lost_or_damaged(tmp_path: Path, content: bytes | None) -> None:
    with Catalogue.open(tmp_path) as catalogue:
        ids = fill(catalogue)
        catalogue.store_analyses([(i, analysis()) for i in ids])
    for path in tmp_path.glob("cache.sqlite3*"):
        path.unlink()
    if content is not None:
        (tmp_path / "cache.sqlite3").write_bytes(content)
    with Catalogue.open(tmp_path) as catalogue:
        assert catalogue.find_thumbnail(ids[0]) is None
        assert catalogue.list_without_thumbnail() == ids
        assert catalogue.count_facets()["garment"] == {"dress": 3}


def test_a_full_disk_is_said_in_words(tmp_path: Path) -> None:
    script = (
        "import resource, sys\n"
        "from pathlib import Path\n"
        "from studio.core.errors import CatalogueError\n"
        "from studio.storage.catalogue import Catalogue\n"
        "from tests.storage.examples import analysis, files\n"
        "import signal; signal.signal(signal.SIGXFSZ, signal.SIG_IGN)\n"
        "catalogue = Catalogue.open(Path(sys.argv[1]))\n"
        "ids = catalogue.register_files(catalogue.add_source('/p'), files(50), 1).new_ids\n"
        "resource.setrlimit(resource.RLIMIT_FSIZE, (200_000, 200_000))\n"
        "try:\n"
        "    for _ in range(500):\n"
        "        catalogue.store_analyses([(i, analysis()) for i in ids])\n"
        "except CatalogueError as error:\n"
        "    print(error)\n"
    )
    done = subprocess.run(
        [sys.executable, "-c", script, str(tmp_path)], capture_output=True, text=True, check=False
    )
    assert done.stdout.strip(), done.stderr
    with Catalogue.open(tmp_path) as catalogue:
        assert catalogue.check_integrity() == []
        assert len(catalogue.list_ids()) == 50


def test_a_killed_process_loses_nothing_that_was_acknowledged(tmp_path: Path) -> None:
    script = (
        "import sys\n"
        "from pathlib import Path\n"
        "from studio.storage.catalogue import Catalogue\n"
        "from tests.storage.examples import analysis, files\n"
        "catalogue = Catalogue.open(Path(sys.argv[1]))\n"
        "ids = catalogue.register_files(catalogue.add_source('/p'), files(4000), 1).new_ids\n"
        "for i in ids:\n"
        "    catalogue.store_analyses([(i, analysis())])\n"
        "    print(i, flush=True)\n"
    )
    child = subprocess.Popen(
        [sys.executable, "-c", script, str(tmp_path)], stdout=subprocess.PIPE, text=True
    )
    assert child.stdout is not None
    acknowledged = [int(child.stdout.readline()) for _ in range(40)]
    child.kill()
    child.wait()
    child.stdout.close()
    with Catalogue.open(tmp_path) as catalogue:
        assert not catalogue.is_read_only  # the lock went with the process
        assert catalogue.check_integrity() == []
        tiles = catalogue.list_tiles(acknowledged)
        assert {tile.state for tile in tiles} == {AssetState.DONE}
        assert all(catalogue.find_thumbnail(i) for i in acknowledged)


def test_backups_can_be_opened_and_only_ten_are_kept(tmp_path: Path) -> None:
    with Catalogue.open(tmp_path) as catalogue:
        fill(catalogue)
        newest = [catalogue.back_up() for _ in range(12)][-1]
    assert len(list((tmp_path / "backups").glob("*.sqlite3"))) == 10
    restored = tmp_path / "restored"
    restored.mkdir()
    newest.rename(restored / "catalogue.sqlite3")
    with Catalogue.open(restored) as catalogue:
        assert len(catalogue.list_ids()) == 3


def test_a_damaged_catalogue_goes_back_to_its_newest_sound_backup(tmp_path: Path) -> None:
    with Catalogue.open(tmp_path) as catalogue:
        fill(catalogue)
        catalogue.back_up_daily()
        catalogue.back_up_daily()
        assert len(list((tmp_path / "backups").iterdir())) == 1
        catalogue.back_up().write_bytes(b"torn")
        assert restore_newest(tmp_path) is None  # in use: hands off
    assert restore_newest(tmp_path) is None  # sound
    content = (tmp_path / "catalogue.sqlite3").read_bytes()
    (tmp_path / "catalogue.sqlite3").write_bytes(content[:5000] + b"X" * 9000 + content[14000:])
    said = restore_newest(tmp_path)
    assert said is not None
    assert "took its place" in said
    assert len(list(tmp_path.glob("damaged-*.sqlite3"))) == 1
    with Catalogue.open(tmp_path) as catalogue:
        assert len(catalogue.list_ids()) == 3
    (tmp_path / "catalogue.sqlite3").write_bytes(b"torn")
    for path in (tmp_path / "backups").iterdir():
        path.unlink()
    with pytest.raises(CatalogueError, match="no backup"):
        restore_newest(tmp_path)


def test_settings(tmp_path: Path) -> None:
    with Catalogue.open(tmp_path) as catalogue:
        assert catalogue.find_setting("x") is None
        catalogue.set_setting("x", "1")
        catalogue.set_setting("x", "2")
        assert catalogue.find_setting("x") == "2"
