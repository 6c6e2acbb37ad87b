"""Counts what a selection of assets was given by hand."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Sequence
from typing import Any

from sqlalchemy import Connection, Select, func, literal_column, select

from studio.core.organising import Flag, Marks
from studio.storage.schema import asset, asset_tag, tag

_KEPT_NOTES = 3


def count(connection: Connection, ids: Sequence[int]) -> Marks:
    """Each value with the number of these assets that have it."""
    # One list that the database reads itself: a place holder for each id would cost seconds.
    chosen: Select[Any] = select(literal_column("value")).select_from(
        func.json_each(json.dumps(list(ids)))
    )
    columns = {name: Counter[Any]() for name in ("rating", "flag", "color_label", "note")}
    tags: Counter[str] = Counter()
    for name, counter in columns.items():
        column = asset.c[name]
        rows = select(column, func.count()).where(asset.c.id.in_(chosen)).group_by(column)
        for value, number in connection.execute(rows):
            counter[value] += number
    named = (
        select(tag.c.name, func.count())
        .join(asset_tag, asset_tag.c.tag_id == tag.c.id)
        .where(asset_tag.c.asset_id.in_(chosen))
        .group_by(tag.c.id)
    )
    for name, number in connection.execute(named):
        tags[str(name)] += number
    return Marks(
        sum(columns["rating"].values()),
        {int(stars): number for stars, number in columns["rating"].items()},
        {Flag(flag): number for flag, number in columns["flag"].items()},
        {str(color): number for color, number in columns["color_label"].items()},
        dict(sorted(tags.items(), key=lambda item: (-item[1], item[0].casefold()))),
        {str(note): number for note, number in columns["note"].most_common(_KEPT_NOTES)},
    )
