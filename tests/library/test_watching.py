"""Folders are watched for real: by the events of this system, and by polling."""

from __future__ import annotations

import os
import threading
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import psutil
import pytest

from studio.library.polling import is_remote
from studio.library.watching import Watcher
from tests.library.living import draw


class Heard:
    """What a watcher told."""

    def __init__(self) -> None:
        self.touched: list[str] = []
        self.roots: list[str] = []
        self.calls = 0

    def on_touched(self, folders: list[str]) -> None:
        self.calls += 1
        self.touched += folders

    def on_roots(self, roots: list[str]) -> None:
        self.roots += roots


def wait_for(is_so: Callable[[], bool], seconds: float = 10) -> None:
    end = time.monotonic() + seconds
    while not is_so():
        assert time.monotonic() < end
        time.sleep(0.01)


@pytest.fixture
def heard() -> Heard:
    return Heard()


@pytest.fixture
def watcher(heard: Heard, tmp_path: Path) -> Iterator[Watcher]:
    skip = str(tmp_path / "photos" / "library")
    made = Watcher(heard.on_touched, heard.on_roots, skip, settle_s=0.1, poll_s=0.3)
    yield made
    made.close()


def begin(watcher: Watcher, *roots: Path) -> None:
    watcher.watch(map(str, roots))
    wait_for(lambda: watcher._known() == {str(root) for root in roots})


def test_a_burst_of_events_is_told_once(watcher: Watcher, heard: Heard, photos: Path) -> None:
    (photos / "sub").mkdir()
    begin(watcher, photos)
    for number in range(50):
        draw(photos / "sub" / f"{number}.png", "x")
    wait_for(lambda: str(photos / "sub") in heard.touched)
    time.sleep(0.3)
    assert heard.calls <= 3


def test_moves_name_both_folders(watcher: Watcher, heard: Heard, photos: Path) -> None:
    draw(photos / "a" / "1.png", "1")
    (photos / "b").mkdir()
    begin(watcher, photos)
    (photos / "a" / "1.png").rename(photos / "b" / os.fsdecode(b"caf\xe9.png"))
    wait_for(lambda: {str(photos / "a"), str(photos / "b")} <= set(heard.touched))


def test_folders_that_come_are_watched_as_well(
    watcher: Watcher, heard: Heard, photos: Path
) -> None:
    begin(watcher, photos)
    (photos / "new").mkdir()
    wait_for(lambda: str(photos) in heard.touched)
    draw(photos / "new" / "1.png", "1")
    wait_for(lambda: str(photos / "new") in heard.touched)


def test_the_library_itself_is_passed_over_and_looking_is_no_event(
    watcher: Watcher, heard: Heard, photos: Path
) -> None:
    (photos / "library").mkdir()
    picture = draw(photos / "1.png", "1")
    begin(watcher, photos)
    draw(photos / "library" / "catalogue.sqlite3-wal", "x")
    picture.read_bytes()
    list(photos.iterdir())
    time.sleep(0.5)
    assert heard.touched == []


def test_a_root_that_goes_and_comes_is_told(watcher: Watcher, heard: Heard, photos: Path) -> None:
    begin(watcher, photos)
    photos.rename(photos.parent / "pulled")
    wait_for(lambda: heard.roots == [str(photos)])
    (photos.parent / "pulled").rename(photos)
    wait_for(lambda: heard.roots == [str(photos)] * 2)
    draw(photos / "1.png", "1")
    wait_for(lambda: str(photos) in heard.touched)


def test_where_the_system_has_no_more_events_folders_are_polled(
    heard: Heard, photos: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def refuse(*_arguments: object) -> None:
        raise OSError(28, "inotify watch limit reached")

    (photos / "sub").mkdir()
    monkeypatch.setattr(Watcher, "_observe", refuse)
    watcher = Watcher(heard.on_touched, heard.on_roots, "/nowhere", settle_s=0.05, poll_s=0.1)
    begin(watcher, photos)
    assert watcher.polled == {str(photos)}
    draw(photos / "sub" / "1.png", "1")
    wait_for(lambda: heard.touched == [str(photos / "sub")])
    (photos / "sub" / "1.png").unlink()
    wait_for(lambda: len(heard.touched) == 2)
    watcher.close()


def test_it_stops_with_all_its_threads_and_opens_no_socket(heard: Heard, photos: Path) -> None:
    before = set(threading.enumerate())
    sockets = len(psutil.Process().net_connections("all"))
    watcher = Watcher(heard.on_touched, heard.on_roots, "/nowhere", settle_s=0.05)
    begin(watcher, photos)
    draw(photos / "1.png", "1")
    wait_for(lambda: bool(heard.touched))
    assert len(psutil.Process().net_connections("all")) == sockets
    watcher.watch([])
    wait_for(lambda: not watcher._known())
    watcher.close()
    assert set(threading.enumerate()) <= before


def test_this_folder_is_on_this_computer(tmp_path: Path) -> None:
    assert not is_remote(str(tmp_path))
