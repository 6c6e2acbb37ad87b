"""The sheet of keyboard shortcuts, made from the commands themselves."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtGui import QKeySequence
from PySide6.QtWidgets import QDialog, QGridLayout, QHBoxLayout, QLabel, QVBoxLayout, QWidget

from studio.gui.actions import MENUS, tr
from studio.gui.widgets.named import named


class ShortcutSheet(QDialog):
    """Three columns of commands with their keys."""

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self.setObjectName("shortcutSheet")
        self.setWindowTitle(self.tr("Keyboard shortcuts"))
        columns = QHBoxLayout(self)
        columns.setContentsMargins(24, 20, 24, 20)
        columns.setSpacing(40)
        groups = dict(self._groups())
        titles = list(groups)
        for names in (titles[0:2], titles[2:5], titles[5:]):
            column = QVBoxLayout()
            column.setSpacing(18)
            for title in names:
                column.addWidget(_group(title, groups[title]))
            column.addStretch(1)
            columns.addLayout(column, 1)

    def _groups(self) -> list[tuple[str, list[tuple[str, str]]]]:
        groups = [
            (
                tr(title).replace("&", ""),
                [(tr(command.text), _keys(command.keys)) for command in commands if command.keys],
            )
            for title, commands in MENUS
        ]
        images = [
            (self.tr("Open the image"), self.tr("Enter, double-click")),
            (self.tr("Back"), _keys(("Esc",))),
            (self.tr("Next, previous image"), self.tr("Arrow keys")),
            (self.tr("Find similar to a part"), self.tr("Ctrl+Drag in the loupe")),
        ]
        large = [
            (self.tr("Whole image, 100 %"), self.tr("Space, Z")),
            (self.tr("Closer, farther"), self.tr("+, −, wheel")),  # noqa: RUF001
            (self.tr("Move the image"), self.tr("Shift+Arrow keys, drag")),
            (self.tr("The picture alone"), _keys(("F11",))),
            (self.tr("Compare: zoom together or not"), _keys(("L",))),
            (self.tr("Compare: another image here"), self.tr("Page Up, Page Down")),
            (self.tr("Compare: take the image out"), _keys(("Backspace",))),
        ]
        filters = [
            (self.tr("Show only a label"), self.tr("Click, Space")),
            (self.tr("Add a label"), self.tr("Ctrl+Click, Ctrl+Space")),
            (self.tr("Leave a label out"), self.tr("Alt+Click, −")),  # noqa: RUF001
            (self.tr("Edit a filter as text"), self.tr("Enter, double-click")),
            (self.tr("Past searches"), self.tr("Down in the search")),
        ]
        # Three columns of about one length.
        file, edit, image, view, about = groups
        return [
            file,
            edit,
            view,
            (self.tr("Filters"), filters),
            (self.tr("Images"), images),
            image,
            (self.tr("Loupe and compare"), large),
            about,
        ]


def _keys(keys: tuple[str, ...]) -> str:
    native = QKeySequence.SequenceFormat.NativeText
    return ", ".join(QKeySequence(key).toString(native) for key in keys)


def _group(title: str, rows: list[tuple[str, str]]) -> QWidget:
    group = QWidget()
    column = QVBoxLayout(group)
    column.setContentsMargins(0, 0, 0, 0)
    column.addWidget(named(QLabel(title), "sectionTitle"))
    table = QGridLayout()
    table.setHorizontalSpacing(28)
    table.setVerticalSpacing(5)
    for row, (name, keys) in enumerate(rows):
        table.addWidget(QLabel(name), row, 0)
        key = named(QLabel(keys), "muted")
        table.addWidget(key, row, 1, Qt.AlignmentFlag.AlignRight)
    table.setColumnStretch(0, 1)
    column.addLayout(table)
    column.addStretch(1)
    return group
