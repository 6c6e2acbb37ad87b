"""Reads what the indexes in memory are made of: swatches and embeddings."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from sqlalchemy import Connection, desc, func, select

from studio.storage.schema import embedding, swatch

if TYPE_CHECKING:
    from studio.storage.embedding_index import EmbeddingIndex
    from studio.storage.palette_index import PaletteIndex

_PAGE = 50_000


def read_palettes(connection: Connection, ids: Sequence[int] | None) -> PaletteIndex:
    """The palettes of these assets, or of all."""
    from studio.storage.palette_index import PaletteIndex

    lists = select(
        func.group_concat(swatch.c.asset_id),
        func.group_concat(func.substr(swatch.c.hex, 2), ""),
        func.group_concat(swatch.c.coverage),
    )
    if ids is not None:
        lists = lists.where(swatch.c.asset_id.in_(ids))
    owners, colors, coverage = connection.execute(lists).one()
    return PaletteIndex.parse(owners or "", colors or "", coverage or "")


def count_palettes(connection: Connection) -> int:
    """The number of swatches."""
    return int(connection.execute(select(func.count()).select_from(swatch)).scalar_one())


def find_bundle_of_most(connection: Connection) -> str:
    """The bundle that most embeddings come from; empty where there are none."""
    number = func.count()
    found = connection.execute(
        select(embedding.c.bundle_id)
        .group_by(embedding.c.bundle_id)
        .order_by(desc(number), embedding.c.bundle_id)
        .limit(1)
    )
    return str(found.scalar() or "")


def read_embeddings(
    connection: Connection, ids: Sequence[int] | None, bundle_id: str
) -> EmbeddingIndex:
    """The embeddings of one bundle, of these assets or of all."""
    from studio.storage.embedding_index import EmbeddingIndex

    query = select(embedding.c.asset_id, embedding.c.vector).where(
        embedding.c.bundle_id == bundle_id
    )
    if ids is not None:
        query = query.where(embedding.c.asset_id.in_(ids))
    # A page at a time: a million embeddings as Python objects would take gigabytes.
    pages = connection.execute(query.order_by(embedding.c.asset_id)).partitions(_PAGE)
    return EmbeddingIndex.parse([(row[0], row[1]) for row in page] for page in pages)


def count_embeddings(connection: Connection, bundle_id: str) -> int:
    """The number of embeddings of one bundle."""
    counted = select(func.count()).where(embedding.c.bundle_id == bundle_id)
    return int(connection.execute(counted).scalar_one())
