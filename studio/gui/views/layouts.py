"""Chooses the layout of the grid: uniform or justified, with or without sections."""

from __future__ import annotations

from dataclasses import dataclass

from PySide6.QtCore import QSize

from studio.core.listing import Listing
from studio.gui.views.grid_layout import MARGIN, lay_out
from studio.gui.views.justified_layout import JustifiedLayout
from studio.gui.views.layout import Layout
from studio.gui.views.section_layout import SectionLayout

_SCROLLS = 2000  # so many images do not fit any screen
AT_ONCE = 150_000  # images that are justified in 10 ms; more of them behind the window


@dataclass(frozen=True, slots=True)
class Look:
    """What a layout follows besides the images."""

    view: QSize
    tile: int  # the least edge of a tile, or the height that justified rows are near to
    bar: int  # width of the scroll bar
    justified: bool = False

    def takes_long(self, listing: Listing) -> bool:
        """Whether the layout is better made away from the GUI thread."""
        return self.justified and len(listing) > AT_ONCE


def make_layout(look: Look, listing: Listing) -> Layout:
    """The layout of a listing; safe on any thread."""
    view, count = look.view, len(listing)
    if look.justified:
        return _justify(look, listing)
    grid = lay_out(view, count, look.tile, look.bar)
    if not len(listing.sections):
        return grid
    sections = SectionLayout(grid, listing.sections.firsts, scrolls=grid.scrolls)
    if not grid.scrolls and sections.height > view.height():  # for the headers alone
        grid = lay_out(QSize(view.width(), 0), count, look.tile, look.bar)
        sections = SectionLayout(grid, listing.sections.firsts, scrolls=True)
    return sections


def _justify(look: Look, listing: Listing) -> Layout:
    def fill(bar: int, *, scrolls: bool) -> JustifiedLayout:
        width = max(look.tile, look.view.width() - bar - 2 * MARGIN)
        return JustifiedLayout(
            listing.aspects,
            listing.sections.firsts,
            width=width,
            target=look.tile,
            margins=(MARGIN, look.view.width() - bar - width - MARGIN),
            scrolls=scrolls,
        )

    if len(listing) <= _SCROLLS:
        layout = fill(0, scrolls=False)
        if layout.height <= look.view.height():
            return layout
    return fill(look.bar, scrolls=True)
