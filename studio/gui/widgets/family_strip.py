"""All colour families of a collection in one strip, each as wide as its share."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QEvent, QRectF, Qt, Signal
from PySide6.QtGui import QColor, QHelpEvent, QMouseEvent, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QSizePolicy, QToolTip, QWidget

from studio.core.color_summary import FamilyColors
from studio.gui.filters import choice_for
from studio.gui.painting import paint_tones, round_corners
from studio.gui.theme import Theme
from studio.gui.widgets.family_chip import find_tone, tone_text

HEIGHT = 72
_RADIUS = 8
_GAP = 2  # px between two families
_LEAST = 3  # px; a family of 0.1 % is still there
_ROOM_FOR_TONES = 14  # px; in less they would be a bar code


class FamilyStrip(QWidget):
    """For the eye and the mouse; by keyboard the chips below say and do the same."""

    chosen = Signal(str, object)  # family, Choice
    hovered = Signal(str)  # family; empty when the pointer has left

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._theme = theme
        self._families: Sequence[FamilyColors] = ()
        self._lit = ""
        self.setObjectName("familyStrip")
        self.setFixedHeight(HEIGHT)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.setMouseTracking(True)
        theme.changed.connect(self.update)

    def set_families(self, families: Sequence[FamilyColors]) -> None:
        """Show these from left to right."""
        self._families = families
        self.update()

    def set_lit(self, family: str) -> None:
        """Frame one family; empty: none."""
        if family != self._lit:
            self._lit = family
            self.update()

    def places(self) -> list[tuple[FamilyColors, QRectF]]:
        """Where each family stands."""
        count = len(self._families)
        room = self.width() - _GAP * (count - 1) - _LEAST * count
        total = sum(found.share for found in self._families) or 1.0
        places, left = [], 0.0
        for found in self._families:
            width = _LEAST + max(0.0, room) * found.share / total
            places.append((found, QRectF(left, 0, width, self.height())))
            left += width + _GAP
        return places

    def paintEvent(self, _event: QPaintEvent) -> None:
        """The families with a hair of ground between them, rounded as a whole."""
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        for found, rect in self.places():
            if rect.width() < _ROOM_FOR_TONES:
                painter.fillRect(rect, QColor(found.hex))
            else:
                paint_tones(painter, rect, found)
            if found.family == self._lit:
                painter.setPen(QPen(self._theme.color("window"), 4))
                painter.drawRect(rect.adjusted(1, 1, -1, -1))
                painter.setPen(QPen(self._theme.color("accent"), 2))
                painter.drawRect(rect.adjusted(1, 1, -1, -1))
        painter.setBrush(Qt.BrushStyle.NoBrush)
        round_corners(painter, QRectF(self.rect()), _RADIUS, self._theme.color("window"))
        painter.setPen(QPen(self._theme.color("line"), 1))
        painter.drawRoundedRect(
            QRectF(self.rect()).adjusted(0.5, 0.5, -0.5, -0.5), _RADIUS, _RADIUS
        )
        painter.end()

    def _find(self, x: float) -> tuple[FamilyColors, QRectF] | None:
        for found, rect in self.places():
            if x < rect.right() + _GAP:
                return found, rect
        return None

    def mousePressEvent(self, event: QMouseEvent) -> None:
        """As a click on the family's chip."""
        place = self._find(event.position().x())
        if event.button() is not Qt.MouseButton.LeftButton or place is None:
            return
        if place[0].images:
            self.chosen.emit(place[0].family, choice_for(event.modifiers()))

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        """The press was the click."""
        event.accept()

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        """Tell which family is under the pointer."""
        place = self._find(event.position().x())
        self._hover(place[0].family if place else "")
        can_filter = place is not None and place[0].images > 0
        hand = Qt.CursorShape.PointingHandCursor
        self.setCursor(hand if can_filter else Qt.CursorShape.ArrowCursor)

    def leaveEvent(self, event: QEvent) -> None:
        """None is."""
        super().leaveEvent(event)
        self._hover("")

    def _hover(self, family: str) -> None:
        if family != self._lit:
            self.set_lit(family)
            self.hovered.emit(family)

    def event(self, event: QEvent) -> bool:
        """Each tone tells its own name."""
        if isinstance(event, QHelpEvent) and event.type() is QEvent.Type.ToolTip:
            place = self._find(event.pos().x())
            text = ""
            if place is not None:
                part = (event.pos().x() - place[1].left()) / max(1.0, place[1].width())
                tone = find_tone(place[0], part)
                text = tone_text(tone) if tone else ""
            QToolTip.showText(event.globalPos(), text, self)
            return True
        return super().event(event)
