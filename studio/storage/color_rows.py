"""Every swatch of many assets in one go, for what is told of their colours together."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any, NamedTuple

from sqlalchemy import Connection, Select, func, select

from studio.core.asset import AssetState
from studio.core.query import Query
from studio.storage.answers import NO_ANSWERS, Answers
from studio.storage.registry import slices
from studio.storage.schema import asset, asset_label, swatch
from studio.storage.search import matching

_SCATTER, _WHOLE = 2_654_435_761, 2**32  # multiplicative hashing, Knuth 6.4


class SwatchRow(NamedTuple):
    """One swatch of one asset."""

    asset_id: int
    family: str
    hex: str
    coverage: float
    name: str


@dataclass(slots=True)
class ColorRows:
    """What is known of the colours of some assets."""

    images: int = 0
    waiting: int = 0  # not analysed yet
    swatches: list[SwatchRow] = field(default_factory=list)
    filed: Counter[str] = field(default_factory=Counter)  # family -> assets under it


def read_matching(connection: Connection, query: Query, answers: Answers = NO_ANSWERS) -> ColorRows:
    """The colours of all assets that match."""
    return _read(connection, [matching(query, answers)])


def read_sample(connection: Connection, most: int) -> ColorRows:
    """The colours of assets here and there in the library, of about `most` at the most."""
    everything = matching(Query())
    count = connection.execute(select(func.count()).select_from(everything.subquery())).scalar_one()
    if count <= most:
        return _read(connection, [everything])
    # Every tenth id would meet the rhythm of a shoot: front, back, detail.
    scattered = (asset.c.id * _SCATTER) % _WHOLE
    return _read(connection, [everything.where(scattered < _WHOLE * most // count)])


def read_given(connection: Connection, ids: Sequence[int]) -> ColorRows:
    """The colours of these assets; ids that are gone are left out."""
    return _read(connection, [select(asset.c.id).where(asset.c.id.in_(p)) for p in slices(ids)])


def _read(connection: Connection, scopes: Sequence[Select[Any]]) -> ColorRows:
    rows = ColorRows()
    for scope in scopes:
        states = select(asset.c.state, func.count()).where(asset.c.id.in_(scope))
        for state, count in connection.execute(states.group_by(asset.c.state)):
            rows.images += int(count)
            rows.waiting += int(count) if state == AssetState.PENDING else 0
        found = select(
            swatch.c.asset_id, swatch.c.family, swatch.c.hex, swatch.c.coverage, swatch.c.name
        ).where(swatch.c.asset_id.in_(scope), swatch.c.coverage > 0)
        rows.swatches.extend(SwatchRow(*row) for row in connection.execute(found))
        filed = select(asset_label.c.label, func.count()).where(
            asset_label.c.facet == "color", asset_label.c.asset_id.in_(scope)
        )
        for family, count in connection.execute(filed.group_by(asset_label.c.label)):
            rows.filed[str(family)] += int(count)
    return rows
