"""A flag or a colour label in the inspector: on for all of the selection, for some, or for none."""

from __future__ import annotations

from PySide6.QtCore import QRectF, QSize, Qt
from PySide6.QtGui import QColor, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QAbstractButton, QSizePolicy

from studio.gui.icons import Icons
from studio.gui.theme import Theme
from studio.gui.wording import count as written

_SIDE = 20
_DOT = 11
_ICON = 13


class MarkButton(QAbstractButton):
    """A dot in a colour, or an icon; dashed where only some of the images have it."""

    def __init__(
        self, theme: Theme, icons: Icons, name: str, *, color: str = "", icon: str = ""
    ) -> None:
        super().__init__()
        self._theme, self._icons = theme, icons
        self._name, self._color, self._icon = name, QColor(color), icon
        self._having = self._all = 0
        self.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self.setAttribute(Qt.WidgetAttribute.WA_Hover)
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)
        self.set_count(0, 0)

    @property
    def is_on(self) -> bool:
        """Whether all of the images have it."""
        return 0 < self._having == self._all

    def set_count(self, having: int, images: int) -> None:
        """So many of the images have it."""
        self._having, self._all = having, images
        words = self._name
        if self.is_on:
            words = self.tr("{name}, on").format(name=self._name)
        elif having:
            share = self.tr("{part} of {all}").format(part=written(having), all=written(images))
            words = f"{self._name}, {share}"
        self.setAccessibleName(words)
        self.setToolTip(words)
        self.update()

    def sizeHint(self) -> QSize:
        """A square."""
        return QSize(_SIDE, _SIDE)

    def paintEvent(self, _event: QPaintEvent) -> None:
        """A ring tells what all have, a dashed one what some have, a frame where the focus is."""
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        box = QRectF(self.rect()).adjusted(0.5, 0.5, -0.5, -0.5)
        if self.underMouse() and self.isEnabled():
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(self._theme.color("hover"))
            painter.drawRoundedRect(box, 6, 6)
        painter.setBrush(Qt.BrushStyle.NoBrush)
        if self._icon:
            self._paint_icon(painter, box)
        else:
            self._paint_dot(painter)
        if self.hasFocus():
            painter.setBrush(Qt.BrushStyle.NoBrush)
            painter.setPen(QPen(self._theme.color("accent"), 1))
            painter.drawRoundedRect(box, 6, 6)
        painter.end()

    def _ring(self) -> QPen:
        pen = QPen(self._theme.color("text"), 1.3)
        if not self.is_on:
            pen.setDashPattern([2, 1.6])
        return pen

    def _paint_dot(self, painter: QPainter) -> None:
        left = (_SIDE - _DOT) / 2
        dot = QRectF(left, left, _DOT, _DOT)
        if self._having:
            painter.setPen(self._ring())
            painter.drawEllipse(dot.adjusted(-2.6, -2.6, 2.6, 2.6))
        painter.setPen(Qt.PenStyle.NoPen)
        color = QColor(self._color)
        if not (self._having or self.underMouse() or self.hasFocus()):
            color.setAlphaF(0.62)
        painter.setBrush(color)
        painter.drawEllipse(dot)

    def _paint_icon(self, painter: QPainter, box: QRectF) -> None:
        if self._having:
            painter.setPen(self._ring())
            if self.is_on:
                painter.setPen(Qt.PenStyle.NoPen)
                painter.setBrush(self._theme.color("strong"))
            painter.drawRoundedRect(box.adjusted(0.5, 0.5, -0.5, -0.5), 5, 5)
        lit = self._having or self.underMouse() or self.hasFocus()
        pixmap = self._icons.pixmap(
            self._icon, "text" if lit else "muted", _ICON, self.devicePixelRatioF()
        )
        at = (_SIDE - _ICON) // 2
        painter.drawPixmap(at, at, pixmap)
