"""Every tag of the library in one list, to be renamed, merged and deleted."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import (
    QDialog,
    QHBoxLayout,
    QLabel,
    QLineEdit,
    QListWidget,
    QPushButton,
    QVBoxLayout,
    QWidget,
)

from studio.gui.models.tag_matches import fold
from studio.gui.widgets.named import named


class TagManager(QDialog):
    """F2 renames, Delete deletes; each is a step of the history."""

    renameWanted = Signal(str)
    deleteWanted = Signal(str)

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self.setObjectName("tagManager")
        self.setWindowTitle(self.tr("Tags"))
        self.resize(400, 460)
        self._tags: list[str] = []
        self.filter = QLineEdit()
        self.filter.setPlaceholderText(self.tr("Find a tag"))
        self.filter.setAccessibleName(self.tr("Find a tag"))
        self.filter.setClearButtonEnabled(True)
        self.list = named(QListWidget(), "tagMatches")
        self.list.setAccessibleName(self.tr("Tags"))
        self.list.setUniformItemSizes(True)
        self.list.setTextElideMode(Qt.TextElideMode.ElideMiddle)
        self.list.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self._empty = named(
            QLabel(self.tr("No tags yet. Press T on an image to give one.")), "muted"
        )
        self.rename = QPushButton(self.tr("Rename…"))
        self.delete = QPushButton(self.tr("Delete"))
        self._lay_out()
        self.filter.textChanged.connect(self._show)
        self.list.currentRowChanged.connect(self._on_row_changed)
        self.list.itemActivated.connect(lambda item: self.renameWanted.emit(item.text()))
        self.rename.clicked.connect(self._rename_current)
        self.delete.clicked.connect(self._delete_current)
        self._show()

    def _lay_out(self) -> None:
        column = QVBoxLayout(self)
        column.setContentsMargins(16, 16, 16, 14)
        column.setSpacing(10)
        column.addWidget(self.filter)
        column.addWidget(self._empty)
        column.addWidget(self.list, 1)
        row = QHBoxLayout()
        close = QPushButton(self.tr("Close"))
        close.clicked.connect(self.accept)
        for button in (self.rename, self.delete):
            button.setAutoDefault(False)
            row.addWidget(button)
        row.addStretch(1)
        close.setAutoDefault(False)
        row.addWidget(close)
        column.addLayout(row)

    def set_tags(self, tags: Sequence[str]) -> None:
        """Every tag; shown by name."""
        self._tags = sorted(tags, key=fold)
        self._show()

    def _show(self) -> None:
        chosen, row = self._current(), self.list.currentRow()
        wanted = fold(self.filter.text())
        shown = [tag for tag in self._tags if wanted in fold(tag)]
        self.list.clear()
        self.list.addItems(shown)
        for at, tag in enumerate(shown):
            self.list.item(at).setToolTip(tag)
        # After a deletion the next one is chosen.
        at = shown.index(chosen) if chosen in shown else min(max(0, row), len(shown) - 1)
        self.list.setCurrentRow(at)
        self._empty.setVisible(not self._tags)
        self._on_row_changed()

    def _current(self) -> str:
        row = self.list.currentRow()
        return self.list.item(row).text() if row >= 0 else ""

    def _on_row_changed(self) -> None:
        for button in (self.rename, self.delete):
            button.setEnabled(self.list.currentRow() >= 0)

    def _rename_current(self) -> None:
        if self._current():
            self.renameWanted.emit(self._current())

    def _delete_current(self) -> None:
        if self._current():
            self.deleteWanted.emit(self._current())

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """F2 and Delete, for the tag that is chosen."""
        if event.key() == Qt.Key.Key_F2:
            self._rename_current()
        elif event.key() == Qt.Key.Key_Delete:
            self._delete_current()
        else:
            super().keyPressEvent(event)
