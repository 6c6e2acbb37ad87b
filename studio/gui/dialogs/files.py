"""Asks for folders and files through the platform's own dialogs."""

from __future__ import annotations

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
