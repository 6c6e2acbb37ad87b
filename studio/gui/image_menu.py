"""The menu under the right mouse button on images: the commands of the menu bar that fit there."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QMenu, QWidget

from studio.core.organising import COLOR_LABELS, MAX_RATING
from studio.gui.actions import Actions, tr

PALETTE = ("copy_hex", "copy_css", "export_palette")
_MARKS = "marks"  # stands for the submenus
_ON_IMAGES = (
    *(
        _MARKS,
        "find_similar",
        "show_file",
        "",
        *PALETTE,
        "like_palette",
        "",
        "remove",
        "remove_anyway",
        "restore",
        "relink",
        "delete_files",
        "",
    ),
    *("select_all", "select_none", "invert"),
)
_ONLY_IF_ENABLED = {"remove", "remove_anyway", "restore", "relink", "delete_files"}
_ON_GROUND = ("add_folder", "add_images", "paste", "", *PALETTE, "", "select_all")


def make_image_menu(
    parent: QWidget, actions: Actions, *, has_images: bool, is_loupe: bool
) -> QMenu:
    """For the selected images, or for the ground between them; it deletes itself once closed."""
    menu = _make_menu(parent, "imageMenu", actions)
    first = ("grid",) if is_loupe else ("loupe", "quick_look", "compare", "")
    names = (*first, *_ON_IMAGES) if has_images else _ON_GROUND
    for name in names:
        if not name:
            menu.addSeparator()
        elif name == _MARKS:
            _add_marks(menu, actions)
        elif actions[name].isEnabled() or name not in _ONLY_IF_ENABLED:
            menu.addAction(actions[name])
    return menu


def _add_marks(menu: QMenu, actions: Actions) -> None:
    """What a person says of images, a submenu each; nothing where nothing may be written."""
    if not actions["tag"].isEnabled():
        return
    for title, names in (
        (tr("Rating"), [f"rate_{stars}" for stars in range(MAX_RATING + 1)]),
        (tr("Flag"), ["pick", "reject", "unflag"]),
        (tr("Colour label"), [f"label_{color}" for color in COLOR_LABELS]),
    ):
        submenu = menu.addMenu(title)
        for name in names:
            submenu.addAction(actions[name])
    menu.addAction(actions["tag"])
    menu.addSeparator()


def make_palette_menu(parent: QWidget, actions: Actions) -> QMenu:
    """For the palette in the inspector; it deletes itself once closed."""
    menu = _make_menu(parent, "paletteMenu", actions)
    for name in PALETTE:
        menu.addAction(actions[name])
    return menu


def _make_menu(parent: QWidget, name: str, actions: Actions) -> QMenu:
    actions.tint_menus()
    menu = QMenu(parent)
    menu.setObjectName(name)
    menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
    return menu
