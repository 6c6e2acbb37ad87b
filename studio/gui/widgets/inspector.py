"""The panel on the right: palette and labels of what is selected."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from typing import TypeVar

from PySide6.QtCore import QPoint, QSize, Qt, QTimer, Signal
from PySide6.QtGui import QImage
from PySide6.QtWidgets import QFrame, QScrollArea, QWidget

from studio.core.asset import AssetDetails
from studio.core.errors import StudioError
from studio.core.organising import Flag, Marks
from studio.gui.context import Context
from studio.gui.models.selection_summary import SelectionSummary, sample, summarise
from studio.gui.tasks import Task
from studio.gui.thumbnails import decode_image
from studio.gui.widgets.inspector_pages import (
    ImagePage,
    LibraryPage,
    Page,
    ProblemPage,
    SelectionPage,
)
from studio.gui.widgets.organiser import Organiser
from studio.library.library import Library

T = TypeVar("T")

MAX_PICTURES = 4
NO_MARKS = Marks(0, {}, {}, {}, {}, {})
_MIN_WIDTH = 240


@dataclass(frozen=True, slots=True)
class _One:
    details: AssetDetails  # without what a person gave: that is shown by the organiser
    image: QImage  # null: there is no thumbnail


@dataclass(frozen=True, slots=True)
class _Several:
    summary: SelectionSummary
    images: list[QImage]


class Inspector(QScrollArea):
    """Reads off the GUI thread; what was shown stays until the new page is complete."""

    labelClicked = Signal(str, str)  # facet, label
    colorClicked = Signal(str)  # "#rrggbb"
    paletteMenuAsked = Signal(QPoint)  # on the screen
    assetActivated = Signal(int)  # the preview was double-clicked

    def __init__(self, context: Context, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._context = context
        self._ids: Sequence[int] = []
        self._shown: int | None = None  # images that a filter leaves; None: there is no filter
        self._unfolded = False
        self._task: Task | None = None
        self._news: object = None  # what the page was made from
        self._make_page: Callable[[], Page] | None = None
        self._marks_task: Task | None = None
        self._held: tuple[int, ...] = ()  # what the organiser shows
        self.organiser = Organiser(context, self)
        self.setObjectName("inspector")
        self.setAccessibleName(self.tr("Inspector"))
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setWidgetResizable(True)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setMinimumWidth(_MIN_WIDTH)
        context.theme.changed.connect(self._on_theme_changed)
        self.refresh()

    def sizeHint(self) -> QSize:
        """The width of the design."""
        return QSize(316, 600)

    def show_selection(self, ids: Sequence[int]) -> None:
        """Show these assets: one in full, several by what they share, none by a summary."""
        if len(ids) != len(self._ids) or ids != self._ids:
            self.organiser.note.commit()  # on the images that it was written for
            self._ids = ids  # nobody alters them
            self.refresh()

    def set_shown(self, count: int | None) -> None:
        """With nothing selected, speak of the `count` images that a filter leaves.

        None: all of the library is shown.
        """
        if count != self._shown:
            self._shown = count
            if not self._ids:
                self.refresh()

    def refresh(self) -> None:
        """Read again what is shown; without news the page stays as it is."""
        if self._task is not None:
            self._task.cancel()
        library, ids, shown = self._context.library, self._ids, self._shown
        if not ids:
            self._read(
                lambda: ((library.count_library(), shown), NO_MARKS),
                lambda found: LibraryPage(self._context, *found),
            )
        elif len(ids) == 1:
            self._read(lambda: _read_one(library, ids[0]), self._make_image_page)
        else:
            self._read(lambda: _read_several(library, ids), self._make_selection_page)

    def refresh_marks(self) -> None:
        """Read again what a person gave, and nothing else."""
        if self._marks_task is not None:
            self._marks_task.cancel()
        library, ids = self._context.library, self._ids

        def done(marks: Marks) -> None:
            if ids is self._ids and self._held == tuple(ids):
                self.organiser.set_marks(tuple(ids), marks)

        if ids:
            self._marks_task = self._context.tasks.read(
                lambda: library.count_marks(ids), done, owner=self
            )

    def can_tag(self) -> bool:
        """Whether the tag field can be opened here: it is seen, for what is selected."""
        return self.isVisible() and bool(self._ids) and self._held == tuple(self._ids)

    def open_tag_field(self) -> None:
        """The keyboard goes to the tags."""
        self.organiser.tags.open_field()
        QTimer.singleShot(0, self, self._show_tags)  # once the field has its place

    def _show_tags(self) -> None:
        """The chips as well, as far as there is room."""
        self.ensureWidgetVisible(self.organiser.note)
        self.ensureWidgetVisible(self.organiser.tags.field)

    def _read(self, work: Callable[[], tuple[T, Marks]], make_page: Callable[[T], Page]) -> None:
        ids = self._ids

        def done(found: tuple[T, Marks]) -> None:
            news, marks = found
            if ids is not self._ids:
                return
            self._held = tuple(ids)
            self.organiser.set_marks(self._held, marks)
            if news != self._news:
                self._news = news
                self._make_page = lambda: make_page(news)
                self._build()

        def failed(error: Exception) -> None:
            unknown = self.tr("The details cannot be read just now.")
            reason = str(error) if isinstance(error, StudioError) else unknown
            if ids is self._ids:
                self._news, self._held = None, ()
                self._make_page = lambda: ProblemPage(self._context, reason)
                self._build()

        self._task = self._context.tasks.read(work, done, failed, self)

    def _make_image_page(self, one: _One) -> Page:
        page = ImagePage(self._context, one.details, one.image, unfolded=self._unfolded)
        page.unfolded.connect(self._on_unfolded)
        page.previewActivated.connect(lambda: self.assetActivated.emit(one.details.id))
        return page

    def _make_selection_page(self, several: _Several) -> Page:
        return SelectionPage(self._context, several.summary, several.images)

    def _build(self) -> None:
        if self._make_page is None:
            return
        place = self.verticalScrollBar().value()
        page = self._make_page()
        page.labelClicked.connect(self.labelClicked)
        page.colorClicked.connect(self.colorClicked)
        page.paletteMenuAsked.connect(self.paletteMenuAsked)
        focus = self.organiser.find_focus()
        self.setUpdatesEnabled(False)
        if not page.hold(self.organiser.parts):
            self.organiser.park()
        self.setWidget(page)
        page.adjustSize()
        if focus is not None:
            focus.setFocus(Qt.FocusReason.OtherFocusReason)
        self.verticalScrollBar().setValue(place)
        self.setUpdatesEnabled(True)

    def _on_unfolded(self, unfolded: bool) -> None:
        self._unfolded = unfolded

    def _on_theme_changed(self) -> None:
        self._build()  # icons are tinted when they are made


def _read_one(library: Library, asset_id: int) -> tuple[_One, Marks]:
    found = library.get_details(asset_id)
    details = replace(found, rating=0, flag=Flag.NONE, color_label="", note="", tags=())
    marks = Marks(
        1,
        {found.rating: 1},
        {found.flag: 1},
        {found.color_label: 1},
        dict.fromkeys(found.tags, 1),
        {found.note: 1},
    )
    return _One(details, _read_image(library, asset_id)), marks


def _read_several(library: Library, ids: Sequence[int]) -> tuple[_Several, Marks]:
    details = library.list_details(sample(ids))
    images = [_read_image(library, asset_id) for asset_id in ids[:MAX_PICTURES]]
    return _Several(summarise(details, len(ids)), images), library.count_marks(ids)


def _read_image(library: Library, asset_id: int) -> QImage:
    data = library.find_thumbnail(asset_id)
    return QImage() if data is None else decode_image(data)
