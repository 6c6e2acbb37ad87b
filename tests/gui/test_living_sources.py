"""The window follows its folders: what comes, moves and goes, and the trash."""

from __future__ import annotations

import os
from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtWidgets import QApplication, QFileDialog, QMessageBox

from studio.core.query import parse_query
from studio.gui.app import Studio
from studio.gui.dialogs.move_question import MoveQuestionDialog
from studio.gui.jobs import JobKind
from studio.gui.main_window import MainWindow
from studio.gui.session import Session
from studio.imaging.drawn import draw_garment
from studio.library.library import Library
from studio.resources import get_places
from tests.gui.waiting import wait_for


def draw(path: Path, color: str = "#c1272d") -> Path:
    draw_garment("t-shirt", "solid", (color,), size=(80, 100)).save(path)
    time = path.stat().st_mtime_ns - 10_000_000_000  # written a while ago
    os.utime(path, ns=(time, time))
    return path


@pytest.fixture
def photos(tmp_path: Path) -> Path:
    folder = tmp_path / "drive" / "photos"
    folder.mkdir(parents=True)
    draw(folder / "red.png")
    draw(folder / "blue.png", "#1d2a8d")
    return folder


@pytest.fixture
def window(app: QApplication, photos: Path, tmp_path: Path) -> Iterator[MainWindow]:
    del app
    library = Library.open(tmp_path / "library", get_places(), workers=1)
    list(library.import_paths([photos]))
    library.close()
    studio = Studio(get_places(), tmp_path / "settings.json", "dark")
    studio.window.show()
    studio.open_library(tmp_path / "library")
    wait_for(lambda: studio.window.session is not None)
    living = session_of(studio.window).living
    wait_for(lambda: living._watcher is not None and living._watcher._known() == {str(photos)})
    yield studio.window
    if studio.window.isVisible():
        studio.window.close()
    studio.deleteLater()


def session_of(window: MainWindow) -> Session:
    assert window.session is not None
    return window.session


def names(window: MainWindow, query: str = "") -> set[str]:
    library = session_of(window).context.library
    tiles = library.list_tiles(library.list_ids(parse_query(query)))
    return {tile.name for tile in tiles if query or not tile.missing}


def told(window: MainWindow, text: str) -> None:
    wait_for(lambda: text in window.toast.accessibleName())


def test_what_comes_and_moves_is_followed(window: MainWindow, photos: Path) -> None:
    library = session_of(window).context.library
    before = {tile.name: tile.id for tile in library.list_tiles(library.list_ids())}
    draw(photos / "green.png", "#2e7d32")
    wait_for(lambda: "green.png" in names(window, "-is:pending"))
    (photos / "red.png").rename(photos / "scarlet.png")
    wait_for(lambda: "scarlet.png" in names(window))
    told(window, "1 file found at a new place")
    after = {tile.name: tile.id for tile in library.list_tiles(library.list_ids())}
    assert after["scarlet.png"] == before["red.png"]
    assert len(after) == 3


def test_a_drive_that_is_pulled_is_one_message_and_nothing_is_lost(
    window: MainWindow, photos: Path
) -> None:
    drive = photos.parent
    drive.rename(drive.parent / "pulled")
    window.actions_["rescan"].trigger()
    told(window, "“photos” cannot be reached")
    assert names(window) == set()
    library = session_of(window).context.library
    assert all(library.find_thumbnail(asset_id) for asset_id in library.list_ids())
    (drive.parent / "pulled").rename(drive)
    window.actions_["rescan"].trigger()
    told(window, "2 files back")
    assert names(window) == {"red.png", "blue.png"}
    window.actions_["rescan"].trigger()
    told(window, "Nothing has changed.")


def test_a_missing_file_is_found_and_that_can_be_undone(
    window: MainWindow, photos: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    elsewhere = photos.parent / "elsewhere"
    elsewhere.mkdir()
    (photos / "red.png").rename(elsewhere / "red.png")
    told(window, "1 file missing")
    monkeypatch.setattr(QFileDialog, "getExistingDirectory", lambda *_: str(elsewhere))
    window.toast._action.click()  # "Find…"
    told(window, "Found 1 of 1 missing files.")
    assert names(window, "is:missing") == set()
    wait_for(lambda: window.actions_["undo"].text() == "Undo: Find 1 image")
    window.actions_["undo"].trigger()
    wait_for(lambda: names(window, "is:missing") == {"red.png"})


def test_which_copy_a_missing_image_is_is_asked(window: MainWindow, photos: Path) -> None:
    library = session_of(window).context.library
    (key,) = library.list_ids(parse_query("name:red"))
    content, time = (photos / "red.png").read_bytes(), (photos / "red.png").stat().st_mtime_ns
    (photos / "red.png").unlink()
    for name in ("copy 1.png", "copy 2.png"):
        (photos / name).write_bytes(content)
        os.utime(photos / name, ns=(time, time))
    told(window, "1 file may be one of several copies")
    window.toast._action.click()  # "Choose…"
    wait_for(lambda: window.findChild(MoveQuestionDialog) is not None)
    dialog = window.findChild(MoveQuestionDialog)
    assert isinstance(dialog, MoveQuestionDialog)
    dialog._list.setCurrentRow(1)
    dialog.choose.click()
    wait_for(lambda: library.missing.list_questions() == {})
    assert library.get_details(key).path == str(photos / "copy 2.png")
    assert names(window) == {"blue.png", "copy 1.png", "copy 2.png"}


def test_the_trash_is_emptied_only_when_that_is_wanted(
    window: MainWindow, monkeypatch: pytest.MonkeyPatch
) -> None:
    session = session_of(window)
    library = session.context.library
    (key,) = library.list_ids(parse_query("name:red"))
    session.remove([key])
    wait_for(lambda: names(window, "is:removed") == {"red.png"})
    asked: list[str] = []

    def answer(box: QMessageBox, name: str) -> int:
        asked.append(box.text())
        next(b for b in box.buttons() if b.text() == name).click()
        return 0

    monkeypatch.setattr(QMessageBox, "exec", lambda box: answer(box, "Keep"))
    window.actions_["empty_trash"].trigger()
    wait_for(lambda: len(asked) == 1)
    assert "1 image" in asked[0]
    monkeypatch.setattr(QMessageBox, "exec", lambda box: answer(box, "Empty trash"))
    window.actions_["empty_trash"].trigger()
    told(window, "The trash is empty now.")
    assert names(window, "is:removed") == set()
    assert {job.kind for job in session.jobs.list_jobs()} == {JobKind.TRASH}


def test_it_stops_with_the_window(window: MainWindow) -> None:
    watcher = session_of(window).living._watcher
    assert watcher is not None
    window.close()
    wait_for(lambda: not watcher._thread.is_alive())
