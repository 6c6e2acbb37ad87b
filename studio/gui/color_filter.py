"""The colours of a query as the colour panel shows and changes them."""

from __future__ import annotations

from dataclasses import dataclass, replace

from studio.core.query import SHADE, Item, Query, Term
from studio.core.shade import Shade, format_shade, parse_shade


@dataclass(frozen=True, slots=True)
class ColorFilter:
    """The colours that are asked for, and whether any of them is enough."""

    shades: tuple[Shade, ...] = ()
    any_of: bool = False

    def with_shade(self, place: int, shade: Shade) -> ColorFilter:
        """With another colour at `place`; past the end it is added. Each colour stands once."""
        shades = [*self.shades[:place], shade, *self.shades[place + 1 :]]
        twins = [at for at, other in enumerate(shades) if other.hex == shade.hex and at != place]
        kept = tuple(other for at, other in enumerate(shades) if at not in twins)
        return replace(self, shades=kept)

    def without(self, place: int) -> ColorFilter:
        """With one colour less."""
        return replace(self, shades=(*self.shades[:place], *self.shades[place + 1 :]))


def read_colors(query: Query) -> ColorFilter:
    """The colours that `query` asks for."""
    terms = [term for term in query.terms if _asks(term)]
    shades = tuple(parse_shade(value) for term in terms for value in term.values)
    return ColorFilter(shades, any(len(term.values) > 1 for term in terms))


def with_colors(query: Query, colors: ColorFilter) -> Query:
    """The query asking for these colours and no others, in the place of the first of them."""
    values = tuple(dict.fromkeys(map(format_shade, colors.shades)))
    groups = [values] if colors.any_of and values else [(value,) for value in values]
    new = [Term(SHADE, group, operator="~") for group in groups]
    old = [at for at, term in enumerate(query.terms) if _asks(term)]
    place = old[0] if old else len(query.terms)
    before = [term for term in query.terms[:place] if not _asks(term)]
    after = [term for term in query.terms[place:] if not _asks(term)]
    return Query((*before, *new, *after))


def _asks(term: Item) -> bool:
    return term.field == SHADE and not term.excluded
