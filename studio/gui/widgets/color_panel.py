"""The panel of a search by colour, below the search bar: pick, vary, combine; images follow."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from PySide6.QtCore import QEvent, QObject, Qt, QTimer, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import (
    QFrame,
    QHBoxLayout,
    QLabel,
    QLineEdit,
    QPushButton,
    QScrollArea,
    QVBoxLayout,
    QWidget,
)

from studio.core.color import ColorNames, parse_hex, to_oklab
from studio.core.errors import QueryError
from studio.core.harmony import harmony
from studio.core.query import Query
from studio.core.shade import Names, Shade, parse_shade
from studio.gui import wording
from studio.gui.color_filter import ColorFilter, read_colors, with_colors
from studio.gui.icons import Icons
from studio.gui.theme import Theme
from studio.gui.widgets.color_field import ColorField
from studio.gui.widgets.color_rows import (
    MOST_COLORS,
    ChosenRow,
    HarmonyRows,
    IconButton,
    ReachSliders,
    RecentRow,
)
from studio.gui.widgets.named import named
from studio.gui.widgets.swatch_button import SwatchButton

_WIDTH = 300
_MARGIN = 14
_HEAD_AND_FOOT = 78
_APPLY_MS = 120  # while a knob is dragged
_FIRST = "#c0392b"
_NEUTRALS = ("#ffffff", "#1b1b1d")


class ColorPanel(QFrame):
    """Edits the colours of a query; everything else in it stays."""

    queryWanted = Signal(object)  # Query
    dropperWanted = Signal()
    used = Signal(str)  # a colour that was settled on
    visibilityChanged = Signal(bool)

    def __init__(
        self, theme: Theme, icons: Icons, table: ColorNames, names: Names, parent: QWidget
    ) -> None:
        super().__init__(parent)
        self._over, self._table, self._names = parent, table, names
        self._query = Query()
        self._colors = ColorFilter()
        self._place = 0  # which of the colours is being changed
        self._draft = Shade(_FIRST)  # what field and sliders show
        self.setObjectName("colorPanel")
        self.setAccessibleName(self.tr("Search by colour"))
        self.setFocusPolicy(Qt.FocusPolicy.ClickFocus)
        pick = self.tr("Pick a colour from an image (I)")
        self.dropper = IconButton(theme, icons, "pipette", pick, self)
        self._close = IconButton(theme, icons, "x", self.tr("Close"), self)
        self.chosen = ChosenRow(theme, icons, self._call, self)
        self.field = ColorField(theme, self)
        self._now = SwatchButton(theme, _FIRST, "", 26, self)
        self._now.setEnabled(False)
        self.hex_edit = QLineEdit(self)
        self.hex_edit.setAccessibleName(self.tr("Colour as hex value or name"))
        self._name = named(QLabel(self), "muted")
        self.sliders = ReachSliders(self)
        self.harmonies = HarmonyRows(theme, self._call, self)
        self.recent = RecentRow(theme, self._call, self)
        self._count = named(QLabel(self), "muted")
        self._clear = named(QPushButton(self.tr("Clear colours"), self, flat=True), "link")
        self._body = named(QWidget(), "colorBody")
        self._lay_out()
        self._apply_timer = QTimer(self, singleShot=True, interval=_APPLY_MS)
        self._connect()
        self._show()
        self.hide()

    # --- building --------------------------------------------------------------------------
    def _lay_out(self) -> None:
        column = QVBoxLayout(self._body)
        column.setContentsMargins(_MARGIN, 2, _MARGIN, 8)
        column.setSpacing(10)
        column.addWidget(self.chosen)
        column.addWidget(self.field)
        column.addLayout(_row(self._now, self.hex_edit, self._name))
        column.addWidget(self.sliders)
        column.addWidget(self.harmonies)
        column.addWidget(self.recent)
        column.addStretch(1)
        self.hex_edit.setFixedWidth(96)
        scroll = QScrollArea(self)
        scroll.setWidgetResizable(True)
        scroll.setFrameShape(QFrame.Shape.NoFrame)
        scroll.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        scroll.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        scroll.setWidget(self._body)
        title = named(QLabel(self.tr("Colour"), self), "panelTitle")
        head = _row(title, self.dropper, self._close)
        head.setStretch(0, 1)
        head.setContentsMargins(_MARGIN, 8, 8, 4)
        foot = _row(self._count, self._clear)
        foot.setStretch(0, 1)
        foot.setContentsMargins(_MARGIN, 4, 10, 8)
        whole = QVBoxLayout(self)
        whole.setContentsMargins(1, 1, 1, 1)
        whole.setSpacing(0)
        whole.addLayout(head)
        whole.addWidget(scroll, 1)
        whole.addLayout(foot)

    def _connect(self) -> None:
        self._apply_timer.timeout.connect(self._apply)
        self.chosen.chosen.connect(self._on_chosen)
        self.chosen.erased.connect(self._on_erased)
        self.chosen.addWanted.connect(self._on_add)
        self.chosen.anyChanged.connect(self._on_any_changed)
        self.field.colorPicked.connect(self._on_field_moved)
        self.hex_edit.returnPressed.connect(self._on_hex_entered)
        self.sliders.changed.connect(self._on_slider_moved)
        for offers in (self.harmonies, self.recent):
            offers.chosen.connect(self.pick)
            offers.added.connect(self.add)
        self._clear.clicked.connect(self._on_clear)
        self._close.clicked.connect(self.hide)
        self.dropper.clicked.connect(self.dropperWanted)
        self._over.installEventFilter(self)

    # --- what is told ----------------------------------------------------------------------
    def set_query(self, query: Query) -> None:
        """Show the colours of the filters."""
        self._query = query
        colors = read_colors(query)
        if colors.shades == self._colors.shades and len(colors.shades) < 2:
            return  # of a single colour the query does not say "any"
        if colors != self._colors:
            self._apply_timer.stop()
            self._colors = colors
            self._choose(self._place)

    def set_count(self, shown: int) -> None:
        """How many images match."""
        self._count.setText(wording.images(shown))

    def set_recent(self, colors: Sequence[str]) -> None:
        """The colours that were searched for last."""
        self.recent.show_colors(colors)
        if self.isVisible():
            self._fit()

    def pick(self, hex_: str) -> None:
        """Search for this colour in place of the one being changed."""
        self._draft = replace(self._draft, hex=hex_)
        self._apply()
        self.used.emit(hex_)

    def add(self, hex_: str) -> None:
        """Search for this colour, too."""
        if len(self._colors.shades) < MOST_COLORS:
            self._place = len(self._colors.shades)
        self._draft = Shade(hex_)
        self._apply()
        self.used.emit(hex_)

    # --- what is done ----------------------------------------------------------------------
    def _on_field_moved(self, hex_: str) -> None:
        self._draft = replace(self._draft, hex=hex_)
        self._show_values()
        self._apply_timer.start()

    def _on_slider_moved(self, shade: Shade) -> None:
        self._draft = replace(shade, hex=self._draft.hex)
        self._apply_timer.start()

    def _on_hex_entered(self) -> None:
        try:
            shade = parse_shade(self.hex_edit.text().strip(), self._names)
        except QueryError as error:
            self._name.setText(self.tr("Not a colour"))
            self._name.setToolTip(str(error))
            self.hex_edit.setSelection(error.position or 0, 1)
            return
        self.pick(shade.hex)

    def _on_any_changed(self, any_of: bool) -> None:
        self._colors = replace(self._colors, any_of=any_of)
        self._tell()

    def _on_add(self) -> None:
        """Another colour: to begin with the opposite of the first."""
        if not self._colors.shades:
            self.pick(self._draft.hex)
            return
        first = self._colors.shades[0].hex
        taken = {shade.hex for shade in self._colors.shades}
        offers = (*harmony(first, "complementary"), *harmony(first, "triad"), *_NEUTRALS, _FIRST)
        self.add(next((hex_ for hex_ in offers if hex_ not in taken), first))

    def _on_chosen(self, place: int) -> None:
        self._choose(place)

    def _on_erased(self, place: int) -> None:
        self._colors = self._colors.without(place)
        self._choose(self._place)
        self._tell()

    def _on_clear(self) -> None:
        self._colors = ColorFilter()
        self._choose(0)
        self._tell()

    def _apply(self) -> None:
        """The colour in the field becomes one that is asked for."""
        self._apply_timer.stop()
        self._colors = self._colors.with_shade(self._place, self._draft)
        self._place = [shade.hex for shade in self._colors.shades].index(self._draft.hex)
        self._show()
        self._tell()

    def _tell(self) -> None:
        self._show()
        self.queryWanted.emit(with_colors(self._query, self._colors))

    # --- what is shown ---------------------------------------------------------------------
    def _choose(self, place: int) -> None:
        self._place = max(0, min(place, len(self._colors.shades) - 1))
        if self._colors.shades:
            self._draft = self._colors.shades[self._place]
        self._show()

    def _show(self) -> None:
        self.field.set_hex(self._draft.hex)
        self.sliders.show_shade(self._draft)
        self._show_values()
        self.chosen.show_colors(self._colors, self._place)
        self._clear.setVisible(bool(self._colors.shades))

    def _show_values(self) -> None:
        hex_ = self._draft.hex
        self._now.set_color(hex_, self._call(hex_))
        self.hex_edit.setText(hex_)
        self._name.setText(self._table.nearest(to_oklab(*parse_hex(hex_))))
        self._name.setToolTip(self.tr("The nearest of the names that designers use"))
        self.harmonies.show_color(hex_)

    def _call(self, hex_: str) -> str:
        return f"{self._table.nearest(to_oklab(*parse_hex(hex_)))} {hex_}"

    # --- place -----------------------------------------------------------------------------
    def open(self) -> None:
        """Show at the right, over the inspector: the images are what one looks at meanwhile."""
        self.show()
        self._fit()
        self.raise_()
        self.field.setFocus(Qt.FocusReason.PopupFocusReason)

    def _fit(self) -> None:
        width = min(_WIDTH, self._over.width() - 16)
        height = min(self._body.sizeHint().height() + _HEAD_AND_FOOT, self._over.height() - 16)
        self.setGeometry(self._over.width() - width - 8, 8, width, height)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """I picks from an image, as in every program that draws."""
        if event.key() == Qt.Key.Key_I and not event.modifiers():
            self.dropperWanted.emit()
        else:
            super().keyPressEvent(event)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Stay inside the window."""
        if watched is self._over and event.type() is QEvent.Type.Resize and self.isVisible():
            self._fit()
        return super().eventFilter(watched, event)

    def showEvent(self, event: object) -> None:
        del event
        self.visibilityChanged.emit(True)

    def hideEvent(self, event: object) -> None:
        del event
        if self._colors.shades:
            self.used.emit(self._draft.hex)
        self.visibilityChanged.emit(False)


def _row(*widgets: QWidget) -> QHBoxLayout:
    row = QHBoxLayout()
    row.setContentsMargins(0, 0, 0, 0)
    row.setSpacing(6)
    for widget in widgets:
        row.addWidget(widget)
    return row
