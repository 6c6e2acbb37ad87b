"""The query language of search bar and command line, parsed into a value.

`style:bohemian color:red|pink -pattern:checks rating>=3 name:"ss27 look" is:unsure linen`:
between terms AND, inside a term OR (`|`), a minus excludes. Brackets group, `OR` (or a bar with a
space beside it) stands between alternatives, `NOT` before what is excluded, and AND binds more
tightly than OR: `(style:edgy OR rating>=4) -(flag:rejected tag:"client a")`. The operators are
written in capitals; in quotes they are words. `format:jpeg`, `orientation:portrait`, `year:2026`
and `month:2026-05` ask for files and their capture, `captured>=2026-05-31` and `added:2026-05` for
days, months or years. `color~#c0392b@20%~8` asks for a colour near
that one (`studio/core/shade.py`), `palette~#c0392b@60%+#1b1b1d@40%` for a palette, `similar:1234`
for images like that one (`studio/core/similar.py`), `in:"Client A/Looks"` for what is in a
collection.
"""

from __future__ import annotations

import re

from studio.core.errors import QueryError
from studio.core.query_model import (
    ALL,
    ANY,
    BLEND,
    COUNTED,
    DATE_FIELDS,
    FACETS,
    FIELDS,
    GROUP,
    NONE,
    ORDERED_FIELDS,
    PERSON_FIELDS,
    PICTURE_FIELDS,
    SHADE,
    SIMILAR,
    STATES,
    WORDS_OF,
    Group,
    Item,
    Query,
    Term,
    all_of,
    any_of,
    negated,
    term_like,
    term_of,
    walk,
)
from studio.core.query_terms import read_word
from studio.core.query_tokens import Kind, Token, tokenize
from studio.core.shade import Names

__all__ = [
    "ALL",
    "ANY",
    "BLEND",
    "COUNTED",
    "DATE_FIELDS",
    "FACETS",
    "FIELDS",
    "GROUP",
    "NONE",
    "ORDERED_FIELDS",
    "PERSON_FIELDS",
    "PICTURE_FIELDS",
    "SHADE",
    "SIMILAR",
    "STATES",
    "WORDS_OF",
    "Group",
    "Item",
    "Query",
    "Term",
    "all_of",
    "any_of",
    "format_item",
    "format_query",
    "format_value",
    "negated",
    "parse_query",
    "term_like",
    "term_of",
    "walk",
]

MOST_LETTERS = 10_000
MOST_VALUES = 300  # words and alternatives; the database takes a few more
DEEPEST = 20  # brackets inside of brackets


def parse_query(text: str, names: Names | None = None) -> Query:
    """Parse what a person typed; raises QueryError with the part that cannot be understood.

    `names` are what colours may be called after `color~`, case folded.

    >>> parse_query("color:red|pink -pattern:checks").terms[0].values
    ('red', 'pink')
    """
    if len(text) > MOST_LETTERS:
        raise QueryError(f"A search has {MOST_LETTERS:,} letters at most.", MOST_LETTERS)
    return Query(_Parser(text, names).parse())


class _Parser:
    """Goes through the tokens once, from left to right."""

    def __init__(self, text: str, names: Names | None) -> None:
        self._tokens = tokenize(text)
        self._names = names
        self._place = 0
        self._values = 0
        self._end = len(text)

    def parse(self) -> tuple[Item, ...]:
        """The items of the whole text, which may be empty."""
        if not self._tokens:
            return ()
        items = self._read_alternatives(depth=0)
        if token := self._peek():  # the only thing that ends the reading early
            raise QueryError("This bracket was not opened.", token.at)
        return items

    def _peek(self, *kinds: Kind) -> Token | None:
        """The next token, if it is one of these, or any."""
        if self._place == len(self._tokens):
            return None
        token = self._tokens[self._place]
        return token if not kinds or token.kind in kinds else None

    def _take(self, *kinds: Kind) -> Token | None:
        token = self._peek(*kinds)
        if token is not None:
            self._place += 1
        return token

    def _read_alternatives(self, depth: int) -> tuple[Item, ...]:
        """What stands side by side, up to the end or a closing bracket; one item for an OR."""
        found = [self._read_sequence(None, depth)]
        while operator := self._take(Kind.OR):
            found.append(self._read_sequence(operator, depth))
        return tuple(found[0]) if len(found) == 1 else (any_of(map(all_of, found)),)

    def _read_sequence(self, before: Token | None, depth: int) -> list[Item]:
        """Items of which each has to hold; `before` is the operator on their left."""
        items: list[Item] = []
        while True:
            if not self._peek(Kind.WORD, Kind.OPEN, Kind.NOT):
                self._check_operand(before or (None if items else self._peek()), items)
                return items
            item = self._read_item(depth)
            # Brackets round what has to hold anyway say nothing.
            plain = isinstance(item, Group) and item.operator == ALL and not item.excluded
            items.extend(item.items if plain and isinstance(item, Group) else (item,))
            before = self._take(Kind.AND)

    def _check_operand(self, operator: Token | None, items: list[Item]) -> None:
        """Complain of an operator that misses something on one side."""
        if operator is None:
            return
        if operator.kind is Kind.CLOSE:
            raise QueryError("This bracket was not opened.", operator.at)
        here = self._peek()
        if here is operator and not items:
            words, at = f"Something is missing before “{operator.text}”.", operator.at
        else:
            words, at = f"Something is missing after “{operator.text}”.", operator.end
        raise QueryError(words, at)

    def _read_item(self, depth: int) -> Item:
        """A word or what stands in brackets, with all the NOTs before it."""
        excluded = False
        before: Token | None = None
        while token := self._take(Kind.NOT):
            excluded, before = not excluded, token
        if token := self._take(Kind.WORD):
            item: Item = self._read_word(token)
        elif token := self._take(Kind.OPEN):
            item = self._read_brackets(token, depth + 1)
        else:
            assert before is not None
            raise QueryError(f"Something is missing after “{before.text}”.", before.end)
        return negated(item) if excluded else item

    def _read_word(self, token: Token) -> Term:
        term = read_word(token.text, token.at, self._names)
        self._values += len(term.values)
        if self._values > MOST_VALUES:
            raise QueryError(f"A search has {MOST_VALUES} words at most.", token.at)
        return term

    def _read_brackets(self, opened: Token, depth: int) -> Item:
        if depth > DEEPEST:
            raise QueryError(f"Brackets go {DEEPEST} deep at most.", opened.at)
        if self._peek(Kind.CLOSE):
            raise QueryError("There is nothing in these brackets.", opened.at)
        if self._peek() is None:
            raise QueryError("A bracket is not closed.", opened.at)
        items = self._read_alternatives(depth)
        if not self._take(Kind.CLOSE):
            raise QueryError("A bracket is not closed.", opened.at)
        return all_of(items)


def format_query(query: Query) -> str:
    """The text that parses to `query` again."""
    if len(query.terms) == 1:
        (item,) = query.terms
        if isinstance(item, Group) and not item.excluded:
            return _format_items(item)
    return " ".join(map(format_item, query.terms))


def format_item(item: Item) -> str:
    """The text of one term or group."""
    if isinstance(item, Term):
        return _format_term(item)
    return f"{'-' if item.excluded else ''}({_format_items(item)})"


def _format_items(group: Group) -> str:
    return (" OR " if group.operator == ANY else " ").join(map(format_item, group.items))


def _format_term(term: Term) -> str:
    head = "-" if term.excluded else ""
    if term.field == SIMILAR:
        head += f"{SIMILAR}:"
    elif term.field != "text":
        head += ("color" if term.field == SHADE else term.field) + term.operator
    return head + "|".join(_quoted(value, bare=term.field == "text") for value in term.values)


def format_value(value: str) -> str:
    """One value as it is written after its field, in quotes where it needs them."""
    return _quoted(value, bare=False)


def _quoted(value: str, *, bare: bool) -> str:
    plain = not re.search(r'[\s"|\\()]', value)
    if plain and not (bare and _means_more(value)):
        return value
    escaped = value.replace("\\", "\\\\").replace('"', '\\"')
    return f'"{escaped}"'


def _means_more(word: str) -> bool:
    """Whether a bare word would be read as something else."""
    known = word in ("OR", "AND", "NOT")
    return known or word.startswith("-") or bool(re.search(r"[:<>=~]", word))
