"""The tags of the selection as chips, and the field that gives another."""

from __future__ import annotations

from PySide6.QtCore import QPoint, Qt, Signal
from PySide6.QtWidgets import QPushButton, QVBoxLayout, QWidget

from studio.core.edit import AddTag, Ids, RemoveTag
from studio.core.organising import Marks
from studio.gui.context import Context
from studio.gui.tasks import Task
from studio.gui.widgets.flow import FlowLayout
from studio.gui.widgets.named import named
from studio.gui.widgets.tag_chip import TagChip
from studio.gui.widgets.tag_field import TagField
from studio.gui.widgets.text import SectionHead
from studio.gui.wording import count as written

_MOST = 40  # chips, before the rest has to be asked for


class TagsSection(QWidget):
    """Edits the images that it was last told of; known tags are read when the field is opened."""

    editWanted = Signal(object)  # Edit
    menuAsked = Signal(str, QPoint)  # tag, place on the screen
    renameWanted = Signal(str)
    left = Signal()  # the field was left by Escape

    def __init__(self, context: Context, *, writable: bool, stays_open: bool = False) -> None:
        super().__init__()
        self._context, self._writable, self._stays_open = context, writable, stays_open
        self._ids: Ids = ()
        self._tags: dict[str, int] = {}
        self._images = 0
        self._unfolded = False
        self._task: Task | None = None
        self.chips: dict[str, TagChip] = {}
        self._more = named(QPushButton(flat=True), "link")
        self.adder = named(QPushButton(self.tr("+ tag (T)")), "tagAdder")
        self.adder.setAccessibleName(self.tr("Add tags"))
        self.field = TagField()
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(6)
        if not stays_open:
            column.addWidget(SectionHead(context.theme, self.tr("Tags")))
        self._flow = FlowLayout()
        column.addWidget(self.field)  # offers open upwards from it: the chips stay in sight
        column.addLayout(self._flow)
        for button in (self._more, self.adder):
            button.setCursor(Qt.CursorShape.PointingHandCursor)
            self._flow.addWidget(button)
        self._more.hide()
        self.field.setVisible(stays_open)
        self.adder.setVisible(writable and not stays_open)
        self._more.clicked.connect(self._unfold)
        self.adder.clicked.connect(self.open_field)
        self.field.chosen.connect(lambda name: self.editWanted.emit(AddTag(self._ids, name)))
        self.field.backspaced.connect(self._remove_last)
        self.field.left.connect(self._on_left)

    def set_marks(self, ids: Ids, marks: Marks) -> None:
        """Show the tags of these images, and edit them from now on."""
        if ids != self._ids:
            self._unfolded = False
        self._ids, self._tags, self._images = ids, dict(marks.tags), marks.images
        self._show_chips()
        if self.field.isVisible():
            self._read_tags()

    def set_ids(self, ids: Ids) -> None:
        """Edit these images from now on; what they have is still being read."""
        if ids != self._ids:
            self.set_marks(ids, Marks(len(ids), {}, {}, {}, {}, {}))

    def open_field(self) -> None:
        """Have the field, with the focus in it."""
        if self._writable:
            self.adder.hide()
            self.field.show()
            self.field.setFocus(Qt.FocusReason.ShortcutFocusReason)
            self._read_tags()

    # --- chips -----------------------------------------------------------------------------
    def _show_chips(self) -> None:
        shown = list(self._tags) if self._unfolded else list(self._tags)[:_MOST]
        for name in [name for name in self.chips if name not in shown]:
            self._drop(self.chips.pop(name))
        for place, name in enumerate(shown):
            if name not in self.chips:
                self.chips[name] = self._make(name)
            chip = self.chips[name]
            chip.set_count(self._tags[name], self._images)
            self._flow.insert(place, chip)
            chip.show()
        hidden = len(self._tags) - len(shown)
        self._more.setText(self.tr("{count} more").format(count=written(hidden)))
        self._more.setVisible(hidden > 0)
        self.updateGeometry()

    def _make(self, name: str) -> TagChip:
        chip = TagChip(self._context.theme, self._context.icons, name, writable=self._writable)
        chip.wanted.connect(lambda name: self.editWanted.emit(AddTag(self._ids, name)))
        chip.removed.connect(lambda name: self.editWanted.emit(RemoveTag(self._ids, name)))
        chip.renamed.connect(self.renameWanted)
        chip.menuAsked.connect(self.menuAsked)
        return chip

    def _drop(self, chip: TagChip) -> None:
        """The focus goes to a neighbour, so that the keyboard stays here."""
        if chip.hasFocus():
            others = [*self.chips.values(), self.field if self.field.isVisible() else self.adder]
            others[0].setFocus(Qt.FocusReason.OtherFocusReason)
        self._flow.removeWidget(chip)
        chip.hide()
        chip.deleteLater()

    def _unfold(self) -> None:
        self._unfolded = True
        self._show_chips()

    def _remove_last(self) -> None:
        if self.chips:
            self.editWanted.emit(RemoveTag(self._ids, list(self.chips)[-1]))

    # --- field -----------------------------------------------------------------------------
    def _read_tags(self) -> None:
        if self._task is not None:
            self._task.cancel()
        library = self._context.library
        self._task = self._context.tasks.read(library.list_tags, self._on_tags, owner=self)

    def _on_tags(self, known: list[str]) -> None:
        self._task = None
        given = [name for name, count in self._tags.items() if count == self._images]
        self.field.set_tags(known, given)

    def _on_left(self) -> None:
        if not self._stays_open:
            self.field.hide()
            self.adder.setVisible(self._writable)
        self.left.emit()
