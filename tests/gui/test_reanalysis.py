"""The offer to tag anew what an earlier bundle tagged, in the whole window."""

from __future__ import annotations

import os
import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication

from studio.core.reanalysis import Answer
from studio.gui.app import Studio
from studio.gui.jobs import JobKind, JobState
from studio.gui.main_window import MainWindow
from studio.gui.session import Session
from studio.imaging.drawn import draw_garment
from studio.library.library import Library
from studio.resources import get_places
from tests.gui.waiting import settle, wait_for
from tests.helpers.bundles import earlier_places

COUNT = 24


@pytest.fixture(scope="module")
def tagged(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A library whose images an earlier bundle tagged."""
    folder = tmp_path_factory.mktemp("tagged")
    (folder / "photos").mkdir()
    for n in range(COUNT):
        picture = draw_garment("t-shirt", "solid", ("#c1272d",), size=(160, 200), seed=n)
        picture.save(folder / "photos" / f"{n:02}.jpg")
    library = Library.open(folder / "library", earlier_places(folder))
    list(library.import_paths([folder / "photos"]))
    library.close()
    return folder / "library"


@pytest.fixture
def folder(tagged: Path, tmp_path: Path) -> Path:
    return Path(shutil.copytree(tagged, tmp_path / "library"))


@pytest.fixture
def window(app: QApplication, folder: Path, tmp_path: Path) -> Iterator[MainWindow]:
    del app
    studio = Studio(get_places(), tmp_path / "settings.json", "dark")
    studio.window.show()
    studio.open_library(folder)
    yield studio.window
    if studio.window.isVisible():
        studio.window.close()
    studio.deleteLater()


def session_of(window: MainWindow) -> Session:
    wait_for(lambda: window.session is not None)
    assert window.session is not None
    return window.session


def library_of(window: MainWindow) -> Library:
    return session_of(window).context.library


def click(window: MainWindow, accept: bool) -> None:
    offer = window.reanalysis_offer
    wait_for(offer.isVisible)
    button = offer.accept_button if accept else offer.decline_button
    QTest.mouseClick(button, Qt.MouseButton.LeftButton)
    assert not offer.isVisible()
    assert window.focusWidget() is window.center.currentWidget()


def reopen(window: MainWindow, folder: Path) -> None:
    before = session_of(window)
    window.libraryWanted.emit(folder)
    wait_for(lambda: window.session not in {None, before})


def is_settled(window: MainWindow) -> bool:
    """What is asked when a library is opened was answered: reads are taken in order."""
    session, answers = session_of(window), list[int]()
    tasks, library = session.context.tasks, session.context.library
    for _ in range(2):  # files are looked for first, then the question is asked
        tasks.read(library.missing.check, answers.append, owner=session)
    wait_for(lambda: len(answers) == 2)
    settle(200)
    return True


def test_taken_up_it_tags_anew_and_is_gone(window: MainWindow, folder: Path) -> None:
    wait_for(window.reanalysis_offer.isVisible)
    assert window.reanalysis_offer.accessibleName() == (
        "The tagger has improved. 24 images were tagged by an earlier one."
    )
    assert not session_of(window).jobs.list_jobs()  # nothing is done unasked
    click(window, accept=True)
    (job,) = session_of(window).jobs.list_jobs()
    wait_for(lambda: not job.is_active)
    assert (job.state, job.progress.analysed) == (JobState.DONE, COUNT)
    assert window.toast.accessibleName() == "Re-analysed 24 images."
    assert library_of(window).count_facets()["pattern"] == {"solid": COUNT}
    reopen(window, folder)
    assert is_settled(window)
    assert not window.reanalysis_offer.isVisible()
    window.actions_["reanalyse"].trigger()
    wait_for(lambda: window.toast.accessibleName() == "There is nothing to re-analyse.")


def test_not_now_is_remembered_and_the_menu_still_has_it(window: MainWindow, folder: Path) -> None:
    click(window, accept=False)
    reopen(window, folder)
    assert is_settled(window)
    assert not window.reanalysis_offer.isVisible()
    assert library_of(window).reanalysis.find_outdated().images == COUNT
    window.actions_["reanalyse"].trigger()
    wait_for(lambda: library_of(window).reanalysis.find_outdated().images == 0)


def test_the_keyboard_reaches_it(window: MainWindow) -> None:
    wait_for(window.reanalysis_offer.isVisible)
    window.top_bar.search.field.setFocus()
    window.actions_["next_panel"].trigger()
    assert window.focusWidget() is window.reanalysis_offer.accept_button
    QTest.keyClick(window.reanalysis_offer.accept_button, Qt.Key.Key_Space)
    assert not window.reanalysis_offer.isVisible()
    wait_for(lambda: library_of(window).reanalysis.find_outdated().images == 0)


def test_stopped_by_hand_the_rest_is_offered(window: MainWindow) -> None:
    click(window, accept=True)
    (job,) = session_of(window).jobs.list_jobs()
    job.toggle_pause()
    assert job.state is JobState.PAUSED
    job.cancel()
    wait_for(lambda: not job.is_active)
    wait_for(window.reanalysis_offer.isVisible)
    left = library_of(window).reanalysis.find_outdated()
    assert left.answer is Answer.NONE
    assert 0 < left.images <= COUNT
    assert f" {left.images} images were" in window.reanalysis_offer.accessibleName()


def test_closed_in_between_it_goes_on_by_itself(window: MainWindow, folder: Path) -> None:
    click(window, accept=True)
    (job,) = session_of(window).jobs.list_jobs()
    wait_for(lambda: job.progress.total > 0)
    reopen(window, folder)
    assert library_of(window).reanalysis.find_outdated().answer in {Answer.WANTED, Answer.NONE}
    wait_for(lambda: library_of(window).reanalysis.find_outdated().images == 0)
    assert library_of(window).count_facets()["pattern"] == {"solid": COUNT}


def test_wanted_before_a_crash_it_goes_on_unasked(
    app: QApplication, folder: Path, tmp_path: Path
) -> None:
    del app
    library = Library.open(folder, get_places())
    library.reanalysis.set_answer(Answer.WANTED)
    library.close()
    studio = Studio(get_places(), tmp_path / "settings.json", "dark")
    studio.window.show()
    studio.open_library(folder)
    wait_for(lambda: bool(session_of(studio.window).jobs.list_jobs()))
    assert not studio.window.reanalysis_offer.isVisible()
    wait_for(lambda: session_of(studio.window).jobs.find_active() is None)
    assert library_of(studio.window).reanalysis.find_outdated().images == 0
    studio.window.close()
    studio.deleteLater()


def test_what_fails_can_be_tried_again(window: MainWindow, tagged: Path) -> None:
    victim = tagged.parent / "photos" / "00.jpg"
    content, status = victim.read_bytes(), victim.stat()
    victim.write_bytes(b"dear diary".ljust(len(content)))
    # As it was to all who look for changes, so that only the re-analysis opens it.
    os.utime(victim, ns=(status.st_atime_ns, status.st_mtime_ns))
    try:
        click(window, accept=True)
        session = session_of(window)
        (job,) = session.jobs.list_jobs()
        wait_for(lambda: not job.is_active)
        wait_for(window.toast.isVisible)
        assert window.toast.accessibleName() == (
            "1 image could not be analysed again; the old tags stand."
        )
    finally:
        victim.write_bytes(content)
        os.utime(victim, ns=(status.st_atime_ns, status.st_mtime_ns))
    window.jobs_panel.retryWanted.emit(job)
    wait_for(lambda: library_of(window).reanalysis.find_outdated().images == 0)
    assert {job.kind for job in session.jobs.list_jobs()} == {JobKind.REANALYSIS}


def test_a_second_window_offers_nothing(window: MainWindow, folder: Path, tmp_path: Path) -> None:
    wait_for(window.reanalysis_offer.isVisible)
    second = Studio(get_places(), tmp_path / "second.json", "dark")
    second.window.show()
    second.open_library(folder)
    assert is_settled(second.window)
    assert second.window.read_only_banner.isVisible()
    assert not second.window.reanalysis_offer.isVisible()
    assert not second.window.actions_["reanalyse"].isEnabled()
    second.window.close()
    second.deleteLater()
