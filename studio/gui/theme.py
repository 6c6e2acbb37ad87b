"""The colours of the window by role, and the style sheet made from them."""

from __future__ import annotations

import json
from pathlib import Path

from PySide6.QtCore import QObject, Qt, Signal, Slot
from PySide6.QtGui import QColor, QFont, QGuiApplication, QPalette
from PySide6.QtWidgets import QApplication

CHOICES = ("dark", "light", "system")
FONT_PIXELS = 13


class Theme(QObject):
    """Dark or light; `changed` is emitted after the application wears the new one."""

    changed = Signal()

    def __init__(self, folder: Path, choice: str = "system", parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._folder = folder
        self._template = (folder / "window.qss").read_text(encoding="utf-8")
        self._choice = ""
        self._name = ""
        self._colors: dict[str, QColor] = {}
        self.set_name(choice)
        QGuiApplication.styleHints().colorSchemeChanged.connect(self._on_color_scheme_changed)

    @property
    def name(self) -> str:
        """What is worn: "dark" or "light"."""
        return self._name

    @property
    def choice(self) -> str:
        """What was asked for: "dark", "light" or "system"."""
        return self._choice

    def color(self, role: str) -> QColor:
        """The colour of a role; raises KeyError for an unknown one."""
        return self._colors[role]

    def set_name(self, choice: str) -> None:
        """Wear "dark" or "light", or follow the "system"."""
        self._choice = choice if choice in CHOICES else "system"
        name = self._resolve()
        if name != self._name:
            self._name = name
            table = json.loads((self._folder / f"{name}.json").read_text(encoding="utf-8"))
            self._colors = {role: QColor(value) for role, value in table["colors"].items()}
            self._wear()
            self.changed.emit()

    def _resolve(self) -> str:
        if self._choice != "system":
            return self._choice
        light = QGuiApplication.styleHints().colorScheme() is Qt.ColorScheme.Light
        return "light" if light else "dark"

    def _wear(self) -> None:
        app = QApplication.instance()
        assert isinstance(app, QApplication)
        app.setPalette(self._palette())
        app.setFont(_font())
        sheet = self._template
        for role in sorted(self._colors, key=len, reverse=True):  # $accent_hover before $accent
            sheet = sheet.replace(f"${role}", self._colors[role].name())
        app.setStyleSheet(sheet)

    def _palette(self) -> QPalette:
        palette = QPalette()
        role = QPalette.ColorRole
        for target, source in (
            (role.Window, "panel"),
            (role.WindowText, "text"),
            (role.Base, "window"),
            (role.AlternateBase, "panel"),
            (role.Text, "text"),
            (role.PlaceholderText, "muted"),
            (role.Button, "raised"),
            (role.ButtonText, "text"),
            (role.BrightText, "bad"),
            (role.Highlight, "accent"),
            (role.HighlightedText, "on_accent"),
            (role.ToolTipBase, "raised"),
            (role.ToolTipText, "text"),
            (role.Link, "accent"),
            (role.Accent, "accent"),
            (role.Mid, "line"),
            (role.Dark, "line"),
        ):
            palette.setColor(target, self._colors[source])
        for target in (role.WindowText, role.Text, role.ButtonText):
            palette.setColor(QPalette.ColorGroup.Disabled, target, self._colors["disabled"])
        return palette

    @Slot()
    def _on_color_scheme_changed(self) -> None:
        self.set_name(self._choice)


def _font() -> QFont:
    """Inter where it is installed, else the platform's face; figures of one width."""
    font = QFont(QGuiApplication.font())
    font.setFamilies(["Inter", *font.families()])
    font.setPixelSize(FONT_PIXELS)
    font.setFeature(QFont.Tag("tnum"), 1)
    return font
