"""Analyses and files for the tests of storage."""

from __future__ import annotations

from studio.core.asset import Analysis, FoundFile
from studio.core.palette import GROUND, Swatch
from studio.core.prediction import Prediction


def files(count: int, folder: str = "/photos") -> list[FoundFile]:
    return [FoundFile(f"{folder}/look {n}.jpg", 1000 + n, n) for n in range(count)]


def analysis(
    garment: str = "dress",
    pattern: str = "floral",
    styles: tuple[str, ...] = ("bohemian",),
    colors: tuple[str, ...] = ("red",),
    *,
    unsure: bool = False,
    bundle_id: str | None = "test-1",
) -> Analysis:
    share = 1 / max(1, len(colors))
    predictions = (
        Prediction("garment", garment, 0.9, assigned=True, unsure=unsure),
        Prediction("garment", "hat", 0.1),
        Prediction("pattern", pattern, 0.8, assigned=True),
        *(Prediction("style", style, 0.7, assigned=True) for style in styles),
    )
    return Analysis(
        width=600,
        height=800,
        format="JPEG",
        thumbnail=b"jpeg bytes",
        fingerprint="00ff",
        difference_hash=-7,
        palette=tuple(Swatch("#aa2233", share, color, "Cherry", GROUND) for color in colors),
        bundle_id=bundle_id,
        predictions=predictions if bundle_id else (),
        embedding=b"\0\0" if bundle_id else b"",
    )
