"""Orders by hue and by lightness; the place among the hues is found anew for every asset."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import groupby

from sqlalchemy import Connection

from studio.core.palette import Palette, Swatch
from studio.storage.color_order import hue_order, lightness_order


def upgrade(connection: Connection) -> None:
    """Add the order by lightness, and fill both from the palettes that are there."""
    connection.exec_driver_sql(
        "ALTER TABLE asset ADD COLUMN lightness_order REAL NOT NULL DEFAULT 99"
    )
    rows = [
        (hue_order(palette), lightness_order(palette), asset_id)
        for asset_id, palette in _palettes(connection)
    ]
    if rows:
        connection.exec_driver_sql(
            "UPDATE asset SET color_order = ?, lightness_order = ? WHERE id = ?", rows
        )


def _palettes(connection: Connection) -> Iterator[tuple[int, Palette]]:
    found = connection.exec_driver_sql(
        "SELECT asset_id, hex, coverage, family, name FROM swatch ORDER BY asset_id, position"
    )
    for asset_id, rows in groupby(found, key=lambda row: int(row[0])):
        yield asset_id, tuple(Swatch(row[1], row[2], row[3], row[4]) for row in rows)
