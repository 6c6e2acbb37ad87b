"""The lines over the sections of the grid: name and count; the topmost stays while one scrolls."""

from __future__ import annotations

from PySide6.QtCore import QPoint, QRect, Qt
from PySide6.QtGui import QFont, QFontMetrics, QPainter

from studio.core.listing import Listing
from studio.gui import wording
from studio.gui.theme import Theme
from studio.gui.views.layout import Layout
from studio.gui.views.tile_delegate import GAP

_SPACE = 10  # between the parts of a header
_HEAD = 7  # the words stand nearer to what they belong to


class SectionHeaders:
    """Places and paints headers in the coordinates of the viewport; they are no items."""

    def __init__(self, theme: Theme) -> None:
        self._theme = theme

    def places(self, layout: Layout, top: int, viewport: QRect) -> list[tuple[int, QRect, bool]]:
        """Each section with a header on the screen, and whether that lies over its items.

        `top` is how far the list is scrolled.
        """
        height = layout.header_height
        if not height:
            return []
        found = [
            (header.section, QRect(0, header.top - top, viewport.width(), height), False)
            for header in layout.headers(top, viewport.height())
        ]
        if found and found[0][1].top() < 0:  # it stays, until the next one pushes it out
            section, rect, _ = found[0]
            limit = found[1][1].top() - height if len(found) > 1 else 0
            rect.moveTop(min(0, limit))
            found[0] = section, rect, True
        return found

    def find(self, layout: Layout, top: int, viewport: QRect, point: QPoint) -> int | None:
        """The section whose header is at a point."""
        for section, rect, _ in self.places(layout, top, viewport):
            if rect.contains(point):
                return section
        return None

    def paint(
        self, painter: QPainter, layout: Layout, listing: Listing, top: int, viewport: QRect
    ) -> None:
        """Paint them over the items."""
        for section, rect, covers in self.places(layout, top, viewport):
            self._paint_one(painter, rect, listing, section, covers=covers)

    def _paint_one(
        self, painter: QPainter, rect: QRect, listing: Listing, section: int, *, covers: bool
    ) -> None:
        painter.fillRect(rect, self._theme.color("window"))
        if covers:
            line = QRect(rect.left(), rect.bottom(), rect.width(), 1)
            painter.fillRect(line, self._theme.color("line"))
        key = listing.sections.keys[section]
        count = wording.count(len(listing.rows_of(section)))
        font = QFont(painter.font())
        font.setPixelSize(13)
        strong = QFont(font)
        strong.setWeight(QFont.Weight.DemiBold)
        inner = rect.adjusted(GAP // 2, _HEAD, -GAP // 2, 0)
        inner = self._write(painter, strong, "text", inner, wording.section(key))
        inner = self._write(painter, font, "muted", inner, count)
        place = wording.section_place(key)
        if place:
            self._write(painter, font, "muted", inner, place)

    def _write(self, painter: QPainter, font: QFont, color: str, rect: QRect, text: str) -> QRect:
        """Write as much as fits; returns the place that is left."""
        metrics = QFontMetrics(font)
        shown = metrics.elidedText(text, Qt.TextElideMode.ElideMiddle, rect.width())
        painter.setFont(font)
        painter.setPen(self._theme.color(color))
        vertical = Qt.AlignmentFlag.AlignVCenter
        side = painter.layoutDirection()
        aligned = Qt.AlignmentFlag.AlignLeading | vertical
        painter.drawText(rect, aligned, shown)
        used = metrics.horizontalAdvance(shown) + _SPACE
        if side is Qt.LayoutDirection.RightToLeft:
            return rect.adjusted(0, 0, -used, 0)
        return rect.adjusted(used, 0, 0, 0)
