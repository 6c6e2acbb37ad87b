"""The rows that a search can be completed by: labels, tags, collections, fields, past searches."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from PySide6.QtCore import QCoreApplication, Qt
from PySide6.QtGui import QStandardItem

from studio.core.query import format_value
from studio.core.query_values import FORMATS
from studio.gui import filters

if TYPE_CHECKING:
    from studio.core.taxonomy import Taxonomy
    from studio.gui.vocabulary import Vocabulary

NAME_ROLE = int(Qt.ItemDataRole.UserRole)  # what people read: "Light blue"
HEX_ROLE = NAME_ROLE + 1  # of a colour family, else empty
MATCH_ROLE = NAME_ROLE + 2  # what typed letters are looked for in
COUNT_ROLE = NAME_ROLE + 3  # images that have it; None where that is not counted
HISTORY_ROLE = NAME_ROLE + 4  # a whole search, which takes the place of all that is typed
PAST = "\N{INFORMATION SEPARATOR ONE}"  # begins what past searches are matched by
_MOST_TAGS = 500


def _tr(text: str) -> str:
    return QCoreApplication.translate("completions", text)


def list_rows(taxonomy: Taxonomy, words: Vocabulary) -> Iterator[QStandardItem]:
    """Every row in the order in which they are offered."""
    yield from _list_labels(taxonomy, words)
    for tag in words.tags[:_MOST_TAGS]:
        yield _row("tag", tag, tag, words)
    for _id, path in words.collections:
        yield _row("in", path, path, words)
    yield from _list_values(words)
    for text, name in _fields().items():
        yield _make(text, name)
    for name, color in words.colors.items():
        yield _make(f"color~{format_value(name)}", name.capitalize(), color)
    for text in words.history:
        row = _make(text, text)
        row.setData(PAST + text, MATCH_ROLE)
        row.setData(True, HISTORY_ROLE)
        yield row


def _list_labels(taxonomy: Taxonomy, words: Vocabulary) -> Iterator[QStandardItem]:
    for facet in taxonomy.facets:
        counts = words.counts.get(facet.id, {})
        # What there is most of first; sorting keeps the order of the taxonomy among equals.
        for label in sorted(facet.labels, key=lambda label: -counts.get(label.id, 0)):
            row = _row(facet.id, label.id, label.name, words, label.hex)
            row.setToolTip(label.help)
            yield row


def _list_values(words: Vocabulary) -> Iterator[QStandardItem]:
    """What stands after the fields that have few values, and folders."""
    for field, names in (
        ("is", filters.state_names()),
        ("flag", filters.flag_names()),
        ("colorlabel", filters.color_label_names()),
        ("orientation", filters.orientation_names()),
        ("format", {value: value.upper() for value in FORMATS}),
        ("source", {name: name for name in words.sources}),
        ("tag", {"none": _tr("No tag")}),
    ):
        for value, name in names.items():
            yield _row(field, value, name, words)
    for stars in "54321":
        name = _tr("1 star or more") if stars == "1" else _tr("{stars} stars or more")
        yield _make(f"rating>={stars}", name.format(stars=stars))


def is_beginning(word: str) -> bool:
    """Whether a row is no term yet: something has to be typed after it."""
    return word in _fields()


def _fields() -> dict[str, str]:
    return {
        "tag:": _tr("With a tag"),
        "note:": _tr("With a word in the note"),
        "name:": _tr("Part of the file name"),
        "in:": _tr("On a board or in a smart collection"),
        "source:": _tr("From a folder"),
        "year:": _tr("Captured in a year"),
        "month:": _tr("Captured in a month"),
        "captured>=": _tr("Captured since a day"),
        "added>=": _tr("Added since a day"),
        "color~": _tr("Near a colour"),
        "OR": _tr("Either of two"),
        "NOT": _tr("Without what follows"),
    }


def _row(field: str, value: str, name: str, words: Vocabulary, color: str = "") -> QStandardItem:
    row = _make(f"{field}:{format_value(value)}", name, color)
    counts = words.counts.get(field)
    known = value.casefold() if field == "tag" else value
    if counts is not None and field != "source":
        row.setData(counts.get(known, 0), COUNT_ROLE)
    return row


def _make(text: str, name: str, color: str = "") -> QStandardItem:
    row = QStandardItem(text)
    row.setData(name, NAME_ROLE)
    row.setData(color, HEX_ROLE)
    row.setData(f"{text.replace(chr(34), '')} {name}", MATCH_ROLE)
    row.setData(name, Qt.ItemDataRole.AccessibleTextRole)
    return row
