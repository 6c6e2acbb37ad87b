"""What a collection looks like: its colour families by share, to be filtered by."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QElapsedTimer, Qt, QTimer, Signal, Slot
from PySide6.QtGui import QKeyEvent, QShowEvent
from PySide6.QtWidgets import QFrame, QHBoxLayout, QPushButton, QScrollArea, QVBoxLayout, QWidget

from studio.core.color_summary import ColorSummary
from studio.core.query import Query
from studio.gui import filters, wording
from studio.gui.context import Context
from studio.gui.tasks import Task
from studio.gui.widgets.chip_grid import ChipGrid
from studio.gui.widgets.family_chip import ARROWS
from studio.gui.widgets.family_strip import FamilyStrip
from studio.gui.widgets.named import named
from studio.gui.widgets.text import Text

_MARGIN = 28
_PERIOD_MS = 1000  # between two looks while an import runs
_REST = 4  # a look that takes long is followed by a pause this many times as long


class ColorsView(QScrollArea):
    """Reads off the GUI thread; what was shown stays until the new colours are there."""

    queryWanted = Signal(object)  # Query

    def __init__(self, context: Context, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._context = context
        self._query = Query()
        self._ids: tuple[int, ...] = ()  # of a selection; empty: all that match the query
        self._summary: ColorSummary | None = None
        self._task: Task | None = None
        self._outdated = False
        self._clock = QElapsedTimer()
        self._timer = QTimer(self, singleShot=True, interval=_PERIOD_MS)
        self._timer.timeout.connect(self._read)
        facet = context.taxonomy.get("color")
        self._order = {label: at for at, label in enumerate(facet.label_ids())}
        self.setObjectName("colorsView")
        self.setAccessibleName(self.tr("Colours"))
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setWidgetResizable(True)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setFocusPolicy(Qt.FocusPolicy.ClickFocus)
        theme = context.theme
        self._title = Text(theme, bold=True, pixels=20)
        self._title.setObjectName("colorsTitle")
        self._hint = Text(theme, role="muted")
        self._all = named(QPushButton(flat=True), "link")
        self._all.setCursor(Qt.CursorShape.PointingHandCursor)
        self._all.clicked.connect(lambda: self.show_colors(self._query))
        self._strip = FamilyStrip(theme)
        names = {label.id: label.name for label in facet.labels}
        self._chips = ChipGrid(theme, names, self)
        self._note = Text(theme, role="muted", wraps=True)
        self._note.setObjectName("colorsNote")
        self._lay_out()
        self._connect()

    def _lay_out(self) -> None:
        body = named(QWidget(), "colorsBody")
        column = QVBoxLayout(body)
        column.setContentsMargins(_MARGIN, _MARGIN - 4, _MARGIN, _MARGIN)
        column.setSpacing(0)
        head = QHBoxLayout()
        head.setSpacing(12)
        head.addWidget(self._title, 1)
        head.addWidget(self._all)
        column.addLayout(head)
        column.addSpacing(4)
        column.addWidget(self._hint)
        column.addSpacing(18)
        column.addWidget(self._strip)
        column.addSpacing(18)
        column.addWidget(self._chips)
        column.addSpacing(18)
        column.addWidget(self._note)
        column.addStretch(1)
        self.setWidget(body)

    def _connect(self) -> None:
        for part in (self._strip, self._chips):
            part.chosen.connect(self._on_chosen)
        self._strip.hovered.connect(self._chips.set_lit)
        self._chips.hovered.connect(self._strip.set_lit)
        self._chips.focusMoved.connect(lambda chip: self.ensureWidgetVisible(chip, 0, _MARGIN))

    # --- what is shown ---------------------------------------------------------------------
    def show_colors(self, query: Query, ids: Sequence[int] = ()) -> None:
        """The colours of `ids`, or of all that match `query`, by which clicks go on filtering."""
        self._query, self._ids = query, tuple(ids)
        self._read()

    def set_query(self, query: Query) -> None:
        """The filters are others now, and so is the collection."""
        if query != self._query and self.isVisible():
            self.show_colors(query)

    def refresh(self) -> None:
        """The library has changed."""
        self._outdated = True
        if self.isVisible() and not self._timer.isActive():
            self._timer.start()

    @Slot()
    def _read(self) -> None:
        if self._task is not None:
            self._task.cancel()
        self._outdated = False
        self._timer.stop()
        self._clock.start()
        library, query, ids = self._context.library, self._query, self._ids
        self._task = self._context.tasks.read(
            lambda: library.summarise_colors_of(ids) if ids else library.summarise_colors(query),
            self._on_summary,
            owner=self,
        )

    def _on_summary(self, summary: ColorSummary) -> None:
        self._timer.setInterval(max(_PERIOD_MS, _REST * self._clock.elapsed()))
        if summary == self._summary:
            self._show_words(summary)
            self._mark(summary)
            return
        self._summary = summary
        last = len(self._order)
        in_order = sorted(summary.families, key=lambda found: self._order.get(found.family, last))
        self._strip.set_families(in_order)
        self._strip.setVisible(bool(in_order))
        self._mark(summary)
        self._show_words(summary)

    def _mark(self, summary: ColorSummary) -> None:
        active = filters.active_values(self._query, "color") if not self._ids else frozenset()
        self._chips.set_families(summary.families, active)

    def _show_words(self, summary: ColorSummary) -> None:
        count = wording.images(summary.images)
        if self._ids:
            number = wording.count(summary.images)
            title = self.tr("Colours of {count} selected images").format(count=number)
        else:
            title = self.tr("Colours of {count}").format(count=count)
        self._title.setText(title)
        hint = self.tr("Click a colour to filter by it, Ctrl+Click to add another.")
        self._hint.setText(hint if summary.families else "")
        self._all.setText(self.tr("Show all"))
        self._all.setVisible(bool(self._ids))
        self._note.setText(self._note_text(summary))

    def _note_text(self, summary: ColorSummary) -> str:
        notes = []
        if summary.without:
            number = wording.images(summary.without)
            notes.append(self.tr("{count} without a colour").format(count=number))
        if summary.waiting:
            number = wording.images(summary.waiting)
            notes.append(self.tr("{count} still to be analysed").format(count=number))
        if not summary.families and not notes:
            return self.tr("There is no colour to show.")
        return " · ".join(notes)

    def _on_chosen(self, family: str, choice: filters.Choice) -> None:
        self.queryWanted.emit(filters.apply(self._query, "color", family, choice))

    # --- Qt --------------------------------------------------------------------------------
    def showEvent(self, event: QShowEvent) -> None:
        """What changed while it was not seen is read now."""
        super().showEvent(event)
        if self._outdated:
            self._read()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """An arrow key goes to the first chip."""
        if Qt.Key(event.key()) in ARROWS and self._chips.chips():
            self._chips.focus_first()
        else:
            super().keyPressEvent(event)
