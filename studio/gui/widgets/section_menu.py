"""The menu of a section's head: lift its filter, hide it, and choose which sections are shown."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QCoreApplication, Qt
from PySide6.QtWidgets import QMenu, QWidget

if TYPE_CHECKING:
    from studio.gui.widgets.sidebar import Sidebar


def _tr(text: str) -> str:
    return QCoreApplication.translate("sidebar", text)


def make_section_menu(sidebar: Sidebar, key: str, parent: QWidget) -> QMenu:
    """It deletes itself once closed; the fixed entries cannot be hidden."""
    menu = QMenu(parent)
    menu.setObjectName("sectionMenu")
    menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
    sections = sidebar.list_sections()
    here = next(section for section in sections if section.key == key)
    clear = menu.addAction(_tr("Clear this filter"))
    clear.setEnabled(here.is_clearable)
    clear.triggered.connect(lambda: here.clearWanted.emit(key))
    if key != "is":
        hide = menu.addAction(_tr("Hide “{section}”").format(section=here.title))
        hide.triggered.connect(lambda: sidebar.set_section_hidden(key, True))
    menu.addSeparator()
    for section in sections:
        if section.key == "is":
            continue
        action = menu.addAction(section.title)
        action.setCheckable(True)
        action.setChecked(not sidebar.is_section_hidden(section.key))
        action.toggled.connect(
            lambda shown, other=section.key: sidebar.set_section_hidden(other, not shown)
        )
    return menu
