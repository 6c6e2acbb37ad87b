"""What the centre shows when there are no images: an invitation, or a way back."""

from __future__ import annotations

from PySide6.QtCore import QRectF, Qt, Signal
from PySide6.QtGui import QFont, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QHBoxLayout, QLabel, QPushButton, QVBoxLayout, QWidget

from studio.core.query import Query
from studio.gui.icons import Icons
from studio.gui.theme import Theme
from studio.gui.widgets.named import named

_MARGIN = 28
_RADIUS = 12


class MessagePage(QWidget):
    """An icon, a title, a sentence, buttons and a note, in the middle of the page."""

    def __init__(self, name: str, icon: str, theme: Theme, icons: Icons) -> None:
        super().__init__()
        self.setObjectName(name)
        self.setFocusPolicy(Qt.FocusPolicy.ClickFocus)
        self._theme, self._icons, self._icon_name = theme, icons, icon
        self._icon = QLabel(alignment=Qt.AlignmentFlag.AlignCenter)
        self.title = QLabel(alignment=Qt.AlignmentFlag.AlignCenter)
        font = QFont(self.font())
        font.setPixelSize(26)
        font.setWeight(QFont.Weight.DemiBold)
        self.title.setFont(font)
        self.title.setObjectName("pageTitle")
        self.text = named(QLabel(alignment=Qt.AlignmentFlag.AlignCenter), "pageText")
        self.text.setWordWrap(True)
        self.note = named(QLabel(alignment=Qt.AlignmentFlag.AlignCenter), "muted")
        self._buttons = QHBoxLayout()
        self._buttons.setSpacing(10)
        self._lay_out()
        theme.changed.connect(self._tint)
        self._tint()

    def _lay_out(self) -> None:
        self._buttons.addStretch(1)
        self._buttons.addStretch(1)
        column = QVBoxLayout(self)
        column.setContentsMargins(2 * _MARGIN, _MARGIN, 2 * _MARGIN, _MARGIN)
        column.addStretch(8)
        column.addWidget(self._icon)
        column.addSpacing(24)
        column.addWidget(self.title)
        column.addSpacing(10)
        column.addWidget(self.text)
        column.addSpacing(20)
        column.addLayout(self._buttons)
        column.addSpacing(20)
        column.addWidget(self.note)
        column.addStretch(7)

    def add_button(self, text: str, *, primary: bool = False) -> QPushButton:
        """A button after those that are there."""
        button = named(QPushButton(text), "primary" if primary else "secondary")
        button.setCursor(Qt.CursorShape.PointingHandCursor)
        self._buttons.insertWidget(self._buttons.count() - 1, button)
        return button

    def _tint(self) -> None:
        scale = self.devicePixelRatioF()
        self._icon.setPixmap(self._icons.pixmap(self._icon_name, "muted", 44, scale))


class EmptyState(MessagePage):
    """The first thing a designer sees."""

    addFolderWanted = Signal()
    samplesWanted = Signal()

    def __init__(self, theme: Theme, icons: Icons) -> None:
        super().__init__("emptyState", "arrow-down-to-line", theme, icons)
        self.title.setText(self.tr("Drop images or a folder"))
        self.text.setText(self.tr("Files stay where they are. Nothing leaves this computer."))
        self.note.setText(self.tr("or paste with Ctrl+V · JPEG, PNG, WebP, TIFF, HEIC, AVIF, PSD"))
        add = self.add_button(self.tr("Add folder…"), primary=True)
        add.setObjectName("primary")
        add.clicked.connect(self.addFolderWanted)
        samples = self.add_button(self.tr("Try the sample library"))
        samples.clicked.connect(self.samplesWanted)
        self._buttons_shown = (add, samples)

    def set_writable(self, writable: bool) -> None:
        """A library that only reads takes no images."""
        for button in self._buttons_shown:
            button.setVisible(writable)
        self.note.setVisible(writable)

    def paintEvent(self, event: QPaintEvent) -> None:
        """The dashed frame says: anywhere here."""
        del event
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        pen = QPen(self._theme.color("line"), 2)
        pen.setDashPattern([3, 3])
        painter.setPen(pen)
        box = QRectF(self.rect()).adjusted(_MARGIN, _MARGIN, -_MARGIN, -_MARGIN)
        painter.drawRoundedRect(box, _RADIUS, _RADIUS)


class NoMatches(MessagePage):
    """No image passes the filters."""

    clearWanted = Signal()

    def __init__(self, theme: Theme, icons: Icons) -> None:
        super().__init__("noMatches", "search", theme, icons)
        self._clear = self.add_button("")
        self._clear.clicked.connect(self.clearWanted)
        self.set_query(Query())

    def set_query(self, query: Query) -> None:
        """Say what it means that nothing is found: "to review" with nothing in it is good news."""
        alone = query.values("is") if len(query.terms) == 1 else ()
        news = {
            "unsure": self.tr("Nothing to review"),
            "untagged": self.tr("Every image is tagged"),
            "failed": self.tr("No image failed"),
            "missing": self.tr("No file is missing"),
            "removed": self.tr("Nothing has been removed"),
        }
        title = news.get(alone[0]) if len(alone) == 1 else None
        self.title.setText(title or self.tr("No image matches"))
        hint = self.tr("Take a filter away, or clear them all.")
        self.text.setText("" if title else hint)
        self._clear.setText(self.tr("Show all images") if title else self.tr("Clear filters"))


class OpenProblem(MessagePage):
    """The library cannot be opened; the reason stands in its place."""

    retryWanted = Signal()
    otherWanted = Signal()

    def __init__(self, theme: Theme, icons: Icons) -> None:
        super().__init__("openProblem", "triangle-alert", theme, icons)
        self.title.setText(self.tr("This library cannot be opened"))
        retry = self.add_button(self.tr("Try again"), primary=True)
        retry.clicked.connect(self.retryWanted)
        other = self.add_button(self.tr("Open another library…"))
        other.clicked.connect(self.otherWanted)
