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
    text = _tr("Remove {count} from the library?").format(count=wording.images(number))
    more = _tr(
        "The files stay where they are, and removing can be undone. This is asked only once."
    )
    return _ask(parent, "removeQuestion", text, more, _tr("Remove"))


def ask_to_delete_tree(parent: QWidget, name: str, under: int) -> bool:
    """Asked of a collection that others stand under."""
    text = _tr("Delete “{name}” and the collection under it?")
    if under > 1:
        text = _tr("Delete “{name}” and the {count} collections under it?")
    text = text.format(name=name, count=wording.count(under))
    more = _tr("Their images stay in the library, and this can be undone.")
    return _ask(parent, "deleteQuestion", text, more, _tr("Delete"))


def ask_to_remove_source(parent: QWidget, name: str, number: int) -> bool:
    """Asked before a whole folder is taken out of the library."""
    text = _tr("Remove “{name}” and its {count} from the library?")
    text = text.format(name=name, count=wording.images(number))
    more = _tr("The files stay where they are, and this can be undone.")
    return _ask(parent, "removeSourceQuestion", text, more, _tr("Remove"))


def _ask(parent: QWidget, name: str, text: str, more: str, verb: str) -> bool:
    """Whether a person chose `verb`, which Enter does, and not to keep what is there."""
    box = QMessageBox(parent)
    box.setObjectName(name)
    box.setWindowTitle("Fashion Studio")
    box.setText(text)
    box.setInformativeText(more)
    chosen = box.addButton(verb, QMessageBox.ButtonRole.AcceptRole)
    box.addButton(_tr("Keep"), QMessageBox.ButtonRole.RejectRole)
    box.setDefaultButton(chosen)
    box.exec()
    return box.clickedButton() is chosen


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
