"""The panel on the right: palette and labels of what is selected."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import TypeVar

from PySide6.QtCore import QPoint, QSize, Qt, Signal
from PySide6.QtGui import QImage
from PySide6.QtWidgets import QFrame, QScrollArea, QWidget

from studio.core.asset import AssetDetails
from studio.core.errors import StudioError
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
from studio.library.library import Library

T = TypeVar("T")

MAX_PICTURES = 4
_MIN_WIDTH = 240


@dataclass(frozen=True, slots=True)
class _One:
    details: AssetDetails
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
        self._unfolded = False
        self._task: Task | None = None
        self._news: object = None  # what the page was made from
        self._make_page: Callable[[], Page] | None = None
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
            self._ids = ids  # nobody alters them
            self.refresh()

    def refresh(self) -> None:
        """Read again what is shown; without news the page stays as it is."""
        if self._task is not None:
            self._task.cancel()
        library, ids = self._context.library, self._ids
        if not ids:
            self._read(library.count_library, lambda counts: LibraryPage(self._context, counts))
        elif len(ids) == 1:
            self._read(lambda: _read_one(library, ids[0]), self._make_image_page)
        else:
            self._read(lambda: _read_several(library, ids), self._make_selection_page)

    def _read(self, work: Callable[[], T], make_page: Callable[[T], Page]) -> None:
        ids = self._ids

        def done(news: T) -> None:
            if ids is self._ids and news != self._news:
                self._news = news
                self._make_page = lambda: make_page(news)
                self._build()

        def failed(error: Exception) -> None:
            unknown = self.tr("The details cannot be read just now.")
            reason = str(error) if isinstance(error, StudioError) else unknown
            if ids is self._ids:
                self._news = None
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
        self.setUpdatesEnabled(False)
        self.setWidget(page)
        page.adjustSize()
        self.verticalScrollBar().setValue(place)
        self.setUpdatesEnabled(True)

    def _on_unfolded(self, unfolded: bool) -> None:
        self._unfolded = unfolded

    def _on_theme_changed(self) -> None:
        self._build()  # icons are tinted when they are made


def _read_one(library: Library, asset_id: int) -> _One:
    return _One(library.get_details(asset_id), _read_image(library, asset_id))


def _read_several(library: Library, ids: Sequence[int]) -> _Several:
    details = library.list_details(sample(ids))
    images = [_read_image(library, asset_id) for asset_id in ids[:MAX_PICTURES]]
    return _Several(summarise(details, len(ids)), images)


def _read_image(library: Library, asset_id: int) -> QImage:
    data = library.find_thumbnail(asset_id)
    return QImage() if data is None else decode_image(data)
