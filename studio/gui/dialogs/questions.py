"""The few questions that stop the work, and the About box."""

from __future__ import annotations

from PySide6.QtCore import QCoreApplication
from PySide6.QtWidgets import QMessageBox, QWidget

from studio import __version__
from studio.gui import wording


def _tr(text: str) -> str:
    return QCoreApplication.translate("questions", text)


def ask_to_remove(parent: QWidget, number: int) -> bool:
    """Asked once in the life of an installation: removing can be undone."""
    box = QMessageBox(parent)
    box.setObjectName("removeQuestion")
    box.setWindowTitle("Fashion Studio")
    box.setText(_tr("Remove {count} from the library?").format(count=wording.images(number)))
    box.setInformativeText(
        _tr("The files stay where they are, and removing can be undone. This is asked only once.")
    )
    remove = box.addButton(_tr("Remove"), QMessageBox.ButtonRole.AcceptRole)
    box.addButton(_tr("Keep"), QMessageBox.ButtonRole.RejectRole)
    box.setDefaultButton(remove)
    box.exec()
    return box.clickedButton() is remove


def ask_to_delete_tree(parent: QWidget, name: str, under: int) -> bool:
    """Asked of a collection that others stand under."""
    box = QMessageBox(parent)
    box.setObjectName("deleteQuestion")
    box.setWindowTitle("Fashion Studio")
    text = _tr("Delete “{name}” and the collection under it?")
    if under > 1:
        text = _tr("Delete “{name}” and the {count} collections under it?")
    box.setText(text.format(name=name, count=wording.count(under)))
    box.setInformativeText(_tr("Their images stay in the library, and this can be undone."))
    delete = box.addButton(_tr("Delete"), QMessageBox.ButtonRole.AcceptRole)
    box.addButton(_tr("Keep"), QMessageBox.ButtonRole.RejectRole)
    box.setDefaultButton(delete)
    box.exec()
    return box.clickedButton() is delete


def ask_to_remove_source(parent: QWidget, name: str, number: int) -> bool:
    """Asked before a whole folder is taken out of the library."""
    box = QMessageBox(parent)
    box.setObjectName("removeSourceQuestion")
    box.setWindowTitle("Fashion Studio")
    text = _tr("Remove “{name}” and its {count} from the library?")
    box.setText(text.format(name=name, count=wording.images(number)))
    box.setInformativeText(_tr("The files stay where they are, and this can be undone."))
    remove = box.addButton(_tr("Remove"), QMessageBox.ButtonRole.AcceptRole)
    box.addButton(_tr("Keep"), QMessageBox.ButtonRole.RejectRole)
    box.setDefaultButton(remove)
    box.exec()
    return box.clickedButton() is remove


def show_about(parent: QWidget) -> None:
    """Name, version, and the promise."""
    box = QMessageBox(parent)
    box.setObjectName("about")
    box.setWindowTitle(_tr("About Fashion Studio"))
    box.setText(f"Fashion Studio {__version__}")
    box.setInformativeText(
        _tr(
            "A library of fashion images that sorts itself by style, colour, garment and "
            "pattern. Everything happens on this computer.\n\n"
            "Icons: Lucide (ISC licence). Window: Qt (LGPL)."
        )
    )
    box.exec()
