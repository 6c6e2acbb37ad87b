"""Reads one word of a query: its field, operator and alternatives."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import replace
from difflib import get_close_matches

from studio.core.errors import QueryError
from studio.core.query_model import (
    BLEND,
    DATE_FIELDS,
    FACETS,
    FIELDS,
    ORDERED_FIELDS,
    PICTURE_FIELDS,
    SHADE,
    SIMILAR,
    WORDS_OF,
    Term,
)
from studio.core.query_values import read_date, read_value
from studio.core.shade import Names, format_blend, format_shade, parse_blend, parse_shade
from studio.core.similar import format_example, parse_example

_ALIASES = {
    "colour": "color",
    "colourlabel": "colorlabel",
    "folder": "source",
    "file": "name",
    "collection": "in",
}
_HEAD = re.compile(r"(-?)([^\W\d_]+)(>=|<=|~|=|>|<|:)(.*)", re.DOTALL)


def read_word(word: str, at: int, names: Names | None) -> Term:
    """The term that `word` is; it stands at the letter `at` of the whole text.

    `names` are what colours may be called after `color~`, case folded. Raises QueryError.
    """
    match = _HEAD.fullmatch(word)
    if match is None:
        excluded = word.startswith("-") and len(word) > 1
        values = _plain(_split(word[int(excluded) :]))
        if not values:
            raise QueryError(f"There is nothing to look for in “{word}”.", at)
        return Term("text", values, excluded)
    minus, field, operator, rest = match.groups()
    field = _ALIASES.get(field.lower(), field.lower())
    if field not in FIELDS:
        raise QueryError(_unknown(match[2], FIELDS[:-1]), at + len(minus))
    start = at + match.start(4)
    pieces = _split(rest, start)
    if not any(value for value, _places in pieces):
        raise QueryError(f"A value is missing after “{match[2]}{operator}”.", start)
    if field == SIMILAR and operator in (":", "=", "~"):
        return Term(
            SIMILAR, _each(pieces, lambda v: format_example(parse_example(v))), *_like(minus)
        )
    if operator == "~" or field == BLEND:
        return _parse_likeness(field, operator, pieces, minus, names, at + match.start(3))
    term = _checked(Term(field, _plain(pieces), bool(minus), operator), start)
    known = field in (*PICTURE_FIELDS, *DATE_FIELDS)
    return replace(term, values=_read(field, pieces)) if known else term


def _read(field: str, pieces: list[_Piece]) -> tuple[str, ...]:
    """The values of a field that knows what they may be, each in the one way of writing it."""
    values = []
    for value, places in pieces:
        try:
            if value:
                values.append(
                    read_date(value) if field in DATE_FIELDS else read_value(field, value)
                )
        except ValueError as error:
            raise QueryError(str(error), places[0]) from None
    return tuple(dict.fromkeys(values))


def _parse_likeness(
    field: str,
    operator: str,
    pieces: list[_Piece],
    minus: str,
    names: Names | None,
    at: int,
) -> Term:
    """`color~...` or `palette~...`, each value in the one way of writing it."""
    if field not in ("color", BLEND) or operator != "~":
        raise QueryError(
            "Likeness (“~”) is for colours: color~#c0392b, or palette~#c0392b+#1b1b1d.", at
        )
    if field == "color":
        values = _each(pieces, lambda value: format_shade(parse_shade(value, names)))
        return Term(SHADE, values, *_like(minus))
    values = _each(pieces, lambda value: format_blend(parse_blend(value, names)))
    return Term(BLEND, values, *_like(minus))


def _like(minus: str) -> tuple[bool, str]:
    return bool(minus), "~"


def _each(pieces: list[_Piece], read: Callable[[str], str]) -> tuple[str, ...]:
    """Every alternative in the one way of writing it; errors get their place in the whole text."""
    values = []
    for value, places in pieces:
        try:
            values.append(read(value))
        except QueryError as error:
            raise QueryError(str(error), places[error.position or 0]) from None
    return tuple(values)


def _checked(term: Term, at: int) -> Term:
    if term.field in ORDERED_FIELDS:
        return _checked_order(term, at)
    if term.operator not in (":", "="):
        raise QueryError(
            f"“{term.field}{term.operator}” makes no sense; write {term.field}:…",
            at - len(term.operator),
        )
    if known := WORDS_OF.get(term.field):
        for value in term.values:
            if value.lower() not in known:
                raise QueryError(_unknown(f"{term.field}:{value}", known, value), at)
    if term.field in FACETS or known:
        return replace(term, operator=":", values=tuple(v.lower() for v in term.values))
    if term.field == "tag":
        values = tuple(" ".join(value.split()).casefold() for value in term.values)
        if not all(values):
            raise QueryError("A tag has no name here.", at)
        return replace(term, operator=":", values=values)
    return replace(term, operator=":")


def _checked_order(term: Term, at: int) -> Term:
    operator = "=" if term.operator == ":" else term.operator
    if term.field == "rating" and not all(
        value in ("0", "1", "2", "3", "4", "5") for value in term.values
    ):
        raise QueryError("A rating is a number from 0 to 5, as in rating>=3 or rating:4|5.", at)
    if len(term.values) > 1 and operator != "=":
        raise QueryError(f"Only one value can stand after “{term.field}{operator}”.", at)
    return replace(term, operator=operator)


def _unknown(written: str, known: tuple[str, ...], value: str | None = None) -> str:
    """That something is not known, what is, and what may have been meant."""
    near = get_close_matches((value or written).lower(), known, 1)
    hint = f" Did you mean {near[0]}?" if near else ""
    return f"“{written}” is not known.{hint} Known are {', '.join(known)}."


# An alternative without its quotes, and where each of its letters (and its end) stood.
_Piece = tuple[str, list[int]]


def _split(text: str, start: int = 0) -> list[_Piece]:
    """Alternatives between `|`, where a quote hides the bar; quotes and escapes are taken off."""
    pieces: list[_Piece] = []
    letters: list[str] = []
    places: list[int] = []
    quoted = False
    at = 0
    while at < len(text):
        letter = text[at]
        if quoted and letter == "\\" and at + 1 < len(text):
            at += 1
            letters.append(text[at])
            places.append(start + at)
        elif letter == '"':
            quoted = not quoted
        elif letter == "|" and not quoted:
            pieces.append(("".join(letters), [*places, start + at]))
            letters, places = [], []
        else:
            letters.append(letter)
            places.append(start + at)
        at += 1
    pieces.append(("".join(letters), [*places, start + at]))
    return pieces


def _plain(pieces: list[_Piece]) -> tuple[str, ...]:
    return tuple(value for value, _places in pieces if value)
