"""A field in place of a name: Enter keeps what was typed, Esc does not."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QEvent, QPoint, Qt, Signal
from PySide6.QtGui import QFocusEvent, QKeyEvent
from PySide6.QtWidgets import QLineEdit, QToolTip, QWidget

from studio.gui.widgets.named import named


class NameField(QLineEdit):
    """Deletes itself when it is done; leaving it keeps a good name, as in file managers."""

    accepted = Signal(str)
    closed = Signal()

    def __init__(self, name: str, find_problem: Callable[[str], str], parent: QWidget) -> None:
        super().__init__(name, parent)
        named(self, "nameField")
        self.setAccessibleName(self.tr("Name"))
        self._find_problem = find_problem
        self._done = False
        self.textEdited.connect(self._on_edited)
        self.selectAll()

    def open(self) -> None:
        """Show the field and type into it."""
        self.show()
        self.raise_()
        self.setFocus(Qt.FocusReason.OtherFocusReason)

    def event(self, event: QEvent) -> bool:
        """While one types, no key is a shortcut of the window: not Esc, not Del, not B."""
        if event.type() is QEvent.Type.ShortcutOverride:
            event.accept()
            return True
        return super().event(event)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Enter and Esc end it."""
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self._keep()
        elif event.key() == Qt.Key.Key_Escape:
            self._close()
        else:
            super().keyPressEvent(event)
            event.accept()

    def focusOutEvent(self, event: QFocusEvent) -> None:
        """A click elsewhere keeps the name, if it can be."""
        super().focusOutEvent(event)
        if event.reason() is Qt.FocusReason.PopupFocusReason or self._done:
            return
        if self._find_problem(self.text()):
            self._close()
        else:
            self._keep()

    def _keep(self) -> None:
        problem = self._find_problem(self.text())
        if problem:
            self._show_problem(problem)
        elif not self._done:
            self._done = True
            self.accepted.emit(" ".join(self.text().split()))
            self._close()

    def _on_edited(self) -> None:
        self._show_problem(self._find_problem(self.text()))

    def _show_problem(self, problem: str) -> None:
        self.setProperty("bad", bool(problem))
        self.style().unpolish(self)
        self.style().polish(self)
        self.setToolTip(problem)
        self.setAccessibleDescription(problem)
        if problem:
            QToolTip.showText(self.mapToGlobal(QPoint(0, self.height())), problem, self)
        else:
            QToolTip.hideText()

    def _close(self) -> None:
        self._done = True
        QToolTip.hideText()
        self.clearFocus()  # or else Qt hands it on to the next control, and scrolls there
        self.hide()
        self.closed.emit()
        self.deleteLater()
