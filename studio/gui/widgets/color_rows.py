"""The rows of the colour panel: chosen colours, sliders, harmonies, recent colours."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace

from PySide6.QtCore import QSize, Qt, Signal
from PySide6.QtWidgets import (
    QButtonGroup,
    QFrame,
    QGridLayout,
    QHBoxLayout,
    QLabel,
    QSlider,
    QStackedWidget,
    QToolButton,
    QVBoxLayout,
    QWidget,
)

from studio.core.harmony import HARMONIES, harmony
from studio.core.shade import MIN_COVERAGE, TOLERANCE, Shade
from studio.gui.color_filter import ColorFilter
from studio.gui.icons import Icons
from studio.gui.theme import Theme
from studio.gui.widgets.named import named
from studio.gui.widgets.swatch_button import SwatchButton
from studio.gui.widgets.text import SectionHead

MOST_COLORS = 6
_LARGE, _SMALL = 22, 18
_WIDEST = 30  # of the slider; the query language goes further

Call = Callable[[str], str]  # "#c0392b" -> "Brick #c0392b"


class IconButton(QToolButton):
    """A flat button whose icon follows the theme."""

    def __init__(self, theme: Theme, icons: Icons, icon: str, name: str, parent: QWidget) -> None:
        super().__init__(parent)
        self.setObjectName("flat")
        self.setAccessibleName(name)
        self.setToolTip(name)
        self.setIconSize(QSize(16, 16))
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)

        def tint() -> None:
            self.setIcon(icons.icon(icon, "muted", 16))

        theme.changed.connect(tint)
        tint()


class ChosenRow(QWidget):
    """The colours that are asked for, a plus, and whether all of them have to be there."""

    chosen = Signal(int)
    erased = Signal(int)
    addWanted = Signal()
    anyChanged = Signal(bool)

    def __init__(self, theme: Theme, icons: Icons, call: Call, parent: QWidget) -> None:
        super().__init__(parent)
        self._theme, self._call = theme, call
        self._buttons: list[SwatchButton] = []
        self._swatches = QHBoxLayout()
        self._swatches.setSpacing(2)
        self._add = IconButton(theme, icons, "plus", self.tr("Add another colour"), self)
        self._add.clicked.connect(self.addWanted)
        self._hint = named(QLabel(self.tr("Pick a colour, or add several"), self), "muted")
        self._all = _choice(self, self.tr("All"), self.tr("Images that have all the colours"))
        self._any = _choice(self, self.tr("Any"), self.tr("Images that have one of the colours"))
        self._group = QButtonGroup(self)
        for button in (self._all, self._any):
            self._group.addButton(button)
        self._group.buttonClicked.connect(lambda: self.anyChanged.emit(self._any.isChecked()))
        self._segments = named(QFrame(self), "segments")
        inner = QHBoxLayout(self._segments)
        inner.setContentsMargins(1, 1, 1, 1)
        inner.setSpacing(0)
        inner.addWidget(self._all)
        inner.addWidget(self._any)
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(2)
        row.addLayout(self._swatches)
        row.addWidget(self._add)
        row.addWidget(self._hint)
        row.addStretch(1)
        row.addWidget(self._segments)
        self.setFixedHeight(28)

    def show_colors(self, colors: ColorFilter, place: int) -> None:
        """The swatches, with a ring round the one that is being changed."""
        while len(self._buttons) > len(colors.shades):
            gone = self._buttons.pop()
            self._swatches.removeWidget(gone)
            gone.hide()
            gone.deleteLater()
        while len(self._buttons) < len(colors.shades):
            self._append(len(self._buttons))
        for at, (button, shade) in enumerate(zip(self._buttons, colors.shades, strict=True)):
            button.set_color(shade.hex, self._call(shade.hex))
            button.setChecked(at == place)
        count = len(self._buttons)
        self._hint.setVisible(count == 0)
        self._segments.setVisible(count > 1)
        self._add.setEnabled(count < MOST_COLORS)
        (self._any if colors.any_of else self._all).setChecked(True)

    def _append(self, at: int) -> None:
        button = SwatchButton(self._theme, "#000000", "", _LARGE, self)
        button.setCheckable(True)
        button.setAccessibleDescription(self.tr("Delete removes it"))
        button.chosen.connect(lambda _hex: self.chosen.emit(at))
        button.erased.connect(lambda: self.erased.emit(at))
        self._buttons.append(button)
        self._swatches.addWidget(button)


def _choice(parent: QWidget, text: str, help_: str) -> QToolButton:
    button = named(QToolButton(parent), "segment")
    button.setText(text)
    button.setToolTip(help_)
    button.setAccessibleName(help_)
    button.setCheckable(True)
    button.setFixedSize(40, 24)
    button.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
    return button


class ReachSliders(QWidget):
    """How near a colour has to be, and how much it has to cover."""

    changed = Signal(object)  # Shade

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self._shade = Shade("#000000")
        self.tolerance, self._tolerance = self._slider(1, _WIDEST, self.tr("Tolerance"))
        self.coverage, self._coverage = self._slider(0, 100, self.tr("Covers at least"))
        self.tolerance.setToolTip(
            self.tr("How far a colour may be off (CIEDE2000): 2 is hard to see, 25 is another one")
        )
        self.coverage.setToolTip(self.tr("How much of the garment has to be in this colour"))
        grid = QGridLayout(self)
        grid.setContentsMargins(0, 0, 0, 0)
        grid.setHorizontalSpacing(10)
        grid.setVerticalSpacing(6)
        rows = ((self.tolerance, self._tolerance), (self.coverage, self._coverage))
        for at, (slider, value) in enumerate(rows):
            grid.addWidget(QLabel(slider.accessibleName(), self), at, 0)
            grid.addWidget(slider, at, 1)
            grid.addWidget(value, at, 2)
            slider.valueChanged.connect(self._on_moved)
        grid.setColumnStretch(1, 1)

    def _slider(self, least: int, most: int, name: str) -> tuple[QSlider, QLabel]:
        slider = QSlider(Qt.Orientation.Horizontal, self)
        slider.setRange(least, most)
        slider.setAccessibleName(name)
        value = named(QLabel(self), "muted")
        value.setAlignment(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter)
        value.setFixedWidth(42)
        return slider, value

    def show_shade(self, shade: Shade) -> None:
        """Put the handles where they belong; says nothing."""
        self._shade = shade
        for slider, value in ((self.tolerance, shade.reach), (self.coverage, shade.least * 100)):
            slider.blockSignals(True)
            slider.setValue(round(value))
            slider.blockSignals(False)
        self._show_numbers()

    def _on_moved(self) -> None:
        tolerance, coverage = float(self.tolerance.value()), self.coverage.value() / 100
        self._shade = replace(
            self._shade,
            coverage=None if coverage == MIN_COVERAGE else coverage,
            tolerance=None if tolerance == TOLERANCE else tolerance,
        )
        self._show_numbers()
        self.changed.emit(self._shade)

    def _show_numbers(self) -> None:
        self._tolerance.setText(f"±{self._shade.reach:.3g}")
        self._coverage.setText(f"{self._shade.least * 100:.3g} %")


class HarmonyRows(QWidget):
    """The partners of a colour on the hue circle, each to be searched for."""

    chosen = Signal(str)
    added = Signal(str)

    def __init__(self, theme: Theme, call: Call, parent: QWidget) -> None:
        super().__init__(parent)
        self._call = call
        names = {
            "complementary": self.tr("Complementary"),
            "analogous": self.tr("Analogous"),
            "triad": self.tr("Triad"),
        }
        self._buttons: dict[str, list[SwatchButton]] = {}
        none = named(QLabel(self.tr("A grey goes with every colour."), self), "muted")
        none.setAlignment(Qt.AlignmentFlag.AlignTop)
        rows = QWidget(self)
        self._pages = QStackedWidget(self)  # as high for a grey as for a colour
        self._pages.addWidget(rows)
        self._pages.addWidget(none)
        grid = QGridLayout(rows)
        grid.setContentsMargins(0, 0, 0, 0)
        grid.setHorizontalSpacing(2)
        grid.setVerticalSpacing(0)
        grid.setColumnStretch(0, 1)
        for row, (name, turns) in enumerate(HARMONIES.items()):
            grid.addWidget(named(QLabel(names[name], self), "muted"), row, 0)
            buttons = [SwatchButton(theme, "#000000", "", _SMALL, self) for _ in turns]
            for at, button in enumerate(buttons):
                button.setAccessibleDescription(names[name])
                button.chosen.connect(self.chosen)
                button.added.connect(self.added)
                grid.addWidget(button, row, 1 + at + 2 - len(buttons))
            self._buttons[name] = buttons
        head = SectionHead(theme, self.tr("Goes with it"))
        head.setToolTip(
            self.tr("By convention: partners on the hue circle. Click searches, Ctrl+click adds.")
        )
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(3)
        column.addSpacing(4)
        column.addWidget(head)
        column.addWidget(self._pages)

    def show_color(self, hex_: str) -> None:
        """The partners of this colour."""
        found = {name: harmony(hex_, name) for name in HARMONIES}
        self._pages.setCurrentIndex(0 if all(found.values()) else 1)
        for name, partners in found.items():
            for button, partner in zip(self._buttons[name], partners, strict=False):
                button.set_color(partner, self._call(partner))


class RecentRow(QWidget):
    """The colours that were searched for last."""

    chosen = Signal(str)
    added = Signal(str)

    def __init__(self, theme: Theme, call: Call, parent: QWidget) -> None:
        super().__init__(parent)
        self._theme, self._call = theme, call
        self._buttons: list[SwatchButton] = []
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(2)
        column.addWidget(SectionHead(theme, self.tr("Recent")))
        self._row = QHBoxLayout()
        self._row.setContentsMargins(0, 0, 0, 0)
        self._row.setSpacing(2)
        column.addLayout(self._row)
        self._row.addStretch(1)
        self.hide()

    def show_colors(self, colors: Sequence[str]) -> None:
        """The newest first."""
        while len(self._buttons) < len(colors):
            button = SwatchButton(self._theme, "#000000", "", _SMALL, self)
            button.chosen.connect(self.chosen)
            button.added.connect(self.added)
            self._row.insertWidget(len(self._buttons), button)
            self._buttons.append(button)
        for at, button in enumerate(self._buttons):
            button.setVisible(at < len(colors))
            if at < len(colors):
                button.set_color(colors[at], self._call(colors[at]))
        self.setVisible(bool(colors))
