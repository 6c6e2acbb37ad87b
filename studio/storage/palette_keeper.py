"""Keeps the index of palettes in step with the catalogue."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from sqlalchemy import ColumnElement, Connection, func, select

from studio.storage.index_keeper import IndexKeeper
from studio.storage.schema import swatch

if TYPE_CHECKING:
    from studio.storage.palette_index import PaletteIndex


class PaletteKeeper(IndexKeeper["PaletteIndex"]):
    """Reads every palette at the first search by colour, and afterwards those that changed."""

    def _build(self) -> PaletteIndex:
        with self._database.read() as connection:
            return _read(connection)

    def _refresh(self, index: PaletteIndex, changed: Sequence[int]) -> PaletteIndex | None:
        with self._database.read() as connection:
            index = index.replace(changed, _read(connection, swatch.c.asset_id.in_(changed)))
            total = connection.execute(select(func.count()).select_from(swatch)).scalar_one()
        return index if len(index.rows) == total else None


def _read(connection: Connection, *which: ColumnElement[bool]) -> PaletteIndex:
    from studio.storage.palette_index import PaletteIndex

    lists = (
        func.group_concat(swatch.c.asset_id),
        func.group_concat(func.substr(swatch.c.hex, 2), ""),
        func.group_concat(swatch.c.coverage),
    )
    owners, colors, coverage = connection.execute(select(*lists).where(*which)).one()
    return PaletteIndex.parse(owners or "", colors or "", coverage or "")
