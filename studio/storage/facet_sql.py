"""Facets counted by the database, a GROUP BY a field: for a process that asks once."""

from __future__ import annotations

import os
from typing import Any

from sqlalchemy import Connection, case, func, select

from studio.core.organising import COLOR_LABELS, FLAG_WORDS
from studio.core.query import COUNTED, FACETS, NONE, STATES, Query, Term
from studio.core.query_values import FORMATS
from studio.storage.answers import NO_ANSWERS, Answers
from studio.storage.schema import asset, asset_label, asset_tag, source, tag
from studio.storage.search import matching
from studio.storage.term_sql import PICTURE

_SAID: dict[str, Any] = {
    "rating": asset.c.rating,
    "flag": case({int(flag): word for word, flag in FLAG_WORDS.items()}, value=asset.c.flag),
    "colorlabel": case({"": NONE}, value=asset.c.color_label, else_=asset.c.color_label),
}


def count_by_sql(
    connection: Connection, query: Query, answers: Answers = NO_ANSWERS
) -> dict[str, dict[str, int]]:
    """How many matching assets wear each value; a field's own alternatives are left out."""
    return {
        field: _count_states(connection, query, answers)
        if field == "is"
        else _count(connection, field, matching(query.without(field), answers))
        for field in COUNTED
    }


def _count(connection: Connection, field: str, found: Any) -> dict[str, int]:
    if field == "tag":
        return _count_tags(connection, found)
    if field in FACETS:
        value: Any = asset_label.c.label
        rows = select(value, func.count()).where(
            asset_label.c.facet == field, asset_label.c.asset_id.in_(found)
        )
    else:
        columns = {"source": source.c.path, **_SAID, **PICTURE}
        value = columns[field]
        rows = select(value, func.count()).where(asset.c.id.in_(found))
        if field in PICTURE:
            rows = rows.where(value.in_(FORMATS) if field == "format" else value != "")
        if field == "colorlabel":
            rows = rows.where(value.in_((NONE, *COLOR_LABELS)))
        if field == "source":
            rows = rows.select_from(asset).join(source, source.c.id == asset.c.source_id)
    return {_text(row[0]): int(row[1]) for row in connection.execute(rows.group_by(value))}


def _count_tags(connection: Connection, found: Any) -> dict[str, int]:
    """Each tag, and how many have none."""
    rows = (
        select(tag.c.folded_name, func.count())
        .join(asset_tag, asset_tag.c.tag_id == tag.c.id)
        .where(asset_tag.c.asset_id.in_(found))
        .group_by(tag.c.id)
    )
    counts = {str(name): int(number) for name, number in connection.execute(rows)}
    without = select(func.count()).where(
        asset.c.id.in_(found), asset.c.id.not_in(select(asset_tag.c.asset_id))
    )
    number = int(connection.execute(without).scalar_one())
    return counts | ({NONE: number} if number else {})


def _text(value: Any) -> str:
    return os.fsdecode(value) if isinstance(value, bytes) else str(value)


def _count_states(connection: Connection, query: Query, answers: Answers) -> dict[str, int]:
    """What a click on each state would show."""
    counts = {}
    for state in STATES:
        clicked = Query((*query.without("is").terms, Term("is", (state,))))
        rows = select(func.count()).select_from(matching(clicked, answers).subquery())
        counts[state] = int(connection.execute(rows).scalar_one())
    return {state: number for state, number in counts.items() if number}
