"""The list of one sidebar section: as tall as its rows, reachable by mouse and keyboard."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QModelIndex, QPoint, QSize, Qt, Signal
from PySide6.QtGui import (
    QContextMenuEvent,
    QFocusEvent,
    QHoverEvent,
    QKeyEvent,
    QMouseEvent,
    QResizeEvent,
    QWheelEvent,
)
from PySide6.QtWidgets import QListView, QMenu, QSizePolicy, QWidget

from studio.gui.filters import Choice
from studio.gui.models.entry_model import ENTRY_ROLE, Entry, EntryModel, Index
from studio.gui.widgets.entry_delegates import ROW, SWATCH_CELL, RowDelegate, SwatchDelegate

_KEYBOARD_REASONS = (
    Qt.FocusReason.TabFocusReason,
    Qt.FocusReason.BacktabFocusReason,
    Qt.FocusReason.ShortcutFocusReason,
)
_FOLD_KEYS = (Qt.Key.Key_Left, Qt.Key.Key_Right)
_CHOOSE_KEYS = (Qt.Key.Key_Return, Qt.Key.Key_Enter, Qt.Key.Key_Space)


class EntryView(QListView):
    """Never scrolls itself; the sidebar around it does."""

    entryChosen = Signal(object, object)  # Entry, Choice
    focusLeft = Signal(int)  # an arrow key went past the first (-1) or last (+1) row
    foldWanted = Signal(object)  # Entry
    clearWanted = Signal()
    menuAboutToShow = Signal(object, object)  # QMenu, Entry

    def __init__(
        self,
        model: EntryModel,
        delegate: RowDelegate | SwatchDelegate,
        name: str,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self._delegate = delegate
        self._shows_focus = False
        self.toggles = True  # a plain click adds an alternative, else it chooses one place
        # Asking Qt for the viewport that it made itself would have PySide look through all its
        # classes for the right wrapper: 8 ms before the first paint.
        self._port = QWidget()
        self.setViewport(self._port)
        self._is_grid = isinstance(delegate, SwatchDelegate)
        delegate.setParent(self)
        self.setAccessibleName(name)
        self.setModel(model)
        self.setItemDelegate(delegate)
        self.setFrameShape(QListView.Shape.NoFrame)
        self.setSelectionMode(QListView.SelectionMode.NoSelection)
        self.setEditTriggers(QListView.EditTrigger.NoEditTriggers)
        self.setVerticalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Fixed)
        self.setUniformItemSizes(True)
        self.setMouseTracking(True)
        self._port.setAttribute(Qt.WidgetAttribute.WA_Hover)
        self._port.setAutoFillBackground(False)
        if self._is_grid:
            self.setFlow(QListView.Flow.LeftToRight)
            self.setWrapping(True)
            self.setResizeMode(QListView.ResizeMode.Adjust)
        model.modelReset.connect(self._fit)
        self._fit()

    def sizeHint(self) -> QSize:
        """All rows at once."""
        count = self.model().rowCount()
        if not self._is_grid:
            return QSize(120, count * ROW)
        columns = max(1, self._port.width() // SWATCH_CELL)
        return QSize(120, -(-count // columns) * SWATCH_CELL)

    def set_tree(self, is_tree: bool) -> None:
        """Rows that have others under them have room for a chevron, and so their neighbours."""
        if isinstance(self._delegate, RowDelegate):
            self._delegate.is_tree = is_tree

    def _fit(self) -> None:
        self.setFixedHeight(max(1, self.sizeHint().height()))

    def resizeEvent(self, event: QResizeEvent) -> None:
        """A wider sidebar has room for more swatches in a line."""
        super().resizeEvent(event)
        if self._is_grid and event.size().width() != event.oldSize().width():
            self._fit()

    def wheelEvent(self, event: QWheelEvent) -> None:
        """The sidebar scrolls, not the section."""
        event.ignore()

    def mousePressEvent(self, event: QMouseEvent) -> None:
        """A click chooses, with Ctrl it adds an alternative, with Alt it leaves out.

        With Shift it chooses this one alone. On the chevron it folds.
        """
        self._show_focus(shown=False)
        place = event.position().toPoint()
        index = self.indexAt(place)
        if event.button() is Qt.MouseButton.LeftButton and index.isValid():
            self.setCurrentIndex(index)
            if self._is_on_chevron(index, place):
                self.foldWanted.emit(index.data(ENTRY_ROLE))
            else:
                self._press(index, event)

    def _press(self, index: QModelIndex, event: QMouseEvent) -> None:
        self._choose(index, event.modifiers())

    def _is_on_chevron(self, index: QModelIndex, place: QPoint) -> bool:
        if not isinstance(self._delegate, RowDelegate):
            return False
        entry: Entry = index.data(ENTRY_ROLE)
        return self._delegate.chevron_rect(self.visualRect(index), entry).contains(place)

    def focusInEvent(self, event: QFocusEvent) -> None:
        """The ring shows for those who came by keyboard."""
        super().focusInEvent(event)
        by_keyboard = event.reason() in _KEYBOARD_REASONS
        if by_keyboard and not self.currentIndex().isValid():
            self.setCurrentIndex(self.model().index(0, 0))
        self._show_focus(shown=by_keyboard)

    def focusOutEvent(self, event: QFocusEvent) -> None:
        """Without the focus there is no ring."""
        super().focusOutEvent(event)
        self._show_focus(shown=False)

    def currentChanged(self, current: Index, previous: Index) -> None:
        """The ring goes with the current row."""
        super().currentChanged(current, previous)
        self._show_focus(shown=self._shows_focus)

    def event(self, event: QEvent) -> bool:
        """A key that means something here is no shortcut of the window meanwhile."""
        overrides = event.type() is QEvent.Type.ShortcutOverride
        if overrides and isinstance(event, QKeyEvent) and self.is_own_key(event):
            event.accept()
            return True
        return super().event(event)

    def is_own_key(self, event: QKeyEvent) -> bool:
        """Whether `keyPressEvent` does something with it."""
        return event.key() in (*_CHOOSE_KEYS, Qt.Key.Key_Minus)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Space or Enter chooses, minus leaves out, arrows go on to the neighbouring section.

        Right and left unfold and fold.
        """
        self._show_focus(shown=True)
        index = self.currentIndex()
        if event.key() in _CHOOSE_KEYS and index.isValid():
            self._choose(index, event.modifiers())
            return
        if event.key() == Qt.Key.Key_Minus and index.isValid():
            self._tell(index, Choice.EXCLUDED)
            return
        if not self._is_grid and event.key() in _FOLD_KEYS and index.isValid():
            self._fold(index, opened=event.key() == Qt.Key.Key_Right)
            return
        before = index.row()
        super().keyPressEvent(event)
        if self.currentIndex().row() == before:
            if event.key() == Qt.Key.Key_Down:
                self.focusLeft.emit(1)
            elif event.key() == Qt.Key.Key_Up:
                self.focusLeft.emit(-1)

    def _fold(self, index: QModelIndex, *, opened: bool) -> None:
        """Unfold, or go to the first row below; fold, or go to the row above all this."""
        entry: Entry = index.data(ENTRY_ROLE)
        if entry.is_open is not None and entry.is_open != opened:
            self.foldWanted.emit(entry)
        elif opened and entry.is_open:
            self.setCurrentIndex(index.siblingAtRow(index.row() + 1))
        elif not opened and entry.depth:
            rows = range(index.row() - 1, -1, -1)
            above = (index.siblingAtRow(row) for row in rows)
            self.setCurrentIndex(next(i for i in above if _depth(i) < entry.depth))

    def enter_from(self, direction: int) -> None:
        """Take the focus as an arrow key that goes down (+1) or up (-1) would."""
        row = 0 if direction > 0 else self.model().rowCount() - 1
        self.setFocus(Qt.FocusReason.TabFocusReason)
        self.setCurrentIndex(self.model().index(row, 0))

    def select_entry(self, key: tuple[str, str]) -> None:
        """Make the row current that a reset of the model took away."""
        for row in range(self.model().rowCount()):
            index = self.model().index(row, 0)
            entry: Entry = index.data(ENTRY_ROLE)
            if entry.key == key:
                self.setCurrentIndex(index)
                return

    def current_key(self) -> tuple[str, str] | None:
        """Which entry the keyboard stands on."""
        entry: Entry | None = self.currentIndex().data(ENTRY_ROLE)
        return entry.key if entry else None

    def viewportEvent(self, event: QEvent) -> bool:
        """Rows under the pointer light up, and the hand says that they can be clicked."""
        if event.type() is QEvent.Type.HoverMove and isinstance(event, QHoverEvent):
            self._set_hovered(self.indexAt(event.position().toPoint()).row())
        elif event.type() is QEvent.Type.HoverLeave:
            self._set_hovered(-1)
        return super().viewportEvent(event)

    def _set_hovered(self, row: int) -> None:
        if row != self._delegate.hovered_row:
            self._delegate.hovered_row = row
            shape = Qt.CursorShape.ArrowCursor if row < 0 else Qt.CursorShape.PointingHandCursor
            self._port.setCursor(shape)
            self._port.update()

    def _show_focus(self, *, shown: bool) -> None:
        self._shows_focus = shown
        self._delegate.focused_row = self.currentIndex().row() if shown else -1
        self._port.update()

    def _choose(self, index: QModelIndex, keys: Qt.KeyboardModifier) -> None:
        self._tell(index, self.choice_for(keys))

    def choice_for(self, keys: Qt.KeyboardModifier) -> Choice:
        """What a click, or Space, with these keys held down asks for."""
        if keys & Qt.KeyboardModifier.AltModifier:
            return Choice.EXCLUDED
        if keys & Qt.KeyboardModifier.ShiftModifier:
            return Choice.ONLY
        if keys & Qt.KeyboardModifier.ControlModifier or self.toggles:
            return Choice.ADDED
        return Choice.ONLY

    def _tell(self, index: Index, choice: Choice) -> None:
        self.entryChosen.emit(index.data(ENTRY_ROLE), choice)

    def contextMenuEvent(self, event: QContextMenuEvent) -> None:
        """The same three choices in words, for those who do not know the keys."""
        by_mouse = event.reason() is QContextMenuEvent.Reason.Mouse
        index = self.indexAt(event.pos()) if by_mouse else self.currentIndex()
        if not index.isValid() or not index.data(ENTRY_ROLE).field:
            return
        place = event.globalPos()
        if not by_mouse:
            place = self._port.mapToGlobal(self.visualRect(index).bottomLeft())
        menu = self.make_menu(index.data(ENTRY_ROLE))
        menu.popup(place)
        self.forget_pointer()

    def forget_pointer(self) -> None:
        """A menu takes the pointer away without a word: no row stays lit."""
        self._set_hovered(-1)

    def make_menu(self, entry: Entry) -> QMenu:
        """What can be done with a row; the menu deletes itself when it closes."""
        menu = QMenu(self)
        menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        click, ctrl = self.tr("Click"), self.tr("Ctrl+Click")
        only, added = (self.tr("Shift+Click"), click) if self.toggles else (click, ctrl)
        rows = (
            (Choice.ONLY, self.tr("Show only these"), only, False),
            (Choice.ADDED, self.tr("Show these as well"), added, entry.active),
            (Choice.EXCLUDED, self.tr("Leave these out"), self.tr("Alt+Click"), entry.excluded),
        )
        for choice, text, keys, checked in rows:
            action = menu.addAction(f"{text}\t{keys}")
            action.setCheckable(choice is not Choice.ONLY)
            action.setChecked(checked)
            action.triggered.connect(lambda _on, c=choice: self.entryChosen.emit(entry, c))
        rows_here = range(self.model().rowCount())
        entries = [self.model().index(row, 0).data(ENTRY_ROLE) for row in rows_here]
        if entry.field != "is" and any(each.active or each.excluded for each in entries):
            menu.addSeparator()
            menu.addAction(self.tr("Clear this filter")).triggered.connect(self.clearWanted)
        self.menuAboutToShow.emit(menu, entry)
        return menu


def _depth(index: QModelIndex) -> int:
    entry: Entry = index.data(ENTRY_ROLE)
    return entry.depth
