"""Reading assets: tiles for the grid, details for the inspector and the command line."""

from __future__ import annotations

import json
import os
from collections import defaultdict
from collections.abc import Sequence
from typing import Any

from sqlalchemy import Connection, select

from studio.core.asset import AssetDetails, AssetState, Tile
from studio.core.organising import Flag
from studio.core.palette import Palette, Swatch
from studio.core.prediction import Prediction
from studio.storage.registry import printable, slices
from studio.storage.schema import asset, asset_label, asset_tag, prediction, source, swatch, tag


def list_tiles(connection: Connection, ids: Sequence[int]) -> list[Tile]:
    """Tiles in the order of `ids`; ids that are gone are left out."""
    rows = _by_id(connection, ids)
    palettes = _palettes(connection, list(rows))
    labels = _labels(connection, list(rows))
    return [
        Tile(
            id=asset_id,
            path=os.fsdecode(row.path),
            name=row.name,
            state=AssetState(row.state),
            palette=tuple((s.hex, s.coverage) for s in palettes[asset_id]),
            unsure=bool(row.unsure),
            missing=bool(row.missing),
            failure=row.failure,
            labels=tuple(label.label for label in labels[asset_id] if label.facet != "color"),
            rating=row.rating,
            flag=Flag(row.flag),
            color_label=row.color_label,
        )
        for asset_id in ids
        if (row := rows.get(asset_id)) is not None
    ]


def list_details(connection: Connection, ids: Sequence[int]) -> list[AssetDetails]:
    """Everything about each asset, in the order of `ids`; ids that are gone are left out."""
    rows = _by_id(connection, ids)
    palettes = _palettes(connection, list(rows))
    labels = _labels(connection, list(rows))
    sources = {
        int(row.id): printable(os.fsdecode(row.path))
        for row in connection.execute(select(source.c.id, source.c.path))
    }
    scores = _scores(connection, list(rows))
    tags = _tags(connection, list(rows))
    details = []
    for asset_id in ids:
        row = rows.get(asset_id)
        if row is None:
            continue
        given = labels[asset_id]
        details.append(
            AssetDetails(
                id=asset_id,
                path=os.fsdecode(row.path),
                name=row.name,
                source=sources.get(row.source_id, ""),
                state=AssetState(row.state),
                missing=bool(row.missing),
                failure=row.failure,
                width=row.width,
                height=row.height,
                format=row.format,
                size=row.size,
                added_at=row.added_at,
                captured_at=row.captured_at,
                rating=row.rating,
                palette=palettes[asset_id],
                colors=tuple(label.label for label in given if label.facet == "color"),
                bundle_id=row.bundle_id,
                predictions=_predictions(scores.get((asset_id, row.bundle_id), {}), given),
                flag=Flag(row.flag),
                color_label=row.color_label,
                note=row.note,
                tags=tuple(tags[asset_id]),
            )
        )
    return details


def list_palettes(connection: Connection, ids: Sequence[int]) -> list[Palette]:
    """The palettes of these assets in their order; empty for one without, or that is gone."""
    palettes = _palettes(connection, ids)
    return [palettes[asset_id] for asset_id in ids]


def _by_id(connection: Connection, ids: Sequence[int]) -> dict[int, Any]:
    rows: dict[int, Any] = {}
    for part in slices(ids):
        for row in connection.execute(select(asset).where(asset.c.id.in_(part))):
            rows[int(row.id)] = row
    return rows


def _palettes(connection: Connection, ids: Sequence[int]) -> defaultdict[int, tuple[Swatch, ...]]:
    found: defaultdict[int, tuple[Swatch, ...]] = defaultdict(tuple)
    for part in slices(ids):
        ordered = select(swatch).where(swatch.c.asset_id.in_(part))
        for row in connection.execute(ordered.order_by(swatch.c.asset_id, swatch.c.position)):
            found[int(row.asset_id)] += (
                Swatch(row.hex, row.coverage, row.family, row.name, row.role),
            )
    return found


def _labels(connection: Connection, ids: Sequence[int]) -> defaultdict[int, list[Any]]:
    found: defaultdict[int, list[Any]] = defaultdict(list)
    for part in slices(ids):
        ordered = select(asset_label).where(asset_label.c.asset_id.in_(part))
        for row in connection.execute(ordered.order_by(asset_label.c.position)):
            found[int(row.asset_id)].append(row)
    return found


def _tags(connection: Connection, ids: Sequence[int]) -> defaultdict[int, list[str]]:
    found: defaultdict[int, list[str]] = defaultdict(list)
    for part in slices(ids):
        named = select(asset_tag.c.asset_id, tag.c.name).join(tag, tag.c.id == asset_tag.c.tag_id)
        ordered = named.where(asset_tag.c.asset_id.in_(part)).order_by(tag.c.folded_name)
        for asset_id, name in connection.execute(ordered):
            found[int(asset_id)].append(str(name))
    return found


def _scores(
    connection: Connection, ids: Sequence[int]
) -> dict[tuple[int, str | None], dict[str, dict[str, float]]]:
    found = {}
    for part in slices(ids):
        for row in connection.execute(select(prediction).where(prediction.c.asset_id.in_(part))):
            found[int(row.asset_id), row.bundle_id] = json.loads(row.scores)
    return found


def _predictions(
    scores: dict[str, dict[str, float]], given: Sequence[Any]
) -> tuple[Prediction, ...]:
    """Every stored score, facet by facet: assigned labels in their order, then the others."""
    assigned = {(row.facet, row.label): row for row in given}
    found = []
    for facet, by_label in scores.items():
        for label, score in by_label.items():
            row = assigned.get((facet, label))
            position = row.position if row is not None else len(assigned)
            found.append(
                (
                    (position, -score),
                    Prediction(facet, label, score, row is not None, bool(row and row.unsure)),
                )
            )
    facets = list(scores)
    found.sort(key=lambda item: (facets.index(item[1].facet), *item[0]))
    return tuple(item[1] for item in found)
