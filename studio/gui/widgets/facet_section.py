"""One section of the sidebar: a head that folds, the rows, and "4 more"."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QRectF, QSize, Qt, Signal
from PySide6.QtGui import QFont, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QAbstractButton, QPushButton, QSizePolicy, QVBoxLayout, QWidget

from studio.gui.icons import Icons
from studio.gui.models.entry_model import Entry, EntryModel
from studio.gui.theme import Theme
from studio.gui.widgets.entry_delegates import RowDelegate, SwatchDelegate
from studio.gui.widgets.entry_view import EntryView
from studio.gui.widgets.named import named


def caps_font(base: QFont) -> QFont:
    """11 px capitals with letter spacing, for section heads."""
    font = QFont(base)
    font.setPixelSize(11)
    font.setWeight(QFont.Weight.DemiBold)
    font.setCapitalization(QFont.Capitalization.AllUppercase)
    font.setLetterSpacing(QFont.SpacingType.AbsoluteSpacing, 0.8)
    return font


class SectionHead(QAbstractButton):
    """The title; a click folds the section."""

    def __init__(self, title: str, theme: Theme, icons: Icons, parent: QWidget) -> None:
        super().__init__(parent)
        self._theme = theme
        self._icons = icons
        self.setText(title)
        self.setAccessibleName(title)
        self.setCheckable(True)
        self.setChecked(True)
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.setFont(caps_font(self.font()))

    def sizeHint(self) -> QSize:
        """Room for the capitals and the air below them."""
        return QSize(120, 24)

    def paintEvent(self, event: QPaintEvent) -> None:
        """Capitals; the chevron shows when it means something."""
        del event
        painter = QPainter(self)
        painter.setFont(caps_font(self.font()))
        hot = self.underMouse() or self.hasFocus()
        painter.setPen(self._theme.color("text" if hot else "muted"))
        rect = self.rect().adjusted(6, 0, -8, -4)
        painter.drawText(rect, Qt.AlignmentFlag.AlignVCenter, self.text())
        if hot or not self.isChecked():
            name = "chevron-down" if self.isChecked() else "chevron-right"
            pixmap = self._icons.pixmap(name, "muted", 14, self.devicePixelRatioF())
            painter.drawPixmap(rect.right() - 14, rect.center().y() - 6, pixmap)
        if self.hasFocus():
            painter.setRenderHint(QPainter.RenderHint.Antialiasing)
            painter.setPen(QPen(self._theme.color("accent"), 1))
            painter.drawRoundedRect(QRectF(self.rect()).adjusted(0.5, 0.5, -0.5, -3.5), 6, 6)

    def enterEvent(self, event: object) -> None:
        """Show the chevron."""
        del event
        self.update()

    def leaveEvent(self, event: object) -> None:
        """Hide it."""
        del event
        self.update()


class FacetSection(QWidget):
    """Rows above `limit` wait behind "n more"; colours show as swatches, all at once."""

    entryChosen = Signal(object, object)  # Entry, Choice
    focusLeft = Signal(int)
    folded = Signal(str, bool)

    def __init__(
        self,
        key: str,
        title: str,
        theme: Theme,
        icons: Icons,
        limit: int = 0,
        *,
        as_swatches: bool = False,
    ) -> None:
        super().__init__()
        self.setObjectName(f"section-{key}")
        self._key = key
        self._limit = limit
        self._expanded = False
        self._entries: list[Entry] = []
        self._model = EntryModel(self)
        delegate = SwatchDelegate(theme) if as_swatches else RowDelegate(theme, icons)
        self._head = SectionHead(title, theme, icons, self)
        self.view = EntryView(self._model, delegate, title, self)
        self.view.setObjectName(f"entries-{key}")
        self._more = named(QPushButton(self, flat=True), "more")
        self._more.setCursor(Qt.CursorShape.PointingHandCursor)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 6)
        layout.setSpacing(0)
        layout.addWidget(self._head)
        if as_swatches:
            inset = QVBoxLayout()
            inset.setContentsMargins(6, 0, 0, 0)
            inset.addWidget(self.view)
            layout.addLayout(inset)
        else:
            layout.addWidget(self.view)
        layout.addWidget(self._more, alignment=Qt.AlignmentFlag.AlignLeft)
        self._head.toggled.connect(self._on_head_toggled)
        self._more.clicked.connect(self._on_more_clicked)
        self.view.entryChosen.connect(self.entryChosen)
        self.view.focusLeft.connect(self.focusLeft)
        theme.changed.connect(self.update)

    def set_open(self, opened: bool) -> None:
        """Fold or unfold."""
        self._head.setChecked(opened)

    @property
    def is_open(self) -> bool:
        """Whether the rows are shown."""
        return self._head.isChecked()

    def set_entries(self, entries: Sequence[Entry]) -> None:
        """The rows in the order in which they are to be shown."""
        self._entries = list(entries)
        self.setVisible(bool(entries))
        self._show_entries()

    def _show_entries(self) -> None:
        shown = self._hold_order(self._entries)
        hidden = 0
        if self._limit and len(shown) > self._limit and not self._expanded:
            shown = _first(shown, self._limit)
            hidden = len(self._entries) - len(shown)
        current = self.view.current_key()
        self._model.set_entries(shown)
        if current is not None and self.view.current_key() != current:
            self.view.select_entry(current)
        self._show_more(hidden)

    def _hold_order(self, entries: list[Entry]) -> list[Entry]:
        """While the pointer rests on the rows they do not change places under it."""
        if not self.view.underMouse():
            return entries
        places = {entry.key: row for row, entry in enumerate(self._model.entries())}
        return sorted(entries, key=lambda entry: places.get(entry.key, len(places)))

    def _show_more(self, hidden: int) -> None:
        folds = self._expanded and len(self._entries) > self._limit > 0
        self._more.setVisible(self.is_open and bool(hidden or folds))
        self._more.setText(
            self.tr("Fewer") if folds else self.tr("{count} more").format(count=hidden)
        )

    def _on_more_clicked(self) -> None:
        self._expanded = not self._expanded
        self._show_entries()

    def _on_head_toggled(self, opened: bool) -> None:
        self.view.setVisible(opened)
        self._show_entries()
        self._head.update()
        self.folded.emit(self._key, not opened)


def _first(entries: list[Entry], limit: int) -> list[Entry]:
    """As many as fit; what is chosen is always in sight, in place of the last of the others.

    The number stays the same, so that a click does not push the sections below away.
    """
    chosen = sum(entry.active or entry.excluded for entry in entries)
    others = max(0, limit - chosen)
    shown: list[Entry] = []
    for entry in entries:
        if entry.active or entry.excluded:
            shown.append(entry)
        elif others > 0:
            shown.append(entry)
            others -= 1
    return shown
