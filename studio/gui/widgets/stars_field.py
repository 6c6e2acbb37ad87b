"""The stars of the selection in the inspector: shown, previewed under the pointer, given."""

from __future__ import annotations

from collections.abc import Mapping

from PySide6.QtCore import QPointF, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QEnterEvent, QKeyEvent, QMouseEvent, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QSizePolicy, QWidget

from studio.core.organising import MAX_RATING
from studio.gui.mark_words import stars_name
from studio.gui.theme import Theme
from studio.gui.views.tile_badges import star_path

_STAR = 15.0
_STEP = 17.0
_PAD = 3.0
_HEIGHT = 20  # as the buttons beside it


class StarsField(QWidget):
    """A click gives stars, on the last one given takes them off; arrows count up and down."""

    rated = Signal(int)

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._theme = theme
        self._low = self._high = 0
        self._hovered = 0
        self.setObjectName("starsField")
        self.setFocusPolicy(Qt.FocusPolicy.TabFocus)  # a click leaves the arrows to the images
        self.setMouseTracking(True)
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)
        self._say()

    @property
    def mixed(self) -> str:
        """The range where the images differ, such as "3-5" with a dash; else empty."""
        return f"{self._low}–{self._high}" if self._low != self._high else ""  # noqa: RUF001

    def set_ratings(self, ratings: Mapping[int, int]) -> None:
        """Show what the images have: stars with the number of images."""
        given = [stars for stars, count in ratings.items() if count] or [0]
        self._low, self._high = min(given), max(given)
        self._say()
        self.updateGeometry()
        self.update()

    def _say(self) -> None:
        words = stars_name(self._high)
        if self.mixed:
            words = self.tr("{low} to {high} stars").format(low=self._low, high=self._high)
        self.setAccessibleName(self.tr("Rating: {stars}").format(stars=words))
        keys = self.tr("Keys 0 to 5 rate the selection")
        self.setToolTip(f"{self.accessibleName()}\n{keys}")

    def sizeHint(self) -> QSize:
        """Five stars, and the range where they differ."""
        text = self.fontMetrics().horizontalAdvance(self.mixed) + 6 if self.mixed else 0
        return QSize(round(2 * _PAD + MAX_RATING * _STEP) + text, _HEIGHT)

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Given ones in the accent; those that only some have are outlined in it."""
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        accent, line = self._theme.color("accent"), self._theme.color("strong")
        full = self._hovered or self._low
        some = self._hovered or self._high
        for at in range(MAX_RATING):
            place = QPointF(_PAD + at * _STEP, (_HEIGHT - _STAR) / 2)
            path = star_path(_STAR).translated(place)
            if at < full:
                painter.fillPath(path, accent)
            elif at < some:
                painter.strokePath(path, QPen(accent, 1.2, Qt.PenStyle.DotLine))
            else:
                painter.fillPath(path, line)
        if self.mixed and not self._hovered:
            painter.setPen(self._theme.color("muted"))
            left = _PAD + MAX_RATING * _STEP + 4
            middle = Qt.AlignmentFlag.AlignVCenter
            painter.drawText(QRectF(left, 0, self.width() - left, _HEIGHT), middle, self.mixed)
        if self.hasFocus():
            painter.setBrush(Qt.BrushStyle.NoBrush)
            painter.setPen(QPen(accent, 1))
            painter.drawRoundedRect(QRectF(self.rect()).adjusted(0.5, 0.5, -0.5, -0.5), 5, 5)
        painter.end()

    def _star_at(self, x: float) -> int:
        star = int((x - _PAD) // _STEP) + 1
        return star if 1 <= star <= MAX_RATING else 0

    def _give(self, stars: int) -> None:
        same = stars == self._low == self._high
        self.rated.emit(0 if same else stars)

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        """Show what a click would give."""
        self._hover(self._star_at(event.position().x()) if self.isEnabled() else 0)

    def enterEvent(self, event: QEnterEvent) -> None:
        """As above."""
        self._hover(self._star_at(event.position().x()) if self.isEnabled() else 0)

    def leaveEvent(self, event: object) -> None:
        """Show what is given."""
        del event
        self._hover(0)

    def _hover(self, stars: int) -> None:
        if stars != self._hovered:
            self._hovered = stars
            self.update()

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        """Give the stars up to the pointer."""
        stars = self._star_at(event.position().x())
        if event.button() is Qt.MouseButton.LeftButton and stars:
            self._hover(0)
            self._give(stars)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Right and Up give one more, Left and Down one less."""
        steps = {
            Qt.Key.Key_Right: 1,
            Qt.Key.Key_Up: 1,
            Qt.Key.Key_Left: -1,
            Qt.Key.Key_Down: -1,
        }
        step = steps.get(Qt.Key(event.key()))
        if step is None:
            super().keyPressEvent(event)
            return
        wanted = min(MAX_RATING, max(0, (self._high if step > 0 else self._low) + step))
        self.rated.emit(wanted)
