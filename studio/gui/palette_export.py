"""Palettes out of the window: to the clipboard and into files of other programs."""

from __future__ import annotations

import os
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, QUrl
from PySide6.QtGui import QDesktopServices, QGuiApplication
from PySide6.QtWidgets import QApplication

from studio.core.palette import Palette
from studio.gui import wording
from studio.gui.context import Context
from studio.gui.dialogs import files
from studio.gui.models.selection_summary import sample

if TYPE_CHECKING:
    from studio.library.library import Library

Tell = Callable[..., None]  # text, label of an action, what the action does


@dataclass(frozen=True, slots=True)
class _Found:
    palette: Palette
    title: str


class PaletteExport(QObject):
    """Reads, encodes and writes off the GUI thread, and tells when it is done."""

    def __init__(self, context: Context, tell: Tell, parent: QObject) -> None:
        super().__init__(parent)
        self._context = context
        self._tell = tell
        self._last: Path | None = None  # where a palette was written last

    def copy(self, ids: Sequence[int], format_id: str) -> None:
        """Put the palette of these assets on the clipboard, as "hex" or "css"."""
        library, chosen = self._context.library, list(ids)

        def read() -> tuple[str, int]:
            from studio.library.exporting.formats import encode_palette, get_format

            found = _read(library, chosen, "")
            content = encode_palette(found.palette, found.title, get_format(format_id))
            return content.decode("utf-8"), len(found.palette)

        def done(copied: tuple[str, int]) -> None:
            QGuiApplication.clipboard().setText(copied[0])
            text = self.tr("Copied {colors} of {images}.").format(
                colors=wording.colors(copied[1]), images=wording.images(len(chosen))
            )
            self._tell(text)

        self._context.tasks.read(read, done, owner=self)

    def export(self, ids: Sequence[int], title: str) -> None:
        """Ask for a file and write the palette there; `title` names that of several assets."""
        library, chosen = self._context.library, list(ids)

        def read() -> _Found:
            from studio.library.exporting.formats import check_palette

            found = _read(library, chosen, title)
            check_palette(found.palette)  # said before a name is asked for
            return found

        self._context.tasks.read(read, self._ask, owner=self)

    def _ask(self, found: _Found) -> None:
        from studio.library.exporting.files import write_file
        from studio.library.exporting.formats import encode_palette, find_format

        folder = self._last.parent if self._last else Path.home()
        suffix = self._last.suffix if self._last else ".ase"
        name = f"{files.plain_name(found.title)}{suffix}"
        path = files.find_place_for_palette(QApplication.activeWindow(), folder / name)
        form = find_format(path) if path is not None else None
        if path is None or form is None:
            return
        self._last = path

        def write() -> None:
            write_file(path, encode_palette(found.palette, found.title, form))

        def done(_none: None) -> None:
            shown = os.fsencode(path.name).decode("utf-8", "replace")
            text = self.tr("Palette written to {file}.").format(file=shown)
            self._tell(text, self.tr("Show"), lambda: _open_folder(path))

        self._context.tasks.read(write, done, owner=self)


def _read(library: Library, ids: Sequence[int], title: str) -> _Found:
    # The same images that the inspector looks at, so that both say the same.
    palette = library.merge_palettes(sample(ids))
    if len(ids) == 1:
        title = Path(library.get_details(ids[0]).name).stem
    return _Found(palette, title or wording.images(len(ids)))


def _open_folder(path: Path) -> None:
    QDesktopServices.openUrl(QUrl.fromLocalFile(str(path.parent)))
