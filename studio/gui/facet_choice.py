"""How a click in the sidebar changes the query, for each kind of facet."""

from __future__ import annotations

from studio.core.query import Query, Term
from studio.gui import filters
from studio.gui.filters import Choice

_DATES = {"year": "month", "month": "year"}
NO_STARS = "0"


def apply(query: Query, field: str, value: str, choice: Choice) -> Query:
    """The query after a choice of `value`; without a field, everything is shown."""
    if not field:
        return Query()
    if field == "rating":
        return _apply_rating(query, value, choice)
    if field in _DATES and choice is not Choice.EXCLUDED:
        # A month of another year would find nothing.
        query = query.without(_DATES[field])
    if choice is Choice.ONLY and query.values(field) != (value,):
        query = clear(query, field)  # "only this" lets in what was left out
    return filters.apply(query, field, value, choice)


def clear(query: Query, field: str) -> Query:
    """The query without anything that a facet asks for or leaves out."""
    fields = {field, _DATES.get(field, field)}
    return Query(tuple(term for term in query.terms if term.field not in fields))


def rating_value(stars: int) -> str:
    """So many stars and up, as a row of the sidebar names it; `NO_STARS` are exactly none."""
    return f">={stars}" if stars else NO_STARS


def rating_asked(query: Query) -> str | None:
    """The row that is asked for."""
    return next((_row_of(term) for term in _ratings(query) if not term.excluded), None)


def rating_left_out(query: Query) -> frozenset[str]:
    """The rows that are left out."""
    return frozenset(_row_of(term) for term in _ratings(query) if term.excluded)


def _ratings(query: Query) -> list[Term]:
    return [t for t in query.terms if isinstance(t, Term) and t.field == "rating"]


def _row_of(term: Term) -> str:
    if term.operator == ">=":
        return f">={term.values[0]}"
    if term.operator == ">":
        return f">={int(term.values[0]) + 1}"
    if term.operator == "=" and term.values == ("5",):
        return ">=5"
    return NO_STARS if term.operator == "=" and term.values == (NO_STARS,) else ""


def _apply_rating(query: Query, value: str, choice: Choice) -> Query:
    """Ratings are steps of one scale: another one takes the place of that which is asked for."""
    excluded = choice is Choice.EXCLUDED
    ratings = _ratings(query)
    chosen = [t for t in ratings if t.excluded == excluded and _row_of(t) == value]
    if chosen:  # lifted by the click that chose it
        return _without(query, chosen)
    gone = ratings
    if excluded:
        gone = [t for t in ratings if _row_of(t) == value]
    elif choice is Choice.ADDED:
        gone = [t for t in ratings if not t.excluded or _row_of(t) == value]
    stars = value.removeprefix(">=")
    term = Term("rating", (stars,), excluded, "=" if value == NO_STARS else ">=")
    return Query((*_without(query, gone).terms, term))


def _without(query: Query, gone: list[Term]) -> Query:
    return Query(tuple(term for term in query.terms if term not in gone))
