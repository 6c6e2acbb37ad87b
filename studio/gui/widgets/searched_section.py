"""A section with so many rows that one types a part of the name: tags."""

from __future__ import annotations

from PySide6.QtCore import QEvent, Qt
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QLineEdit, QVBoxLayout

from studio.gui.icons import Icons
from studio.gui.models.entry_model import Entry
from studio.gui.theme import Theme
from studio.gui.widgets.facet_section import FacetSection
from studio.gui.widgets.named import named

_MANY = 10  # rows; fewer are seen at a glance


class SectionSearch(QLineEdit):
    """Esc empties it."""

    def event(self, event: QEvent) -> bool:
        """As long as there is something to empty, Esc means that."""
        escapes = isinstance(event, QKeyEvent) and event.key() == Qt.Key.Key_Escape
        if event.type() is QEvent.Type.ShortcutOverride and escapes and self.text():
            event.accept()
            return True
        return super().event(event)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Esc once more leaves it to the window."""
        if event.key() == Qt.Key.Key_Escape and self.text():
            self.clear()
            return
        super().keyPressEvent(event)


class SearchedSection(FacetSection):
    """The field shows where there are many rows; what is filtered by stays in sight."""

    def __init__(self, key: str, title: str, theme: Theme, icons: Icons, limit: int = 0) -> None:
        self._field: SectionSearch | None = None
        super().__init__(key, title, theme, icons, limit)
        self._field = named(SectionSearch(self), "sectionSearch")
        self._field.setPlaceholderText(self.tr("Find"))
        self._field.setAccessibleName(self.tr("Find in {section}").format(section=title))
        self._field.setClearButtonEnabled(True)
        self._field.hide()
        self._field.textChanged.connect(self._show_entries)
        layout = self.layout()
        assert isinstance(layout, QVBoxLayout)
        layout.insertWidget(1, self._field)

    def _wanted_entries(self) -> list[Entry]:
        entries = super()._wanted_entries()
        text = self._field.text().strip().casefold() if self._field is not None else ""
        if not text:
            return entries
        return [e for e in entries if text in e.name.casefold() or e.active or e.excluded]

    def _show_entries(self) -> None:
        if self._field is not None:
            many = len(self._entries) > _MANY or bool(self._field.text())
            self._field.setVisible(self.is_open and many)
        super()._show_entries()
