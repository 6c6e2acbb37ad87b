"""The list of jobs, over the right edge of the window."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QObject, QSize, Qt, Signal
from PySide6.QtWidgets import (
    QFrame,
    QHBoxLayout,
    QLabel,
    QPushButton,
    QScrollArea,
    QToolButton,
    QVBoxLayout,
    QWidget,
)

from studio.gui.icons import Icons
from studio.gui.jobs import Job, Jobs
from studio.gui.theme import Theme
from studio.gui.widgets.job_card import JobCard
from studio.gui.widgets.named import named

_WIDTH = 400
_HEAD = 46


class JobsPanel(QFrame):
    """Newest job first; hidden until it is asked for."""

    retryWanted = Signal(object)  # the Job whose failures are meant

    def __init__(self, theme: Theme, icons: Icons, parent: QWidget) -> None:
        super().__init__(parent)
        self.setObjectName("jobsPanel")
        self.setFocusPolicy(Qt.FocusPolicy.ClickFocus)
        self._over = parent
        self.setAccessibleName(self.tr("Jobs"))
        self._theme, self._icons = theme, icons
        self._jobs: Jobs | None = None
        self._cards: dict[Job, JobCard] = {}
        self._nothing = named(QLabel(self.tr("Nothing has run yet."), self), "muted")
        self._forget = named(QPushButton(self.tr("Clear finished"), self, flat=True), "link")
        self._close = named(QToolButton(self), "flat")
        self._close.setAccessibleName(self.tr("Close"))
        self._close.setIconSize(QSize(14, 14))
        self._scroll = QScrollArea(self)
        self._lay_out()
        self._close.clicked.connect(self.hide)
        theme.changed.connect(self._on_theme_changed)
        parent.installEventFilter(self)
        self._on_theme_changed()
        self.hide()

    def _lay_out(self) -> None:
        head = QHBoxLayout()
        head.setContentsMargins(16, 10, 8, 6)
        head.addWidget(named(QLabel(self.tr("Jobs"), self), "panelTitle"), 1)
        head.addWidget(self._forget)
        head.addWidget(self._close)
        self._body = named(QWidget(), "jobsBody")
        self._column = QVBoxLayout(self._body)
        self._column.setContentsMargins(10, 0, 10, 10)
        self._column.setSpacing(8)
        self._column.addWidget(self._nothing, alignment=Qt.AlignmentFlag.AlignHCenter)
        self._column.addStretch(1)
        self._scroll.setWidgetResizable(True)
        self._scroll.setFrameShape(QFrame.Shape.NoFrame)
        self._scroll.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self._scroll.setWidget(self._body)
        column = QVBoxLayout(self)
        column.setContentsMargins(1, 1, 1, 1)
        column.setSpacing(0)
        column.addLayout(head)
        column.addWidget(self._scroll, 1)

    def set_jobs(self, jobs: Jobs) -> None:
        """Follow the jobs of a library that has just been opened."""
        self._jobs = jobs
        jobs.changed.connect(self._refresh)
        self._forget.clicked.connect(jobs.forget_ended)
        self._refresh()

    def toggle(self) -> None:
        """Show or hide."""
        if self.isVisible():
            self.hide()
        else:
            self.open()

    def open(self) -> None:
        """Show, with the focus where Escape and Tab are at hand."""
        self.show()
        self._place()
        self.raise_()
        self.setFocus(Qt.FocusReason.PopupFocusReason)

    def _refresh(self) -> None:
        jobs = self._jobs.list_jobs() if self._jobs else []
        for job in [job for job in self._cards if job not in jobs]:
            self._cards.pop(job).deleteLater()
        for place, job in enumerate(jobs):
            if job not in self._cards:
                card = JobCard(job, self._theme, self._icons, self._body)
                card.retryWanted.connect(lambda job=job: self.retryWanted.emit(job))
                self._column.insertWidget(place, card)
                self._cards[job] = card
        self._nothing.setVisible(not jobs)
        self._forget.setVisible(any(not job.is_active for job in jobs))
        if self.isVisible():
            self._place()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Keep to the right edge."""
        if event.type() is QEvent.Type.Resize and self.isVisible():
            self._place()
        return super().eventFilter(watched, event)

    def _place(self) -> None:
        parent = self._over
        width = min(_WIDTH, parent.width() - 24)
        # The summaries wrap: how high they are is known only with the width.
        body = max(self._column.heightForWidth(width - 2), self._body.minimumSizeHint().height())
        height = min(max(100, body + _HEAD), parent.height() - 24)
        self.setGeometry(parent.width() - width - 12, 8, width, height)

    def _on_theme_changed(self) -> None:
        self._close.setIcon(self._icons.icon("x", "muted", 14))
        for card in self._cards.values():
            card.refresh()
