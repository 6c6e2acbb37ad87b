"""What the commands share: opening a library, printing, a progress line."""

from __future__ import annotations

import argparse
import json
import os
import sys
import unicodedata
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from studio.core.asset import AssetDetails
from studio.core.errors import CatalogueError
from studio.core.organising import FLAG_WORDS
from studio.core.palette import Palette
from studio.core.progress import Failure, ImportProgress
from studio.library.library import Library
from studio.paths import find_paths
from studio.resources import get_places


def add_library(parser: argparse.ArgumentParser) -> None:
    """The option --library."""
    parser.add_argument(
        "--library", type=Path, metavar="DIR", help="the library's folder (else the default one)"
    )


def add_json(parser: argparse.ArgumentParser) -> None:
    """The switch --json."""
    parser.add_argument("--json", action="store_true", help="print JSON instead of text")


@contextmanager
def open_library(
    folder: Path | None, *, write: bool = False, create: bool = False
) -> Iterator[Library]:
    """The library in `folder`, closed at the end; to `create` one is to write, too.

    Reading commands open it read-only, so that they work beside a window. Raises CatalogueError.
    """
    folder = (folder or find_paths().default_library).expanduser().absolute()
    write = write or create
    library = Library.open(folder, get_places(), read_only=not write, create=create)
    try:
        if write and library.is_read_only:
            raise CatalogueError(library.read_only_reason)
        yield library
    finally:
        library.close()


def printable(path: str) -> str:
    """A path that any terminal and any JSON reader takes; bytes that are no UTF-8 become U+FFFD."""
    return os.fsencode(path).decode("utf-8", "replace")


def one_line(path: str) -> str:
    """A path as text on one line: a name may hold a line break or a terminal's commands."""
    return "".join(
        letter.encode("unicode_escape").decode() if unicodedata.category(letter) == "Cc" else letter
        for letter in printable(path)
    )


def print_failures(failures: Sequence[Failure]) -> None:
    """Each file that failed, with its reason."""
    for failure in failures:
        print(f"{one_line(failure.path)}: {failure.reason}", file=sys.stderr)


def failures_json(failures: Sequence[Failure]) -> list[dict[str, str]]:
    """Files that failed as JSON objects."""
    return [{"path": printable(f.path), "reason": f.reason} for f in failures]


def outdated_note(count: int) -> str:
    """That `count` images could be tagged anew, and how."""
    images = "1 image was" if count == 1 else f"{count:,} images were"
    return (
        f"{images} tagged by an earlier bundle. “fashion-studio analyse --outdated” tags"
        f" {'it' if count == 1 else 'them'} anew."
    )


def print_json(value: Any) -> None:
    """One JSON document on one line."""
    print(json.dumps(value, ensure_ascii=False), flush=True)


class ProgressLine:
    """One line on a terminal that is rewritten; silent where stderr is no terminal."""

    def __init__(self) -> None:
        self._shown = sys.stderr.isatty()

    def show(self, done: int, total: int, words: str, seconds_left: float | None = None) -> None:
        """Redraw the line."""
        if not self._shown:
            return
        width = 28
        filled = width * done // max(1, total)
        bar = "█" * filled + "░" * (width - filled)
        left = f" · {seconds_left:.0f} s left" if seconds_left is not None else ""
        print(f"\r\x1b[K{words} {bar} {done:,} of {total:,}{left}", end="", file=sys.stderr)

    def show_import(self, progress: ImportProgress) -> None:
        """Redraw the line from an import's progress."""
        words = "Analysing" if progress.phase == "analysing" else "Looking"
        self.show(progress.analysed, progress.total, words, progress.seconds_left)

    def end(self) -> None:
        """Take the line away."""
        if self._shown:
            print("\r\x1b[K", end="", file=sys.stderr, flush=True)


def palette_json(palette: Palette) -> list[dict[str, Any]]:
    """Swatches as JSON objects, largest first."""
    return [
        {"hex": s.hex, "coverage": s.coverage, "family": s.family, "name": s.name}
        | ({"role": s.role} if s.role else {})
        for s in palette
    ]


# The words of `flag:` in searches.
_FLAG_NAMES = {flag: word for word, flag in FLAG_WORDS.items()}


def details_json(details: AssetDetails) -> dict[str, Any]:
    """One asset as a JSON object."""
    facets: dict[str, list[str]] = {"style": [], "color": list(details.colors)}
    for prediction in details.predictions:
        if prediction.assigned:
            facets.setdefault(prediction.facet, []).append(prediction.label)
    return {
        "id": details.id,
        "path": printable(details.path),
        "facets": facets,
        "palette": palette_json(details.palette),
        "rating": details.rating,
        "flag": _FLAG_NAMES[details.flag],
        "color_label": details.color_label,
        "tags": list(details.tags),
        "note": details.note,
        "width": details.width,
        "height": details.height,
        "format": details.format,
        "state": str(details.state),
        "missing": details.missing,
        "error": details.failure,
        "captured": details.captured_at,
        "added": details.added_at,
        "unsure": sorted({p.facet for p in details.predictions if p.unsure}),
    }
