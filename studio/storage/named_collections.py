"""Finds the collections that queries name, and what each of them stands for."""

from __future__ import annotations

import re
from collections import defaultdict
from dataclasses import dataclass, replace
from difflib import get_close_matches
from typing import TYPE_CHECKING

from sqlalchemy import Connection, select

from studio.core.errors import QueryError
from studio.core.query import ALL, ANY, Group, Item, Query, Term, parse_query, walk
from studio.storage.answers import BOARD
from studio.storage.schema import collection

if TYPE_CHECKING:
    from collections.abc import Iterable

_DEEPEST = 10  # smart collections that ask for another in turn


@dataclass(frozen=True, slots=True)
class NamedCollection:
    """A row of the catalogue."""

    id: int
    parent_id: int | None
    kind: str
    name: str
    query: str


class NamedCollections:
    """All collections of a library, as of now."""

    def __init__(self, rows: Iterable[NamedCollection]) -> None:
        self._by_id = {row.id: row for row in rows}
        self._by_name: dict[str, list[int]] = defaultdict(list)
        for row in self._by_id.values():
            self._by_name[row.name.casefold()].append(row.id)

    def resolve(self, query: Query) -> dict[Term, Item]:
        """What each `in:` term stands for, those inside of collections as well.

        Of excluded terms it is what they exclude. Raises QueryError for a collection that is not
        there, whose name is not enough, that asks for itself, or whose query cannot be understood.
        """
        found: dict[Term, Item] = {}
        self._resolve_all(query, found, ())
        return found

    def _resolve_all(self, query: Query, found: dict[Term, Item], path: tuple[int, ...]) -> None:
        for term in walk(query.terms):
            if term.field != "in":
                continue
            items = tuple(self._resolve(value, found, path) for value in term.values)
            for excluded in (False, True):
                found[replace(term, excluded=excluded)] = Group(ANY, items)

    def _resolve(self, value: str, found: dict[Term, Item], path: tuple[int, ...]) -> Item:
        row = self.find(value)
        if row.kind != "smart":
            return Term(BOARD, (str(row.id),))
        if row.id in path:
            names = " > ".join(f"“{self._by_id[id_].name}”" for id_ in (*path, row.id))
            raise QueryError(f"The smart collection “{row.name}” asks for itself ({names}).")
        if len(path) == _DEEPEST:
            raise QueryError(f"Smart collections ask for others {_DEEPEST} deep at most.")
        try:
            inner = parse_query(row.query)
        except QueryError as error:
            raise QueryError(
                f"The search of the smart collection “{row.name}” cannot be understood: {error}"
            ) from None
        self._resolve_all(inner, found, (*path, row.id))
        return Group(ALL, inner.terms)

    def find(self, value: str) -> NamedCollection:
        """The one that is meant by a name, a path ("Client A/Looks") or "#id"."""
        if re.fullmatch(r"#[0-9]{1,18}", value) and int(value[1:]) in self._by_id:
            return self._by_id[int(value[1:])]
        folded = value.casefold()
        ids = self._by_name.get(folded) or self._by_path(folded)
        if not ids:
            raise QueryError(self._say_missing(value))
        if len(ids) > 1:
            paths = " or ".join(f'in:"{self._path(id_)}"' for id_ in ids[:3])
            raise QueryError(f"There are {len(ids)} collections “{value}”. Write {paths}.")
        return self._by_id[ids[0]]

    def _by_path(self, folded: str) -> list[int]:
        """Those whose path ends so; the whole path of one is enough to mean it alone."""
        name = folded.rpartition("/")[2]
        near = [
            id_
            for known, ids in self._by_name.items()
            if known.endswith(name)
            for id_ in ids
            if f"/{self._path(id_).casefold()}".endswith(f"/{folded}")
        ]
        return [id_ for id_ in near if self._path(id_).casefold() == folded] or near

    def _path(self, id_: int) -> str:
        names: list[str] = []
        at: int | None = id_
        while at in self._by_id and len(names) < len(self._by_id):
            row = self._by_id[at]
            names.append(row.name)
            at = row.parent_id
        return "/".join(reversed(names))

    def _say_missing(self, value: str) -> str:
        names = [row.name for row in self._by_id.values()]
        near = get_close_matches(value, names, 1)
        hint = f" Did you mean “{near[0]}”?" if near else ""
        return f"There is no collection “{value}”.{hint}"


def read_collections(connection: Connection) -> NamedCollections:
    """Every collection: a few hundred rows, read for each query that names one."""
    columns = (
        collection.c.id,
        collection.c.parent_id,
        collection.c.kind,
        collection.c.name,
        collection.c.query,
    )
    return NamedCollections(NamedCollection(*row) for row in connection.execute(select(*columns)))
