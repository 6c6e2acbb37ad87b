"""The query language of search bar and command line, parsed into a value.

`style:bohemian color:red|pink -pattern:checks rating>=3 name:"ss27 look" is:unsure linen`:
between terms AND, inside a term OR (`|`), a minus excludes.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, replace

from studio.core.errors import QueryError

FACETS = ("style", "color", "garment", "pattern")
STATES = ("recent", "unsure", "untagged", "failed", "missing", "removed", "pending")
FIELDS = (*FACETS, "name", "source", "is", "rating", "text")
_ALIASES = {"colour": "color", "folder": "source", "file": "name"}
_OPERATORS = (">=", "<=", "=", ">", "<", ":")


@dataclass(frozen=True, slots=True)
class Term:
    """One chip of the search bar.

    `field` is a facet id (style, color, garment, pattern), `name` (part of the file name),
    `text` (a bare word: beginning of a label, colour name or part of the file name), `source`
    (folder), `is` (one of `STATES`) or `rating`. `values` are alternatives; `rating` has one value
    and an `operator` (">=", "<=", "=", ">", "<"), every other field uses ":".
    """

    field: str
    values: tuple[str, ...]
    excluded: bool = False
    operator: str = ":"


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


_QUOTED = re.compile(r'"(?:[^"\\]|\\.)*"')
# A word is made of quoted runs and anything that is neither space nor quote.
_WORD = re.compile(r'(?:"(?:[^"\\]|\\.)*"|[^\s"])+')
_HEAD = re.compile(r"(-?)([^\W\d_]+)(>=|<=|~|=|>|<|:)(.*)", re.DOTALL)


def parse_query(text: str) -> Query:
    """Parse what a person typed; raises QueryError with the part that cannot be understood.

    >>> parse_query("color:red|pink -pattern:checks").terms[0].values
    ('red', 'pink')
    """
    if '"' in _QUOTED.sub("", text):
        raise QueryError("A quotation mark is not closed.")
    return Query(tuple(_parse_word(word) for word in _WORD.findall(text)))


def _parse_word(word: str) -> Term:
    match = _HEAD.fullmatch(word)
    if match is None:
        excluded = word.startswith("-") and len(word) > 1
        values = _split(word[1:] if excluded else word)
        if not values:
            raise QueryError(f"There is nothing to look for in “{word}”.")
        return Term("text", values, excluded)
    minus, field, operator, rest = match.groups()
    field = _ALIASES.get(field.lower(), field.lower())
    if operator == "~":
        raise QueryError("Searching by likeness (“~”) is not there yet; try color:red.")
    if field not in FIELDS:
        raise QueryError(f"“{match[2]}” is not known. Known are {', '.join(FIELDS[:-1])}.")
    values = _split(rest)
    if not values:
        raise QueryError(f"A value is missing after “{match[2]}{operator}”.")
    return _checked(Term(field, values, bool(minus), operator))


def _checked(term: Term) -> Term:
    if term.field == "rating":
        operator = "=" if term.operator == ":" else term.operator
        if len(term.values) != 1 or term.values[0] not in "012345" or len(term.values[0]) != 1:
            raise QueryError("A rating is a number from 0 to 5, as in rating>=3.")
        return replace(term, operator=operator)
    if term.operator not in (":", "="):
        raise QueryError(f"“{term.field}{term.operator}” makes no sense; write {term.field}:…")
    if term.field == "is":
        for value in term.values:
            if value.lower() not in STATES:
                raise QueryError(f"“is:{value}” is not known. Known are {', '.join(STATES)}.")
    if term.field in (*FACETS, "is"):
        return replace(term, operator=":", values=tuple(v.lower() for v in term.values))
    return replace(term, operator=":")


def _split(text: str) -> tuple[str, ...]:
    """Alternatives between `|`, where a quote hides the bar; quotes and escapes are taken off."""
    values: list[str] = []
    current: list[str] = []
    quoted = False
    at = 0
    while at < len(text):
        letter = text[at]
        if quoted and letter == "\\" and at + 1 < len(text):
            at += 1
            current.append(text[at])
        elif letter == '"':
            quoted = not quoted
        elif letter == "|" and not quoted:
            values.append("".join(current))
            current = []
        else:
            current.append(letter)
        at += 1
    values.append("".join(current))
    return tuple(value for value in values if value)


def format_query(query: Query) -> str:
    """The text that parses to `query` again."""
    return " ".join(_format_term(term) for term in query.terms)


def _format_term(term: Term) -> str:
    head = "-" if term.excluded else ""
    if term.field != "text":
        head += term.field + term.operator
    return head + "|".join(_quoted(value, bare=term.field == "text") for value in term.values)


def _quoted(value: str, *, bare: bool) -> str:
    plain = not re.search(r'[\s"|\\]', value)
    if plain and not (bare and (value.startswith("-") or re.search(r"[:<>=~]", value))):
        return value
    escaped = value.replace("\\", "\\\\").replace('"', '\\"')
    return f'"{escaped}"'
