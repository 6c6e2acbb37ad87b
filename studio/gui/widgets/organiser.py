"""What a person gave the selection, to be seen and edited in the inspector."""

from __future__ import annotations

from PySide6.QtCore import QObject, QPoint, Signal
from PySide6.QtWidgets import QWidget

from studio.core.edit import Ids
from studio.core.organising import Marks
from studio.gui.context import Context
from studio.gui.widgets.marks_row import MarksRow
from studio.gui.widgets.note_field import NoteField
from studio.gui.widgets.tags_section import TagsSection


class Organiser(QObject):
    """Three widgets that outlive the pages that show them: what is being typed is not lost."""

    editWanted = Signal(object)  # Edit
    tagMenuAsked = Signal(str, QPoint)
    renameWanted = Signal(str)
    left = Signal()  # the keyboard goes back to the images

    def __init__(self, context: Context, parent: QWidget) -> None:
        super().__init__(parent)
        writable = not context.library.is_read_only
        self._parent = parent
        self._ids: Ids = ()
        self.marks = MarksRow(context.theme, context.icons)
        self.tags = TagsSection(context, writable=writable)
        self.note = NoteField()
        self.marks.setEnabled(writable)
        self.note.setReadOnly(not writable)
        for part in self.parts:
            part.editWanted.connect(self.editWanted)  # type: ignore[attr-defined]
        self.tags.menuAsked.connect(self.tagMenuAsked)
        self.tags.renameWanted.connect(self.renameWanted)
        for field in (self.tags, self.note):
            field.left.connect(self.left)
        self.park()

    @property
    def parts(self) -> tuple[QWidget, ...]:
        """In the order of the Tab key."""
        return self.marks, self.tags, self.note

    def park(self) -> None:
        """There is no page to show them: keep them out of sight."""
        for part in self.parts:
            part.setParent(self._parent)
            part.hide()

    def find_focus(self) -> QWidget | None:
        """Which of the widgets has the focus."""
        focus: QWidget | None = self._parent.window().focusWidget()
        if focus is None:
            return None
        holds = any(part is focus or part.isAncestorOf(focus) for part in self.parts)
        return focus if holds else None

    def set_marks(self, ids: Ids, marks: Marks) -> None:
        """Show what these images have, and edit them from now on."""
        self._ids = ids
        self.marks.set_marks(ids, marks)
        self.tags.set_marks(ids, marks)
        self.note.set_marks(ids, marks)
