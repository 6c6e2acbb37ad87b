"""Justified rows and sections: every item once, in order, without overlap, filling the width."""

from __future__ import annotations

import itertools

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from PySide6.QtCore import QRect, QSize

from studio.core.ids import Ids
from studio.core.listing import Listing, Sections
from studio.gui.views.grid_layout import GridLayout
from studio.gui.views.justified_layout import MAX_ASPECT, MIN_ASPECT, JustifiedLayout
from studio.gui.views.layout import Layout, Move
from studio.gui.views.layouts import Look, make_layout
from studio.gui.views.line_layout import HEADER
from studio.gui.views.section_layout import SectionLayout
from studio.gui.views.tile_delegate import GAP, STRIP, picture_rect

BAR = 10

aspects = st.one_of(st.floats(0.3, 3.5), st.floats(0.001, 65), st.sampled_from((2 / 3, 1.0, 1.5)))
widths, tiles = st.integers(140, 3000), st.integers(96, 320)


@st.composite
def listings(draw: st.DrawFn, least: int = 1) -> Listing:
    shapes = draw(st.lists(aspects, min_size=least, max_size=60))
    cuts = draw(st.lists(st.integers(1, 60), max_size=6, unique=True))
    firsts = [0, *sorted(cut for cut in cuts if cut < len(shapes))] if cuts and shapes else []
    keys = tuple(f"2026-{12 - at:02}" for at in range(len(firsts)))
    sections = Sections(keys, np.array(firsts, np.int64))
    return Listing(Ids(range(len(shapes))), np.array(shapes, np.float32), sections)


looks = st.builds(
    lambda width, height, tile, justified: Look(QSize(width, height), tile, BAR, justified),
    widths,
    st.integers(50, 2000),
    tiles,
    st.booleans(),
)


def lines_of(layout: Layout) -> list[list[QRect]]:
    return [[layout.cell(row) for row in layout.rows_of(line)] for line in range(layout.lines)]


def inner_width(layout: Layout, look: Look) -> int:
    bar = look.bar if layout.scrolls else 0
    return look.view.width() - bar - layout.left - layout.right


@given(looks, listings())
def test_lines_hold_every_item_once_in_order_without_overlap(look: Look, listing: Listing) -> None:
    layout = make_layout(look, listing)
    rows = [row for line in range(layout.lines) for row in layout.rows_of(line)]
    assert rows == list(range(len(listing)))
    below = 0
    for cells in lines_of(layout):
        assert cells[0].left() == 0
        for cell, after in itertools.pairwise(cells):
            assert after.left() == cell.left() + cell.width()
            assert after.top() == cell.top()
            assert after.height() == cell.height()
        assert cells[0].top() in (below, below + HEADER)
        below = cells[0].top() + cells[0].height()
    assert layout.height == below
    assert layout.scrolls or layout.height <= look.view.height()


@given(looks, listings())
def test_an_item_is_found_where_it_is(look: Look, listing: Listing) -> None:
    layout = make_layout(look, listing)
    for row in range(len(listing)):
        cell = layout.cell(row)
        for corner in (cell.topLeft(), cell.bottomRight(), cell.center()):
            assert layout.item_at(corner.x(), corner.y()) == row
        assert row in layout.visible(cell.top(), 1)
        assert layout.touched(cell) == [(row, row)]
    last = layout.cell(len(listing) - 1)
    assert layout.item_at(last.right() + 1, last.top()) is None
    assert layout.item_at(0, layout.height) is None
    assert layout.item_at(-1, 0) is None


@given(widths, tiles, listings())
def test_full_rows_have_the_width_and_a_height_near_the_wanted(
    width: int, tile: int, listing: Listing
) -> None:
    look = Look(QSize(max(width, tile + 40), 700), tile, BAR, justified=True)
    layout = make_layout(look, listing)
    inner = inner_width(layout, look)
    ends = {*listing.sections.firsts.tolist(), len(listing)}
    for line, cells in enumerate(lines_of(layout)):
        height = picture_rect(cells[0]).height()
        used = cells[-1].left() + cells[-1].width()
        if layout.rows_of(line).stop in ends:  # the last of its section is not stretched
            assert height <= tile + 1
            assert used <= inner
        else:
            assert used == inner
            assert height <= 2 * tile + GAP
        assert height >= tile / 2 - GAP


@given(widths, tiles, listings())
def test_pictures_keep_their_proportions(width: int, tile: int, listing: Listing) -> None:
    inner = max(width, tile + 40)
    none = np.zeros(0, np.int64)
    layout = JustifiedLayout(listing.aspects, none, width=inner, target=tile)
    most = min(MAX_ASPECT, max(1.0, (inner - 2 * GAP) / tile))
    for row, aspect in enumerate(listing.aspects.tolist()):
        picture = picture_rect(layout.cell(row))
        wanted = min(most, max(MIN_ASPECT, aspect)) * picture.height()
        assert abs(picture.width() - wanted) <= 0.5 * most + 1.5


@given(looks, listings())
def test_sections_begin_lines_under_their_headers(look: Look, listing: Listing) -> None:
    layout = make_layout(look, listing)
    firsts = listing.sections.firsts.tolist()
    headers = layout.headers(0, layout.height)
    assert [header.section for header in headers] == list(range(len(firsts)))
    for header, first in zip(headers, firsts, strict=True):
        assert layout.rows_of(layout.line_of(first)).start == first
        assert header.top == layout.top_of(first) - HEADER
    for header, after in itertools.pairwise(headers):
        inside = (header.top + after.top) // 2
        assert layout.headers(inside, 1)[0] == header


@given(looks, listings(), st.integers(0, 59), st.sampled_from(list(Move)), st.integers(50, 900))
def test_keys_stay_among_the_items(
    look: Look, listing: Listing, row: int, move: Move, page: int
) -> None:
    layout = make_layout(look, listing)
    row %= len(listing)
    x = layout.cell(row).center().x()
    to = layout.moved(move, row, page, x)
    line, target = layout.line_of(row), layout.line_of(to)
    if move in (Move.MoveUp, Move.MoveDown):
        step = -1 if move is Move.MoveUp else 1
        assert target == min(layout.lines - 1, max(0, line + step))
        distances = {r: abs(layout.cell(r).center().x() - x) for r in layout.rows_of(target)}
        assert distances[to] == min(distances.values())
    elif move is Move.MovePageDown:
        assert target > line or line == layout.lines - 1
        assert target == line + 1 or layout.top_of(to) - layout.top_of(row) <= page
    elif move is Move.MovePageUp:
        assert target < line or line == 0
        assert target == line - 1 or layout.top_of(row) - layout.top_of(to) <= page
    elif move is Move.MoveHome:
        assert to == 0
    elif move is Move.MoveEnd:
        assert to == len(listing) - 1
    else:  # on to the neighbour, at the end of a line to the next one
        step = -1 if move in (Move.MoveLeft, Move.MovePrevious) else 1
        assert to == min(len(listing) - 1, max(0, row + step))


@given(looks, looks, listings(), listings())
def test_layouts_are_equal_where_every_place_is(
    look: Look, other: Look, listing: Listing, others: Listing
) -> None:
    assert make_layout(look, listing) == make_layout(look, listing)
    for first, second in ((look, other), (other, look)):
        one, two = make_layout(first, listing), make_layout(second, others)
        same = one.count == two.count and all(
            one.cell(row) == two.cell(row) for row in range(one.count)
        )
        assert same or one != two


@given(looks)
def test_nothing_is_laid_out_as_nothing(look: Look) -> None:
    layout = make_layout(look, Listing.of(()))
    assert (layout.count, layout.lines, layout.height, layout.scrolls) == (0, 0, 0, False)
    assert layout.item_at(5, 5) is None
    assert not layout.visible(0, 100)
    assert layout.touched(QRect(0, 0, 100, 100)) == []
    assert layout.headers(0, 100) == []


def test_the_kinds() -> None:
    listing = Listing.of(range(10))
    grouped = Listing(listing.ids, listing.aspects, Sections(("a", "b"), np.array([0, 4])))
    look = Look(QSize(800, 600), 180, BAR)
    assert isinstance(make_layout(look, listing), GridLayout)
    assert isinstance(make_layout(look, grouped), SectionLayout)
    justified = Look(QSize(800, 600), 180, BAR, justified=True)
    assert isinstance(make_layout(justified, listing), JustifiedLayout)


def test_squares_make_the_rows_that_one_would_draw() -> None:
    """Three squares of 100 and their gaps in 340 px are 101 1/3 high."""
    layout = JustifiedLayout(np.ones(7, np.float32), np.zeros(0, np.int64), width=340, target=100)
    assert [list(layout.rows_of(line)) for line in range(3)] == [[0, 1, 2], [3, 4, 5], [6]]
    assert layout.cell(2) == QRect(227, 0, 113, 101 + STRIP + GAP)
    assert layout.cell(6).size() == QSize(100 + GAP, 100 + STRIP + GAP)


@pytest.mark.parametrize("count", [1, 1000])
def test_lines_of_any_length_are_followed(count: int) -> None:
    layout = JustifiedLayout(
        np.full(count, 0.5, np.float32), np.arange(0, count, 7), width=900, target=96
    )
    assert layout.lines == -(-count // 7)  # of 15 that would fit
