"""What in a query can find nothing, though it is well written: words for whoever asked."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from difflib import get_close_matches

from studio.core.query import NONE, Term, format_value

# field -> every value that can find something
Known = Mapping[str, Collection[str]]


def list_warnings(terms: Iterable[Term], known: Known) -> list[str]:
    """One sentence for each value that nothing can have, with what may have been meant.

    Not an error: a collection whose label was deleted still opens, and finds nothing by it.

    >>> list_warnings([Term("style", ("bohemain",))], {"style": ["bohemian"]})
    ['There is no “style:bohemain”. Did you mean style:bohemian?']
    """
    unknown = [
        (term.field, value)
        for term in terms
        if term.field in known
        for value in term.values
        if value not in known[term.field] and not (term.field == "tag" and value == NONE)
    ]
    return [_say(field, value, known[field]) for field, value in dict.fromkeys(unknown)]


def _say(field: str, value: str, values: Collection[str]) -> str:
    near = get_close_matches(value, values, 1)
    hint = f" Did you mean {field}:{format_value(near[0])}?" if near else ""
    return f"There is no “{field}:{value}”.{hint}"
