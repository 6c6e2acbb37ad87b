"""The line under the loupe: name, facts, place in the list, zoom."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QIcon, QResizeEvent, QTransform
from PySide6.QtWidgets import QHBoxLayout, QLabel, QSizePolicy, QWidget

from studio.gui.icons import Icons
from studio.gui.theme import Theme
from studio.gui.views.marks_line import MarksLine
from studio.gui.views.picture_bar import NARROW, PictureBar
from studio.gui.widgets.text import Text


class LoupeCaption(PictureBar):
    """Tells what is shown and offers stepping and zooming to the mouse."""

    stepped = Signal(int)

    def __init__(self, theme: Theme, icons: Icons, parent: QWidget | None = None) -> None:
        super().__init__(theme, icons, parent)
        self.name = Text(theme, bold=True, elide=Qt.TextElideMode.ElideMiddle)
        self.name.setObjectName("loupeName")
        self.marks = MarksLine(theme, self)
        self.facts = Text(theme, role="muted", pixels=12)
        self.position = QLabel()
        self.position.setObjectName("loupePosition")
        self._previous = self._button("", self.tr("Previous image"))
        self._next = self._button("", self.tr("Next image"))
        self._make_zoom(self.tr("Show the whole image"), self.tr("Show the image's own pixels"))
        for button in (self._previous, self._next):
            button.setObjectName("flat")
        self._lay_out()
        self._connect()
        self._tint()

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Where there is little room, buttons and place in the list are what is left."""
        super().resizeEvent(event)
        self.zoom.setVisible(self.width() > NARROW)
        for text in (self.name, self.facts):
            text.setVisible(self.width() > NARROW - 80)

    def _lay_out(self) -> None:
        row = QHBoxLayout(self)
        row.setContentsMargins(14, 0, 10, 0)
        row.setSpacing(8)
        # The name takes what it needs, the facts the rest; both give way in a small window.
        self.name.setSizePolicy(QSizePolicy.Policy.Maximum, QSizePolicy.Policy.Fixed)
        row.addWidget(self.name)
        row.addWidget(self.marks)
        row.addSpacing(8)
        row.addWidget(self.facts, 1)
        row.addStretch()
        for widget in (self._previous, self.position, self._next):
            row.addWidget(widget)
        row.addSpacing(12)
        for widget in (self.zoom, self.fit, self.actual, self._close):
            row.addWidget(widget)

    def _connect(self) -> None:
        self._previous.clicked.connect(lambda: self.stepped.emit(-1))
        self._next.clicked.connect(lambda: self.stepped.emit(1))
        self._theme.changed.connect(self._tint)

    def _tint(self) -> None:
        scale = self.devicePixelRatioF()
        ahead = self._icons.pixmap("chevron-right", "text", 16, scale)
        back = ahead.transformed(QTransform().scale(-1, 1))
        back.setDevicePixelRatio(scale)
        self._next.setIcon(QIcon(ahead))
        self._previous.setIcon(QIcon(back))
        self._close.setIcon(self._icons.icon("x"))

    def show_step(self, index: int, count: int) -> None:
        """Say "12 of 306" and which arrows lead on."""
        text = self.tr("{index} of {count}")
        self.position.setText(text.format(index=f"{index + 1:,}", count=f"{count:,}"))
        self._previous.setEnabled(index > 0)
        self._next.setEnabled(index + 1 < count)
