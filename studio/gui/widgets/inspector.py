"""The panel on the right: palette and labels of what is selected."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from PySide6.QtCore import QSize, Qt, Signal
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

MAX_PICTURES = 4
_MIN_WIDTH = 240


@dataclass(frozen=True, slots=True)
class _Several:
    summary: SelectionSummary
    images: list[QImage]


class Inspector(QScrollArea):
    """Reads off the GUI thread; what was shown stays until the new page is complete."""

    labelClicked = Signal(str, str)  # facet, label
    colorClicked = Signal(str)  # colour family
    assetActivated = Signal(int)  # the preview was double-clicked

    def __init__(self, context: Context, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._context = context
        self._ids: list[int] = []
        self._unfolded = False
        self._task: Task | None = None
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
        if list(ids) != self._ids:
            self._ids = list(ids)
            self.refresh()

    def refresh(self) -> None:
        """Read again what is shown; the place in the panel stays."""
        if self._task is not None:
            self._task.cancel()
        library, ids = self._context.library, self._ids
        read = self._context.tasks.read
        if not ids:
            self._task = read(
                library.count_library,
                lambda counts: self._show(lambda: LibraryPage(self._context, counts), ids),
                lambda error: self._on_failed(error, ids),
                self,
            )
        elif len(ids) == 1:
            self._task = read(
                lambda: _read_one(library, ids[0]),
                lambda result: self._show(lambda: self._make_image_page(*result), ids),
                lambda error: self._on_failed(error, ids),
                self,
            )
        else:
            self._task = read(
                lambda: _read_several(library, ids),
                lambda several: self._show(
                    lambda: SelectionPage(self._context, several.summary, several.images), ids
                ),
                lambda error: self._on_failed(error, ids),
                self,
            )

    def _make_image_page(self, details: AssetDetails, image: QImage | None) -> Page:
        page = ImagePage(self._context, details, image, unfolded=self._unfolded)
        page.unfolded.connect(self._on_unfolded)
        page.previewActivated.connect(lambda: self.assetActivated.emit(details.id))
        return page

    def _show(self, make_page: Callable[[], Page], ids: list[int]) -> None:
        if ids is not self._ids:
            return
        self._make_page = make_page
        self._build()

    def _build(self) -> None:
        if self._make_page is None:
            return
        place = self.verticalScrollBar().value()
        page = self._make_page()
        page.labelClicked.connect(self.labelClicked)
        page.colorClicked.connect(self.colorClicked)
        self.setUpdatesEnabled(False)
        self.setWidget(page)
        page.adjustSize()
        self.verticalScrollBar().setValue(place)
        self.setUpdatesEnabled(True)

    def _on_failed(self, error: Exception, ids: list[int]) -> None:
        unknown = self.tr("The details cannot be read just now.")
        reason = str(error) if isinstance(error, StudioError) else unknown
        self._show(lambda: ProblemPage(self._context, reason), ids)

    def _on_unfolded(self, unfolded: bool) -> None:
        self._unfolded = unfolded

    def _on_theme_changed(self) -> None:
        self._build()  # icons are tinted when they are made


def _read_one(library: Library, asset_id: int) -> tuple[AssetDetails, QImage | None]:
    details = library.get_details(asset_id)
    data = library.find_thumbnail(asset_id)
    return details, None if data is None else decode_image(data)


def _read_several(library: Library, ids: Sequence[int]) -> _Several:
    details = []
    for asset_id in sample(ids):
        try:
            details.append(library.get_details(asset_id))
        except StudioError:
            continue  # it was removed a moment ago
    images = []
    for asset_id in ids[:MAX_PICTURES]:
        data = library.find_thumbnail(asset_id)
        if data is not None:
            images.append(decode_image(data))
    return _Several(summarise(details, len(ids)), images)
