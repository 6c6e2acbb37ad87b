"""Commands on the images that are selected, and their menu."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, QPoint

from studio.core.query import Query

if TYPE_CHECKING:
    from studio.gui.main_window import MainWindow


class ImageCommands(QObject):
    """Runs them for the window: selecting, removing, palettes, searching by an image."""

    def __init__(self, window: MainWindow) -> None:
        super().__init__(window)
        self._window, self._center = window, window.center
        window.actions_.connect_all(
            {
                "select_all": self._center.select_all,
                "select_none": self._center.select_none,
                "invert": self._center.invert_selection,
                "remove": self._remove_or_take_off,
                "remove_anyway": self.remove,
                "restore": self.restore,
                "show_file": self.show_file,
                "copy_hex": lambda: self._copy_palette("hex"),
                "copy_css": lambda: self._copy_palette("css"),
                "export_palette": self.export_palette,
                "find_similar": lambda: window.similar.find_like_selected(window.query),
                "like_palette": self.search_by_palette,
            }
        )
        self._center.menuAsked.connect(self._on_menu_asked)

    # --- removing --------------------------------------------------------------------------
    def offer_removal(self, query: Query) -> None:
        """Among removed images one puts back, elsewhere one removes."""
        session, actions = self._window.session, self._window.actions_
        writable = session is not None and session.is_writable
        removed = "removed" in query.values("is")
        for name in ("remove", "remove_anyway"):
            actions[name].setEnabled(writable and not removed)
        actions["restore"].setEnabled(writable and removed)

    def remove(self) -> None:
        """Take the selected images out of the library; the first time it asks."""
        window, ids = self._window, self._center.selected_ids()
        if not ids or window.session is None:
            return
        if not window.settings.asked_to_remove:
            from studio.gui.dialogs.questions import ask_to_remove

            if not ask_to_remove(window, len(ids)):
                return
            window.settingChanged.emit("asked_to_remove", True)
        window.session.remove(ids)

    def _remove_or_take_off(self) -> None:
        """Of a board that is looked at, images are taken off it."""
        if not self._window.collections.boards.take_off():
            self.remove()

    def restore(self) -> None:
        """Put removed images back."""
        ids, session = self._center.selected_ids(), self._window.session
        if ids and session is not None:
            session.restore(ids)

    # --- palettes --------------------------------------------------------------------------
    def search_by_palette(self) -> None:
        """Show images with a palette like that of the first selected one."""
        ids = self._center.selected_ids()
        if ids:
            self._window.color_search.search_palette_of(ids[0])
        else:
            self._window.toast.show_text(self.tr("Select the image whose colours you look for."))

    def export_palette(self) -> None:
        """Write the palette of the selection, or else of all that is shown, to a file."""
        ids, session = self._palette_ids(), self._window.session
        if ids and session is not None:
            title = "" if self._center.selected_ids() else session.describe_shown()
            session.palettes.export(ids, title)

    def _copy_palette(self, format_id: str) -> None:
        ids, session = self._palette_ids(), self._window.session
        if ids and session is not None:
            session.palettes.copy(ids, format_id)

    def _palette_ids(self) -> Sequence[int]:
        ids = self._center.selected_ids() or self._center.shown_ids()
        if not ids:
            text = self.tr("There are no images here to take colours from.")
            self._window.toast.show_text(text)
        return ids

    # --- file and menus --------------------------------------------------------------------
    def show_file(self) -> None:
        """Open the folder of the first selected image in the file manager."""
        ids, session = self._center.selected_ids(), self._window.session
        if ids and session is not None:
            session.show_file(ids[0])

    def show_palette_menu(self, place: QPoint) -> None:
        """What can be done with a palette, at this place of the screen."""
        from studio.gui.image_menu import make_palette_menu

        make_palette_menu(self._window, self._window.actions_).popup(place)

    def _on_menu_asked(self, place: QPoint) -> None:
        from studio.gui.image_menu import make_image_menu

        window, center = self._window, self._center
        chosen, is_loupe = bool(center.selected_ids()), center.is_large
        menu = make_image_menu(window, window.actions_, has_images=chosen, is_loupe=is_loupe)
        if chosen:
            window.collections.boards.add_menu(menu)
        menu.popup(place)
