"""Jobs run, wait, stop and end, and the window is told."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication

from studio.core.errors import CatalogueError
from studio.core.progress import Control, Failure, ImportProgress
from studio.gui.icons import Icons
from studio.gui.jobs import Job, Jobs, JobState
from studio.gui.tasks import Tasks
from studio.gui.theme import Theme
from studio.gui.widgets.bottom_bar import BottomBar
from studio.gui.widgets.failure_delegate import REASON_ROLE
from studio.gui.widgets.jobs_panel import JobsPanel
from tests.gui.waiting import wait_for

FAILURES = (Failure("/a/broken.jpg", "The file is empty."),)


def endless(control: Control) -> Iterator[ImportProgress]:
    done = 0
    while not control.cancelled:
        control.wait_while_paused()
        done += 1
        yield ImportProgress("analysing", found=9, total=9, analysed=min(done, 9))


def three(_control: Control) -> Iterator[ImportProgress]:
    for done in range(1, 4):
        yield ImportProgress("analysing", 3, 3, 0, 3, done, FAILURES if done == 3 else ())


def failing(_control: Control) -> Iterator[ImportProgress]:
    yield ImportProgress("scanning")
    raise CatalogueError("The disk is full.")


@pytest.fixture
def jobs(app: QApplication, tasks: Tasks) -> Jobs:
    return Jobs(tasks, app)


def test_a_job_ends_with_what_it_did(jobs: Jobs) -> None:
    ended: list[Job] = []
    jobs.ended.connect(ended.append)
    job = jobs.start("Adding", three)
    assert jobs.find_active() is job
    wait_for(lambda: bool(ended))
    assert ended == [job]
    assert job.state is JobState.DONE
    assert job.progress.analysed == 3
    assert jobs.find_active() is None


def test_pause_and_cancel(jobs: Jobs) -> None:
    job = jobs.start("Adding", endless)
    wait_for(lambda: job.progress.analysed > 0)
    states = []
    for _press in range(2):
        job.toggle_pause()
        states.append(job.state)
    assert states == [JobState.PAUSED, JobState.RUNNING]
    job.cancel()
    wait_for(lambda: not job.is_active)
    assert job.state is JobState.CANCELLED


def test_a_job_that_fails_says_why(jobs: Jobs) -> None:
    job = jobs.start("Adding", failing)
    wait_for(lambda: not job.is_active)
    assert job.state is JobState.FAILED
    assert job.problem == "The disk is full."


def test_what_is_over_can_be_cleared(jobs: Jobs) -> None:
    over = jobs.start("Adding", three)
    wait_for(lambda: not over.is_active)
    running = jobs.start("Adding", endless)
    jobs.forget_ended()
    assert jobs.list_jobs() == [running]
    running.cancel()
    wait_for(lambda: not running.is_active)


def test_the_bottom_bar_follows(jobs: Jobs, theme: Theme, icons: Icons) -> None:
    bar = BottomBar(theme, icons)
    bar.show()
    job = jobs.start("Adding", endless)
    wait_for(lambda: job.progress.total > 0)
    bar.job_line.show_job(job)
    assert bar.job_line.isVisible()
    job.cancel()
    wait_for(lambda: not job.is_active)
    bar.job_line.show_job(jobs.find_active())
    assert not bar.job_line.isVisible()
    bar.set_counts(412, 6193, 3, filtered=True)
    assert bar._count.text() == "412 of 6,193 images · 3 selected"
    bar.deleteLater()


def test_the_panel_lists_failures_with_reasons(
    app: QApplication, jobs: Jobs, theme: Theme, icons: Icons
) -> None:
    from PySide6.QtWidgets import QListWidget, QWidget

    parent = QWidget()
    parent.resize(800, 600)
    panel = JobsPanel(theme, icons, parent)
    panel.set_jobs(jobs)
    parent.show()
    panel.open()
    job = jobs.start("Adding", three)
    wait_for(lambda: not job.is_active)
    app.processEvents()
    rows = panel.findChild(QListWidget)
    assert isinstance(rows, QListWidget)
    (item,) = [rows.item(row) for row in range(rows.count())]
    assert item.text() == "broken.jpg"
    assert item.data(REASON_ROLE) == "The file is empty."
    assert item.data(Qt.ItemDataRole.AccessibleTextRole) == "broken.jpg: The file is empty."
    rows.grab()  # paints it
    jobs.forget_ended()
    app.processEvents()
    assert not jobs.list_jobs()
    parent.deleteLater()
