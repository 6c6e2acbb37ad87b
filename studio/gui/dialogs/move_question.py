"""Which of several copies is a missing image? One question after another; each can be skipped."""

from __future__ import annotations

import os
from collections.abc import Callable, Sequence
from dataclasses import dataclass

from PySide6.QtCore import QSize, Qt
from PySide6.QtGui import QIcon, QPixmap
from PySide6.QtWidgets import (
    QDialog,
    QDialogButtonBox,
    QLabel,
    QListWidget,
    QListWidgetItem,
    QVBoxLayout,
    QWidget,
)

from studio.gui.widgets.named import named

_PICTURE = 72


@dataclass(frozen=True, slots=True)
class MoveQuestion:
    """A missing image and the images that it may be."""

    asset_id: int
    path: str  # where it was
    thumbnail: bytes  # JPEG
    candidates: tuple[tuple[int, str], ...]  # id and path


class MoveQuestionDialog(QDialog):
    """`answer` gets the id of the missing image and of the copy that it is."""

    def __init__(
        self,
        questions: Sequence[MoveQuestion],
        answer: Callable[[int, int], None],
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self.setObjectName("moveQuestion")
        self.setWindowTitle(self.tr("Which file is it?"))
        self._questions, self._answer = list(questions), answer
        self._text = QLabel(self)
        self._text.setWordWrap(True)
        self._place = named(QLabel(self), "muted")
        self._place.setWordWrap(True)
        self._list = QListWidget(self)
        self._list.setIconSize(QSize(_PICTURE, _PICTURE))
        self._list.setAccessibleName(self.tr("Copies"))
        self._list.setTextElideMode(Qt.TextElideMode.ElideMiddle)
        self._list.itemActivated.connect(self._on_chosen)
        buttons = QDialogButtonBox(self)
        roles = QDialogButtonBox.ButtonRole
        self.choose = buttons.addButton(self.tr("It is this one"), roles.AcceptRole)
        self.skip = buttons.addButton(self.tr("Skip"), roles.ActionRole)
        buttons.addButton(QDialogButtonBox.StandardButton.Close)
        self.choose.clicked.connect(self._on_chosen)
        self.skip.clicked.connect(self._next)
        buttons.rejected.connect(self.reject)
        column = QVBoxLayout(self)
        column.setSpacing(10)
        for widget in (self._text, self._place, self._list, buttons):
            column.addWidget(widget)
        self.resize(560, 380)
        self._show()

    def _show(self) -> None:
        question = self._questions[0]
        text = self.tr("“{name}” is missing, and {count} copies of it are in the library.")
        name = os.path.basename(_printable(question.path))
        self._text.setText(text.format(name=name, count=len(question.candidates)))
        self._place.setText(self.tr("It was in {folder}").format(folder=_folder(question.path)))
        picture = QPixmap()
        picture.loadFromData(question.thumbnail)
        self._list.clear()
        for asset_id, path in question.candidates:
            item = QListWidgetItem(QIcon(picture), _printable(path), self._list)
            item.setToolTip(_printable(path))
            item.setData(Qt.ItemDataRole.UserRole, asset_id)
        self._list.setCurrentRow(0)
        self._list.setFocus()

    def _on_chosen(self) -> None:
        item = self._list.currentItem()
        if item is not None:
            self._answer(self._questions[0].asset_id, int(item.data(Qt.ItemDataRole.UserRole)))
            self._next()

    def _next(self) -> None:
        self._questions.pop(0)
        if self._questions:
            self._show()
        else:
            self.accept()


def _folder(path: str) -> str:
    return os.path.dirname(_printable(path))


def _printable(path: str) -> str:
    return os.fsencode(path).decode("utf-8", "replace")
