"""`fashion-studio palette`: one palette of files or of a library, in the format of a program."""

from __future__ import annotations

import argparse
import sys
from dataclasses import dataclass, field
from pathlib import Path

from studio.cli.common import (
    ProgressLine,
    add_json,
    add_library,
    one_line,
    open_library,
    palette_json,
    print_json,
    printable,
)
from studio.cli.querying import print_warnings, read_query
from studio.core.asset import Analysis
from studio.core.palette import Palette, families
from studio.core.palette_merging import merge_palettes
from studio.library.exporting.files import check_place, write_file
from studio.library.exporting.formats import (
    FORMATS,
    Format,
    encode_palette,
    find_format,
    get_format,
)
from studio.library.tagging import analyse_files
from studio.resources import get_places

_STDOUT = Path("-")


@dataclass
class _Found:
    """The palette and what it was made of."""

    title: str
    palette: Palette
    images: int
    failed: list[tuple[str, str]] = field(default_factory=list)  # path, reason


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """The command's own options."""
    parser.usage = (
        "fashion-studio palette FILE... [options]\n"
        "       fashion-studio palette --library DIR [QUERY] [options]"
    )
    parser.description = (
        "One palette of all images named: their colours weighted by coverage, like ones merged,"
        " at most 12."
    )
    parser.add_argument(
        "words",
        nargs="*",
        metavar="FILE",
        help="image files; with --library a query, such as: color:red|pink -pattern:checks",
    )
    add_library(parser)
    add_json(parser)
    parser.add_argument(
        "--format",
        choices=[each.id for each in FORMATS],
        help="else what the suffix of --out stands for, else hex",
    )
    parser.add_argument(
        "--out", type=Path, metavar="FILE", help="write there (- or nothing: standard output)"
    )
    parser.set_defaults(run=lambda arguments: _run(parser, arguments))


def _run(parser: argparse.ArgumentParser, arguments: argparse.Namespace) -> int:
    """Print or write the palette; 1 when a file failed."""
    out = None if arguments.out in {None, _STDOUT} else arguments.out.expanduser()
    chosen = _choose_format(parser, arguments, out)
    if not arguments.words and arguments.library is None:
        parser.error("name image files, or a library with --library")
    if out is not None:
        check_place(out)
    found = _search(arguments) if arguments.library is not None else _look_at(arguments.words)
    for path, reason in found.failed:
        print(f"{one_line(path)}: {reason}", file=sys.stderr)
    if arguments.json and out is None:
        _print_report(found, out)
        return 1 if found.failed or not found.palette else 0
    content = encode_palette(found.palette, found.title, chosen)
    if out is None:
        sys.stdout.buffer.write(content)
        return 1 if found.failed else 0
    write_file(out, content)
    if arguments.json:
        _print_report(found, out)
    else:
        print(f"{one_line(str(out))}: {len(found.palette)} colours of {_images(found.images)}")
    return 1 if found.failed else 0


def _choose_format(
    parser: argparse.ArgumentParser, arguments: argparse.Namespace, out: Path | None
) -> Format:
    if arguments.format is not None:
        chosen = get_format(arguments.format)
    elif out is not None:
        known = find_format(out)
        if known is None:
            parser.error("choose a --format: the suffix of --out stands for none")
        chosen = known
    else:
        chosen = get_format("hex")
    if out is None and not chosen.is_text and not arguments.json and sys.stdout.isatty():
        parser.error(f"{chosen.id} is no text for a terminal: name a file with --out")
    return chosen


def _search(arguments: argparse.Namespace) -> _Found:
    text = " ".join(arguments.words).strip()
    query = read_query(arguments.words)
    with open_library(arguments.library) as library:
        print_warnings(library, query)
        ids = library.list_ids(query)
        return _Found(text or library.folder.name, library.merge_palettes(ids), len(ids))


def _look_at(words: list[str]) -> _Found:
    files = [Path(word) for word in words]
    palettes: list[Palette] = []
    failed: list[tuple[str, str]] = []
    line = ProgressLine()
    for done, (path, outcome) in enumerate(analyse_files(files, get_places()), start=1):
        if isinstance(outcome, Analysis):
            palettes.append(outcome.palette)
        else:
            failed.append((path, str(outcome)))
        line.show(done, len(files), "Looking")
    line.end()
    title = files[0].stem if len(files) == 1 else _images(len(palettes))
    return _Found(title, merge_palettes(palettes), len(palettes), failed)


def _print_report(found: _Found, out: Path | None) -> None:
    print_json(
        {
            "palette": palette_json(found.palette),
            "colors": list(families(found.palette)),
            "images": found.images,
            "failed": [{"path": printable(path), "reason": why} for path, why in found.failed],
            "out": None if out is None else printable(str(out)),
        }
    )


def _images(number: int) -> str:
    return "1 image" if number == 1 else f"{number:,} images"
