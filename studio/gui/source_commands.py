"""What can be done with a folder of the library, in its menu in the sidebar."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, QUrl
from PySide6.QtGui import QDesktopServices
from PySide6.QtWidgets import QFileDialog, QMenu, QWidget

from studio.gui.models.sidebar_entries import shown_path

if TYPE_CHECKING:
    from studio.core.collection import Source
    from studio.gui.session import Session
    from studio.gui.widgets.sidebar import Sidebar


class SourceCommands(QObject):
    """Adds its lines to the menu of a source."""

    def __init__(self, sidebar: Sidebar, window: QWidget) -> None:
        super().__init__(window)
        self._window = window
        self._session: Session | None = None
        sidebar.sourceMenuAboutToShow.connect(self.fill)

    def set_session(self, session: Session | None) -> None:
        """Another library, or none."""
        self._session = session

    def fill(self, menu: QMenu, source: Source) -> None:
        """What fits this source: nothing is looked for where it cannot be reached."""
        session = self._session
        if session is None:
            return
        menu.addSeparator()
        show = menu.addAction(self.tr("Show in file manager"))
        show.setEnabled(source.reachable)
        show.triggered.connect(lambda: QDesktopServices.openUrl(QUrl.fromLocalFile(source.path)))
        if not session.is_writable:
            return
        look = menu.addAction(self.tr("Look for changes"))
        look.triggered.connect(lambda: session.living.look([source.id]))
        if source.kind == "folder":
            watch = menu.addAction(self.tr("Watch for changes"))
            watch.setCheckable(True)
            watch.setChecked(source.watched)
            watch.toggled.connect(lambda on: self.watch(source, on))
        menu.addSeparator()
        menu.addAction(self.tr("The folder has moved…")).triggered.connect(
            lambda: self.relocate(source)
        )
        menu.addAction(self.tr("Remove from the library…")).triggered.connect(
            lambda: self.remove(source)
        )

    def watch(self, source: Source, watched: bool) -> None:
        """Look at the folder whenever something happens in it, or no more."""
        session = self._session
        if session is not None:
            library = session.context.library
            session.context.tasks.write(
                lambda: library.sources.set_watched(source.id, watched),
                lambda _none: None,
                owner=session,
            )

    def relocate(self, source: Source) -> None:
        """Say where the folder is now."""
        title = self.tr("Where is “{name}” now?").format(name=shown_path(source.name))
        folder = QFileDialog.getExistingDirectory(self._window, title)
        session = self._session
        if session is not None and folder:
            library = session.context.library
            text = self.tr("“{name}” is at {place} now.").format(
                name=shown_path(source.name), place=folder
            )
            session.context.tasks.write(
                lambda: library.sources.relocate(source.id, Path(folder)),
                lambda _none: session.told.emit(text, self.tr("Undo"), session.undo),
                owner=session,
            )

    def remove(self, source: Source) -> None:
        """Take the folder with its images out of the library, if that is what is wanted."""
        from studio.gui.dialogs.questions import ask_to_remove_source

        session = self._session
        name = shown_path(source.name)
        if session is not None and ask_to_remove_source(self._window, name, source.count):
            library = session.context.library
            text = self.tr("Removed “{name}” from the library.").format(name=name)
            session.context.tasks.write(
                lambda: library.sources.remove(source.id),
                lambda _none: session.told.emit(text, self.tr("Undo"), session.undo),
                owner=session,
            )
