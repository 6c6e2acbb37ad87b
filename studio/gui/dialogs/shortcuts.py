"""The sheet of keyboard shortcuts, made from the commands themselves."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtGui import QKeySequence
from PySide6.QtWidgets import QDialog, QGridLayout, QLabel, QVBoxLayout, QWidget

from studio.gui.actions import MENUS, tr
from studio.gui.widgets.named import named


class ShortcutSheet(QDialog):
    """Two columns of commands with their keys."""

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self.setObjectName("shortcutSheet")
        self.setWindowTitle(self.tr("Keyboard shortcuts"))
        columns = QGridLayout(self)
        columns.setContentsMargins(24, 20, 24, 20)
        columns.setHorizontalSpacing(40)
        columns.setVerticalSpacing(18)
        for place, (title, rows) in enumerate(self._groups()):
            columns.addWidget(_group(title, rows), place // 2, place % 2)

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
            (self.tr("Add a label to the filter"), self.tr("Ctrl and click, Ctrl+Space")),
        ]
        return [*groups, (self.tr("Images and filters"), images)]


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
