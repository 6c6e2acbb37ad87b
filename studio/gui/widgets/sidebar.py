"""The left panel: fixed entries, sources, facets, smart collections and boards."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import TYPE_CHECKING

from PySide6.QtCore import QPoint, Qt, QTimer, Signal
from PySide6.QtGui import QDragEnterEvent, QDragLeaveEvent, QDragMoveEvent
from PySide6.QtWidgets import QMenu, QScrollArea, QVBoxLayout, QWidget

from studio.core.collection import Matching
from studio.core.color_summary import ColorSummary
from studio.core.edit import CollectionKind
from studio.core.query import Query
from studio.gui import asset_drag, facet_choice, filters
from studio.gui.browser import Counts
from studio.gui.icons import Icons
from studio.gui.models import sidebar_entries as rows
from studio.gui.models.collection_rows import CollectionTree, id_of
from studio.gui.models.entry_model import Entry
from studio.gui.theme import Theme
from studio.gui.widgets.collection_section import CollectionSection
from studio.gui.widgets.edge_scroll import EdgeScroll
from studio.gui.widgets.facet_section import FacetSection
from studio.gui.widgets.named import named
from studio.gui.widgets.searched_section import SearchedSection
from studio.gui.widgets.section_menu import make_section_menu

if TYPE_CHECKING:
    from studio.core.taxonomy import Taxonomy

_LIMITS = {"style": 9, "garment": 5, "pattern": 4, "source": 6, "tag": 8, "format": 6}
# Whose head alone is shown until somebody opens it.
_FOLDED_AT_FIRST = frozenset(
    {"rating", "flag", "colorlabel", "tag", "date", "format", "orientation"}
)


class Sidebar(QScrollArea):
    """Shows counts and turns clicks into filters."""

    queryWanted = Signal(object)  # Query
    foldingChanged = Signal(object)  # tuple of the keys of sections that are not as at first
    sourceMenuAboutToShow = Signal(object, object)  # QMenu, Source
    hidingChanged = Signal(object)  # tuple of the keys of hidden sections

    def __init__(
        self, theme: Theme, icons: Icons, folded: Iterable[str] = (), hidden: Iterable[str] = ()
    ) -> None:
        super().__init__()
        self.setObjectName("sidebar")
        self.setAccessibleName(self.tr("Filters"))
        self.setWidgetResizable(True)
        self.setFrameShape(QScrollArea.Shape.NoFrame)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.setMinimumWidth(208)  # "Recently added" and its count
        self._theme, self._icons = theme, icons
        self._turned, self._hidden = set(folded), set(hidden)
        self._query = Query()
        self._counts: Counts | None = None
        self._taxonomy: Taxonomy | None = None
        self._sections: dict[str, FacetSection] = {}
        self._known: dict[str, frozenset[str]] = {}  # values that some image has, by field
        self._colors: dict[str, str] = {}  # "#rrggbb" of the images in a colour family
        self._tree = CollectionTree()
        self._matching: Mapping[int, Matching] = {}
        self._folded_ids: set[int] = set()  # collections whose children are not shown
        self._open_years: set[str] = set()
        self._edge_scroll = EdgeScroll(self)
        self.setAcceptDrops(True)
        body = named(QWidget(), "sidebarBody")
        self._column = QVBoxLayout(body)
        self._column.setContentsMargins(10, 12, 10, 12)
        self._column.setSpacing(0)
        self._column.addStretch(1)
        self.setWidget(body)
        self._add_section("is", self.tr("Library"), toggles=False)
        self._sections["is"].set_entries(rows.library_entries(None, Query()))
        self.smart = self._add_collections(CollectionKind.SMART)
        self.boards = self._add_collections(CollectionKind.BOARD)

    # --- sections --------------------------------------------------------------------------
    def set_taxonomy(self, taxonomy: Taxonomy) -> None:
        """Make the sections of a library that has just been opened."""
        if taxonomy == self._taxonomy:
            return
        self._taxonomy = taxonomy
        fixed = {"is", self.smart.key, self.boards.key}
        for key in [key for key in self._sections if key not in fixed]:
            self._sections.pop(key).deleteLater()
        at = self._column.indexOf(self.smart)
        self._add_section("source", self.tr("Sources"), at)
        self._sections["source"].view.menuAboutToShow.connect(self._on_source_menu)
        for place, facet in enumerate(taxonomy.facets, start=at + 1):
            self._add_section(facet.id, facet.name, place, as_swatches=facet.id == "color")
        for key, title in (
            ("rating", self.tr("Rating")),
            ("flag", self.tr("Flag")),
            ("colorlabel", self.tr("Colour label")),
            ("tag", self.tr("Tags")),
            ("date", self.tr("Captured")),
            ("format", self.tr("Format")),
            ("orientation", self.tr("Orientation")),
        ):
            self._add_section(key, title)

    def _add_section(
        self,
        key: str,
        title: str,
        at: int = -1,
        *,
        as_swatches: bool = False,
        toggles: bool = True,
    ) -> None:
        limit = _LIMITS.get(key, 0)
        theme, icons = self._theme, self._icons
        section = (
            SearchedSection(key, title, theme, icons, limit)
            if key == "tag"
            else FacetSection(key, title, theme, icons, limit, as_swatches=as_swatches)
        )
        section.view.toggles = toggles
        section.entryChosen.connect(self._on_entry_chosen)
        self._place(section, at)

    def _add_collections(self, kind: CollectionKind) -> CollectionSection:
        section = CollectionSection(kind, self._theme, self._icons)
        section.collections.dragMoved.connect(self._edge_scroll.start)
        section.collections.dragEnded.connect(self._edge_scroll.stop)
        self._place(section)
        return section

    def _place(self, section: FacetSection, at: int = -1) -> None:
        key = section.key
        section.set_open((key in _FOLDED_AT_FIRST) == (key in self._turned))
        section.set_hidden(key in self._hidden)
        section.folded.connect(self._on_folded)
        section.focusLeft.connect(self._on_focus_left)
        section.clearWanted.connect(self._on_clear_wanted)
        section.menuAsked.connect(self._on_menu_asked)
        section.rowFolded.connect(self._on_row_folded)
        self._sections[key] = section
        self._column.insertWidget(self._column.count() - 1 if at < 0 else at, section)

    def list_sections(self) -> list[FacetSection]:
        """All sections from top to bottom, also those that are hidden."""
        return sorted(self._sections.values(), key=self._column.indexOf)

    def section_of(self, kind: CollectionKind) -> CollectionSection:
        """The section of smart collections, or that of boards."""
        return self.smart if kind is CollectionKind.SMART else self.boards

    def set_section_hidden(self, key: str, hidden: bool) -> None:
        """Leave a section out, or let it in again."""
        (self._hidden.add if hidden else self._hidden.discard)(key)
        self._sections[key].set_hidden(hidden)
        self.hidingChanged.emit(tuple(sorted(self._hidden)))

    def is_section_hidden(self, key: str) -> bool:
        """Whether somebody has hidden it."""
        return key in self._hidden

    def show_widget(self, widget: QWidget) -> None:
        """Scroll to something that has just been added."""
        QTimer.singleShot(0, widget, lambda: self.ensureWidgetVisible(widget, 0, 40))

    # --- what is shown ---------------------------------------------------------------------
    def set_query(self, query: Query) -> None:
        """Mark what is chosen at once; the counts follow when they are read."""
        self._query = query
        self._show()

    def set_counts(self, counts: Counts | None) -> None:
        """Show what was counted under the filters; None: there is no library."""
        self._counts = counts
        self._remember_values()
        self._show()

    def set_colors(self, summary: ColorSummary | None) -> None:
        """Colour families look like the images that are in them; None: there is no library."""
        families = summary.families if summary else ()
        self._colors = {found.family: found.hex for found in families}
        self._show()

    def set_collections(self, tree: CollectionTree, matching: Mapping[int, Matching]) -> None:
        """Show smart collections and boards, with what each of them finds."""
        self._tree, self._matching = tree, matching
        self._show_collections()

    def _remember_values(self) -> None:
        """Under filters the rows stay where they are; only their counts fall to nothing."""
        if self._counts is None:
            self._known = {}
            return
        for field, numbers in self._counts.facets.items():
            here = frozenset(value for value, number in numbers.items() if number)
            before = self._known.get(field, frozenset()) if self._query.terms else frozenset()
            self._known[field] = before | here

    def _show(self) -> None:
        counts = self._counts
        library = counts.library if counts else None
        self._sections["is"].set_entries(rows.library_entries(library, self._query))
        self._show_collections()
        if self._taxonomy is None:
            return
        sources = counts.sources if counts else ()
        numbers = counts.facets.get("source") if counts else None
        self._sections["source"].set_entries(rows.source_entries(sources, numbers, self._query))
        has_images = library is not None and library.all > 0
        for key, entries in self._facet_entries(self._taxonomy):
            self._sections[key].set_entries(entries if has_images else [])

    def _facet_entries(self, taxonomy: Taxonomy) -> Iterable[tuple[str, Sequence[Entry]]]:
        query, facets = self._query, self._counts.facets if self._counts else {}
        for facet in taxonomy.facets:
            numbers, known = facets.get(facet.id, {}), self._known_of(facet.id)
            yield facet.id, rows.label_entries(facet, numbers, query, known, self._colors)
        yield "rating", rows.rating_entries(facets.get("rating", {}), query)
        if "flag" in facets:
            yield "flag", rows.flag_entries(facets["flag"], query)
            yield "colorlabel", rows.color_label_entries(facets["colorlabel"], query)
            tags = {k: v for k, v in facets["tag"].items() if k != "none"}
            known = self._known_of("tag") - {"none"}
            written = self._counts.tags if self._counts else ()
            names = {name.casefold(): name for name in written}
            yield "tag", rows.word_entries("tag", tags, query, known, names)
        years, months = facets.get("year", {}), facets.get("month", {})
        known = self._known_of("year") | self._known_of("month")
        yield "date", rows.date_entries(years, months, query, known, self._open_years)
        formats = facets.get("format", {})
        known = self._known_of("format")
        names = {value: value.upper() for value in (*formats, *known)}
        yield "format", rows.word_entries("format", formats, query, known, names)
        yield "orientation", rows.orientation_entries(facets.get("orientation", {}), query)

    def _known_of(self, field: str) -> frozenset[str]:
        return self._known.get(field, frozenset())

    def _show_collections(self) -> None:
        for section in (self.smart, self.boards):
            entries = self._tree.rows(section.kind, self._matching, self._query, self._folded_ids)
            section.set_tree(self._tree, entries)

    # --- what is chosen --------------------------------------------------------------------
    def _on_entry_chosen(self, entry: Entry, choice: filters.Choice) -> None:
        self.queryWanted.emit(facet_choice.apply(self._query, entry.field, entry.value, choice))

    def _on_source_menu(self, menu: QMenu, entry: Entry) -> None:
        sources = self._counts.sources if self._counts else ()
        named_so = (each for each in sources if entry.value in (each.name, each.path))
        if found := next(named_so, None):
            self.sourceMenuAboutToShow.emit(menu, found)

    def _on_clear_wanted(self, key: str) -> None:
        field = {"date": "year", self.smart.key: "in", self.boards.key: "in"}.get(key, key)
        self.queryWanted.emit(facet_choice.clear(self._query, field))

    def _on_folded(self, key: str, folded: bool) -> None:
        turned = folded != (key in _FOLDED_AT_FIRST)
        (self._turned.add if turned else self._turned.discard)(key)
        self.foldingChanged.emit(tuple(sorted(self._turned)))

    def _on_row_folded(self, entry: Entry) -> None:
        if entry.field == "year":
            (self._open_years.discard if entry.is_open else self._open_years.add)(entry.value)
        else:
            (self._folded_ids.add if entry.is_open else self._folded_ids.discard)(id_of(entry))
        self._show()

    def _on_menu_asked(self, key: str, place: QPoint) -> None:
        make_section_menu(self, key, self).popup(place)

    def _on_focus_left(self, direction: int) -> None:
        views = [s.view for s in self.list_sections() if s.view.isVisible()]
        here = next((i for i, view in enumerate(views) if view.hasFocus()), None)
        if here is not None and 0 <= here + direction < len(views):
            view = views[here + direction]
            view.enter_from(direction)
            self.ensureWidgetVisible(view, 0, 40)

    # --- what is dragged over it -----------------------------------------------------------
    def dragEnterEvent(self, event: QDragEnterEvent) -> None:
        """Boards may be further down: images and collections scroll on their way to them."""
        event.setAccepted(asset_drag.is_ours(event.mimeData()))

    def dragMoveEvent(self, event: QDragMoveEvent) -> None:
        """Nothing is put down between the boards."""
        self._edge_scroll.start()
        event.ignore()

    def dragLeaveEvent(self, event: QDragLeaveEvent) -> None:
        """It went elsewhere, or to one of the rows."""
        del event
        self._edge_scroll.stop()
