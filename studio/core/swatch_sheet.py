"""Where everything stands on a swatch sheet, for whoever draws it: as SVG, as PNG."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from studio.core.palette import Palette, percent

PAPER, TEXT, MUTED, LINE = "#ffffff", "#222326", "#6d7077", "#d5d6d9"
WIDTH = 960
_MARGIN = 40
_GAP = 20
_TITLE = 36  # height of the line above the bar
_BAR = 72
_FIELD = 128
_CAPTION = 48  # below a field
_RADIUS = 6


class Align(StrEnum):
    """At which end a text stands on its x."""

    START = "start"
    END = "end"


@dataclass(frozen=True, slots=True)
class Box:
    """A field of one colour, or a frame of none."""

    x: float
    y: float
    width: float
    height: float
    hex: str  # "#rrggbb", or empty
    radius: float = 0
    framed: bool = False  # with a hair line around it: white on white still has an edge


@dataclass(frozen=True, slots=True)
class Words:
    """One line of text on its baseline, cut off with an ellipsis where it is wider than `room`."""

    x: float
    y: float
    text: str
    size: int
    color: str
    room: float
    align: Align = Align.START


@dataclass(frozen=True, slots=True)
class Sheet:
    """A white page, in units of 1/96 inch from its upper left corner."""

    width: int
    height: int
    boxes: tuple[Box, ...]
    words: tuple[Words, ...]


def lay_out_sheet(palette: Palette, title: str) -> Sheet:
    """Title, a bar of the shares, then a field for each swatch with name, hex and share."""
    inner = WIDTH - 2 * _MARGIN
    y = float(_MARGIN)
    words = []
    if title:
        words.append(Words(_MARGIN, y + 15, title, 17, TEXT, inner))
        y += _TITLE
    boxes = _lay_out_bar(palette, y, inner)
    y += _BAR + _GAP
    columns = _count_columns(len(palette))
    width = (inner - (columns - 1) * _GAP) / columns
    for number, swatch in enumerate(palette):
        x = _MARGIN + number % columns * (width + _GAP)
        top = y + number // columns * (_FIELD + _CAPTION + _GAP)
        boxes.append(Box(x, top, width, _FIELD, swatch.hex, _RADIUS, framed=True))
        line, share = top + _FIELD + 21, percent(swatch.coverage)
        words.append(Words(x, line, swatch.name, 15, TEXT, width))
        words.append(Words(x, line + 19, swatch.hex, 13, MUTED, width))
        words.append(Words(x + width, line + 19, share, 13, MUTED, width, Align.END))
    rows = -(-len(palette) // columns)
    height = y + rows * (_FIELD + _CAPTION + _GAP) - _GAP + _MARGIN
    return Sheet(WIDTH, round(height), tuple(boxes), tuple(words))


def _lay_out_bar(palette: Palette, y: float, width: float) -> list[Box]:
    total = sum(swatch.coverage for swatch in palette) or 1.0
    x, boxes = float(_MARGIN), []
    for swatch in palette:
        part = width * swatch.coverage / total
        boxes.append(Box(x, y, part, _BAR, swatch.hex))
        x += part
    return [*boxes, Box(_MARGIN, y, width, _BAR, "", framed=True)]


def _count_columns(number: int) -> int:
    """So many that no row is left almost empty.

    >>> [_count_columns(number) for number in range(1, 14)]
    [3, 3, 3, 4, 5, 3, 4, 4, 5, 5, 4, 4, 6]
    """
    if number > 12:
        return 6
    return 3 if number <= 3 or number == 6 else 5 if number in {5, 9, 10} else 4
