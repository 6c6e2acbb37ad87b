"""What a person sets of the window itself: theme, panels, the width of columns, size of tiles."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QEvent, QObject, Qt

if TYPE_CHECKING:
    from studio.gui.main_window import MainWindow

_TILE_STEP = 24


class Appearance(QObject):
    """Runs these commands for the window, and has them remembered."""

    def __init__(self, window: MainWindow) -> None:
        super().__init__(window)
        self._window = window
        self.are_panels_hidden = False
        # Elsewhere the Tab key goes from control to control, as everywhere.
        window.actions_["panels"].setShortcutContext(Qt.ShortcutContext.WidgetWithChildrenShortcut)
        window.actions_.connect_all(
            {
                "panels": self.toggle_panels,
                "jobs": window.jobs_panel.toggle,
                "larger": lambda: self._step_tile_size(_TILE_STEP),
                "smaller": lambda: self._step_tile_size(-_TILE_STEP),
                "theme_dark": lambda: self._set_theme("dark"),
                "theme_light": lambda: self._set_theme("light"),
                "theme_system": lambda: self._set_theme("system"),
                "swap_theme": self._swap_theme,
            }
        )
        changed = window.settingChanged
        window.theme.changed.connect(self._on_theme_changed)
        window.columns.sidebarMoved.connect(window.top_bar.set_sidebar_width)
        window.columns.widthsChanged.connect(lambda widths: changed.emit("columns", widths))
        window.sidebar.foldingChanged.connect(lambda keys: changed.emit("folded", keys))
        window.sidebar.hidingChanged.connect(lambda keys: changed.emit("hidden_sections", keys))
        window.collections.sidebarWanted.connect(self._show_sidebar)
        window.bottom_bar.tileSizeChanged.connect(self._on_tile_size_changed)
        window.center.tileSizeAsked.connect(window.bottom_bar.slider.setValue)
        window.jobs_panel.installEventFilter(self)
        self._on_theme_changed()

    # --- panels ----------------------------------------------------------------------------
    def toggle_panels(self) -> None:
        """Hide the columns beside the images, or show them again."""
        self.are_panels_hidden = not self.are_panels_hidden
        self.show_panels()

    def show_panels(self) -> None:
        """Show the columns beside the images, or hide them, as fits the page."""
        window = self._window
        window.actions_["panels"].setChecked(not self.are_panels_hidden)
        shown = not self.are_panels_hidden and not window.looking.is_alone
        center = window.center
        has_subject = center.has_images or center.currentWidget() is center.no_matches
        window.columns.show_panels(sidebar=shown, inspector=shown and has_subject)

    def _show_sidebar(self) -> None:
        if self.are_panels_hidden:
            self.toggle_panels()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """The jobs button shows whether its panel is there."""
        if event.type() in {QEvent.Type.Show, QEvent.Type.Hide}:
            self._window.actions_["jobs"].setChecked(event.type() is QEvent.Type.Show)
        return super().eventFilter(watched, event)

    # --- tiles -----------------------------------------------------------------------------
    def _on_tile_size_changed(self, pixels: int) -> None:
        if self._window.center.grid is not None:
            self._window.center.grid.set_tile_size(pixels)
            self._window.settingChanged.emit("tile_size", pixels)

    def _step_tile_size(self, step: int) -> None:
        slider = self._window.bottom_bar.slider
        slider.setValue(slider.value() + step)

    # --- theme -----------------------------------------------------------------------------
    def _set_theme(self, choice: str) -> None:
        self._window.theme.set_name(choice)
        self._window.settingChanged.emit("theme", choice)
        self._check_theme()

    def _swap_theme(self) -> None:
        self._set_theme("light" if self._window.theme.name == "dark" else "dark")

    def _check_theme(self) -> None:
        self._window.actions_[f"theme_{self._window.theme.choice}"].setChecked(True)

    def _on_theme_changed(self) -> None:
        self._window.actions_.tint()
        self._check_theme()
