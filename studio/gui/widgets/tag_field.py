"""The field that gives tags: completes known ones, makes new ones, and never needs the mouse."""

from __future__ import annotations

from collections.abc import Collection, Sequence

from PySide6.QtCore import QEvent, QPoint, Qt, Signal
from PySide6.QtGui import QFocusEvent, QHideEvent, QKeyEvent, QMoveEvent, QResizeEvent
from PySide6.QtWidgets import QLineEdit, QListWidget, QListWidgetItem, QWidget

from studio.gui.models.tag_matches import Match, find_matches, split_typed
from studio.gui.widgets.named import named

_MOST_ROWS = 8  # in sight
_ROW = 26
_NAME = int(Qt.ItemDataRole.UserRole)


class TagField(QLineEdit):
    """Enter takes the row or the top hit, a comma what is written; Tab goes on, Esc closes."""

    chosen = Signal(str)  # a tag to give
    backspaced = Signal()  # in the empty field
    left = Signal()  # by Escape, or by Enter with nothing typed

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._known: list[str] = []
        self._given: set[str] = set()
        self._list: QListWidget | None = None
        self._picked = False  # a row was gone to by key
        self.setObjectName("tagField")
        self.setAccessibleName(self.tr("Add tags"))
        self.setPlaceholderText(self.tr("Tag, another tag …"))
        self.textEdited.connect(self._on_edited)

    def set_tags(self, known: Sequence[str], given: Collection[str]) -> None:
        """Every known tag, given last first, and those that all images have already."""
        self._known, self._given = list(known), set(given)
        if self.hasFocus():
            self._offer()

    def rows(self) -> list[str]:
        """What is offered now, as it is read."""
        shown = self._list
        if shown is None or shown.isHidden():
            return []
        return [shown.item(row).text() for row in range(shown.count())]

    # --- offers ----------------------------------------------------------------------------
    def _offer(self) -> None:
        matches = find_matches(self.text(), self._known, self._given)
        if not matches or not self.isVisible():
            self._close_list()
            return
        shown = self._open_list()
        shown.clear()
        for match in matches:
            item = QListWidgetItem(self._words(match))
            item.setData(_NAME, match.name)
            item.setToolTip(match.name)
            shown.addItem(item)
        self._picked = False
        if self.text().strip():
            shown.setCurrentRow(0)
        self._place_list()

    def _words(self, match: Match) -> str:
        return self.tr("Create “{name}”").format(name=match.name) if match.is_new else match.name

    def _open_list(self) -> QListWidget:
        if self._list is None:
            self._list = named(QListWidget(self.window()), "tagMatches")
            self._list.setAccessibleName(self.tr("Tags that are offered"))
            self._list.setFocusPolicy(Qt.FocusPolicy.NoFocus)
            self._list.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
            self._list.setTextElideMode(Qt.TextElideMode.ElideMiddle)
            self._list.setUniformItemSizes(True)
            self._list.itemClicked.connect(self._on_item_clicked)
            self.destroyed.connect(self._list.deleteLater)
        self._list.show()
        self._list.raise_()
        return self._list

    def _close_list(self) -> None:
        if self._list is not None:
            self._list.hide()

    def _place_list(self) -> None:
        """Above the field, so that the chips below it are seen; below where there is no room."""
        shown, window = self._list, self.window()
        if shown is None or shown.isHidden():
            return
        height = min(shown.count(), _MOST_ROWS) * _ROW + 10
        place = self.mapTo(window, QPoint(0, -height - 2))
        if place.y() < 4:
            place = self.mapTo(window, QPoint(0, self.height() + 2))
        shown.setGeometry(place.x(), place.y(), max(160, self.width()), height)

    def _on_item_clicked(self, item: QListWidgetItem) -> None:
        self._take(str(item.data(_NAME)))

    # --- taking ----------------------------------------------------------------------------
    def _on_edited(self, text: str) -> None:
        closed, rest = split_typed(text)
        if "," in text:
            self.setText(rest)
        for name in closed:
            self.chosen.emit(name)
        self._offer()

    def _take(self, name: str) -> None:
        self.clear()
        self.chosen.emit(name)
        self._offer()

    def _enter(self) -> None:
        shown = self._list
        row = shown.currentItem() if shown is not None and not shown.isHidden() else None
        if row is not None and (self._picked or self.text().strip()):
            self._take(str(row.data(_NAME)))
        elif self.text().strip():
            self.clear()  # all images have that tag already
            self._offer()
        else:
            self._leave()

    def _leave(self) -> None:
        self.clear()
        self._close_list()
        self.left.emit()

    def _step(self, steps: int) -> None:
        shown = self._list
        if shown is None or shown.isHidden() or not shown.count():
            return
        row = shown.currentRow()
        # Nothing is chosen in an empty field: the first step goes to an end.
        shown.setCurrentRow((row + steps) % shown.count() if row >= 0 else min(0, steps))
        if row < 0 and steps < 0:
            shown.setCurrentRow(shown.count() - 1)
        self._picked = True

    # --- keys ------------------------------------------------------------------------------
    def event(self, event: QEvent) -> bool:
        """Tab goes through what is offered; Escape leaves this field, not the images."""
        if isinstance(event, QKeyEvent):
            key = Qt.Key(event.key())
            if event.type() is QEvent.Type.ShortcutOverride and key == Qt.Key.Key_Escape:
                event.accept()
                return True
            is_tab = key in (Qt.Key.Key_Tab, Qt.Key.Key_Backtab)
            offers = self._list is not None and not self._list.isHidden()
            if event.type() is QEvent.Type.KeyPress and is_tab and offers:
                self._step(1 if key == Qt.Key.Key_Tab else -1)
                return True
        return super().event(event)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """As the class says; what is left is for the text."""
        key = Qt.Key(event.key())
        if key in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self._enter()
        elif key == Qt.Key.Key_Escape:
            self._leave()
        elif key in (Qt.Key.Key_Down, Qt.Key.Key_Up):
            self._step(1 if key == Qt.Key.Key_Down else -1)
        elif key == Qt.Key.Key_Backspace and not self.text():
            self.backspaced.emit()
        else:
            super().keyPressEvent(event)

    def focusInEvent(self, event: QFocusEvent) -> None:
        """Recent tags are offered before a letter is typed."""
        super().focusInEvent(event)
        self._offer()

    def focusOutEvent(self, event: QFocusEvent) -> None:
        """What was typed stays; the offers go."""
        super().focusOutEvent(event)
        self._close_list()

    def hideEvent(self, event: QHideEvent) -> None:
        """No offers without a field."""
        super().hideEvent(event)
        self._close_list()

    def moveEvent(self, event: QMoveEvent) -> None:
        """The offers follow."""
        super().moveEvent(event)
        self._place_list()

    def resizeEvent(self, event: QResizeEvent) -> None:
        """The offers follow."""
        super().resizeEvent(event)
        self._place_list()
