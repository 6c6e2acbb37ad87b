"""Columns fill the width and the visible range is what is on the screen."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st
from PySide6.QtCore import QSize

from studio.gui.views.grid_layout import lay_out
from studio.gui.views.tile_delegate import GAP, tile_side

widths = st.integers(140, 4000)
tiles = st.integers(96, 320)
counts = st.integers(0, 100_000)


@given(widths, st.integers(50, 3000), counts, tiles)
def test_no_ragged_margin(width: int, height: int, count: int, tile: int) -> None:
    layout = lay_out(QSize(width, height), count, tile, bar=10)
    assert layout.columns >= 1
    assert tile_side(layout.size) >= tile
    assert abs(layout.left - layout.right) <= 2
    inner = width - layout.left - layout.right - (10 if layout.scrolls else 0)
    used = layout.columns * layout.size.width()
    if width > tile + 2 * GAP + 30:
        assert used == inner - 1
    assert layout.scrolls or layout.height <= height


@given(widths, counts.filter(bool), tiles, st.integers(0, 5_000_000))
def test_visible_rows_cover_the_screen(width: int, count: int, tile: int, top: int) -> None:
    layout = lay_out(QSize(width, 700), count, tile, bar=10)
    top = min(top, max(0, layout.height - 700))
    rows = layout.visible(top, 700)
    assert rows
    assert layout.top_of(rows.start) <= top
    last = layout.top_of(rows.stop - 1) + layout.size.height()
    assert last >= min(top + 700, layout.height)
    assert last - top < 700 + layout.size.height()
