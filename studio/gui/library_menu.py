"""The menu under the library's name: other libraries, and the look."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from pathlib import Path

from PySide6.QtWidgets import QMenu

from studio.gui.actions import Actions, tr


def fill_library_menu(
    menu: QMenu,
    actions: Actions,
    recent: Sequence[str],
    current: Path | None,
    wanted: Callable[[Path], None],
) -> None:
    """Make the menu anew: libraries may have come or gone since it was shown."""
    menu.clear()
    menu.setToolTipsVisible(True)
    for folder in map(Path, recent):
        action = menu.addAction(_name(folder))
        action.setToolTip(str(folder))
        action.setCheckable(True)
        action.setChecked(folder == current)
        action.triggered.connect(lambda _checked=False, folder=folder: wanted(folder))
    if recent:
        menu.addSeparator()
    for name in ("open_library", "new_library"):
        menu.addAction(actions[name])
    menu.addSeparator()
    theme = menu.addMenu(tr("Theme"))
    for name in ("theme_dark", "theme_light", "theme_system"):
        theme.addAction(actions[name])


def _name(folder: Path) -> str:
    # Qt reads an ampersand as the mark of a shortcut.
    return str(folder.name or folder).encode("utf-8", "replace").decode().replace("&", "&&")
