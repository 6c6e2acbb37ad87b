"""One image file in the library, as the rest of the application sees it."""

from __future__ import annotations

from dataclasses import dataclass, field
from enum import StrEnum

from studio.core.organising import Flag
from studio.core.palette import Swatch, families
from studio.core.prediction import Prediction


class AssetState(StrEnum):
    """How far the analysis of an asset has come."""

    PENDING = "pending"  # registered, not analysed yet
    DONE = "done"  # thumbnail, palette and (with a bundle) predictions are stored
    FAILED = "failed"  # the reason is in `failure`


@dataclass(frozen=True, slots=True)
class FoundFile:
    """A file that a scan met: enough to tell whether the catalogue knows it already."""

    path: str  # absolute, as os.fsdecode gives it (surrogate escapes for non-UTF-8 names)
    size: int  # bytes
    mtime_ns: int


@dataclass(frozen=True, slots=True)
class Analysis:
    """Everything that one decode of one file gave; written to the catalogue in one go."""

    width: int  # pixels of the full picture, upright
    height: int
    format: str  # "JPEG", "PNG", ...
    thumbnail: bytes  # JPEG, long side at most 512 px, sRGB
    fingerprint: str  # hex, identity of the content
    difference_hash: int  # 64 bits as a signed integer, likeness of the picture
    captured_at: str | None = None  # ISO 8601, local time of the camera
    palette: tuple[Swatch, ...] = ()
    bundle_id: str | None = None  # None: no bundle was at hand, analyse again when there is one
    predictions: tuple[Prediction, ...] = ()
    embedding: bytes = b""  # little-endian float16

    @property
    def colors(self) -> tuple[str, ...]:
        """The colour families that the image is filed under, the first one first."""
        named = tuple(p.label for p in self.predictions if p.facet == "color" and p.assigned)
        return named or families(self.palette)


@dataclass(frozen=True, slots=True)
class Tile:
    """What the grid needs to paint one asset, without the thumbnail."""

    id: int
    name: str
    state: AssetState
    palette: tuple[tuple[str, float], ...]  # (hex, coverage), largest first
    unsure: bool  # an assigned garment or pattern is under its threshold
    missing: bool
    failure: str = ""
    path: str = ""  # absolute, as in FoundFile; for dragging files out
    labels: tuple[str, ...] = ()  # assigned label ids, garment first; for screen readers
    rating: int = 0  # stars
    flag: Flag = Flag.NONE
    color_label: str = ""  # one of `COLOR_LABELS`, or none


@dataclass(frozen=True, slots=True)
class AssetDetails:
    """What the inspector and `search --json` show of one asset."""

    id: int
    path: str
    name: str
    source: str
    state: AssetState
    missing: bool
    failure: str
    width: int
    height: int
    format: str
    size: int
    added_at: str
    captured_at: str | None
    rating: int
    palette: tuple[Swatch, ...] = ()
    colors: tuple[str, ...] = ()
    bundle_id: str | None = None
    predictions: tuple[Prediction, ...] = field(default=())
    flag: Flag = Flag.NONE
    color_label: str = ""
    note: str = ""
    tags: tuple[str, ...] = ()  # words that a person gave, by name
