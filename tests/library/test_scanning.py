from __future__ import annotations

import os
from pathlib import Path

from studio.core.progress import Failure
from studio.library.scanning import BATCH, FIRST_BATCH, Batch, Walk, find_identity
from studio.storage.known_files import KnownFiles


def walk(folder: Path, skip: Path | None = None, first: int = BATCH) -> list[Batch]:
    root = os.fsencode(folder)
    own = find_identity(os.fsencode(skip)) if skip else None
    return list(Walk(KnownFiles(), [root], own, first=first).below(root, root))


def names(folder: Path, skip: Path | None = None) -> tuple[list[str], list[Failure]]:
    batches = walk(folder, skip)
    files = [os.path.relpath(met.file.path, folder) for b in batches for met in b.files]
    return files, [failure for b in batches for failure in b.failures]


def touch(path: Path) -> Path:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(b"x")
    return path


def test_natural_order_folder_by_folder(tmp_path: Path) -> None:
    for name in ("look 10.jpg", "look 9.jpg", "b/2.jpg", "a/1.jpg", ".hidden/x.jpg", "Thumbs.db"):
        touch(tmp_path / name)
    files, failures = names(tmp_path)
    assert files == ["look 9.jpg", "look 10.jpg", "a/1.jpg", "b/2.jpg"]
    assert failures == []


def test_a_circle_of_links_ends(tmp_path: Path) -> None:
    touch(tmp_path / "in" / "a" / "1.jpg")
    (tmp_path / "in" / "a" / "back").symlink_to(tmp_path / "in")
    (tmp_path / "in" / "a" / "up").symlink_to(tmp_path)
    (tmp_path / "in" / "self.jpg").symlink_to(tmp_path / "in" / "self.jpg")
    files, failures = names(tmp_path / "in")
    assert files == ["a/1.jpg"]
    assert [os.path.basename(f.path) for f in failures] == ["self.jpg"]


def test_a_linked_folder_is_met_once_and_after_the_real_ones(tmp_path: Path) -> None:
    touch(tmp_path / "elsewhere" / "1.jpg")
    touch(tmp_path / "in" / "z" / "2.jpg")
    for name in ("a link", "b link"):
        (tmp_path / "in" / name).symlink_to(tmp_path / "elsewhere")
    files, _failures = names(tmp_path / "in")
    assert files == ["z/2.jpg", "a link/1.jpg"]


def test_the_first_batch_is_small_so_that_tiles_come_at_once(tmp_path: Path) -> None:
    for n in range(FIRST_BATCH + BATCH + 5):
        touch(tmp_path / f"{n}.jpg")
    sizes = [len(batch.files) for batch in walk(tmp_path, first=FIRST_BATCH)]
    assert sizes == [FIRST_BATCH, BATCH, 5]


def test_the_library_itself_is_no_source(tmp_path: Path) -> None:
    touch(tmp_path / "1.jpg")
    touch(tmp_path / "library" / "2.jpg")
    assert names(tmp_path, tmp_path / "library") == (["1.jpg"], [])
