"""How clicks on labels change the query, and how its terms read as chips."""

from __future__ import annotations

import os
from collections.abc import Callable
from dataclasses import replace
from enum import Enum
from typing import TYPE_CHECKING

from PySide6.QtCore import QCoreApplication, Qt

from studio.core.query import (
    ANY,
    BLEND,
    NONE,
    ORDERED_FIELDS,
    SHADE,
    SIMILAR,
    Group,
    Item,
    Query,
    Term,
    term_of,
)
from studio.core.shade import Shade, parse_blend, parse_shade, shares
from studio.core.similar import parse_example

if TYPE_CHECKING:
    from studio.core.taxonomy import Taxonomy


class Choice(Enum):
    """What a click on a label asks for."""

    ONLY = "only"
    ADDED = "added"
    EXCLUDED = "excluded"


def choice_for(keys: Qt.KeyboardModifier) -> Choice:
    """What a click, or Space, with these keys held down asks for."""
    if keys & Qt.KeyboardModifier.AltModifier:
        return Choice.EXCLUDED
    if keys & (Qt.KeyboardModifier.ControlModifier | Qt.KeyboardModifier.ShiftModifier):
        return Choice.ADDED
    return Choice.ONLY


def active_values(query: Query, field: str) -> frozenset[str]:
    """The alternatives that `field` is filtered by; excluded terms are not among them."""
    return frozenset(query.values(field))


def excluded_values(query: Query, field: str) -> frozenset[str]:
    """The values of `field` that are left out."""
    return frozenset(query.excluded(field))


def apply(query: Query, field: str, value: str, choice: Choice) -> Query:
    """The query after a click on `value`."""
    if choice is Choice.EXCLUDED:
        return exclude(query, field, value)
    change = toggle if choice is Choice.ADDED else choose
    return change(_with_excluded(query, field, value, excluded=False), field, value)


def choose(query: Query, field: str, value: str) -> Query:
    """Filter `field` by `value` alone; the filter that is chosen already is lifted.

    >>> choose(Query((Term("style", ("edgy",)),)), "style", "formal").terms
    (Term(field='style', values=('formal',), excluded=False, operator=':'),)
    """
    only = query.values(field) == (value,)
    return query.with_values(field, () if only else (value,))


def toggle(query: Query, field: str, value: str) -> Query:
    """Add `value` to the alternatives of `field`, or take it out of them."""
    return query.toggled(field, value)


def exclude(query: Query, field: str, value: str) -> Query:
    """Leave `value` out, or let it in again.

    >>> exclude(Query((Term("style", ("edgy",)),)), "style", "edgy").terms
    (Term(field='style', values=('edgy',), excluded=True, operator=':'),)
    """
    if value in excluded_values(query, field):
        return _with_excluded(query, field, value, excluded=False)
    kept = tuple(other for other in query.values(field) if other != value)
    return _with_excluded(query.with_values(field, kept), field, value, excluded=True)


def _with_excluded(query: Query, field: str, value: str, *, excluded: bool) -> Query:
    """All that is left out of a field stands in one term: "not style: edgy or formal"."""
    new = term_of(field, (value,), excluded=True)
    shape = (field, new.operator, True)  # "-rating>=4" is something else
    found = [term for term in query.terms if (term.field, term.operator, term.excluded) == shape]
    known = tuple(v for v in dict.fromkeys(v for t in found for v in t.values) if v != value)
    values = (*known, value) if excluded else known
    kept = tuple(term for term in query.terms if term not in found)
    if not values:
        return Query(kept)
    return Query((*kept, replace(new, values=values)))


def merge(query: Query, extra: Query) -> Query:
    """Both queries' terms, each once."""
    return Query(tuple(dict.fromkeys((*query.terms, *extra.terms))))


def _tr(text: str) -> str:
    return QCoreApplication.translate("filters", text)


def state_names() -> dict[str, str]:
    """What the values of `is:` are called in the window."""
    return {
        "recent": _tr("Recently added"),
        "unsure": _tr("To review"),
        "untagged": _tr("Untagged"),
        "failed": _tr("Failed"),
        "missing": _tr("Missing"),
        "removed": _tr("Trash"),
    }


def orientation_names() -> dict[str, str]:
    """What the values of `orientation:` are called in the window."""
    return {"portrait": _tr("Portrait"), "landscape": _tr("Landscape"), "square": _tr("Square")}


def flag_names() -> dict[str, str]:
    """What the values of `flag:` are called in the window."""
    return {"picked": _tr("Picked"), "rejected": _tr("Rejected"), NONE: _tr("Not flagged")}


def color_label_names() -> dict[str, str]:
    """What the values of `colorlabel:` are called in the window."""
    return {
        "red": _tr("Red"),
        "yellow": _tr("Yellow"),
        "green": _tr("Green"),
        "blue": _tr("Blue"),
        "purple": _tr("Purple"),
        NONE: _tr("None"),
    }


Names = Callable[[str], str]  # what a collection is called that a value of `in:` means


def describe(item: Item, taxonomy: Taxonomy, names: Names = str) -> str:
    """A term or group as a chip shows it: "style: bohemian or romantic"."""
    if item.values == (NONE,) and item.field in (nothing := _nothing_names()):
        return nothing[item.field][item.excluded]
    if isinstance(item, Group):
        text = _describe_group(item, taxonomy, names)
        text = f"({text})" if item.excluded else text
    elif item.field == "in":
        text = _tr("in: {names}").format(names=_tr(" or ").join(map(names, item.values)))
    else:
        text = _describe(item, taxonomy)
    return _tr("not {text}").format(text=text) if item.excluded else text


def _nothing_names() -> dict[str, tuple[str, str]]:
    """What is said of images that were given nothing, and of all others."""
    return {
        "flag": (_tr("not flagged"), _tr("flagged")),
        "colorlabel": (_tr("no label"), _tr("any label")),
        "tag": (_tr("no tag"), _tr("any tag")),
    }


def _describe_group(group: Group, taxonomy: Taxonomy, names: Names) -> str:
    """What is in the brackets; "or" parts less tightly than "and", so both need brackets inside."""
    texts = []
    for item in group.items:
        text = describe(item, taxonomy, names)
        texts.append(f"({text})" if isinstance(item, Group) and not item.excluded else text)
    return (_tr(" or ") if group.operator == ANY else _tr(" and ")).join(texts)


def _describe(term: Term, taxonomy: Taxonomy) -> str:
    alternatives = _tr(" or ").join
    if term.field == SHADE:
        return _describe_shades([parse_shade(value) for value in term.values])
    if term.field == BLEND:
        return _tr("palette")
    if term.field in ("is", "flag"):
        names = state_names() if term.field == "is" else flag_names()
        return alternatives(names.get(value, value).lower() for value in term.values)
    if term.field == "colorlabel":
        labels = color_label_names()
        words = alternatives(labels.get(value, value).lower() for value in term.values)
        return _tr("label: {color}").format(color=words)
    if term.field == SIMILAR:
        return _tr("like {images}").format(images=alternatives(map(_describe_images, term.values)))
    if term.field == "text":
        return alternatives(f"“{value}”" for value in term.values)
    if term.field in ORDERED_FIELDS:
        names = {"rating": _tr("rating"), "captured": _tr("captured"), "added": _tr("added")}
        return _tr("{field} {operator} {value}").format(
            field=names[term.field],
            operator=term.operator.replace(":", "="),
            value=alternatives(term.values),
        )
    facet = find_facet_name(term.field, taxonomy)
    if term.field == "format":
        return f"{facet}: {alternatives(value.upper() for value in term.values)}"
    names = {
        label.id: label.name
        for known in taxonomy.facets
        if known.id == term.field
        for label in known.labels
    }
    values = alternatives(names.get(value, value).lower() for value in term.values)
    if not names:
        values = alternatives(term.values)
    return f"{facet}: {values}"


def _describe_images(value: str) -> str:
    example = parse_example(value)
    if example.file:
        return os.fsencode(os.path.basename(example.file)).decode("utf-8", "replace")
    number = len(example.ids)
    return _tr("an image") if number == 1 else _tr("{count} images").format(count=number)


def _describe_shades(shades: list[Shade]) -> str:
    """The colours, and once what they have in common: "#c0392b or #e9bf3c, 20 %"."""
    details = [_describe_reach(shade) for shade in shades]
    same = len(set(details)) == 1
    texts = [s.hex if same else s.hex + detail for s, detail in zip(shades, details, strict=True)]
    return _tr(" or ").join(texts) + (details[0] if same else "")


def _describe_reach(shade: Shade) -> str:
    share = "" if shade.coverage is None else f", {shade.coverage * 100:.3g} %"
    return share if shade.tolerance is None else f"{share}, ±{shade.tolerance:.3g}"


def find_facet_name(field: str, taxonomy: Taxonomy) -> str:
    """The field as people read it, in lower case."""
    for facet in taxonomy.facets:
        if facet.id == field:
            return facet.name.lower()
    names = {
        "source": _tr("folder"),
        "name": _tr("name"),
        "tag": _tr("tag"),
        "note": _tr("note"),
    }
    return names.get(field, field)


def strip(term: Item) -> tuple[tuple[str, float], ...]:
    """The colours of a palette that is asked for, (hex, share), for its chip; else nothing."""
    if term.field != BLEND:
        return ()
    blend = parse_blend(term.values[0])
    return tuple(zip((part.hex for part in blend.parts), shares(blend), strict=True))


def swatches(term: Item, taxonomy: Taxonomy) -> tuple[str, ...]:
    """The "#rrggbb" of the colours and colour families in a term, for its chip."""
    if term.field == SHADE:
        return tuple(parse_shade(value).hex for value in term.values)
    return tuple(
        label.hex
        for facet in taxonomy.facets
        if facet.id == term.field
        for value in term.values
        for label in facet.labels
        if label.id == value and label.hex
    )
