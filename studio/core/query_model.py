"""What a query is made of: terms, groups of them in brackets, and the query itself."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace

from studio.core.organising import COLOR_LABELS, FLAG_WORDS
from studio.core.similar import Example, format_example

FACETS = ("style", "color", "garment", "pattern")
STATES = ("recent", "unsure", "untagged", "failed", "missing", "removed", "pending")
PICTURE_FIELDS = ("format", "orientation", "year", "month")
DATE_FIELDS = ("captured", "added")
# Their terms compare: ">=", "<=", ">", "<", or "=" with alternatives.
ORDERED_FIELDS = ("rating", *DATE_FIELDS)
PERSON_FIELDS = ("rating", "flag", "colorlabel", "tag", "note", "in")  # what a person says
FIELDS = (
    *(*FACETS, "palette", "similar", "name", "source", "is"),
    *(*PERSON_FIELDS, *PICTURE_FIELDS, *DATE_FIELDS, "text"),
)
# What matching images are counted by.
COUNTED = (*FACETS, "rating", "flag", "colorlabel", "tag", "source", *PICTURE_FIELDS, "is")
NONE = "none"  # as a value of flag, colorlabel and tag: the image has none
WORDS_OF: dict[str, tuple[str, ...]] = {
    "is": STATES,
    "flag": tuple(FLAG_WORDS),
    "colorlabel": (*COLOR_LABELS, NONE),
}
# What is searched by likeness; `color~` is a field of its own, since `color:` counts families.
SHADE, BLEND, SIMILAR = "shade", "palette", "similar"
GROUP = "group"
ALL, ANY = "all", "any"


@dataclass(frozen=True, slots=True)
class Term:
    """One chip of the search bar.

    `field` is a facet id (style, color, garment, pattern), `name` (part of the file name),
    `text` (a bare word: beginning of a label or of a word in the note, colour name, part of a tag
    or of the file name), `source` (folder), `is` (one of `STATES`), `rating`, `flag`, `colorlabel`,
    `tag` (case folded, or `NONE`), `note` (all these words, each from its beginning), `in` (a
    collection: its name, path or #id), one of `PICTURE_FIELDS` (file format, orientation, year and
    month of capture, as `read_value` writes them), `captured` or `added` (a day, month or year as
    `read_date` writes them; of the import by the clock of Greenwich), `shade` (`color~`: near a
    colour), `palette` (`palette~`: like a whole palette) or `similar` (like an image). `values`
    are alternatives, those of the last three as `format_shade`, `format_blend` and
    `format_example` write them; one of `ORDERED_FIELDS` with an order has one value. `operator` is
    one of ">=", "<=", "=", ">", "<" for those, "~" for the last three, ":" for all others.
    """

    field: str
    values: tuple[str, ...]
    excluded: bool = False
    operator: str = ":"


@dataclass(frozen=True, slots=True)
class Group:
    """Terms in brackets: `ANY` or `ALL` of the items hold; excluded: not so.

    Made by `any_of`, `all_of` and `negated`, which see to it that one meaning of brackets has one
    form: at least two items, none of which is a group that could as well do without its brackets.
    """

    operator: str
    items: tuple[Item, ...]
    excluded: bool = False

    @property
    def field(self) -> str:
        """`GROUP`, so that whoever looks for a field passes groups over."""
        return GROUP

    @property
    def values(self) -> tuple[str, ...]:
        """None: they belong to the terms inside."""
        return ()


Item = Term | Group


def all_of(items: Iterable[Item]) -> Item:
    """What holds where all of these hold; of at least one item."""
    return _combine(ALL, items)


def any_of(items: Iterable[Item]) -> Item:
    """What holds where any of these holds; of at least one item.

    >>> any_of([Term("color", ("red",)), Term("color", ("pink",))])
    Term(field='color', values=('red', 'pink'), excluded=False, operator=':')
    """
    return _combine(ANY, items)


def negated(item: Item) -> Item:
    """What holds where `item` does not."""
    return replace(item, excluded=not item.excluded)


def _combine(operator: str, items: Iterable[Item]) -> Item:
    flat: list[Item] = []
    for item in items:
        if isinstance(item, Group) and item.operator == operator and not item.excluded:
            flat.extend(item.items)
        else:
            flat.append(item)
    if operator == ANY:
        flat = _merge(flat)
    kept = tuple(dict.fromkeys(flat))
    return kept[0] if len(kept) == 1 else Group(operator, kept)


def _merge(items: list[Item]) -> list[Item]:
    """Alternatives of the same field as one term: `color:red OR color:pink` is `color:red|pink`."""
    places: dict[tuple[str, str], int] = {}
    merged: list[Item] = []
    for item in items:
        key = item.field, item.operator
        if isinstance(item, Group) or item.excluded or item.operator not in (":", "~", "="):
            merged.append(item)
        elif key in places:
            at = places[key]
            values = tuple(dict.fromkeys((*merged[at].values, *item.values)))
            merged[at] = replace(item, values=values)
        else:
            places[key] = len(merged)
            merged.append(item)
    return merged


def walk(items: Iterable[Item]) -> Iterator[Term]:
    """Every term, those inside of groups as well."""
    for item in items:
        if isinstance(item, Group):
            yield from walk(item.items)
        else:
            yield item


def term_of(field: str, values: tuple[str, ...], *, excluded: bool = False) -> Term:
    """The term for exactly these alternatives, with the operator that the field has for it."""
    operator = "=" if field in ORDERED_FIELDS else "~" if field in (SHADE, BLEND, SIMILAR) else ":"
    return Term(field, values, excluded, operator)


def term_like(images: tuple[str, ...], least: float | None = None) -> Term:
    """The term for what is like these images: ids of assets as digits, or one path."""
    return Term(SIMILAR, (format_example(Example(images, least)),), operator="~")


@dataclass(frozen=True, slots=True)
class Query:
    """All terms and groups, each of which has to hold."""

    terms: tuple[Item, ...] = ()

    def values(self, field: str) -> tuple[str, ...]:
        """The values that are asked for (not excluded) in `field`, outside of groups."""
        return self._values(field, excluded=False)

    def excluded(self, field: str) -> tuple[str, ...]:
        """The values that are left out in `field`, outside of groups."""
        return self._values(field, excluded=True)

    def _values(self, field: str, *, excluded: bool) -> tuple[str, ...]:
        found = (term for term in self.terms if term.field == field and term.excluded == excluded)
        return tuple(value for term in found for value in term.values)

    @property
    def has_likeness(self) -> bool:
        """Whether something is asked for that images are more or less like, outside of groups."""
        return any(term.operator == "~" and not term.excluded for term in self.terms)

    def without(self, field: str) -> Query:
        """The query without the terms that ask for `field`; exclusions and groups stay."""
        return Query(tuple(t for t in self.terms if t.field != field or t.excluded))

    def without_term(self, term: Item) -> Query:
        """The query without one chip."""
        return Query(tuple(t for t in self.terms if t != term))

    def replaced(self, term: Item, others: Iterable[Item]) -> Query:
        """The query with other terms in the place of one chip."""
        new = tuple(others)
        return Query(tuple(t for old in self.terms for t in (new if old == term else (old,))))

    def only(self, field: str, value: str) -> Query:
        """The query that asks for `value` alone in `field`, and leaves nothing out there."""
        kept = tuple(t for t in self.terms if t.field != field or not t.excluded)
        return Query(kept).with_values(field, (value,))

    def with_values(self, field: str, values: tuple[str, ...]) -> Query:
        """The query with exactly these alternatives in `field`; none drops the term."""
        kept: list[Item] = []
        placed = not values
        for term in self.terms:
            if isinstance(term, Group) or term.field != field or term.excluded:
                kept.append(term)
            elif not placed:
                kept.append(term_of(field, values))
                placed = True
        if not placed:
            kept.append(term_of(field, values))
        return Query(tuple(kept))

    def toggled(self, field: str, value: str) -> Query:
        """The query with `value` added to the alternatives in `field`, or taken out of them."""
        values = self.values(field)
        if value in values:
            return self.with_values(field, tuple(v for v in values if v != value))
        return self.with_values(field, (*values, value))
