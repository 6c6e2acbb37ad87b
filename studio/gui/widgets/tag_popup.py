"""The tag field over the images, for where the inspector is hidden."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QObject, QPoint, Signal
from PySide6.QtWidgets import QFrame, QVBoxLayout, QWidget

from studio.core.edit import Ids
from studio.core.organising import Marks
from studio.gui import wording
from studio.gui.context import Context
from studio.gui.tasks import Task
from studio.gui.widgets.tags_section import TagsSection
from studio.gui.widgets.text import Text

_WIDTH = 340
_MARGIN = 24
_BOTTOM = 60  # the caption of the loupe stays in sight


class TagPopup(QFrame):
    """Closes on Escape, or when the keyboard goes elsewhere."""

    editWanted = Signal(object)  # Edit
    tagMenuAsked = Signal(str, QPoint)
    renameWanted = Signal(str)
    left = Signal()

    def __init__(self, context: Context, over: QWidget) -> None:
        super().__init__(over)
        self._context, self._over = context, over
        self._ids: Ids = ()
        self._task: Task | None = None
        self.setObjectName("tagPopup")
        self.setAccessibleName(self.tr("Add tags"))
        self._title = Text(context.theme, bold=True)
        self.tags = TagsSection(context, writable=True, stays_open=True)
        column = QVBoxLayout(self)
        column.setContentsMargins(14, 12, 14, 14)
        column.addWidget(self._title)
        column.addWidget(self.tags)
        self.tags.editWanted.connect(self.editWanted)
        self.tags.menuAsked.connect(self.tagMenuAsked)
        self.tags.renameWanted.connect(self.renameWanted)
        self.tags.left.connect(self._on_left)
        over.installEventFilter(self)
        self.hide()

    def open(self, ids: Ids) -> None:
        """For these images, with the focus in the field."""
        self._ids = ids
        self.tags.set_ids(ids)
        self._title.setText(self.tr("Tag {images}").format(images=wording.images(len(ids))))
        self.show()
        self._place()
        self.raise_()
        self.tags.open_field()
        self.refresh()

    def refresh(self) -> None:
        """Read again what the images have."""
        if self._task is not None:
            self._task.cancel()
        library, ids = self._context.library, self._ids

        def done(marks: Marks) -> None:
            self.tags.set_marks(ids, marks)
            self._place()

        if ids and self.isVisible():
            self._task = self._context.tasks.read(
                lambda: library.count_marks(ids), done, owner=self
            )

    def show_selection(self, ids: Ids) -> None:
        """Another image is looked at: go on with that."""
        if self.isVisible() and ids and ids != self._ids:
            self.open(ids)

    def _on_left(self) -> None:
        self.hide()
        self.left.emit()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Keep to the lower edge of what it lies over."""
        if event.type() is QEvent.Type.Resize and self.isVisible():
            self._place()
        return super().eventFilter(watched, event)

    def _place(self) -> None:
        over = self._over
        width = min(_WIDTH, over.width() - 2 * _MARGIN)
        layout = self.layout()
        height = layout.heightForWidth(width) if layout else 0
        height = min(max(height, 96), over.height() - _MARGIN - _BOTTOM)
        left = (over.width() - width) // 2
        self.setGeometry(left, over.height() - height - _BOTTOM, width, height)
