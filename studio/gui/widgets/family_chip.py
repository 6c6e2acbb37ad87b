"""A colour family as a chip: its tones, and under them name, hex, share and number of images."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QRect, QRectF, QSize, Qt, Signal
from PySide6.QtGui import (
    QContextMenuEvent,
    QFocusEvent,
    QFont,
    QFontDatabase,
    QGuiApplication,
    QHelpEvent,
    QKeyEvent,
    QMouseEvent,
    QPainter,
    QPainterPath,
    QPaintEvent,
    QPen,
)
from PySide6.QtWidgets import QAbstractButton, QMenu, QToolTip, QWidget

from studio.core.color_summary import FamilyColors, Tone
from studio.core.palette import percent
from studio.gui import wording
from studio.gui.filters import Choice, choice_for
from studio.gui.painting import paint_tones, round_corners
from studio.gui.theme import Theme

TONES_HEIGHT = 84
HEIGHT = TONES_HEIGHT + 74
_RADIUS = 8
_PAD = 12
_LINE = 19
_BY_KEYBOARD = (
    Qt.FocusReason.TabFocusReason,
    Qt.FocusReason.BacktabFocusReason,
    Qt.FocusReason.ShortcutFocusReason,
    Qt.FocusReason.OtherFocusReason,
)


class FamilyChip(QAbstractButton):
    """A click shows only this family, with Ctrl it adds it, with Alt it leaves it out."""

    chosen = Signal(str, object)  # family, Choice
    arrowPressed = Signal(object)  # Qt.Key
    hovered = Signal(str)  # family; empty when the pointer has left

    def __init__(self, theme: Theme, name: str, colors: FamilyColors, parent: QWidget) -> None:
        super().__init__(parent)
        self._theme = theme
        self._name = name
        self._colors = colors
        self._active = self._lit = self._ring = False
        self._mono = QFontDatabase.systemFont(QFontDatabase.SystemFont.FixedFont)
        self._mono.setPixelSize(12)
        self.setFixedHeight(HEIGHT)
        self.setAttribute(Qt.WidgetAttribute.WA_Hover)
        self.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self.set_colors(colors, active=False)
        theme.changed.connect(self.update)

    @property
    def family(self) -> str:
        """The label that it filters by."""
        return self._colors.family

    def set_colors(self, colors: FamilyColors, *, active: bool) -> None:
        """Show these; `active`: the images are filtered by this family."""
        self._colors, self._active = colors, active
        text = f"{self._name}, {colors.hex}, {percent(colors.share)}, {self._count_text()}"
        on = self.tr("{entry}, filter is on").format(entry=text)
        self.setText(self._name)
        self.setAccessibleName(on if active else text)
        hand = Qt.CursorShape.PointingHandCursor
        self.setCursor(hand if self._can_filter() else Qt.CursorShape.ArrowCursor)
        self.update()

    def set_lit(self, lit: bool) -> None:
        """Light up as under the pointer."""
        if lit != self._lit:
            self._lit = lit
            self.update()

    def sizeHint(self) -> QSize:
        """The width is given by the columns."""
        return QSize(200, HEIGHT)

    def _can_filter(self) -> bool:
        return self._active or self._colors.images > 0

    def _count_text(self) -> str:
        if self._colors.images:
            return wording.images(self._colors.images)
        return self.tr("only as an accent")

    # --- painting --------------------------------------------------------------------------
    def paintEvent(self, _event: QPaintEvent) -> None:
        """Tones above, words below, a ring round what is chosen or has the focus."""
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        box = QRectF(self.rect())
        lit = self._lit and self._can_filter()
        painter.fillRect(box, self._theme.color("hover" if lit else "panel"))
        paint_tones(painter, self._tones_rect(), self._colors)
        round_corners(painter, box, _RADIUS, self._theme.color("window"))
        painter.setPen(QPen(self._theme.color("strong" if lit else "line"), 1))
        painter.drawPath(_outline(box.adjusted(0.5, 0.5, -0.5, -0.5), _RADIUS))
        if self._active or self._ring:
            # A line of ground inside it keeps it apart from colours that are like it.
            painter.setPen(QPen(self._theme.color("window"), 1))
            painter.drawPath(_outline(box.adjusted(2.5, 2.5, -2.5, -2.5), _RADIUS - 2))
            painter.setPen(QPen(self._theme.color("accent" if self._active else "text"), 2))
            painter.drawPath(_outline(box.adjusted(1, 1, -1, -1), _RADIUS - 1))
        self._paint_words(painter)
        painter.end()

    def _tones_rect(self) -> QRectF:
        return QRectF(0, 0, self.width(), TONES_HEIGHT)

    def _paint_words(self, painter: QPainter) -> None:
        colors = self._colors
        bold = QFont(self.font())
        bold.setWeight(QFont.Weight.DemiBold)
        top = TONES_HEIGHT + 9
        share = percent(colors.share)
        self._paint_line(painter, top, self._name, share, (bold, "text"), (self.font(), "text"))
        small = QFont(self.font())
        small.setPixelSize(12)
        names = (small, "muted"), (self._mono, "muted")
        self._paint_line(painter, top + _LINE, colors.name, colors.hex, *names)
        self._paint_line(painter, top + 2 * _LINE, self._count_text(), "", *names)

    def _paint_line(
        self,
        painter: QPainter,
        top: int,
        left: str,
        right: str,
        left_look: tuple[QFont, str],
        right_look: tuple[QFont, str],
    ) -> None:
        rect = QRect(_PAD, top, self.width() - 2 * _PAD, _LINE)
        middle = Qt.AlignmentFlag.AlignVCenter
        painter.setFont(right_look[0])
        painter.setPen(self._theme.color(right_look[1]))
        painter.drawText(rect, int(middle | Qt.AlignmentFlag.AlignRight), right)
        taken = painter.fontMetrics().horizontalAdvance(right) + 8 if right else 0
        rect.setWidth(max(0, rect.width() - taken))
        painter.setFont(left_look[0])
        painter.setPen(self._theme.color(left_look[1]))
        elided = painter.fontMetrics().elidedText(left, Qt.TextElideMode.ElideRight, rect.width())
        painter.drawText(rect, int(middle | Qt.AlignmentFlag.AlignLeft), elided)

    # --- mouse and keyboard ----------------------------------------------------------------
    def mousePressEvent(self, event: QMouseEvent) -> None:
        """As on the swatches of the sidebar."""
        if event.button() is Qt.MouseButton.LeftButton:
            self._choose(event.modifiers())

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        """The press was the click."""
        event.accept()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Space or Enter chooses, minus leaves out, arrows go to the neighbours."""
        key = Qt.Key(event.key())
        if key in (Qt.Key.Key_Space, Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self._choose(event.modifiers())
        elif key == Qt.Key.Key_Minus and self._can_filter():
            self.chosen.emit(self.family, Choice.EXCLUDED)
        elif key in ARROWS:
            self.arrowPressed.emit(key)
        else:
            event.ignore()

    def _choose(self, modifiers: Qt.KeyboardModifier) -> None:
        if self._can_filter():
            self.chosen.emit(self.family, choice_for(modifiers))

    def contextMenuEvent(self, event: QContextMenuEvent) -> None:
        """The same choices in words."""
        by_mouse = event.reason() is QContextMenuEvent.Reason.Mouse
        place = event.globalPos() if by_mouse else self.mapToGlobal(self.rect().center())
        self.make_menu().popup(place)

    def make_menu(self) -> QMenu:
        """What can be done with the family; the menu deletes itself when it closes."""
        menu = QMenu(self)
        menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        click = self.tr("Click")
        rows = (
            (Choice.ONLY, self.tr("Show only these"), click),
            (Choice.ADDED, self.tr("Add these"), self.tr("Ctrl+Click")),
            (Choice.EXCLUDED, self.tr("Leave these out"), self.tr("Alt+Click")),
        )
        for choice, text, keys in rows:
            action = menu.addAction(f"{text}\t{keys}")
            action.setEnabled(self._can_filter())
            action.triggered.connect(lambda _on, c=choice: self.chosen.emit(self.family, c))
        menu.addSeparator()
        copy = menu.addAction(self.tr("Copy {hex}").format(hex=self._colors.hex))
        hex_ = self._colors.hex
        copy.triggered.connect(lambda: QGuiApplication.clipboard().setText(hex_))
        return menu

    def event(self, event: QEvent) -> bool:
        """Each tone tells its own name, and the pointer lights up the chip."""
        if isinstance(event, QHelpEvent) and event.type() is QEvent.Type.ToolTip:
            tone = self._find_tone(event.pos().x(), event.pos().y())
            QToolTip.showText(event.globalPos(), tone_text(tone) if tone else "", self)
            return True
        if event.type() in {QEvent.Type.HoverEnter, QEvent.Type.HoverLeave}:
            inside = event.type() is QEvent.Type.HoverEnter
            self.set_lit(inside)
            self.hovered.emit(self.family if inside else "")
        return super().event(event)

    def _find_tone(self, x: int, y: int) -> Tone | None:
        rect = self._tones_rect()
        if not rect.contains(x, y):
            return None
        return find_tone(self._colors, (x - rect.left()) / max(1.0, rect.width()))

    def focusInEvent(self, event: QFocusEvent) -> None:
        """The ring shows for those who came by keyboard."""
        super().focusInEvent(event)
        self._ring = event.reason() in _BY_KEYBOARD
        self.update()

    def focusOutEvent(self, event: QFocusEvent) -> None:
        """Without the focus there is no ring."""
        super().focusOutEvent(event)
        self._ring = False
        self.update()


ARROWS = (
    Qt.Key.Key_Left,
    Qt.Key.Key_Right,
    Qt.Key.Key_Up,
    Qt.Key.Key_Down,
    Qt.Key.Key_Home,
    Qt.Key.Key_End,
)


def tone_text(tone: Tone) -> str:
    """As in "Mustard #d9a92f · 2 % · 41 images"."""
    return f"{tone.name} {tone.hex} · {percent(tone.share)} · {wording.images(tone.images)}"


def find_tone(colors: FamilyColors, part: float) -> Tone | None:
    """The tone that stands at `part` (0..1) of the family's width."""
    left = part * sum(tone.share for tone in colors.tones)
    for tone in colors.tones:
        left -= tone.share
        if left < 0:
            return tone
    return colors.tones[-1] if colors.tones else None


def _outline(box: QRectF, radius: float) -> QPainterPath:
    path = QPainterPath()
    path.addRoundedRect(box, radius, radius)
    return path
