"""Edits of collections and boards as changes of the catalogue."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from sqlalchemy import Connection, select

from studio.core import edit as edits
from studio.core.edit import CollectionEdit, CollectionKind, Edit
from studio.core.errors import EditError
from studio.storage.changes import Change, Places, Row, Value
from studio.storage.names import clean_name, next_id
from studio.storage.notes import printable
from studio.storage.schema import board_asset, collection, source

_LEAST_GAP = 1e-6  # between two places; nearer ones are all dealt out anew


def plan(connection: Connection, edit: CollectionEdit) -> list[Change]:
    """What has to change for this edit; nothing where all is so already. Raises EditError."""
    match edit:
        case edits.CreateCollection():
            return _create(connection, edit)
        case edits.RenameCollection(collection_id, name):
            old = get_row(connection, collection_id)
            name = clean_name(name)
            _check_free(connection, name, old["parent_id"], but=collection_id)
            return _altered(collection_id, old, name=name)
        case edits.SetCollectionQuery(collection_id, query):
            old = get_row(connection, collection_id, CollectionKind.SMART)
            return _altered(collection_id, old, query=printable(query))
        case edits.MoveCollection(collection_id, parent_id, before_id):
            return _move(connection, collection_id, parent_id, before_id)
        case edits.DeleteCollection(collection_id):
            get_row(connection, collection_id)
            return _delete(connection, collection_id)
        case edits.AddToBoard(collection_id, ids, before_id):
            get_row(connection, collection_id, CollectionKind.BOARD)
            return _put(connection, collection_id, list(dict.fromkeys(ids)), before_id)
        case edits.RemoveFromBoard(collection_id, ids):
            get_row(connection, collection_id, CollectionKind.BOARD)
            places = dict(_read_places(connection, collection_id))
            off = [asset_id for asset_id in dict.fromkeys(ids) if asset_id in places]
            gone = Places(collection_id, off, [places[i] for i in off], [None] * len(off))
            return [gone] if off else []


def get_row(
    connection: Connection, collection_id: int, kind: CollectionKind | None = None
) -> dict[str, Any]:
    """The row of a collection, without its id; raises EditError where it is gone, or another."""
    query = select(collection).where(collection.c.id == collection_id)
    row = connection.execute(query).mappings().first()
    if row is None:
        raise EditError("This collection is no longer there.")
    if kind is not None and row["kind"] != kind:
        raise EditError(
            f"“{row['name']}” fills itself: images cannot be put on it by hand."
            if kind is CollectionKind.BOARD
            else f"“{row['name']}” is a board and has no query."
        )
    return {name: value for name, value in row.items() if name != "id"}


def find_name(connection: Connection, edit: Edit) -> str:
    """What the collection or source is called that an edit alters; empty where it alters none."""
    if isinstance(edit, edits.RemoveSource | edits.RelocateSource):
        query = select(source.c.name).where(source.c.id == edit.id)
        return str(connection.execute(query).scalar())
    if isinstance(edit, edits.CreateCollection) or not isinstance(edit, CollectionEdit):
        return ""
    return str(get_row(connection, edit.id)["name"])


def _altered(collection_id: int, old: dict[str, Any], **new: Value) -> list[Change]:
    return (
        [Row("collection", collection_id, old, {**old, **new})]
        if any(old[name] != value for name, value in new.items())
        else []
    )


def _check_free(
    connection: Connection, name: str, parent_id: int | None, but: int | None = None
) -> None:
    siblings = select(collection.c.id, collection.c.name).where(
        collection.c.parent_id.is_not_distinct_from(parent_id)
    )
    for row in connection.execute(siblings):
        if row.id != but and row.name.casefold() == name.casefold():
            raise EditError(f"There is a collection “{row.name}” already.")


def _create(connection: Connection, edit: edits.CreateCollection) -> list[Change]:
    if edit.kind is CollectionKind.SMART and edit.ids:
        raise EditError("A smart collection fills itself: images cannot be put on it by hand.")
    name = clean_name(edit.name)
    if edit.parent_id is not None:
        get_row(connection, edit.parent_id)
    _check_free(connection, name, edit.parent_id)
    siblings = _list_children(connection, edit.parent_id)
    values: dict[str, Value] = {
        "parent_id": edit.parent_id,
        "kind": str(edit.kind),
        "name": name,
        "query": printable(edit.query),
        "position": get_row(connection, siblings[-1])["position"] + 1 if siblings else 0,
    }
    new_id = next_id(connection, collection)
    ids = list(dict.fromkeys(edit.ids))
    row = Row("collection", new_id, None, values)
    places = [float(place) for place in range(len(ids))]
    return [row, Places(new_id, ids, [None] * len(ids), places)] if ids else [row]


def _list_children(connection: Connection, parent_id: int | None) -> list[int]:
    query = (
        select(collection.c.id)
        .where(collection.c.parent_id.is_not_distinct_from(parent_id))
        .order_by(collection.c.position, collection.c.id)
    )
    return [int(row) for row in connection.execute(query).scalars()]


def _move(
    connection: Connection, collection_id: int, parent_id: int | None, before_id: int | None
) -> list[Change]:
    old = get_row(connection, collection_id)
    above = parent_id
    while above is not None:
        if above == collection_id:
            raise EditError(f"“{old['name']}” cannot stand under itself.")
        above = get_row(connection, above)["parent_id"]
    _check_free(connection, old["name"], parent_id, but=collection_id)
    siblings = [i for i in _list_children(connection, parent_id) if i != collection_id]
    at = siblings.index(before_id) if before_id in siblings else len(siblings)
    siblings.insert(at, collection_id)
    changes: list[Change] = []
    for position, sibling in enumerate(siblings):
        row = get_row(connection, sibling)
        changes += _altered(sibling, row, parent_id=parent_id, position=position)
    return changes


def _delete(connection: Connection, collection_id: int) -> list[Change]:
    changes: list[Change] = []
    for child in _list_children(connection, collection_id):
        changes += _delete(connection, child)
    placed = _read_places(connection, collection_id)
    if placed:
        ids, places = zip(*placed, strict=True)
        changes.append(Places(collection_id, ids, places, [None] * len(ids)))
    return [*changes, Row("collection", collection_id, get_row(connection, collection_id), None)]


def _read_places(connection: Connection, collection_id: int) -> list[tuple[int, float]]:
    """What is on a board, in its order, and where."""
    query = (
        select(board_asset.c.asset_id, board_asset.c.position)
        .where(board_asset.c.collection_id == collection_id)
        .order_by(board_asset.c.position, board_asset.c.asset_id)
    )
    return [(int(row[0]), float(row[1])) for row in connection.execute(query)]


def _put(
    connection: Connection, collection_id: int, ids: list[int], before_id: int | None
) -> list[Change]:
    """Put assets before another, or at the end; only they move, where there is room."""
    placed = _read_places(connection, collection_id)
    old, moving = dict(placed), set(ids)
    staying = [(i, place) for i, place in placed if i not in moving]
    order = [i for i, _place in staying]
    at = order.index(before_id) if before_id in order else len(order)
    if [i for i, _place in placed] == [*order[:at], *ids, *order[at:]]:
        return []
    new = _deal_out(staying, at, ids)
    if new is None:
        every = [*order[:at], *ids, *order[at:]]
        new = {i: float(place) for place, i in enumerate(every)}
    changed = [i for i, place in new.items() if old.get(i) != place]
    before, after = [old.get(i) for i in changed], [new[i] for i in changed]
    return [Places(collection_id, changed, before, after)]


def _deal_out(
    staying: Sequence[tuple[int, float]], at: int, ids: Sequence[int]
) -> dict[int, float] | None:
    """Places for `ids` between the neighbours at `at`; None where these stand too near."""
    if at == len(staying):
        start = staying[-1][1] + 1 if staying else 0.0
        return {asset_id: start + n for n, asset_id in enumerate(ids)}
    end = staying[at][1]
    start = staying[at - 1][1] if at else end - 1 - len(ids)
    gap = (end - start) / (len(ids) + 1)
    if gap < _LEAST_GAP:
        return None
    return {asset_id: start + gap * n for n, asset_id in enumerate(ids, start=1)}
