"""What a worker process does with one file: a single decode feeds everything that is stored."""

from __future__ import annotations

import contextlib
import json
import os
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from studio.core.asset import Analysis
from studio.core.errors import BundleError

if TYPE_CHECKING:
    from studio.core.color import ColorNames
    from studio.core.palette import Palette
    from studio.core.prediction import Prediction, TagResult
    from studio.imaging.color_map import ColorMap
    from studio.inference.tagger import Tagger


@dataclass(frozen=True, slots=True)
class AnalysisSetup:
    """What every worker needs, as plain values that cross a process boundary."""

    bundle: Path | None  # None: analyse without tags
    color_names: Path
    precision_file: Path


@dataclass(frozen=True, slots=True)
class _Tools:
    tagger: Tagger | None
    names: ColorNames


# Set once in each worker process, which serves one library and one bundle all its life.
_tools: _Tools | None = None
_SEEN = 128  # alpha from which on a pixel counts as there


def start(setup: AnalysisSetup) -> None:
    """Load the bundle and the colour names; runs once in each worker."""
    global _tools  # noqa: PLW0603 - a process pool has no other place for what a worker keeps
    from studio.core.color import load_color_names

    tagger = None
    if setup.bundle is not None:
        # A bundle that broke since the library was opened: images are kept, tags come later.
        with contextlib.suppress(BundleError):
            tagger = make_tagger(setup.bundle, setup.precision_file)
    _tools = _Tools(tagger, load_color_names(setup.color_names))


def make_tagger(folder: Path, precision_file: Path) -> Tagger:
    """The tagger at the precision that is faster here, measured once and remembered."""
    from studio.inference.bundle import load_bundle
    from studio.inference.session import choose_precision
    from studio.inference.tagger import Tagger

    bundle = load_bundle(folder)
    remembered = _read_json(precision_file)
    precision = remembered.get(bundle.id)
    if precision is None or precision not in bundle.files:
        precision = choose_precision(bundle)
        partial = precision_file.with_name(f"{precision_file.name}.{os.getpid()}")
        with contextlib.suppress(OSError):  # measured again next time
            precision_file.parent.mkdir(parents=True, exist_ok=True)
            partial.write_text(json.dumps(remembered | {bundle.id: precision}), encoding="utf-8")
            partial.replace(precision_file)
    return Tagger(bundle, precision)


def _read_json(path: Path) -> dict[str, str]:
    try:
        content = json.loads(path.read_text(encoding="utf-8"))
    except (OSError, ValueError):
        return {}
    return content if isinstance(content, dict) else {}


def analyse(item: tuple[int, str]) -> Analysis:
    """Analyse the file of (id, path); raises ImageError with the reason."""
    from studio.imaging.color_map import read_color_map
    from studio.imaging.decode import decode
    from studio.imaging.fingerprint import content_fingerprint, difference_hash
    from studio.imaging.palette import extract_palette, is_flat
    from studio.imaging.preprocess import network_input
    from studio.imaging.thumbnail import THUMBNAIL_SIDE, encode_jpeg
    from studio.inference.masks import read_mask

    if _tools is None:
        raise RuntimeError("start() has to run first")
    path = Path(item[1])
    decoded = decode(path, max_side=THUMBNAIL_SIDE)
    result = None
    if _tools.tagger is not None:
        result = _tools.tagger.tag(network_input(decoded.picture, _tools.tagger.input_size)[None])[
            0
        ]
    palette: Palette = ()
    color_map = None
    # Where nothing can be seen there is no colour, and not that of the paper behind it.
    if decoded.alpha is None or decoded.alpha.max() >= _SEEN:
        if _tools.tagger is not None and not is_flat(decoded.picture):
            color_map = read_color_map(result, _tools.tagger.bundle.color_families)
        palette = extract_palette(
            decoded.picture, _tools.names, decoded.alpha, read_mask(result), color_map
        )
    return Analysis(
        width=decoded.width,
        height=decoded.height,
        format=decoded.format,
        thumbnail=encode_jpeg(decoded.picture),
        fingerprint=content_fingerprint(path),
        difference_hash=difference_hash(decoded.picture),
        captured_at=decoded.captured_at,
        palette=palette,
        bundle_id=result.bundle_id if result else None,
        predictions=_predictions(result, color_map) if result else (),
        embedding=result.embedding if result else b"",
    )


def _predictions(result: TagResult, color_map: ColorMap | None) -> tuple[Prediction, ...]:
    """What is kept of a result: no colours, where the palette was not filed by it."""
    if color_map is not None:
        return result.predictions
    return tuple(p for p in result.predictions if p.facet != "color")


def preview(item: tuple[str, int]) -> bytes:
    """The picture of (path, longest side in px) as JPEG; raises ImageError."""
    from studio.imaging.decode import decode
    from studio.imaging.thumbnail import encode_jpeg

    path, max_side = item
    picture = decode(Path(path), max_side=max_side).picture
    return encode_jpeg(picture, quality=92, full_color=True)
