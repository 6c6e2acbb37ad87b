"""Cuts the text of a query into words, brackets and the operators between them."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from enum import Enum

from studio.core.errors import QueryError


class Kind(Enum):
    """What a token is."""

    WORD = "word"
    OPEN = "("
    CLOSE = ")"
    OR = "OR"
    AND = "AND"
    NOT = "NOT"


@dataclass(frozen=True, slots=True)
class Token:
    """A piece of the text, as it was written, and the letter it begins at."""

    kind: Kind
    text: str
    at: int

    @property
    def end(self) -> int:
        """The letter after it."""
        return self.at + len(self.text)


_OPERATORS = {"OR": Kind.OR, "AND": Kind.AND, "NOT": Kind.NOT}
_BRACKETS = {"(": Kind.OPEN, ")": Kind.CLOSE}


def tokenize(text: str) -> list[Token]:
    """Every piece of the text, in one pass; raises QueryError where a quotation is not closed.

    Spaces and brackets part words, unless they are quoted. A bar inside of a word is left to the
    word (`red|pink`); one at its edge, or alone, is an `OR`, and a minus before a bracket a `NOT`.
    """
    tokens: list[Token] = []
    start = at = 0  # of the word that is being read
    quoted = -1  # where the quotation began
    while at < len(text):
        letter = text[at]
        if quoted >= 0:
            if letter == "\\":
                at += 1
            elif letter == '"':
                quoted = -1
        elif letter == '"':
            quoted = at
        elif letter.isspace() or letter in _BRACKETS:
            tokens.extend(_read(text, start, at, before_bracket=letter == "("))
            if letter in _BRACKETS:
                tokens.append(Token(_BRACKETS[letter], letter, at))
            start = at + 1
        at += 1
    if quoted >= 0:
        raise QueryError("A quotation mark is not closed.", quoted)
    tokens.extend(_read(text, start, len(text), before_bracket=False))
    return tokens


def _read(text: str, start: int, end: int, *, before_bracket: bool) -> Iterator[Token]:
    """The tokens of one run of letters without a space: bars at its edges, and a word."""
    run = text[start:end]
    # No quotation begins or ends with a bar outside of its marks, so these are all operators.
    word = run.strip("|")
    head = len(run) - len(run.lstrip("|"))
    if head:
        yield Token(Kind.OR, run[:head], start)
    if word:
        at = start + head
        if before_bracket and word == "-" and run.endswith("-"):
            yield Token(Kind.NOT, word, at)
        else:
            yield Token(_OPERATORS.get(word, Kind.WORD), word, at)
        if tail := len(run) - head - len(word):
            yield Token(Kind.OR, run[-tail:], end - tail)


def find_last_word(text: str) -> int:
    """Where the word begins that is being typed at the end, which may be in an open quotation.

    >>> find_last_word('style:edgy -(tag:"client a'), find_last_word("a OR ")
    (13, 5)
    """
    start = 0
    quoted = escaped = False
    for at, letter in enumerate(text):
        if quoted:
            ends = letter == '"' and not escaped
            escaped = letter == "\\" and not escaped
            quoted = not ends
        elif letter == '"':
            quoted = True
        elif letter.isspace() or letter in _BRACKETS:
            start = at + 1
    return start
