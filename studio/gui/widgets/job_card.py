"""One job in the jobs panel: how it stands, and which files failed and why."""

from __future__ import annotations

import os
from pathlib import Path

from PySide6.QtCore import QSize, Qt, QUrl, Signal
from PySide6.QtGui import QDesktopServices
from PySide6.QtWidgets import (
    QFrame,
    QHBoxLayout,
    QLabel,
    QListWidget,
    QListWidgetItem,
    QProgressBar,
    QPushButton,
    QToolButton,
    QVBoxLayout,
    QWidget,
)

from studio.core.progress import Failure
from studio.gui import wording
from studio.gui.icons import Icons
from studio.gui.jobs import Job, JobState
from studio.gui.theme import Theme
from studio.gui.widgets.bottom_bar import job_text
from studio.gui.widgets.failure_delegate import INSET, REASON_ROLE, ROW, FailureDelegate
from studio.gui.widgets.named import named

_LISTED = 500  # failures; beyond that the reasons repeat themselves
_VISIBLE_ROWS = 5


class JobCard(QFrame):
    """Follows its job until it is over, then keeps the summary."""

    retryWanted = Signal()

    def __init__(self, job: Job, theme: Theme, icons: Icons, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("jobCard")
        self._job = job
        self._icons = icons
        self._title = named(QLabel(job.title, self), "jobTitle")
        self._state = named(QLabel(self), "muted")
        self._state.setWordWrap(True)
        self._bar = QProgressBar(self, textVisible=False)
        self._bar.setFixedHeight(4)
        self._pause = named(QToolButton(self), "flat")
        self._cancel = named(QToolButton(self), "flat")
        self._failures = named(QListWidget(self), "failures")
        self._failures.setAccessibleName(self.tr("Files that failed"))
        self._failures.setItemDelegate(FailureDelegate(theme, self._failures))
        self._failures.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self._retry = named(QPushButton(self.tr("Try again"), self), "secondary")
        self._show = named(QPushButton(self.tr("Show file"), self), "secondary")
        self._lay_out()
        self._pause.clicked.connect(job.toggle_pause)
        self._cancel.clicked.connect(job.cancel)
        self._retry.clicked.connect(self.retryWanted)
        self._show.clicked.connect(self._on_show_clicked)
        self._failures.itemDoubleClicked.connect(self._on_show_clicked)
        job.changed.connect(self.refresh)
        self.refresh()

    def _lay_out(self) -> None:
        for button in (self._pause, self._cancel):
            button.setIconSize(QSize(14, 14))
        head = QHBoxLayout()
        head.addWidget(self._title, 1)
        head.addWidget(self._pause)
        head.addWidget(self._cancel)
        buttons = QHBoxLayout()
        buttons.addStretch(1)
        buttons.addWidget(self._show)
        buttons.addWidget(self._retry)
        column = QVBoxLayout(self)
        # The rows of the list light up a little beyond their text, which stands in line.
        column.setContentsMargins(12 - INSET, 8, 12 - INSET, 10)
        bar = QHBoxLayout()
        bar.addWidget(self._bar)
        for row in (head, bar, buttons):
            row.setContentsMargins(INSET, 0, INSET, 0)
        self._state.setContentsMargins(INSET, 0, INSET, 0)
        column.setSpacing(6)
        column.addLayout(head)
        column.addLayout(bar)
        column.addWidget(self._state)
        column.addWidget(self._failures)
        column.addLayout(buttons)

    def refresh(self) -> None:
        """Show how the job stands now."""
        job, progress = self._job, self._job.progress
        self._state.setText(_summary(job))
        self._bar.setVisible(job.is_active)
        self._bar.setRange(0, progress.total if progress.phase != "scanning" else 0)
        self._bar.setValue(progress.analysed)
        paused = job.state is JobState.PAUSED
        self._pause.setIcon(self._icons.icon("play" if paused else "pause", "muted", 14))
        self._name(self._pause, self.tr("Go on") if paused else self.tr("Pause"))
        self._cancel.setIcon(self._icons.icon("x", "muted", 14))
        self._name(self._cancel, self.tr("Cancel"))
        for button in (self._pause, self._cancel):
            button.setVisible(job.is_active)
        self._list_failures(progress.failures)
        self._retry.setVisible(bool(progress.failures) and not job.is_active)
        self._show.setVisible(bool(progress.failures))

    def _list_failures(self, failures: tuple[Failure, ...]) -> None:
        for failure in failures[self._failures.count() : _LISTED]:
            name = os.fsencode(failure.path).decode("utf-8", "replace")
            item = QListWidgetItem(os.path.basename(name))
            item.setToolTip(f"{name}\n{failure.reason}")
            item.setData(REASON_ROLE, failure.reason)
            spoken = f"{os.path.basename(name)}: {failure.reason}"
            item.setData(Qt.ItemDataRole.AccessibleTextRole, spoken)
            item.setData(Qt.ItemDataRole.UserRole, os.fsencode(failure.path))
            self._failures.addItem(item)
        rows = self._failures.count()
        self._failures.setVisible(rows > 0)
        self._failures.setFixedHeight(min(rows, _VISIBLE_ROWS) * ROW)

    def _on_show_clicked(self) -> None:
        item = self._failures.item(max(0, self._failures.currentRow()))
        path = Path(os.fsdecode(bytes(item.data(Qt.ItemDataRole.UserRole))))
        QDesktopServices.openUrl(QUrl.fromLocalFile(str(path.parent)))

    @staticmethod
    def _name(button: QToolButton, text: str) -> None:
        button.setAccessibleName(text)
        button.setToolTip(text)


def _summary(job: Job) -> str:
    progress, tr = job.progress, job.tr
    if job.state is JobState.FAILED:
        return job.problem
    if job.is_active:
        parts = [job_text(job)]
    elif job.state is JobState.CANCELLED:
        parts = [tr("Stopped after {count}").format(count=wording.images(progress.analysed))]
    else:
        parts = []
        if progress.analysed or not progress.unchanged:
            done = wording.images(progress.analysed)
            parts.append(tr("{count} analysed").format(count=done))
        if progress.unchanged:
            known = wording.count(progress.unchanged)
            parts.append(tr("{count} in the library already").format(count=known))
    if progress.failures:
        failed = wording.count(len(progress.failures))
        parts.append(tr("{count} failed").format(count=failed))
    return " · ".join(parts)
