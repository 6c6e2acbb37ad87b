"""Tags in the window: where the field opens, what the menu on a chip does, all tags in a list."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QObject, QPoint, Signal
from PySide6.QtGui import QKeySequence
from PySide6.QtWidgets import QDialog, QMenu, QWidget

from studio.core import edit as edits
from studio.core.query import Query, Term
from studio.gui.actions import Actions
from studio.gui.center import Center
from studio.gui.dialogs.rename_tag import RenameTag
from studio.gui.dialogs.tag_manager import TagManager
from studio.gui.session import Session
from studio.gui.widgets.inspector import Inspector
from studio.gui.widgets.tag_popup import TagPopup


class Tagging(QObject):
    """One for each open library."""

    editWanted = Signal(object)  # Edit

    def __init__(
        self, session: Session, center: Center, inspector: Inspector, actions: Actions
    ) -> None:
        super().__init__(session)
        self._session, self._center, self._inspector = session, center, inspector
        self._popup: TagPopup | None = None
        self._manager: TagManager | None = None
        organiser = inspector.organiser
        organiser.editWanted.connect(self.editWanted)
        organiser.tagMenuAsked.connect(self._on_menu_asked)
        organiser.renameWanted.connect(self.ask_for_name)
        organiser.left.connect(self.focus_images)
        actions["tag"].triggered.connect(self.open_field)
        actions["tags"].triggered.connect(self.manage)
        center.selectionChanged.connect(self._on_selection_changed)
        session.browser.marksChanged.connect(self._refresh)

    def close(self) -> None:
        """The library is being closed."""
        if self._popup is not None:
            self._popup.deleteLater()
            self._popup = None
        if self._manager is not None:
            self._manager.reject()

    def open_field(self) -> None:
        """In the inspector where that is seen, else over the images."""
        ids = tuple(self._center.selected_ids())
        if not ids:
            self._session.told.emit(self.tr("Select the images first."), "", None)
        elif self._inspector.can_tag():
            self._inspector.open_tag_field()
        else:
            if self._popup is None:
                self._popup = TagPopup(self._session.context, self._center)
                self._popup.editWanted.connect(self.editWanted)
                self._popup.tagMenuAsked.connect(self._on_menu_asked)
                self._popup.renameWanted.connect(self.ask_for_name)
                self._popup.left.connect(self.focus_images)
            self._popup.open(ids)

    def focus_images(self) -> None:
        """The keyboard goes back there."""
        page = self._center.currentWidget()
        if page is not None:
            page.setFocus()

    def _on_selection_changed(self, ids: list[int]) -> None:
        if self._popup is not None:
            self._popup.show_selection(tuple(ids))

    def _refresh(self) -> None:
        if self._popup is not None:
            self._popup.refresh()
        if self._manager is not None and self._manager.isVisible():
            self._with_tags(self._manager.set_tags)

    # --- all tags --------------------------------------------------------------------------
    def manage(self) -> None:
        """Show every tag."""
        if self._manager is None:
            self._manager = TagManager(self._center.window())
            self._manager.renameWanted.connect(self.ask_for_name)
            self._manager.deleteWanted.connect(self._delete)
        self._manager.show()
        self._manager.raise_()
        self._manager.filter.setFocus()
        self._with_tags(self._manager.set_tags)

    def ask_for_name(self, name: str) -> None:
        """Ask what the tag is to be called."""

        def ask(known: list[str]) -> None:
            parent: QWidget = self._center.window()
            if self._manager is not None and self._manager.isVisible():
                parent = self._manager
            dialog = RenameTag(parent, name, known)
            if dialog.exec() == QDialog.DialogCode.Accepted:
                self.editWanted.emit(edits.RenameTag(name, dialog.field.text()))
            dialog.deleteLater()

        self._with_tags(ask)

    def _delete(self, name: str) -> None:
        self.editWanted.emit(edits.DeleteTag(name))

    def _with_tags(self, done: Callable[[list[str]], None]) -> None:
        context = self._session.context
        context.tasks.read(context.library.list_tags, done, owner=self)

    def _on_menu_asked(self, name: str, place: QPoint) -> None:
        menu = QMenu(self._center.window())
        menu.setObjectName("tagMenu")
        show = menu.addAction(self.tr("Show images with this tag"))
        wanted = Query((Term("tag", (name.casefold(),)),))
        show.triggered.connect(lambda: self._session.browser.set_query(wanted))
        rename = menu.addAction(self.tr("Rename…"))
        rename.setShortcut(QKeySequence("F2"))
        rename.triggered.connect(lambda: self.ask_for_name(name))
        delete = menu.addAction(self.tr("Delete from all images"))
        delete.triggered.connect(lambda: self._delete(name))
        menu.addSeparator()
        menu.addAction(self.tr("All tags…")).triggered.connect(self.manage)
        for action in (rename, delete):
            action.setEnabled(self._session.is_writable)
        menu.aboutToHide.connect(menu.deleteLater)
        menu.popup(place)
