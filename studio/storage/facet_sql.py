"""Facets counted by the database, a GROUP BY a field: for a process that asks once."""

from __future__ import annotations

import os
from typing import TYPE_CHECKING, Any

from sqlalchemy import Connection, func, select

from studio.core.query import COUNTED, FACETS, STATES, Query, Term
from studio.core.query_values import FORMATS
from studio.storage.schema import asset, asset_label, source
from studio.storage.search import PICTURE, matching

if TYPE_CHECKING:
    from studio.storage.likeness import Likeness


def count_by_sql(
    connection: Connection, query: Query, likeness: Likeness | None = None
) -> dict[str, dict[str, int]]:
    """How many matching assets wear each value; a field's own alternatives are left out."""
    return {
        field: _count_states(connection, query, likeness)
        if field == "is"
        else _count(connection, field, matching(query.without(field), likeness))
        for field in COUNTED
    }


def _count(connection: Connection, field: str, found: Any) -> dict[str, int]:
    if field in FACETS:
        value: Any = asset_label.c.label
        rows = select(value, func.count()).where(
            asset_label.c.facet == field, asset_label.c.asset_id.in_(found)
        )
    else:
        columns = {"rating": asset.c.rating, "source": source.c.path, **PICTURE}
        value = columns[field]
        rows = select(value, func.count()).where(asset.c.id.in_(found))
        if field in PICTURE:
            rows = rows.where(value.in_(FORMATS) if field == "format" else value != "")
        if field == "source":
            rows = rows.select_from(asset).join(source, source.c.id == asset.c.source_id)
    return {_text(row[0]): int(row[1]) for row in connection.execute(rows.group_by(value))}


def _text(value: Any) -> str:
    return os.fsdecode(value) if isinstance(value, bytes) else str(value)


def _count_states(
    connection: Connection, query: Query, likeness: Likeness | None
) -> dict[str, int]:
    """What a click on each state would show."""
    counts = {}
    for state in STATES:
        clicked = Query((*query.without("is").terms, Term("is", (state,))))
        rows = select(func.count()).select_from(matching(clicked, likeness).subquery())
        counts[state] = int(connection.execute(rows).scalar_one())
    return {state: number for state, number in counts.items() if number}
