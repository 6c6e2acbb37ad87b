"""The left panel: fixed entries, sources, and collections that fill themselves."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import TYPE_CHECKING

from PySide6.QtCore import QCoreApplication, Qt, Signal
from PySide6.QtWidgets import QScrollArea, QVBoxLayout, QWidget

from studio.core.collection import LibraryCounts, Source
from studio.core.color_summary import ColorSummary
from studio.core.query import Query
from studio.gui import filters
from studio.gui.browser import Counts
from studio.gui.icons import Icons
from studio.gui.models.entry_model import Entry
from studio.gui.theme import Theme
from studio.gui.widgets.facet_section import FacetSection
from studio.gui.widgets.named import named

if TYPE_CHECKING:
    from studio.core.taxonomy import Facet, Taxonomy

_ICONS = {
    "recent": "clock",
    "unsure": "circle-question-mark",
    "untagged": "tag",
    "failed": "circle-x",
    "missing": "triangle-alert",
    "removed": "trash-2",
}
_LIMITS = {"style": 9, "garment": 5, "pattern": 4, "source": 6}


class Sidebar(QScrollArea):
    """Shows counts and turns clicks into filters."""

    queryWanted = Signal(object)  # Query
    foldingChanged = Signal(object)  # tuple of the keys of folded sections

    def __init__(self, theme: Theme, icons: Icons, folded: Iterable[str] = ()) -> None:
        super().__init__()
        self.setObjectName("sidebar")
        self.setAccessibleName(self.tr("Filters"))
        self.setWidgetResizable(True)
        self.setFrameShape(QScrollArea.Shape.NoFrame)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.setMinimumWidth(208)  # "Recently added" and its count
        self._theme, self._icons = theme, icons
        self._folded = set(folded)
        self._query = Query()
        self._counts: Counts | None = None
        self._taxonomy: Taxonomy | None = None
        self._sections: dict[str, FacetSection] = {}
        self._known: dict[str, frozenset[str]] = {}  # labels that some image has, by facet
        self._colors: dict[str, str] = {}  # "#rrggbb" of the images in a colour family
        body = named(QWidget(), "sidebarBody")
        self._column = QVBoxLayout(body)
        self._column.setContentsMargins(10, 12, 10, 12)
        self._column.setSpacing(0)
        self._column.addStretch(1)
        self.setWidget(body)
        self._add_section("is", self.tr("Library"))
        self._sections["is"].set_entries(_library_entries(None, Query()))

    def set_taxonomy(self, taxonomy: Taxonomy) -> None:
        """Make the sections of a library that has just been opened."""
        if taxonomy == self._taxonomy:
            return
        self._taxonomy = taxonomy
        for key in [key for key in self._sections if key != "is"]:
            self._sections.pop(key).deleteLater()
        self._add_section("source", self.tr("Sources"))
        for facet in taxonomy.facets:
            self._add_section(facet.id, facet.name, as_swatches=facet.id == "color")

    def set_query(self, query: Query) -> None:
        """Mark what is chosen at once; the counts follow when they are read."""
        self._query = query
        self._show()

    def set_counts(self, counts: Counts | None) -> None:
        """Show what was counted under the filters; None: there is no library."""
        self._counts = counts
        self._remember_labels()
        self._show()

    def set_colors(self, summary: ColorSummary | None) -> None:
        """Colour families look like the images that are in them; None: there is no library."""
        families = summary.families if summary else ()
        self._colors = {found.family: found.hex for found in families}
        self._show()

    def _remember_labels(self) -> None:
        """Under filters the rows stay where they are; only their counts fall to nothing."""
        if self._counts is None:
            self._known = {}
            return
        for facet, numbers in self._counts.facets.items():
            here = frozenset(label for label, number in numbers.items() if number)
            before = self._known.get(facet, frozenset()) if self._query.terms else frozenset()
            self._known[facet] = before | here

    def _add_section(self, key: str, title: str, *, as_swatches: bool = False) -> None:
        section = FacetSection(
            key, title, self._theme, self._icons, _LIMITS.get(key, 0), as_swatches=as_swatches
        )
        section.set_open(key not in self._folded)
        section.hide()
        section.entryChosen.connect(self._on_entry_chosen)
        section.folded.connect(self._on_folded)
        section.focusLeft.connect(self._on_focus_left)
        self._sections[key] = section
        self._column.insertWidget(self._column.count() - 1, section)

    def _show(self) -> None:
        query, counts = self._query, self._counts
        library = counts.library if counts else None
        self._sections["is"].set_entries(_library_entries(library, query))
        if self._taxonomy is None:
            return
        sources = counts.sources if counts else ()
        self._sections["source"].set_entries(_source_entries(sources, query))
        for facet in self._taxonomy.facets:
            numbers = counts.facets.get(facet.id, {}) if counts else {}
            has_images = library is not None and library.all > 0
            known = self._known.get(facet.id, frozenset())
            entries = []
            if has_images:
                entries = _facet_entries(facet, numbers, query, known, self._colors)
            self._sections[facet.id].set_entries(entries)

    def _on_entry_chosen(self, entry: Entry, choice: filters.Choice) -> None:
        if not entry.field:
            self.queryWanted.emit(Query())
        else:
            self.queryWanted.emit(filters.apply(self._query, entry.field, entry.value, choice))

    def _on_folded(self, key: str, folded: bool) -> None:
        (self._folded.add if folded else self._folded.discard)(key)
        self.foldingChanged.emit(tuple(sorted(self._folded)))

    def _on_focus_left(self, direction: int) -> None:
        views = [s.view for s in self._sections.values() if s.isVisible() and s.is_open]
        here = next((i for i, view in enumerate(views) if view.hasFocus()), None)
        if here is not None and 0 <= here + direction < len(views):
            view = views[here + direction]
            view.enter_from(direction)
            self.ensureWidgetVisible(view, 0, 40)


def _library_entries(counts: LibraryCounts | None, query: Query) -> list[Entry]:
    """All images, then the states; those that are mostly empty show when they are not."""
    names = filters.state_names()
    active = filters.active_values(query, "is")
    excluded = filters.excluded_values(query, "is")
    every = QCoreApplication.translate("sidebar", "All images")
    entries = [Entry("", "", every, counts.all if counts else 0, 0, not query.terms, icon="images")]
    numbers = _state_counts(counts)
    for value, number in numbers.items():
        optional = value == "failed" or counts is None or not (counts.all or counts.removed)
        on, out = value in active, value in excluded
        if value == "recent" or number or on or out or not optional:
            entries.append(Entry("is", value, names[value], number, 0, on, out, _ICONS[value]))
    return entries


def _state_counts(counts: LibraryCounts | None) -> dict[str, int]:
    if counts is None:
        return {"recent": 0}
    return {
        "recent": counts.recent,
        "unsure": counts.to_review,
        "untagged": counts.untagged,
        "failed": counts.failed,
        "missing": counts.missing,
        "removed": counts.removed,
    }


def _source_entries(sources: Sequence[Source], query: Query) -> list[Entry]:
    active = filters.active_values(query, "source")
    excluded = filters.excluded_values(query, "source")
    return [
        Entry(
            "source",
            source.name,
            source.name,
            source.count,
            active=source.name in active,
            excluded=source.name in excluded,
            icon="folder",
            help=source.path,
        )
        for source in sources
    ]


def _facet_entries(
    facet: Facet,
    numbers: Mapping[str, int],
    query: Query,
    known: frozenset[str],
    colors: Mapping[str, str],
) -> list[Entry]:
    """Labels by count, the largest first; colours keep the order of the taxonomy."""
    active = filters.active_values(query, facet.id)
    excluded = filters.excluded_values(query, facet.id)
    shown = known | active | excluded
    largest = max(numbers.values(), default=0)
    entries = [
        Entry(
            facet.id,
            label.id,
            label.name,
            numbers.get(label.id, 0),
            numbers.get(label.id, 0) / largest if largest else 0.0,
            label.id in active,
            label.id in excluded,
            hex=colors.get(label.id, label.hex) if label.hex else "",
            help=label.help,
        )
        for label in facet.labels
        if facet.id == "color" or numbers.get(label.id) or label.id in shown
    ]
    return entries if facet.id == "color" else sorted(entries, key=lambda entry: -entry.count)
