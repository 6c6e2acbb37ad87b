"""The note on the selection; what was typed is kept, also where the selection changes meanwhile."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QSize, Qt, Signal
from PySide6.QtGui import QFocusEvent, QKeyEvent
from PySide6.QtWidgets import QPlainTextEdit, QSizePolicy

from studio.core.edit import Ids, SetNote
from studio.core.organising import Marks

_LINES = (2, 8)
_PAD = 18  # above and below the text together


class NoteField(QPlainTextEdit):
    """Saved on leaving it, and by Ctrl+Enter."""

    editWanted = Signal(object)  # SetNote
    left = Signal()  # by Escape

    def __init__(self) -> None:
        super().__init__()
        self._ids: Ids = ()
        self.setObjectName("noteField")
        self.setAccessibleName(self.tr("Note"))
        self.setTabChangesFocus(True)
        self.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Fixed)
        self.setVerticalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAsNeeded)
        self.document().documentLayout().documentSizeChanged.connect(self.updateGeometry)

    def set_marks(self, ids: Ids, marks: Marks) -> None:
        """Show the note of these images; one that is being written on the same images stays."""
        if ids == self._ids and self.document().isModified():
            return
        self.commit()
        self._ids = ids
        notes = [note for note, count in marks.notes.items() if count]
        differ = len(notes) > 1
        text = notes[0] if len(notes) == 1 else ""
        self.setPlaceholderText(self.tr("Different notes") if differ else self.tr("Note"))
        words = self.tr("Note: different notes") if differ else self.tr("Note")
        self.setAccessibleName(words)
        if text != self.toPlainText():
            self.setPlainText(text)
        self.document().setModified(False)

    def commit(self) -> None:
        """Keep what was typed, on the images that it was typed for."""
        if self.document().isModified() and self._ids:
            self.document().setModified(False)
            self.editWanted.emit(SetNote(self._ids, self.toPlainText().strip()))

    def sizeHint(self) -> QSize:
        """As high as its text, within limits."""
        lines = min(_LINES[1], max(_LINES[0], int(self.document().size().height())))
        return QSize(200, lines * self.fontMetrics().lineSpacing() + _PAD)

    def minimumSizeHint(self) -> QSize:
        """The same height at any width."""
        return QSize(0, self.sizeHint().height())

    def event(self, event: QEvent) -> bool:
        """Escape leaves this field, not the images."""
        is_question = event.type() is QEvent.Type.ShortcutOverride
        if is_question and isinstance(event, QKeyEvent) and event.key() == Qt.Key.Key_Escape:
            event.accept()
            return True
        return super().event(event)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Ctrl+Enter saves, Escape saves and leaves."""
        control = bool(event.modifiers() & Qt.KeyboardModifier.ControlModifier)
        if event.key() == Qt.Key.Key_Escape:
            self.commit()
            self.left.emit()
        elif control and event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self.commit()
        else:
            super().keyPressEvent(event)

    def focusOutEvent(self, event: QFocusEvent) -> None:
        """Whoever goes on with something else has finished the note."""
        super().focusOutEvent(event)
        if event.reason() is not Qt.FocusReason.PopupFocusReason:  # its own menu
            self.commit()
