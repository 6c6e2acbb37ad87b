"""What the sections of the sidebar show: counts and filters as rows."""

from __future__ import annotations

import calendar
import os
from collections import Counter
from collections.abc import Collection as Container
from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING

from PySide6.QtCore import QCoreApplication, QLocale

from studio.core.collection import LibraryCounts, Source
from studio.core.organising import COLOR_LABELS, FLAG_WORDS, MAX_RATING
from studio.core.query import NONE, Query
from studio.core.query_values import ORIENTATIONS
from studio.gui import facet_choice, filters
from studio.gui.mark_words import LABEL_COLORS
from studio.gui.models.entry_model import Entry

if TYPE_CHECKING:
    from studio.core.taxonomy import Facet

Numbers = Mapping[str, int]

_STATE_ICONS = {
    "recent": "clock",
    "unsure": "circle-question-mark",
    "untagged": "tag",
    "failed": "circle-x",
    "missing": "triangle-alert",
    "removed": "trash-2",
}

_NO_COLOR = "#00000000"  # an empty dot


def _tr(text: str) -> str:
    return QCoreApplication.translate("sidebar", text)


def library_entries(counts: LibraryCounts | None, query: Query) -> list[Entry]:
    """All images, then the states; those that are mostly empty show when they are not."""
    names = filters.state_names()
    active = filters.active_values(query, "is")
    excluded = filters.excluded_values(query, "is")
    total = counts.all if counts else 0
    entries = [Entry("", "", _tr("All images"), total, 0, not query.terms, icon="images")]
    numbers = _state_counts(counts)
    for value, number in numbers.items():
        optional = value == "failed" or counts is None or not (counts.all or counts.removed)
        on, out = value in active, value in excluded
        if value == "recent" or number or on or out or not optional:
            icon = _STATE_ICONS[value]
            entries.append(Entry("is", value, names[value], number, 0, on, out, icon))
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


def source_entries(sources: Sequence[Source], numbers: Numbers | None, query: Query) -> list[Entry]:
    """Folders that were added, with what matches in each; two of one name go by their paths."""
    active = filters.active_values(query, "source")
    excluded = filters.excluded_values(query, "source")
    names = Counter(source.name for source in sources)
    away = _tr("This folder cannot be reached now.")
    return [
        Entry(
            "source",
            source.name if names[source.name] == 1 else source.path,
            shown_path(source.name),
            source.count if numbers is None else numbers.get(source.path, 0),
            active=bool({source.name, source.path} & active),
            excluded=bool({source.name, source.path} & excluded),
            icon="folder",
            help=shown_path(source.path) + ("" if source.reachable else f"\n{away}"),
            dim=not source.reachable,
            badge="" if source.reachable else "unplug",
        )
        for source in sources
    ]


def label_entries(
    facet: Facet,
    numbers: Numbers,
    query: Query,
    known: frozenset[str],
    colors: Mapping[str, str],
) -> list[Entry]:
    """Labels by count, the largest first; colours keep the order of the taxonomy.

    A value that is filtered by shows also where the taxonomy has no such label any more.
    """
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
    if facet.id != "color":
        entries.sort(key=lambda entry: -(entry.count or 0))
    ids = {label.id for label in facet.labels}
    return entries + [
        Entry(
            facet.id,
            value,
            value,
            numbers.get(value, 0),
            active=value in active,
            excluded=value in excluded,
            help=_tr("No label is called so any more."),
        )
        for value in sorted((active | excluded) - ids)
    ]


def rating_entries(numbers: Numbers, query: Query) -> list[Entry]:
    """Five stars, four and up, ..., and those without."""
    asked, left_out = facet_choice.rating_asked(query), facet_choice.rating_left_out(query)
    entries = []
    total = 0
    for stars in range(MAX_RATING, -1, -1):
        here = numbers.get(str(stars), 0)
        total += here
        value = facet_choice.rating_value(stars)
        name = "★" * stars if stars else _tr("No stars")
        if 0 < stars < MAX_RATING:
            name = _tr("{stars} and up").format(stars=name)
        number = total if stars else here
        on, out = value == asked, value in left_out
        entries.append(Entry("rating", value, name, number, active=on, excluded=out))
    return entries


def flag_entries(numbers: Numbers, query: Query) -> list[Entry]:
    """Picked, rejected, neither."""
    return _fixed_entries("flag", list(FLAG_WORDS), filters.flag_names(), numbers, query)


def color_label_entries(numbers: Numbers, query: Query) -> list[Entry]:
    """The colours that a person marks images with, and none."""
    values = [*COLOR_LABELS, NONE]
    names = filters.color_label_names()
    return _fixed_entries(
        "colorlabel", values, names, numbers, query, {**LABEL_COLORS, NONE: _NO_COLOR}
    )


def orientation_entries(numbers: Numbers, query: Query) -> list[Entry]:
    """Portrait, landscape, square."""
    names = filters.orientation_names()
    return _fixed_entries("orientation", list(ORIENTATIONS), names, numbers, query)


def _fixed_entries(
    field: str,
    values: Sequence[str],
    names: Mapping[str, str],
    numbers: Numbers,
    query: Query,
    colors: Mapping[str, str] | None = None,
) -> list[Entry]:
    active = filters.active_values(query, field)
    excluded = filters.excluded_values(query, field)
    odd = sorted((active | excluded) - set(values))
    return [
        Entry(
            field,
            value,
            names.get(value, value),
            numbers.get(value, 0),
            active=value in active,
            excluded=value in excluded,
            hex=(colors or {}).get(value, ""),
        )
        for value in (*values, *odd)
    ]


def word_entries(
    field: str, numbers: Numbers, query: Query, known: frozenset[str], names: Mapping[str, str]
) -> list[Entry]:
    """Tags or formats by count; what is filtered by shows also where nothing has it."""
    active = filters.active_values(query, field)
    excluded = filters.excluded_values(query, field)
    values = sorted(
        known | active | excluded | {value for value, number in numbers.items() if number},
        key=lambda value: (-numbers.get(value, 0), value),
    )
    return [
        Entry(
            field,
            value,
            names.get(value, value),
            numbers.get(value, 0),
            active=value in active,
            excluded=value in excluded,
            help=names.get(value, value),
        )
        for value in values
    ]


def date_entries(
    years: Numbers,
    months: Numbers,
    query: Query,
    known: frozenset[str],
    opened: Container[str],
) -> list[Entry]:
    """Years of capture, the latest first, each with its months; `known` has years and months."""
    on = filters.active_values(query, "year") | filters.active_values(query, "month")
    out = filters.excluded_values(query, "year") | filters.excluded_values(query, "month")
    values = known | on | out | set(years) | set(months)
    entries = []
    for year in sorted({value[:4] for value in values}, reverse=True):
        is_open = year in opened
        state = (year in on, year in out)
        entries.append(
            Entry("year", year, year, years.get(year, 0), 0, *state, depth=0, is_open=is_open)
        )
        inside = sorted(value for value in values if len(value) > 4 and value[:4] == year)
        for month in inside:
            # A folded year shows the months that are filtered by.
            if is_open or month in on or month in out:
                name, state = _month_name(month), (month in on, month in out)
                entries.append(
                    Entry("month", month, name, months.get(month, 0), 0, *state, depth=1)
                )
    return entries


def _month_name(month: str) -> str:
    locale = QLocale()
    number = int(month[5:])
    if locale.language() is QLocale.Language.C:
        return calendar.month_name[number]
    return locale.standaloneMonthName(number)


def shown_path(path: str) -> str:
    """A path as it can be drawn, whatever bytes are in it."""
    return os.fsencode(path).decode("utf-8", "replace")
