"""The menu of a smart collection or a board in the sidebar."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import QCoreApplication, Qt
from PySide6.QtGui import QKeySequence
from PySide6.QtWidgets import QMenu, QWidget

from studio.core.edit import CollectionKind, MoveCollection
from studio.gui.models.collection_rows import Step

if TYPE_CHECKING:
    from studio.gui.collections import Collections
    from studio.gui.widgets.sidebar import Sidebar


def _tr(text: str) -> str:
    return QCoreApplication.translate("collections", text)


def make_collection_menu(
    collections: Collections, collection_id: int, sidebar: Sidebar, parent: QWidget
) -> QMenu:
    """It deletes itself once closed; without a writable library it only opens."""
    menu = QMenu(parent)
    menu.setObjectName("collectionMenu")
    menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
    found = collections.tree.find(collection_id)
    if found is None:
        return menu
    view = sidebar.section_of(found.kind).collections

    def add(text: str, keys: str, run: Callable[[], object], *, enabled: bool = True) -> None:
        shown = QKeySequence(keys).toString(QKeySequence.SequenceFormat.NativeText)
        action = menu.addAction(f"{text}\t{shown}" if keys else text)
        action.triggered.connect(lambda _on=False: run())
        action.setEnabled(enabled)

    smart = found.kind is CollectionKind.SMART
    add(_tr("Open"), "Return", lambda: collections.open(collection_id))
    if smart:
        edit = _tr("Edit search") if view.is_writable else _tr("Show search")
        add(edit, "", lambda: collections.edit_search(collection_id))
    if not view.is_writable:
        return menu
    if smart:
        save = _tr("Save the present search here")
        add(save, "", lambda: collections.save_search_to(collection_id))
    else:
        add(_tr("Add selected images"), "", lambda: collections.boards.add_selected(collection_id))
    menu.addSeparator()
    add(_tr("Rename"), "F2", lambda: view.rename(collection_id))
    inside = _tr("New smart collection inside") if smart else _tr("New board inside")
    add(inside, "", lambda: collections.make_inside(collection_id))
    menu.addSeparator()
    for text, keys, step in (
        (_tr("Move up"), "Alt+Up", Step.UP),
        (_tr("Move down"), "Alt+Down", Step.DOWN),
        (_tr("Move into the one above"), "Alt+Right", Step.IN),
        (_tr("Move out"), "Alt+Left", Step.OUT),
    ):
        place = collections.tree.find_step(collection_id, step)
        move = MoveCollection(collection_id, *(place or (None, None)))
        add(text, keys, partial(collections.apply, move), enabled=place is not None)
    menu.addSeparator()
    add(_tr("Delete"), "Del", lambda: collections.delete(collection_id))
    return menu
