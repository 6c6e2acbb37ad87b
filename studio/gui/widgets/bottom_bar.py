"""The line below: what is shown, the job that runs, the size of the thumbnails."""

from __future__ import annotations

from PySide6.QtCore import QSize, Qt, Signal
from PySide6.QtWidgets import (
    QFrame,
    QHBoxLayout,
    QLabel,
    QProgressBar,
    QPushButton,
    QSizePolicy,
    QSlider,
    QToolButton,
    QWidget,
)

from studio.gui import wording
from studio.gui.icons import Icons
from studio.gui.jobs import Job, JobState
from studio.gui.theme import Theme
from studio.gui.widgets.named import named


class JobLine(QWidget):
    """Text, bar, pause and cancel of the running job; empty while none runs."""

    def __init__(self, icons: Icons, parent: QWidget) -> None:
        super().__init__(parent)
        self._icons = icons
        self._job: Job | None = None
        self._text = QLabel(self)
        self._bar = QProgressBar(self, textVisible=False)
        self._bar.setFixedSize(180, 4)
        self._bar.setAccessibleName(self.tr("Progress"))
        self._pause = _tool_button(self, self.tr("Pause"))
        self._cancel = _tool_button(self, self.tr("Cancel"))
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(10)
        row.addWidget(self._text)
        row.addWidget(self._bar)
        row.addSpacing(2)
        row.addWidget(self._pause)
        row.addWidget(self._cancel)
        self._pause.clicked.connect(self._on_pause_clicked)
        self._cancel.clicked.connect(self._on_cancel_clicked)
        self.tint()
        self.hide()

    def _on_pause_clicked(self) -> None:
        if self._job is not None:
            self._job.toggle_pause()

    def _on_cancel_clicked(self) -> None:
        if self._job is not None:
            self._job.cancel()

    def show_job(self, job: Job | None) -> None:
        """Follow this job."""
        self._job = job
        self.setVisible(job is not None)
        if job is None:
            return
        progress = job.progress
        self._text.setText(job_text(job))
        self._bar.setRange(0, progress.total if progress.phase != "scanning" else 0)
        self._bar.setValue(progress.analysed)
        self.tint()

    def tint(self) -> None:
        """Icons in the colours of the theme."""
        paused = self._job is not None and self._job.state is JobState.PAUSED
        self._pause.setIcon(self._icons.icon("play" if paused else "pause", "muted", 14))
        label = self.tr("Go on") if paused else self.tr("Pause")
        self._pause.setAccessibleName(label)
        self._pause.setToolTip(label)
        self._cancel.setIcon(self._icons.icon("x", "muted", 14))


class BottomBar(QFrame):
    """Count and selection left, job in the middle, size right."""

    clearWanted = Signal()
    tileSizeChanged = Signal(int)

    def __init__(self, theme: Theme, icons: Icons, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("bottomBar")
        self.setFixedHeight(38)
        self._icons = icons
        self._count = named(QLabel(self), "count")
        self._clear = named(QPushButton(self.tr("Clear filters"), self, flat=True), "link")
        self._clear.setCursor(Qt.CursorShape.PointingHandCursor)
        self._clear.clicked.connect(self.clearWanted)
        self._clear.hide()
        self.job_line = JobLine(icons, self)
        self._small, self._large = QLabel(self), QLabel(self)
        self.slider = QSlider(Qt.Orientation.Horizontal, self)
        self.slider.setFixedWidth(112)
        self.slider.setEnabled(False)  # until there is a library
        self.slider.setAccessibleName(self.tr("Thumbnail size"))
        self.slider.setToolTip(self.tr("Thumbnail size"))
        self.slider.valueChanged.connect(self.tileSizeChanged)
        self._lay_out()
        theme.changed.connect(self._tint)
        self._tint()

    def _lay_out(self) -> None:
        left, right = QWidget(self), QWidget(self)
        for side in (left, right):
            side.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Preferred)
        left_row, right_row = QHBoxLayout(left), QHBoxLayout(right)
        for row in (left_row, right_row):
            row.setContentsMargins(0, 0, 0, 0)
            row.setSpacing(10)
        left_row.addWidget(self._count)
        left_row.addWidget(self._clear)
        left_row.addStretch(1)
        right_row.addStretch(1)
        for widget in (self._small, self.slider, self._large):
            right_row.addWidget(widget)
        whole = QHBoxLayout(self)
        whole.setContentsMargins(14, 0, 14, 0)
        whole.setSpacing(16)
        whole.addWidget(left, 1)  # equal wings keep the job in the middle of the window
        whole.addWidget(self.job_line)
        whole.addWidget(right, 1)

    def set_counts(self, shown: int, total: int, selected: int, *, filtered: bool) -> None:
        """Say "412 of 6,193 images · 3 selected"."""
        if not total and not filtered:
            text = self.tr("No images yet")
        elif filtered:
            text = self.tr("{shown} of {total}").format(
                shown=wording.count(shown), total=wording.images(total)
            )
        else:
            text = wording.images(shown)
        if selected:
            chosen = self.tr("{count} selected").format(count=wording.count(selected))
            text = f"{text} · {chosen}"
        self._count.setText(text)
        self._clear.setVisible(filtered)

    def set_message(self, text: str) -> None:
        """A line in place of the count, such as "Opening…"."""
        self._count.setText(text)
        self._clear.hide()

    def _tint(self) -> None:
        scale = self.devicePixelRatioF()
        self._small.setPixmap(self._icons.pixmap("square", "muted", 9, scale))
        self._large.setPixmap(self._icons.pixmap("square", "muted", 14, scale))
        self.job_line.tint()


def _tool_button(parent: QWidget, name: str) -> QToolButton:
    button = named(QToolButton(parent), "flat")
    button.setAccessibleName(name)
    button.setToolTip(name)
    button.setIconSize(QSize(14, 14))
    return button


def job_text(job: Job) -> str:
    """What a job is at: "Analysing 3,120 of 6,193 · 42 s left"."""
    progress = job.progress
    tr = job.tr
    if progress.phase == "scanning":
        text = tr("{title}: {count} found").format(
            title=job.title, count=wording.images(progress.found)
        )
    else:
        text = tr("Analysing {done} of {total}").format(
            done=wording.count(progress.analysed), total=wording.count(progress.total)
        )
    if job.state is JobState.PAUSED:
        return tr("{text} · paused").format(text=text)
    left = wording.time_left(progress.seconds_left)
    return f"{text} · {left}" if left else text
