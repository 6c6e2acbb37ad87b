from __future__ import annotations

import os
from pathlib import Path

from studio.core.progress import Failure
from studio.library.scanning import BATCH, FIRST_BATCH, scan


def names(folder: Path, *paths: Path) -> tuple[list[str], list[Failure]]:
    files, failures = [], []
    for batch in scan(paths, folder / "no-library"):
        files += [os.path.relpath(f.path, folder) for f in batch.files]
        failures += batch.failures
    return files, failures


def touch(path: Path) -> Path:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(b"x")
    return path


def test_natural_order_folder_by_folder(tmp_path: Path) -> None:
    for name in ("look 10.jpg", "look 9.jpg", "b/2.jpg", "a/1.jpg", ".hidden/x.jpg", "Thumbs.db"):
        touch(tmp_path / name)
    files, failures = names(tmp_path, tmp_path)
    assert files == ["look 9.jpg", "look 10.jpg", "a/1.jpg", "b/2.jpg"]
    assert failures == []


def test_a_circle_of_links_ends(tmp_path: Path) -> None:
    touch(tmp_path / "a" / "1.jpg")
    (tmp_path / "a" / "back").symlink_to(tmp_path)
    (tmp_path / "self.jpg").symlink_to(tmp_path / "self.jpg")
    files, failures = names(tmp_path, tmp_path)
    assert files == ["a/1.jpg"]
    assert [os.path.basename(f.path) for f in failures] == ["self.jpg"]


def test_what_was_named_is_never_passed_over_in_silence(tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "pipe")
    files, failures = names(tmp_path, tmp_path / "gone.txt", tmp_path / "pipe")
    assert files == []
    assert ["no longer there" in failures[0].reason, "pipe" in failures[1].reason] == [True, True]


def test_the_first_batch_is_small_so_that_tiles_come_at_once(tmp_path: Path) -> None:
    for n in range(FIRST_BATCH + BATCH + 5):
        touch(tmp_path / f"{n}.jpg")
    sizes = [len(batch.files) for batch in scan([tmp_path], tmp_path / "no-library")]
    assert sizes == [FIRST_BATCH, BATCH, 5]


def test_the_library_itself_is_no_source(tmp_path: Path) -> None:
    touch(tmp_path / "1.jpg")
    touch(tmp_path / "library" / "2.jpg")
    files = [f for b in scan([tmp_path], tmp_path / "library") for f in b.files]
    assert [os.path.basename(f.path) for f in files] == ["1.jpg"]
