"""The chips of colour families in as many columns as there is room for."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from collections.abc import Set as AbstractSet

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QWidget

from studio.core.color_summary import FamilyColors
from studio.gui.theme import Theme
from studio.gui.widgets.family_chip import HEIGHT, FamilyChip

_LEAST_WIDTH = 176
_MOST_WIDTH = 300
_GAP = 12


class ChipGrid(QWidget):
    """Chips stay the same widgets while counts change, so that the focus stays where it was."""

    chosen = Signal(str, object)  # family, Choice
    hovered = Signal(str)
    focusMoved = Signal(QWidget)  # to the chip that should be in sight

    def __init__(self, theme: Theme, names: Mapping[str, str], parent: QWidget) -> None:
        super().__init__(parent)
        self._theme = theme
        self._names = names
        self._chips: dict[str, FamilyChip] = {}  # in the order in which they stand

    def chips(self) -> list[FamilyChip]:
        """The chips in their order."""
        return list(self._chips.values())

    def set_families(self, families: Sequence[FamilyColors], active: AbstractSet[str]) -> None:
        """Show these in this order; `active` are those that are filtered by."""
        wanted = {found.family for found in families}
        for family in [family for family in self._chips if family not in wanted]:
            chip = self._chips.pop(family)
            chip.hide()
            chip.deleteLater()
        ordered: dict[str, FamilyChip] = {}
        before: FamilyChip | None = None
        for found in families:
            chip = self._chips.get(found.family) or self._make(found)
            chip.set_colors(found, active=found.family in active)
            ordered[found.family] = chip
            if before is not None:
                self.setTabOrder(before, chip)
            before = chip
        self._chips = ordered
        self._place()

    def set_lit(self, family: str) -> None:
        """Light up one chip; empty: none."""
        for chip in self._chips.values():
            chip.set_lit(chip.family == family)

    def focus_first(self) -> None:
        """Give the focus to the first chip, as the keyboard does."""
        for chip in self.chips()[:1]:
            chip.setFocus(Qt.FocusReason.TabFocusReason)

    def _make(self, found: FamilyColors) -> FamilyChip:
        name = self._names.get(found.family, found.family)
        chip = FamilyChip(self._theme, name, found, self)
        chip.setObjectName(f"chip-{found.family}")
        chip.chosen.connect(self.chosen)
        chip.hovered.connect(self.hovered)
        chip.arrowPressed.connect(lambda key: self._move(chip, key))
        chip.show()
        return chip

    def _columns(self) -> int:
        return max(1, (self.width() + _GAP) // (_LEAST_WIDTH + _GAP))

    def _place(self) -> None:
        columns = self._columns()
        # The last column ends where the strip above does, to the pixel.
        whole = min(self.width() + _GAP, columns * (_MOST_WIDTH + _GAP))
        for at, chip in enumerate(self._chips.values()):
            row, column = divmod(at, columns)
            left, right = (whole * edge // columns for edge in (column, column + 1))
            chip.setGeometry(left, row * (HEIGHT + _GAP), right - left - _GAP, HEIGHT)
        rows = -(-len(self._chips) // columns)
        self.setFixedHeight(max(0, rows * (HEIGHT + _GAP) - _GAP))

    def resizeEvent(self, event: QResizeEvent) -> None:
        """A wider window has room for more columns."""
        super().resizeEvent(event)
        if event.size().width() != event.oldSize().width():
            self._place()

    def _move(self, chip: FamilyChip, key: Qt.Key) -> None:
        chips, here = self.chips(), self.chips().index(chip)
        there = {
            Qt.Key.Key_Left: here - 1,
            Qt.Key.Key_Right: here + 1,
            Qt.Key.Key_Up: here - self._columns(),
            Qt.Key.Key_Down: here + self._columns(),
            Qt.Key.Key_Home: 0,
            Qt.Key.Key_End: len(chips) - 1,
        }[key]
        if 0 <= there < len(chips):
            chips[there].setFocus(Qt.FocusReason.TabFocusReason)
            self.focusMoved.emit(chips[there])
