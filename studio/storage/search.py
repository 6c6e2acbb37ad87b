"""Queries as SQL: which assets match, in which order, and the numbers of the fixed entries."""

from __future__ import annotations

from typing import Any

from sqlalchemy import ColumnElement, Connection, Select, and_, func, select, true

from studio.core.collection import LibraryCounts, Sort
from studio.core.query import Query
from studio.storage.answers import NO_ANSWERS, Answers
from studio.storage.schema import asset, asset_label, board_asset
from studio.storage.term_sql import condition, is_state

DOUBTED = ("garment", "pattern")  # of these one label holds and the others do not
_CONFIDENCE = (
    select(func.min(asset_label.c.score))
    .where(asset_label.c.asset_id == asset.c.id, asset_label.c.facet.in_(DOUBTED))
    .scalar_subquery()
)
# Inside one import the order of the folder is kept, so that tiles do not jump as it grows.
_ADDED = (asset.c.session.desc(), asset.c.id)
_ORDERS: dict[Sort, tuple[Any, ...]] = {
    Sort.ADDED: _ADDED,
    Sort.NAME: (asset.c.folded_name, asset.c.id),
    Sort.CAPTURED: (asset.c.captured_at.desc().nulls_last(), asset.c.id),
    Sort.RATING: (asset.c.rating.desc(), *_ADDED),
    Sort.CONFIDENCE: (_CONFIDENCE.asc().nulls_last(), *_ADDED),
    Sort.COLOR: (asset.c.color_order, asset.c.id),
    Sort.LIGHTNESS: (asset.c.lightness_order, asset.c.id),
    Sort.LIKENESS: _ADDED,  # among equals
    Sort.BOARD: _ADDED,  # where there is no board
}


def list_ids(
    connection: Connection, query: Query, sort: Sort, answers: Answers = NO_ANSWERS
) -> list[int]:
    """The ids of all assets that match, in order."""
    found = connection.execute(matching_in_order(query, sort, answers))
    return arrange(connection, list(found.scalars()), query, sort, answers)


def matching_in_order(query: Query, sort: Sort, answers: Answers = NO_ANSWERS) -> Select[Any]:
    """The select of `matching`, in an order of the grid."""
    return matching(query, answers).order_by(*_ORDERS[sort])


def count_ids(connection: Connection, query: Query, answers: Answers = NO_ANSWERS) -> int:
    """The number of assets that match."""
    found = select(func.count()).select_from(matching(query, answers).subquery())
    return int(connection.execute(found).scalar_one())


def arrange(
    connection: Connection, ids: list[int], query: Query, sort: Sort, answers: Answers
) -> list[int]:
    """The ids that match, in an order that the query itself gives; else as they are."""
    if sort is Sort.LIKENESS and answers.likeness is not None:
        return answers.likeness.sort(ids)
    board = answers.find_board(query) if sort is Sort.BOARD else None
    if board is None:
        return ids
    members = select(board_asset.c.asset_id).where(board_asset.c.collection_id == board)
    ordered = connection.execute(members.order_by(board_asset.c.position, board_asset.c.asset_id))
    matching_ids = set(ids)
    return [asset_id for asset_id in ordered.scalars() if asset_id in matching_ids]


def matching(query: Query, answers: Answers = NO_ANSWERS) -> Select[Any]:
    """A select of the ids that match; removed assets only where the query asks for them."""
    conditions = [condition(item, answers) for item in query.terms if item.operator != "~"]
    if (likeness := answers.likeness) is not None:
        known = select(func.json_each(likeness.ids_json).table_valued("value").c.value)
        conditions.append(asset.c.id.not_in(known) if likeness.excluded else asset.c.id.in_(known))
    if not answers.any_asks_for_removed(query):
        conditions.append(asset.c.removed == 0)
    return select(asset.c.id).where(and_(true(), *conditions))


def list_all(connection: Connection, sort: Sort) -> list[int]:
    """Every asset in order, removed ones included."""
    return list(connection.execute(select(asset.c.id).order_by(*_ORDERS[sort])).scalars())


def count_library(connection: Connection) -> LibraryCounts:
    """The numbers beside the fixed entries of the sidebar."""
    present = asset.c.removed == 0

    def number(*conditions: ColumnElement[bool]) -> ColumnElement[int]:
        return func.count().filter(and_(*conditions))

    row = connection.execute(
        select(
            number(present),
            number(present, is_state("recent")),
            number(present, is_state("unsure")),
            number(present, is_state("untagged")),
            number(present, is_state("failed")),
            number(present, is_state("missing")),
            number(asset.c.removed == 1),
        )
    ).one()
    return LibraryCounts(*(int(value) for value in row))
