"""What the text of a query leaves open: what is near, and what a collection stands for."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from studio.core.query import Group, Item, Query, Term, walk

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    from studio.storage.likeness import Likeness

BOARD = "board"  # the field of what a collection stands for that is ordered by hand


@dataclass(frozen=True, slots=True, eq=False)
class Answers:
    """Found once for a query; lists, counts and colours go by the same."""

    likeness: Likeness | None = None  # all terms with a `~` that stand outside of groups
    # ids, ascending, of each one inside of a group, as if it were not excluded: near or not
    near: Mapping[Term, NDArray[np.int64]] = field(default_factory=dict)
    # of each `in:` term, as if it were not excluded; those in there have their own entries
    collections: Mapping[Term, Item] = field(default_factory=dict)

    def walk(self, query: Query) -> Iterator[Term]:
        """Every term that has to be looked up, those of collections as well."""
        yield from walk(query.terms)
        yield from walk(self.collections.values())

    def asks_for_removed(self, item: Item) -> bool:
        """Whether removed images are wanted, which else are not shown."""
        if item.excluded:
            return False
        if isinstance(item, Group):
            return any(map(self.asks_for_removed, item.items))
        if item.field == "in":
            return self.asks_for_removed(self.collections[item])
        return item.field == "is" and "removed" in item.values

    def any_asks_for_removed(self, query: Query) -> bool:
        """The same of a whole query."""
        return any(map(self.asks_for_removed, query.terms))

    def find_board(self, query: Query) -> int | None:
        """The board whose own order the query can have: the first that it asks for."""
        for term in query.terms:
            if isinstance(term, Term) and term.field == "in" and not term.excluded:
                found = list(walk([self.collections[term]]))
                if len(found) == len(found[0].values) == 1 and found[0].field == BOARD:
                    return int(found[0].values[0])
        return None


NO_ANSWERS = Answers()
