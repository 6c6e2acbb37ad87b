"""Reads tags, smart collections and boards."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator

from sqlalchemy import Connection, func, select

from studio.core.collection import Collection
from studio.core.edit import CollectionKind
from studio.storage.schema import asset, board_asset, collection, tag


def list_tags(connection: Connection) -> list[str]:
    """Every tag, given last first."""
    query = select(tag.c.name).order_by(tag.c.used_at.desc(), tag.c.id.desc())
    return [str(name) for name in connection.execute(query).scalars()]


def list_collections(connection: Connection) -> list[Collection]:
    """Every collection, each parent before its children, siblings in their order."""
    counts = {
        int(row[0]): int(row[1])
        for row in connection.execute(
            select(board_asset.c.collection_id, func.count())
            .join(asset, asset.c.id == board_asset.c.asset_id)
            .where(asset.c.removed == 0)
            .group_by(board_asset.c.collection_id)
        )
    }
    children: dict[int | None, list[Collection]] = defaultdict(list)
    rows = select(collection).order_by(collection.c.position, collection.c.id)
    for row in connection.execute(rows):
        kind = CollectionKind(row.kind)
        count = counts.get(row.id, 0) if kind is CollectionKind.BOARD else None
        children[row.parent_id].append(
            Collection(int(row.id), kind, str(row.name), row.parent_id, str(row.query), count)
        )
    return list(_walk(children, None))


def _walk(
    children: dict[int | None, list[Collection]], parent_id: int | None
) -> Iterator[Collection]:
    for found in children[parent_id]:
        yield found
        yield from _walk(children, found.id)


def list_board(connection: Connection, collection_id: int) -> list[int]:
    """The assets on a board in its order, removed ones left out."""
    query = (
        select(board_asset.c.asset_id)
        .join(asset, asset.c.id == board_asset.c.asset_id)
        .where(board_asset.c.collection_id == collection_id, asset.c.removed == 0)
        .order_by(board_asset.c.position, board_asset.c.asset_id)
    )
    return [int(asset_id) for asset_id in connection.execute(query).scalars()]
