"""Questions before what cannot be undone here: they say the number, and the safe answer leads."""

from __future__ import annotations

from PySide6.QtCore import QCoreApplication
from PySide6.QtWidgets import QMessageBox, QWidget

from studio.gui import wording


def _tr(text: str) -> str:
    return QCoreApplication.translate("questions", text)


def ask_to_empty(parent: QWidget, number: int) -> bool:
    """Whether removed images are to be forgotten for good."""
    return _ask(
        parent,
        "emptyQuestion",
        _tr("Forget {count} in the trash for good?").format(count=wording.images(number)),
        _tr(
            "Their thumbnails, tags, ratings and notes go, and this cannot be undone. The files"
            " stay where they are."
        ),
        _tr("Empty trash"),
    )


def ask_to_delete(parent: QWidget, number: int) -> bool:
    """Whether files are to go to the system's trash."""
    return _ask(
        parent,
        "deleteQuestion",
        _tr("Move {count} to the system's trash?").format(count=wording.files(number)),
        _tr("They can be put back from there. Their images go to the trash of the library."),
        _tr("Move to trash"),
    )


def _ask(parent: QWidget, name: str, text: str, more: str, yes: str) -> bool:
    box = QMessageBox(parent)
    box.setObjectName(name)
    box.setWindowTitle("Fashion Studio")
    box.setText(text)
    box.setInformativeText(more)
    accept = box.addButton(yes, QMessageBox.ButtonRole.DestructiveRole)
    keep = box.addButton(_tr("Keep"), QMessageBox.ButtonRole.RejectRole)
    box.setDefaultButton(keep)
    box.setEscapeButton(keep)
    box.exec()
    return box.clickedButton() is accept
