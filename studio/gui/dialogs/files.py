"""Asks for folders and files through the platform's own dialogs."""

from __future__ import annotations

import os
from pathlib import Path

from PySide6.QtCore import QCoreApplication
from PySide6.QtWidgets import QFileDialog, QWidget


def _tr(text: str) -> str:
    return QCoreApplication.translate("files", text)


def ask_for_folder(parent: QWidget) -> list[Path]:
    """A folder of images to add; empty when the user thinks better of it."""
    folder = QFileDialog.getExistingDirectory(parent, _tr("Add folder"))
    return [Path(folder)] if folder else []


def ask_for_images(parent: QWidget) -> list[Path]:
    """Images to add; files are judged by content, so every name is offered."""
    files, _filter = QFileDialog.getOpenFileNames(parent, _tr("Add images"))
    return [Path(file) for file in files]


def find_library_to_open(parent: QWidget) -> Path | None:
    """The folder of another library."""
    folder = QFileDialog.getExistingDirectory(parent, _tr("Open library"))
    return Path(folder) if folder else None


def find_place_for_library(parent: QWidget) -> Path | None:
    """A folder that is made for a new library."""
    start = str(Path.home() / _tr("Fashion library"))
    folder, _filter = QFileDialog.getSaveFileName(parent, _tr("New library"), start)
    return Path(folder) if folder else None


def find_place_for_palette(parent: QWidget | None, start: Path) -> Path | None:
    """A file that a palette is written to; its suffix is that of one of the formats."""
    from studio.library.exporting.formats import FORMATS, find_format

    filters = {f"{_tr(each.name)} (*.{each.id})": each.id for each in FORMATS}
    dialog = QFileDialog(parent, _tr("Export palette"))
    dialog.setObjectName("paletteDialog")
    dialog.setAcceptMode(QFileDialog.AcceptMode.AcceptSave)
    dialog.setNameFilters(list(filters))
    dialog.filterSelected.connect(lambda chosen: _rename(dialog, filters[chosen]))
    wanted = start.suffix.removeprefix(".")
    path = start
    while True:
        suffix = next(text for text, each in filters.items() if each == wanted)
        dialog.selectNameFilter(suffix)
        dialog.setDefaultSuffix(wanted)
        dialog.setDirectory(str(path.parent))
        dialog.selectFile(path.name)
        if not dialog.exec() or not dialog.selectedFiles():
            return None
        path = Path(dialog.selectedFiles()[0])
        if find_format(path) is not None:
            return path
        # "look.v2": the dot made the dialog leave the suffix out.
        wanted = filters[dialog.selectedNameFilter()]
        path = path.with_name(f"{path.name}.{wanted}")
        if not path.exists():
            return path


def _rename(dialog: QFileDialog, suffix: str) -> None:
    """Another format was chosen: the name follows."""
    from studio.library.exporting.formats import find_format

    dialog.setDefaultSuffix(suffix)
    for file in dialog.selectedFiles()[:1]:
        path = Path(file)
        if find_format(path) is not None:
            dialog.selectFile(path.with_suffix(f".{suffix}").name)


def plain_name(title: str) -> str:
    """A name that every file system takes.

    >>> plain_name("color:red|pink / look"), plain_name("..")
    ('color red pink look', 'palette')
    """
    whole = os.fsencode(title).decode("utf-8", "replace")
    kept = "".join(" " if letter in '\\/:*?"<>|' else letter for letter in whole)
    words = "".join(letter for letter in kept if letter.isprintable()).split()
    return " ".join(words)[:80].strip(". ") or "palette"
