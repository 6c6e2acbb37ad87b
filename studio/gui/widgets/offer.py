"""A banner that offers something: to be taken up, or to be left for now."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QPushButton, QWidget

from studio.gui.icons import Icons
from studio.gui.theme import Theme
from studio.gui.widgets.banner import Banner
from studio.gui.widgets.named import named


class Offer(Banner):
    """A sentence and two buttons; either of them hides it."""

    accepted = Signal()
    declined = Signal()

    def __init__(
        self, name: str, accept: str, theme: Theme, icons: Icons, parent: QWidget | None = None
    ) -> None:
        super().__init__(name, theme, icons, parent, icon="sparkles")
        self._close.hide()
        self.accept_button = named(QPushButton(accept, self), "secondary")
        self.decline_button = named(QPushButton(self.tr("Not now"), self, flat=True), "quiet")
        for button, answer in (
            (self.accept_button, self.accepted),
            (self.decline_button, self.declined),
        ):
            button.setCursor(Qt.CursorShape.PointingHandCursor)
            button.clicked.connect(self.hide)
            button.clicked.connect(answer)
            self._row.addWidget(button)
