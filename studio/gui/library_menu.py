"""The menu under the library's name: other libraries, and the look."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtWidgets import QMenu

if TYPE_CHECKING:
    from studio.gui.main_window import MainWindow


def fill_library_menu(menu: QMenu, window: MainWindow) -> None:
    """Make the menu anew: libraries may have come or gone since it was shown."""
    menu.clear()
    current = window.session.context.library.folder if window.session else None
    recent = [Path(folder) for folder in window.settings.recent]
    for folder in recent:
        action = menu.addAction(_name(folder))
        action.setToolTip(str(folder))
        action.setCheckable(True)
        action.setChecked(folder == current)
        action.triggered.connect(
            lambda _checked=False, folder=folder: window.libraryWanted.emit(folder)
        )
    if recent:
        menu.addSeparator()
    menu.setToolTipsVisible(True)
    for name in ("open_library", "new_library"):
        menu.addAction(window.actions_[name])
    menu.addSeparator()
    theme = menu.addMenu(window.tr("Theme"))
    for name in ("theme_dark", "theme_light", "theme_system"):
        theme.addAction(window.actions_[name])


def _name(folder: Path) -> str:
    # Qt reads an ampersand as the mark of a shortcut.
    return str(folder.name or folder).encode("utf-8", "replace").decode().replace("&", "&&")
