"""Smart collections and boards as the rows of a tree, and where a row may be moved."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection as Container
from collections.abc import Iterator, Mapping, Sequence
from enum import Enum

from PySide6.QtCore import QCoreApplication

from studio.core.collection import Collection, Matching
from studio.core.edit import CollectionKind
from studio.core.organising import MAX_NAME
from studio.core.query import Query
from studio.gui import filters
from studio.gui.models.entry_model import Entry

FIELD = "in"
ICONS = {CollectionKind.SMART: "settings", CollectionKind.BOARD: "pin"}
Place = tuple[int | None, int | None]  # the parent's id, and the sibling that comes after


class Step(Enum):
    """Where a key moves a collection."""

    UP = "up"
    DOWN = "down"
    IN = "in"  # under the sibling before
    OUT = "out"  # behind its parent


def value_of(collection_id: int) -> str:
    """How a query names a collection, whatever it is called."""
    return f"#{collection_id}"


def is_id(value: str) -> bool:
    """Whether a query names a collection by its number."""
    return value.startswith("#") and value[1:].isdecimal()


def id_of(entry: Entry) -> int:
    """The collection that a row stands for."""
    return int(entry.value[1:])


def _tr(text: str) -> str:
    return QCoreApplication.translate("collections", text)


class CollectionTree:
    """All collections of a library, each parent before its children."""

    def __init__(self, collections: Sequence[Collection] = ()) -> None:
        self._by_id = {found.id: found for found in collections}
        self._children: dict[int | None, list[Collection]] = defaultdict(list)
        for found in collections:
            self._children[found.parent_id].append(found)

    def find(self, collection_id: int) -> Collection | None:
        """The collection, or None where it is gone."""
        return self._by_id.get(collection_id)

    def all(self) -> list[Collection]:
        """Every one, as they were given."""
        return list(self._by_id.values())

    def children(self, collection_id: int | None) -> list[Collection]:
        """Those right under one, in their order; None: those under no other."""
        return list(self._children.get(collection_id, ()))

    def list_under(self, collection_id: int) -> list[int]:
        """The ids of a collection and of all that stand under it, at whatever depth."""
        return [collection_id, *(found.id for found in self._walk(collection_id))]

    def path(self, collection_id: int) -> list[Collection]:
        """A collection and all above it, itself last."""
        path: list[Collection] = []
        at = self._by_id.get(collection_id)
        while at is not None:
            path.append(at)
            at = self._by_id.get(at.parent_id) if at.parent_id is not None else None
        return path[::-1]

    def _walk(self, collection_id: int) -> Iterator[Collection]:
        for child in self._children.get(collection_id, ()):
            yield child
            yield from self._walk(child.id)

    # --- rows ------------------------------------------------------------------------------
    def rows(
        self,
        kind: CollectionKind,
        counts: Mapping[int, Matching],
        query: Query,
        folded: Container[int],
    ) -> list[Entry]:
        """What the section of a kind shows; what stands under a folded row is left out."""
        active = filters.active_values(query, FIELD)
        excluded = filters.excluded_values(query, FIELD)
        rows: list[Entry] = []

        def add(found: Collection, depth: int) -> None:
            counted = counts.get(found.id, Matching(found.count))
            children = self._children.get(found.id, ())
            value = value_of(found.id)
            is_open = (found.id not in folded) if children else None
            rows.append(
                Entry(
                    FIELD,
                    value,
                    found.name,
                    counted.count,
                    active=value in active,
                    excluded=value in excluded,
                    icon=ICONS[found.kind],
                    help="\n".join(filter(None, (found.name, counted.problem))),
                    depth=depth,
                    is_open=is_open,
                    badge="triangle-alert" if counted.problem else "",
                )
            )
            for child in children if is_open else ():
                add(child, depth + 1)

        for found in self._children.get(None, ()):
            if found.kind is kind:
                add(found, 0)
        return rows

    # --- moving ----------------------------------------------------------------------------
    def find_step(self, collection_id: int, step: Step) -> Place | None:
        """Where a key moves a collection; None where it leads nowhere."""
        found = self._by_id.get(collection_id)
        if found is None:
            return None
        siblings = self._siblings(found)
        at = siblings.index(found)
        if step is Step.UP and at > 0:
            return found.parent_id, siblings[at - 1].id
        if step is Step.DOWN and at + 1 < len(siblings):
            after = siblings[at + 2].id if at + 2 < len(siblings) else None
            return found.parent_id, after
        if step is Step.IN and at > 0:
            return siblings[at - 1].id, None
        if step is Step.OUT and found.parent_id is not None:
            parent = self._by_id[found.parent_id]
            around = self._siblings(parent)
            after_parent = around.index(parent) + 1
            next_id = around[after_parent].id if after_parent < len(around) else None
            return parent.parent_id, next_id
        return None

    def find_drop(self, moved_id: int, target_id: int, where: float) -> Place | None:
        """Where a collection comes that is let go over another, `where` (0..1) down its row.

        The upper quarter is before it, the lower quarter behind it (where its children are shown
        they come first), the middle under it. None where it may not go: under itself, or among
        those of the other kind.
        """
        moved, target = self._by_id.get(moved_id), self._by_id.get(target_id)
        if moved is None or target is None or moved.kind is not target.kind:
            return None
        if any(above.id == moved_id for above in self.path(target_id)):
            return None
        if 0.25 <= where <= 0.75:
            return target_id, None
        if where < 0.25:
            return target.parent_id, target_id
        siblings = [other for other in self._siblings(target) if other.id != moved_id]
        at = siblings.index(target) + 1
        return target.parent_id, siblings[at].id if at < len(siblings) else None

    def _siblings(self, found: Collection) -> list[Collection]:
        around = self._children.get(found.parent_id, [])
        return [other for other in around if other.kind is found.kind]

    # --- names -----------------------------------------------------------------------------
    def name_problem(self, name: str, parent_id: int | None, but: int | None = None) -> str:
        """Why a collection cannot be called so, in words; empty where it can."""
        cleaned = " ".join(name.split())
        if not cleaned:
            return _tr("A name is missing.")
        if len(cleaned) > MAX_NAME:
            return _tr("A name may have {count} letters.").format(count=MAX_NAME)
        taken = self._names(parent_id, but)
        if cleaned.casefold() in taken:
            return _tr("There is a collection “{name}” already.").format(name=cleaned)
        return ""

    def free_name(self, name: str, parent_id: int | None) -> str:
        """The name, or with the first number behind it that no sibling has."""
        base = " ".join(name.split())[: MAX_NAME - 8].strip()
        taken = self._names(parent_id, None)
        tries = (base, *(f"{base} {number}" for number in range(2, len(taken) + 3)))
        return next(each for each in tries if each.casefold() not in taken)

    def _names(self, parent_id: int | None, but: int | None) -> set[str]:
        around = self._children.get(parent_id, ())
        return {other.name.casefold() for other in around if other.id != but}
