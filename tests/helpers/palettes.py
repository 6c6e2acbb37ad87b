"""Catalogues whose images have given palettes, without a picture behind them."""

from __future__ import annotations

from dataclasses import replace

from studio.core.asset import FoundFile
from studio.core.palette import Palette
from studio.storage.catalogue import Catalogue
from tests.storage.examples import analysis


def store_palettes(catalogue: Catalogue, *palettes: Palette) -> list[int]:
    """One analysed image for each palette; returns their ids."""
    source = catalogue.add_source("/photos")
    files = [FoundFile(f"/photos/look {number}.jpg", 1, 1) for number in range(len(palettes))]
    ids = catalogue.register_files(source, files, 1).new_ids
    catalogue.store_analyses(
        [
            (asset_id, replace(analysis(), palette=palette))
            for asset_id, palette in zip(ids, palettes, strict=True)
        ]
    )
    return list(ids)
