"""The query language of search bar and command line, parsed into a value.

`style:bohemian color:red|pink -pattern:checks rating>=3 name:"ss27 look" is:unsure linen`:
between terms AND, inside a term OR (`|`), a minus excludes. `color~#c0392b@20%~8` asks for a
colour near that one (`studio/core/shade.py`), `palette~#c0392b@60%+#1b1b1d@40%` for a palette,
`similar:1234` for images like that one (`studio/core/similar.py`).
"""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass, replace

from studio.core.errors import QueryError
from studio.core.shade import Names, format_blend, format_shade, parse_blend, parse_shade
from studio.core.similar import Example, format_example, parse_example

FACETS = ("style", "color", "garment", "pattern")
STATES = ("recent", "unsure", "untagged", "failed", "missing", "removed", "pending")
FIELDS = (*FACETS, "palette", "similar", "name", "source", "is", "rating", "text")
# What is searched by likeness; `color~` is a field of its own, since `color:` counts families.
SHADE, BLEND, SIMILAR = "shade", "palette", "similar"
_ALIASES = {"colour": "color", "folder": "source", "file": "name"}
_OPERATORS = (">=", "<=", "=", ">", "<", ":")


@dataclass(frozen=True, slots=True)
class Term:
    """One chip of the search bar.

    `field` is a facet id (style, color, garment, pattern), `name` (part of the file name),
    `text` (a bare word: beginning of a label, colour name or part of the file name), `source`
    (folder), `is` (one of `STATES`), `rating`, `shade` (`color~`: near a colour), `palette`
    (`palette~`: like a whole palette) or `similar` (like an image). `values` are alternatives,
    those of the last three as `format_shade`, `format_blend` and `format_example` write them;
    `rating` has one value. `operator` is one of ">=", "<=", "=", ">", "<" for `rating`, "~" for
    the last three, ":" for all others.
    """

    field: str
    values: tuple[str, ...]
    excluded: bool = False
    operator: str = ":"


def term_like(images: tuple[str, ...], least: float | None = None) -> Term:
    """The term for what is like these images: ids of assets as digits, or one path."""
    return Term(SIMILAR, (format_example(Example(images, least)),), operator="~")


@dataclass(frozen=True, slots=True)
class Query:
    """All terms, each of which has to hold."""

    terms: tuple[Term, ...] = ()

    def values(self, field: str) -> tuple[str, ...]:
        """The values that are asked for (not excluded) in `field`."""
        return tuple(
            value
            for term in self.terms
            if term.field == field and not term.excluded
            for value in term.values
        )

    @property
    def has_likeness(self) -> bool:
        """Whether something is asked for that images are more or less like."""
        return any(term.operator == "~" and not term.excluded for term in self.terms)

    def without(self, field: str) -> Query:
        """The query without the terms that ask for `field`; exclusions stay."""
        return Query(tuple(t for t in self.terms if t.field != field or t.excluded))

    def without_term(self, term: Term) -> Query:
        """The query without one chip."""
        return Query(tuple(t for t in self.terms if t != term))

    def with_values(self, field: str, values: tuple[str, ...]) -> Query:
        """The query with exactly these alternatives in `field`; none drops the term."""
        kept: list[Term] = []
        placed = not values
        for term in self.terms:
            if term.field != field or term.excluded:
                kept.append(term)
            elif not placed:
                kept.append(replace(term, values=values))
                placed = True
        if not placed:
            kept.append(Term(field, values))
        return Query(tuple(kept))

    def toggled(self, field: str, value: str) -> Query:
        """The query with `value` added to the alternatives in `field`, or taken out of them."""
        values = self.values(field)
        if value in values:
            return self.with_values(field, tuple(v for v in values if v != value))
        return self.with_values(field, (*values, value))


# A word is made of quoted runs and anything that is neither space nor quote.
_QUOTED = r'"(?:[^"\\]|\\.)*"'
_WORD = re.compile(rf'(?:{_QUOTED}|[^\s"])+', re.DOTALL)
_HEAD = re.compile(r"(-?)([^\W\d_]+)(>=|<=|~|=|>|<|:)(.*)", re.DOTALL)


def parse_query(text: str, names: Names | None = None) -> Query:
    """Parse what a person typed; raises QueryError with the part that cannot be understood.

    `names` are what colours may be called after `color~`, case folded.

    >>> parse_query("color:red|pink -pattern:checks").terms[0].values
    ('red', 'pink')
    """
    open_ = _find_open_quote(text)
    if open_ is not None:
        raise QueryError("A quotation mark is not closed.", open_)
    return Query(tuple(_parse_word(m[0], m.start(), names) for m in _WORD.finditer(text)))


def _find_open_quote(text: str) -> int | None:
    """Where a quotation mark stands that has no partner."""
    rest = re.sub(_QUOTED, lambda found: " " * len(found[0]), text, flags=re.DOTALL)
    at = rest.find('"')
    return None if at < 0 else at


def _parse_word(word: str, at: int, names: Names | None) -> Term:
    """The term that `word` is; it stands at the letter `at` of the whole text."""
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
        known = ", ".join(FIELDS[:-1])
        raise QueryError(f"“{match[2]}” is not known. Known are {known}.", at + len(minus))
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
    return _checked(Term(field, _plain(pieces), bool(minus), operator), start)


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
    if term.field == "rating":
        operator = "=" if term.operator == ":" else term.operator
        if len(term.values) != 1 or term.values[0] not in "012345" or len(term.values[0]) != 1:
            raise QueryError("A rating is a number from 0 to 5, as in rating>=3.", at)
        return replace(term, operator=operator)
    if term.operator not in (":", "="):
        raise QueryError(
            f"“{term.field}{term.operator}” makes no sense; write {term.field}:…",
            at - len(term.operator),
        )
    if term.field == "is":
        for value in term.values:
            if value.lower() not in STATES:
                raise QueryError(f"“is:{value}” is not known. Known are {', '.join(STATES)}.", at)
    if term.field in (*FACETS, "is"):
        return replace(term, operator=":", values=tuple(v.lower() for v in term.values))
    return replace(term, operator=":")


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


def format_query(query: Query) -> str:
    """The text that parses to `query` again."""
    return " ".join(_format_term(term) for term in query.terms)


def _format_term(term: Term) -> str:
    head = "-" if term.excluded else ""
    if term.field == SIMILAR:
        head += f"{SIMILAR}:"
    elif term.field != "text":
        head += ("color" if term.field == SHADE else term.field) + term.operator
    return head + "|".join(_quoted(value, bare=term.field == "text") for value in term.values)


def _quoted(value: str, *, bare: bool) -> str:
    plain = not re.search(r'[\s"|\\]', value)
    if plain and not (bare and (value.startswith("-") or re.search(r"[:<>=~]", value))):
        return value
    escaped = value.replace("\\", "\\\\").replace('"', '\\"')
    return f'"{escaped}"'
