"""A library in memory whose thumbnails are drawn: the reading half of `Library` for view tests."""

from __future__ import annotations

import io
import threading
from collections.abc import Sequence
from pathlib import Path

from PIL import Image

from studio.core.asset import AssetDetails, AssetState, Tile
from studio.core.collection import LibraryCounts
from studio.core.errors import CatalogueError, DamagedImage, UnreadableFile
from studio.core.organising import Flag, Marks
from studio.core.palette import Palette, Swatch
from studio.core.prediction import Prediction
from studio.core.taxonomy import Taxonomy, load_taxonomy
from studio.library.library import Library

RESOURCES = Path(__file__).resolve().parents[2] / "resources"
PENDING, FAILED, MISSING, UNSURE = 5, 7, 9, 11  # ids of these states

_PALETTE = (
    Swatch("#e9bf3c", 0.6, "yellow", "Mustard"),
    Swatch("#1b1b1d", 0.2, "black", "Ink black"),
)


def load() -> Taxonomy:
    return load_taxonomy(RESOURCES / "taxonomy" / "taxonomy.toml")


def jpeg(width: int, height: int, color: str, border: str | None = None) -> bytes:
    """A flat picture; with `border` its outer thirds along the long side have that colour."""
    image = Image.new("RGB", (width, height), border or color)
    side = min(width, height)
    left, top = (width - side) // 2, (height - side) // 2
    image.paste(Image.new("RGB", (side, side), color), (left, top))
    buffer = io.BytesIO()
    image.save(buffer, "JPEG", quality=95)
    return buffer.getvalue()


class DrawnLibrary(Library):
    """Every asset is red with a yellow and black palette; `calls` notes what was asked."""

    def __init__(self) -> None:
        self.calls: list[tuple[str, object]] = []
        self.threads: set[int] = set()
        self.names: dict[int, str] = {}
        self.gone: set[int] = set()
        self.colors: dict[int, str] = {}
        self.gate = threading.Event()  # reads of thumbnails wait for it
        self.gate.set()
        self.preview_gate = threading.Event()  # reads of previews wait for it
        self.preview_gate.set()
        self.file_sizes: dict[int, int] = {}  # bytes, where they are not 1000
        self.ratings: dict[int, int] = {}
        self.lost: dict[int, str] = {}  # ids whose previews fail, with the reason
        self.full_size = (600, 900)  # px

    def asked(self, what: str) -> list[object]:
        return [value for name, value in self.calls if name == what]

    def _note(self, what: str, value: object) -> None:
        self.calls.append((what, value))
        self.threads.add(threading.get_ident())

    def _state(self, asset_id: int) -> AssetState:
        states = {PENDING: AssetState.PENDING, FAILED: AssetState.FAILED}
        return states.get(asset_id, AssetState.DONE)

    def _failure(self, asset_id: int) -> str:
        return "The file ends too early." if asset_id == FAILED else ""

    def _palette(self, asset_id: int) -> Palette:
        return _PALETTE if self._state(asset_id) is AssetState.DONE else ()

    def _name(self, asset_id: int) -> str:
        return self.names.get(asset_id, f"look_{asset_id:04d}.jpg")

    def list_tiles(self, ids: Sequence[int]) -> list[Tile]:
        self._note("tiles", tuple(ids))
        return [self._tile(asset_id) for asset_id in ids if asset_id not in self.gone]

    def _tile(self, asset_id: int) -> Tile:
        return Tile(
            asset_id,
            self._name(asset_id),
            self._state(asset_id),
            tuple((swatch.hex, swatch.coverage) for swatch in self._palette(asset_id)),
            unsure=asset_id == UNSURE,
            missing=asset_id == MISSING,
            failure=self._failure(asset_id),
            path=f"/archive/{self._name(asset_id)}",
            labels=("dress", "solid"),
        )

    def find_thumbnail(self, asset_id: int) -> bytes | None:
        self.gate.wait(10)
        self._note("thumbnail", asset_id)
        if self._state(asset_id) is not AssetState.DONE:
            return None
        return jpeg(300, 450, self.colors.get(asset_id, "#c02020"), border="#2020c0")

    def load_preview(self, asset_id: int, max_side: int) -> bytes:
        self._note("preview", (asset_id, max_side))
        self.preview_gate.wait(10)
        if asset_id in self.lost:
            raise UnreadableFile(self.lost[asset_id])
        if asset_id == MISSING:
            raise UnreadableFile("This file is missing.")
        if asset_id == FAILED:
            raise DamagedImage("The file ends too early.")
        scale = min(1.0, max_side / max(self.full_size))
        width, height = (round(side * scale) for side in self.full_size)
        return jpeg(width, height, "#20c020")

    def list_details(self, ids: Sequence[int]) -> list[AssetDetails]:
        return [self.get_details(asset_id) for asset_id in ids if asset_id not in self.gone]

    def get_details(self, asset_id: int) -> AssetDetails:
        self._note("details", asset_id)
        if asset_id in self.gone:
            raise CatalogueError("The image is no longer in the library.")
        done = self._state(asset_id) is AssetState.DONE
        return AssetDetails(
            id=asset_id,
            path=f"/archive/Street/Paris/{self._name(asset_id)}",
            name=self._name(asset_id),
            source="/archive/Street",
            state=self._state(asset_id),
            missing=asset_id == MISSING,
            failure=self._failure(asset_id),
            width=self.full_size[0] if done else 0,
            height=self.full_size[1] if done else 0,
            format="JPEG" if done else "",
            size=self.file_sizes.get(asset_id, 1000),
            added_at="2026-01-01T00:00:00",
            captured_at=None,
            rating=self.ratings.get(asset_id, 0),
            palette=self._palette(asset_id),
            predictions=self._predictions(asset_id) if done else (),
        )

    def _predictions(self, asset_id: int) -> tuple[Prediction, ...]:
        style = "bohemian" if asset_id % 2 else "romantic"
        return (
            Prediction("style", style, 0.81, assigned=True),
            Prediction("style", "casual", 0.3),
            Prediction("garment", "dress", 0.38, assigned=True, unsure=True),
            Prediction("pattern", "solid", 0.88, assigned=True),
        )

    @property
    def is_read_only(self) -> bool:
        return False

    def count_marks(self, ids: Sequence[int]) -> Marks:
        self._note("marks", tuple(ids))
        count = len(ids)
        return Marks(count, {0: count}, {Flag.NONE: count}, {"": count}, {}, {"": count})

    def list_tags(self) -> list[str]:
        return []

    def count_library(self) -> LibraryCounts:
        return LibraryCounts(6193, 306, 128, 4, 2, 3, 0)
