"""Queries as SQL: which assets match, and how many carry each label."""

from __future__ import annotations

import os
from typing import TYPE_CHECKING, Any

from sqlalchemy import ColumnElement, Connection, Select, and_, case, func, not_, or_, select

from studio.core.asset import AssetState
from studio.core.collection import LibraryCounts, Sort
from studio.core.query import FACETS, PICTURE_FIELDS, Query, Term
from studio.core.query_values import SQUARE_PERCENT
from studio.storage.schema import asset, asset_label, source, swatch

if TYPE_CHECKING:
    from studio.storage.likeness import Likeness

_ORDERS: dict[Sort, tuple[Any, ...]] = {
    # Inside one import the order of the folder is kept, so that tiles do not jump as it grows.
    Sort.ADDED: (asset.c.session.desc(), asset.c.id),
    Sort.NAME: (asset.c.folded_name, asset.c.id),
    Sort.CAPTURED: (asset.c.captured_at.desc().nulls_last(), asset.c.id),
    Sort.COLOR: (asset.c.color_order, asset.c.id),
    Sort.LIGHTNESS: (asset.c.lightness_order, asset.c.id),
}
_ORDERS[Sort.LIKENESS] = _ORDERS[Sort.ADDED]  # among equals
_WIDTH, _HEIGHT = asset.c.width, asset.c.height
_KNOWN_DAY = asset.c.captured_at.op("GLOB")("[0-9][0-9][0-9][0-9]-[0-9][0-9]*")
PICTURE: dict[str, ColumnElement[Any]] = {
    "format": func.lower(asset.c.format),
    "orientation": case(
        (or_(_WIDTH <= 0, _HEIGHT <= 0), ""),
        (_WIDTH * 100 >= _HEIGHT * (100 + SQUARE_PERCENT), "landscape"),
        (_HEIGHT * 100 >= _WIDTH * (100 + SQUARE_PERCENT), "portrait"),
        else_="square",
    ),
    "year": case((_KNOWN_DAY, func.substr(asset.c.captured_at, 1, 4)), else_=""),
    "month": case((_KNOWN_DAY, func.substr(asset.c.captured_at, 1, 7)), else_=""),
}
LEAST_COVERAGE = 0.1  # of a colour that an image is found by, by its name
LEAST_BEGINNING = 3  # letters; fewer would begin too many labels


def list_ids(
    connection: Connection, query: Query, sort: Sort, likeness: Likeness | None = None
) -> list[int]:
    """The ids of all assets that match, in order; `likeness` answers the terms with a `~`."""
    found = connection.execute(matching(query, likeness).order_by(*_ORDERS[sort]))
    ids = [int(asset_id) for asset_id in found.scalars()]
    return likeness.sort(ids) if likeness is not None and sort is Sort.LIKENESS else ids


def count_ids(connection: Connection, query: Query, likeness: Likeness | None = None) -> int:
    """The number of assets that match."""
    found = select(func.count()).select_from(matching(query, likeness).subquery())
    return int(connection.execute(found).scalar_one())


def matching(query: Query, likeness: Likeness | None = None) -> Select[Any]:
    """A select of the ids that match; removed assets only where the query asks for them."""
    conditions = [_condition(term) for term in query.terms if term.operator != "~"]
    if likeness is not None:
        known = select(func.json_each(likeness.ids_json).table_valued("value").c.value)
        conditions.append(asset.c.id.not_in(known) if likeness.excluded else asset.c.id.in_(known))
    if "removed" not in query.values("is"):
        conditions.append(asset.c.removed == 0)
    return select(asset.c.id).where(and_(*conditions))


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


def _condition(term: Term) -> ColumnElement[bool]:
    found = or_(*(_match(term, value) for value in term.values))
    return not_(found) if term.excluded else found


def _match(term: Term, value: str) -> ColumnElement[bool]:
    if term.field in FACETS:
        return _labelled(asset_label.c.facet == term.field, asset_label.c.label == value)
    if term.field == "name":
        return asset.c.folded_name.contains(value.casefold(), autoescape=True)
    if term.field == "source":
        return asset.c.source_id.in_(
            select(source.c.id).where(
                or_(source.c.path == os.fsencode(value), source.c.name == value)
            )
        )
    if term.field == "is":
        return is_state(value)
    if term.field == "rating":
        return _rating(term.operator, int(value))
    if term.field in PICTURE_FIELDS:
        return PICTURE[term.field] == value
    return or_(
        asset.c.folded_name.contains(value.casefold(), autoescape=True),
        _labelled(_begins(value.casefold())),
        asset.c.id.in_(
            select(swatch.c.asset_id).where(
                func.lower(swatch.c.name) == value.lower(), swatch.c.coverage >= LEAST_COVERAGE
            )
        ),
    )


def _begins(word: str) -> ColumnElement[bool]:
    """A label in full or from its beginning: "dre" and "check" find dresses and checks."""
    if len(word) < LEAST_BEGINNING:
        return asset_label.c.label == word
    return asset_label.c.label.startswith(word, autoescape=True)


def _labelled(*conditions: ColumnElement[bool]) -> ColumnElement[bool]:
    return asset.c.id.in_(select(asset_label.c.asset_id).where(*conditions))


def _rating(operator: str, stars: int) -> ColumnElement[bool]:
    column = asset.c.rating
    comparisons: dict[str, ColumnElement[bool]] = {
        ">=": column >= stars,
        "<=": column <= stars,
        ">": column > stars,
        "<": column < stars,
        "=": column == stars,
    }
    return comparisons[operator]


def is_state(state: str) -> ColumnElement[bool]:
    """Whether an asset is in one of `STATES`."""
    last_session = select(func.max(asset.c.session)).scalar_subquery()
    states: dict[str, ColumnElement[bool]] = {
        "recent": asset.c.session == last_session,
        "unsure": asset.c.unsure == 1,
        "untagged": and_(asset.c.state == AssetState.DONE, asset.c.bundle_id.is_(None)),
        "failed": asset.c.state == AssetState.FAILED,
        "missing": asset.c.missing == 1,
        "removed": asset.c.removed == 1,
        "pending": asset.c.state == AssetState.PENDING,
    }
    return states[state]
