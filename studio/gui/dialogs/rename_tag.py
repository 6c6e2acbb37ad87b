"""Asks for another name of a tag, and says before it happens where two tags would become one."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtWidgets import QDialog, QDialogButtonBox, QLabel, QLineEdit, QVBoxLayout, QWidget

from studio.gui.models.tag_matches import fold
from studio.gui.widgets.named import named


class RenameTag(QDialog):
    """The name is in `field`; the button says Merge where that is what it does."""

    def __init__(self, parent: QWidget, name: str, known: Sequence[str]) -> None:
        super().__init__(parent)
        self.setObjectName("renameTag")
        self.setWindowTitle(self.tr("Rename tag"))
        self._name = name
        self._known = {fold(tag): tag for tag in known}
        self.field = QLineEdit(name)
        self.field.setAccessibleName(self.tr("New name of the tag"))
        self.field.setMinimumWidth(320)
        self.field.selectAll()
        self.hint = named(QLabel(), "muted")
        self.hint.setWordWrap(True)
        self._buttons = QDialogButtonBox(
            QDialogButtonBox.StandardButton.Ok | QDialogButtonBox.StandardButton.Cancel
        )
        self.accepts = self._buttons.button(QDialogButtonBox.StandardButton.Ok)
        column = QVBoxLayout(self)
        column.setContentsMargins(20, 18, 20, 16)
        column.setSpacing(10)
        column.addWidget(self.field)
        column.addWidget(self.hint)
        column.addWidget(self._buttons)
        self.field.textChanged.connect(self._on_changed)
        self._buttons.accepted.connect(self.accept)
        self._buttons.rejected.connect(self.reject)
        self._on_changed()

    def _on_changed(self) -> None:
        wanted = fold(self.field.text())
        other = self._known.get(wanted) if wanted != fold(self._name) else None
        text = self.tr("All images keep the tag, under the new name. It can be undone.")
        if other is not None:
            text = self.tr("There is a tag “{tag}” already: the two become one. It can be undone.")
            text = text.format(tag=other)
        self.hint.setText(text)
        self.accepts.setText(self.tr("Rename") if other is None else self.tr("Merge"))
        self.accepts.setEnabled(bool(wanted) and self.field.text() != self._name)
