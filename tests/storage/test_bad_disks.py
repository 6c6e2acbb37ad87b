"""Full, locked and read-only disks, half-made upgrades, lost and damaged files."""

from __future__ import annotations

import os
import sqlite3
import subprocess
import sys
from pathlib import Path

import pytest
from sqlalchemy import Connection

from studio.core.errors import CatalogueError, DamagedCatalogue
from studio.storage import upgrade
from studio.storage.catalogue import Catalogue
from studio.storage.migrations import m0001_first
from studio.storage.rescue import restore_newest
from tests.helpers.privileges import bound_by_permissions
from tests.storage.examples import analysis, files

ROOT = Path(__file__).parent.parent.parent


def fill(folder: Path, count: int = 3) -> list[int]:
    with Catalogue.open(folder) as catalogue:
        source = catalogue.add_source("/photos")
        ids = list(catalogue.register_files(source, files(count), 1).new_ids)
        catalogue.store_analyses([(i, analysis()) for i in ids])
    return ids


def run(script: str, *words: object, prefix: list[str] | None = None) -> str:
    """What a script prints in a process of its own."""
    done = subprocess.run(
        [*(prefix or []), sys.executable, "-c", script, *map(str, words)],
        capture_output=True,
        text=True,
        check=False,
        env=os.environ | {"PYTHONPATH": str(ROOT)},
    )
    assert done.returncode == 0, done.stderr
    return done.stdout.strip()


READ = (
    "import sys\n"
    "from pathlib import Path\n"
    "from studio.storage.catalogue import Catalogue\n"
    "with Catalogue.open(Path(sys.argv[1])) as catalogue:\n"
    "    print(len(catalogue.list_ids()), catalogue.find_thumbnail(1))\n"
    "    print(catalogue.read_only_reason)\n"
)


def test_a_step_of_an_upgrade_is_whole_or_nothing(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def stop_half_way(connection: Connection) -> None:
        m0001_first.upgrade(connection)
        raise sqlite3.OperationalError("database or disk is full")

    with monkeypatch.context() as patch:
        patch.setattr(upgrade, "STEPS", (stop_half_way,))
        with pytest.raises(CatalogueError, match="disk is full"):
            Catalogue.open(tmp_path)
    assert fill(tmp_path)


def test_a_reader_sees_one_state(tmp_path: Path) -> None:
    fill(tmp_path)
    with Catalogue.open(tmp_path) as catalogue:
        with catalogue._database.read() as connection:
            count = "SELECT count(*) FROM asset"
            before = connection.exec_driver_sql(count).scalar_one()
            catalogue.register_files(1, files(9), 2)
            assert connection.exec_driver_sql(count).scalar_one() == before
        assert len(catalogue.list_ids()) == 9


def test_a_library_on_a_disk_that_cannot_be_written_is_browsed(tmp_path: Path) -> None:
    fill(tmp_path)
    prefix = bound_by_permissions()
    tmp_path.chmod(0o555)
    try:
        said = run(READ, tmp_path, prefix=prefix)
    finally:
        tmp_path.chmod(0o755)
    assert said.startswith("3 b'jpeg bytes'")
    assert "cannot be written" in said
    assert not list(tmp_path.glob("*-shm"))


@pytest.mark.parametrize("name", ["a?b#c%20d", "衬衫", os.fsdecode(b"caf\xe9")])
def test_a_folder_of_any_name(tmp_path: Path, name: str) -> None:
    folder = tmp_path / name
    fill(folder)
    with Catalogue.open(folder) as catalogue:
        catalogue.back_up()
    (folder / "catalogue.sqlite3").write_bytes(b"torn" * 1000)
    assert restore_newest(folder)
    with Catalogue.open(folder, read_only=True) as catalogue:
        assert len(catalogue.list_ids()) == 3
    assert [entry.name for entry in tmp_path.iterdir()] == [name]


@pytest.mark.parametrize("content", [None, b"", b"garbage" * 50])
def test_a_reader_makes_do_without_the_cache(tmp_path: Path, content: bytes | None) -> None:
    ids = fill(tmp_path)
    (tmp_path / "cache.sqlite3").unlink()
    if content is not None:
        (tmp_path / "cache.sqlite3").write_bytes(content)
    with Catalogue.open(tmp_path, read_only=True) as catalogue:
        assert catalogue.find_thumbnail(ids[0]) is None
        assert catalogue.list_without_thumbnail() == ids
    if content is None:
        assert not (tmp_path / "cache.sqlite3").exists()


def test_a_cache_is_thrown_away_only_for_damage(tmp_path: Path) -> None:
    """A full disk, a busy file or a permission says nothing against the thumbnails."""
    fill(tmp_path)
    script = (
        "import sys\n"
        "from pathlib import Path\n"
        "from studio.core.errors import CatalogueError\n"
        "from studio.storage.catalogue import Catalogue\n"
        "try:\n"
        "    Catalogue.open(Path(sys.argv[1])).close()\n"
        "except CatalogueError as error:\n"
        "    print(error)\n"
    )
    prefix = bound_by_permissions()
    (tmp_path / "cache.sqlite3").chmod(0)
    try:
        said = run(script, tmp_path, prefix=prefix)
    finally:
        (tmp_path / "cache.sqlite3").chmod(0o644)
    assert "cannot be" in said
    with Catalogue.open(tmp_path) as catalogue:
        assert catalogue.list_without_thumbnail() == []


@pytest.mark.parametrize("content", [None, b""])
def test_a_catalogue_that_is_gone_comes_back_from_its_backup(
    tmp_path: Path, content: bytes | None
) -> None:
    fill(tmp_path)
    with Catalogue.open(tmp_path) as catalogue:
        catalogue.back_up()
    (tmp_path / "catalogue.sqlite3").unlink()
    if content is not None:
        (tmp_path / "catalogue.sqlite3").write_bytes(content)
    with pytest.raises(DamagedCatalogue, match="doctor --repair"):
        Catalogue.open(tmp_path)
    said = restore_newest(tmp_path)
    assert said is not None
    assert "lost" in said
    with Catalogue.open(tmp_path) as catalogue:
        assert len(catalogue.list_ids()) == 3


def test_there_is_nothing_to_rescue_where_there_is_no_library(tmp_path: Path) -> None:
    with pytest.raises(CatalogueError, match="no library"):
        restore_newest(tmp_path / "typing mistake")
    assert list(tmp_path.iterdir()) == []


def test_a_catalogue_that_cannot_be_read_is_not_taken_for_damaged(tmp_path: Path) -> None:
    """Going back to a backup costs the work since then: never for a permission or a full disk."""
    fill(tmp_path)
    with Catalogue.open(tmp_path) as catalogue:
        catalogue.back_up()
    script = (
        "import sys\n"
        "from pathlib import Path\n"
        "from studio.core.errors import CatalogueError\n"
        "from studio.storage.rescue import restore_newest\n"
        "try:\n"
        "    print(restore_newest(Path(sys.argv[1])))\n"
        "except CatalogueError as error:\n"
        "    print(error)\n"
    )
    prefix = bound_by_permissions()
    file = tmp_path / "catalogue.sqlite3"
    before = file.stat().st_ino
    file.chmod(0)
    try:
        said = run(script, tmp_path, prefix=prefix)
    finally:
        file.chmod(0o644)
    assert "cannot be" in said
    assert file.stat().st_ino == before
    assert not list(tmp_path.glob("damaged-*"))


def test_the_log_of_a_damaged_catalogue_is_kept_with_it(tmp_path: Path) -> None:
    fill(tmp_path)
    with Catalogue.open(tmp_path) as catalogue:
        catalogue.back_up()
    (tmp_path / "catalogue.sqlite3").write_bytes(b"torn" * 1000)
    (tmp_path / "catalogue.sqlite3-wal").write_bytes(b"the last minutes")
    assert restore_newest(tmp_path)
    (log,) = tmp_path.glob("damaged-*-wal")
    assert log.read_bytes() == b"the last minutes"
    with Catalogue.open(tmp_path) as catalogue:
        assert len(catalogue.list_ids()) == 3


def test_a_backup_that_does_not_fit_leaves_nothing_behind(tmp_path: Path) -> None:
    fill(tmp_path)
    (tmp_path / "backups").write_text("a file where the folder should be")
    with Catalogue.open(tmp_path) as catalogue, pytest.raises(CatalogueError, match="backed up"):
        catalogue.back_up()
