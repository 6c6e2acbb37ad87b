"""What is looked at: the query, its order, the ids that match and the counts beside them."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from PySide6.QtCore import QElapsedTimer, QObject, QTimer, Signal, Slot

from studio.core.collection import Changes, FacetCounts, Grouping, LibraryCounts, Sort, Source
from studio.core.color_summary import ColorSummary
from studio.core.errors import BundleError, ImageError, IncomparableImage, QueryError
from studio.core.moving import is_moved_by
from studio.core.query import Query
from studio.gui.context import Context
from studio.gui.tasks import Task

if TYPE_CHECKING:
    from studio.core.listing import Listing
    from studio.library.library import Library

_PERIOD_MS = 250  # between two refreshes while an import runs
_REST = 4  # a refresh that takes long is followed by a pause this many times as long
_COLORS_DELAY_MS = 300  # images and counts come first
_COLORS_PERIOD_MS = 1500  # colours of whole families move slowly
_COLORS_REST = 10

# What changes an image may move it in these orders.
_BY_ANALYSIS = {
    *(Sort.COLOR, Sort.LIGHTNESS, Sort.CAPTURED),
    *(Sort.RATING, Sort.CONFIDENCE, Sort.BOARD),
}


@dataclass(frozen=True, slots=True)
class Counts:
    """Everything that the sidebar and the menus show, read in one go."""

    library: LibraryCounts
    facets: FacetCounts
    sources: tuple[Source, ...]
    undo: str | None
    redo: str | None
    tags: tuple[str, ...] = ()  # as they are written; counts have them case folded


def _count(library: Library, query: Query) -> Counts:
    library.prepare_search()
    return Counts(
        library.count_library(),
        library.count_facets(query),
        tuple(library.sources.list_all()),
        library.find_undo(),
        library.find_redo(),
        tuple(library.list_tags()),
    )


class Browser(QObject):
    """Asks the library off the GUI thread, at most every 250 ms, and tells what came back."""

    queryChanged = Signal(object)
    sortChanged = Signal(object)
    idsArrived = Signal(object)  # Listing
    countsArrived = Signal(object)
    colorsArrived = Signal(object)  # ColorSummary of the library, by a sample
    assetsChanged = Signal(list)
    queryRefused = Signal(str)  # why the library cannot answer it
    marksChanged = Signal(list)  # a person marked these; nothing else of them changed
    _announced = Signal(object)  # from whichever thread made the change

    def __init__(self, context: Context, sort: Sort, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._context = context
        self._query = Query()
        self._sort = sort
        self._grouping = Grouping.NONE
        self._needs_shapes = False
        self._listing: Listing | None = None  # what came last
        # An order that goes with the query, as long as nobody chooses another.
        self._own_sort: Sort | None = None
        self._changed: set[int] = set()
        self._want_ids = False
        self._want_counts = False
        self._prepared = False
        self._ids_task: Task | None = None
        self._counts_task: Task | None = None
        self._colors_task: Task | None = None
        self._clock = QElapsedTimer()
        self._colors_clock = QElapsedTimer()
        self._timer = QTimer(self, singleShot=True, interval=_PERIOD_MS)
        self._timer.timeout.connect(self._refresh)
        self._colors_timer = QTimer(self, singleShot=True, interval=_COLORS_DELAY_MS)
        self._colors_timer.timeout.connect(self._read_colors)
        self._announced.connect(self._on_announced)
        self._unsubscribe = context.library.subscribe(self._announced.emit)

    @property
    def query(self) -> Query:
        """The filters."""
        return self._query

    @property
    def sort(self) -> Sort:
        """The order: by likeness where the query asks for something that images are like."""
        return self._own_sort or self._sort

    @property
    def grouping(self) -> Grouping:
        """What the images are divided by."""
        return self._grouping

    def set_needs_shapes(self, needs: bool) -> None:
        """Whether the layout follows the proportions of the pictures, which analysis finds."""
        self._needs_shapes = needs

    def set_grouping(self, grouping: Grouping) -> None:
        """Divide them by something else."""
        if grouping is not self._grouping:
            self._grouping = grouping
            if self._listing is not None or self._ids_task is not None:
                self._read_ids()

    def close(self) -> None:
        """Hear nothing more of the library."""
        self._unsubscribe()
        self._timer.stop()
        self._colors_timer.stop()

    def set_query(self, query: Query) -> None:
        """Look at what matches `query`; who asks for likeness sees the nearest first."""
        if query != self._query:
            before, had_likeness = self.sort, self._query.has_likeness
            self._query = query
            if query.has_likeness != had_likeness:
                self._own_sort = Sort.LIKENESS if query.has_likeness else None
            if self._own_sort is Sort.BOARD and not query.values("in"):
                self._own_sort = None
            self.queryChanged.emit(query)
            if self.sort != before:
                self.sortChanged.emit(self.sort)
            self.reload()

    def set_sort(self, sort: Sort) -> None:
        """Look at it in another order."""
        before = self.sort
        fits = {
            Sort.LIKENESS: self._query.has_likeness,
            Sort.BOARD: bool(self._query.values("in")),
        }
        self._own_sort = sort if fits.get(sort) else None
        if sort not in fits:
            self._sort = sort
        if self.sort != before:
            self.sortChanged.emit(self.sort)
            self._read_ids()

    @Slot()
    def reload(self) -> None:
        """Ask for everything again, now."""
        self._read_ids()
        self._read_counts()
        if not self._colors_clock.isValid():
            self._colors_timer.start()

    @Slot(object)
    def _on_announced(self, changes: Changes) -> None:
        if changes.fields:
            self._on_marked(changes)
            return
        self._changed.update(changes.asset_ids)
        moved = changes.added or changes.everything
        # Under a filter, or in an order that analysis decides, a tag moves images about.
        sorted_by_analysis = self._sort in _BY_ANALYSIS
        sorted_by_analysis |= self._grouping is Grouping.DATE or self._needs_shapes
        self._want_ids |= moved or bool(self._query.terms) or sorted_by_analysis
        self._want_counts = True
        if not self._timer.isActive():
            self._timer.start()
        if not self._colors_timer.isActive():
            self._colors_timer.start()

    def _on_marked(self, changes: Changes) -> None:
        """Shown at once; colours are the same, and most searches find the same images."""
        self._want_ids |= is_moved_by(self._query, self.sort, changes.fields)
        self._want_counts = True
        if not self._timer.isActive():
            self._timer.start()
        self.marksChanged.emit(list(changes.asset_ids))

    @Slot()
    def _refresh(self) -> None:
        if self._ids_task or self._counts_task:
            self._timer.start()  # the last answer is still on its way
            return
        if self._changed:
            changed, self._changed = sorted(self._changed), set()
            self.assetsChanged.emit(changed)
        if self._want_ids:
            self._read_ids()
        if self._want_counts:
            self._read_counts()

    def _read_ids(self) -> None:
        if self._ids_task:
            self._ids_task.cancel()
        self._want_ids = False
        library, query, sort = self._context.library, self._query, self.sort
        grouping, before = self._grouping, self._listing

        def read() -> Listing:
            listing = library.list_assets(query, sort, grouping)
            return listing if before is None else listing.after(before.ids)

        self._ids_task = self._context.tasks.read(
            read, self._on_ids, self._on_ids_failed, owner=self
        )

    def _read_counts(self) -> None:
        if self._counts_task:
            self._counts_task.cancel()
        self._want_counts = False
        self._clock.start()
        library, query = self._context.library, self._query
        self._counts_task = self._context.tasks.read(
            lambda: _count(library, query),
            self._on_counts,
            self._on_counts_failed,
            owner=self,
        )

    @Slot()
    def _read_colors(self) -> None:
        if self._colors_task:
            self._colors_timer.start()  # the last answer is still on its way
            return
        self._colors_clock.start()
        library = self._context.library
        self._colors_task = self._context.tasks.read(
            library.sketch_colors, self._on_colors, self._on_colors_failed, owner=self
        )

    def _on_colors(self, summary: ColorSummary) -> None:
        self._colors_task = None
        self._colors_timer.setInterval(
            max(_COLORS_PERIOD_MS, _COLORS_REST * self._colors_clock.elapsed())
        )
        self.colorsArrived.emit(summary)

    def _on_colors_failed(self, error: Exception) -> None:
        self._colors_task = None
        self._context.tasks.unhandledErrorOccurred.emit(error)

    def _on_ids(self, listing: Listing) -> None:
        self._ids_task = None
        self._listing = listing
        self.idsArrived.emit(listing)

    def _on_counts(self, counts: Counts) -> None:
        self._counts_task = None
        self._timer.setInterval(max(_PERIOD_MS, _REST * self._clock.elapsed()))
        if not self._prepared:
            self._prepared = True
            prepare = self._context.library.prepare_words
            self._context.tasks.read(prepare, lambda _none: None, owner=self)
        self.countsArrived.emit(counts)

    def _on_ids_failed(self, error: Exception) -> None:
        self._ids_task = None
        if isinstance(error, IncomparableImage | ImageError | BundleError | QueryError):
            from studio.core.listing import Listing

            self._on_ids(Listing.of(()))  # what was shown before matches another query
        if isinstance(error, QueryError):
            self.queryRefused.emit(str(error))
            return
        self._context.tasks.unhandledErrorOccurred.emit(error)

    def _on_counts_failed(self, error: Exception) -> None:
        self._counts_task = None
        if isinstance(error, QueryError):
            return  # which the search for ids says, too
        self._context.tasks.unhandledErrorOccurred.emit(error)
