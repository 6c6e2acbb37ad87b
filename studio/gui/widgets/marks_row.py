"""Stars, flags and colour labels of the selection, to be given by mouse or keyboard."""

from __future__ import annotations

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QHBoxLayout, QWidget

from studio.core.edit import Ids, SetColorLabel, SetFlag, SetRating
from studio.core.organising import COLOR_LABELS, Flag, Marks
from studio.gui.icons import Icons
from studio.gui.mark_words import LABEL_COLORS, label_name
from studio.gui.theme import Theme
from studio.gui.widgets.flow import FlowLayout
from studio.gui.widgets.mark_button import MarkButton
from studio.gui.widgets.stars_field import StarsField


class MarksRow(QWidget):
    """One line, two in a narrow panel."""

    editWanted = Signal(object)  # Edit

    def __init__(self, theme: Theme, icons: Icons) -> None:
        super().__init__()
        self._ids: Ids = ()
        self.stars = StarsField(theme)
        self.flags = {
            Flag.PICKED: MarkButton(theme, icons, self.tr("Picked"), icon="flag"),
            Flag.REJECTED: MarkButton(theme, icons, self.tr("Rejected"), icon="flag-off"),
        }
        self.dots = {
            color: MarkButton(theme, icons, label_name(color), color=LABEL_COLORS[color])
            for color in COLOR_LABELS
        }
        self.stars.rated.connect(lambda stars: self.editWanted.emit(SetRating(self._ids, stars)))
        for flag, button in self.flags.items():
            button.clicked.connect(lambda _on=False, flag=flag: self._toggle_flag(flag))
        for color, button in self.dots.items():
            button.clicked.connect(lambda _on=False, color=color: self._toggle_label(color))
        flow = FlowLayout(self, 8)
        flow.addWidget(self.stars)
        flow.addWidget(_side_by_side(list(self.flags.values()), 2))
        flow.addWidget(_side_by_side(list(self.dots.values()), 0))
        theme.changed.connect(self.update)

    def set_marks(self, ids: Ids, marks: Marks) -> None:
        """Show what these images have, and edit them from now on."""
        self._ids = ids
        self.stars.set_ratings(marks.ratings)
        for flag, button in self.flags.items():
            button.set_count(marks.flags.get(flag, 0), marks.images)
        for color, button in self.dots.items():
            button.set_count(marks.color_labels.get(color, 0), marks.images)

    def _toggle_flag(self, flag: Flag) -> None:
        wanted = Flag.NONE if self.flags[flag].is_on else flag
        self.editWanted.emit(SetFlag(self._ids, wanted))

    def _toggle_label(self, color: str) -> None:
        wanted = "" if self.dots[color].is_on else color
        self.editWanted.emit(SetColorLabel(self._ids, wanted))


def _side_by_side(buttons: list[MarkButton], spacing: int) -> QWidget:
    group = QWidget()
    row = QHBoxLayout(group)
    row.setContentsMargins(0, 0, 0, 0)
    row.setSpacing(spacing)
    for button in buttons:
        row.addWidget(button)
    return group
