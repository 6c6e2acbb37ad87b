"""A tag of the selection as a chip: solid where all images have it, dashed where some do."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QPoint, QRectF, QSize, Qt, Signal
from PySide6.QtGui import (
    QContextMenuEvent,
    QFont,
    QFontMetrics,
    QKeyEvent,
    QMouseEvent,
    QPainter,
    QPaintEvent,
    QPen,
)
from PySide6.QtWidgets import QAbstractButton, QSizePolicy

from studio.gui.icons import Icons
from studio.gui.theme import Theme
from studio.gui.wording import count as written

HEIGHT = 24
_PAD = 8
_CROSS = 12
_TEXT_LIMIT = 220
_REMOVE_KEYS = (Qt.Key.Key_Delete, Qt.Key.Key_Backspace)


class TagChip(QAbstractButton):
    """The cross takes the tag off all, a click on a dashed one gives it to all."""

    wanted = Signal(str)  # for all of the selection
    removed = Signal(str)
    renamed = Signal(str)  # F2
    menuAsked = Signal(str, QPoint)  # on the screen

    def __init__(self, theme: Theme, icons: Icons, name: str, *, writable: bool) -> None:
        super().__init__()
        self._theme, self._icons, self.name = theme, icons, name
        self._writable = writable
        self._having = self._all = 0
        self._figure = ""
        self.setText(name)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setAttribute(Qt.WidgetAttribute.WA_Hover)
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)
        self.clicked.connect(self._on_clicked)

    @property
    def is_partial(self) -> bool:
        """Whether some of the images lack the tag."""
        return self._having < self._all

    def set_count(self, having: int, images: int) -> None:
        """So many of the images have it."""
        self._having, self._all = having, images
        self._figure, words = "", self.tr("Tag {name}").format(name=self.name)
        hint = self.tr("Delete takes it off, F2 renames it")
        if self.is_partial:
            share = self.tr("{part} of {all}")
            self._figure = share.format(part=written(having), all=written(images))
            words = f"{words}, {self._figure}"
            hint = self.tr("Click to give it to all") + "\n" + hint
        self.setAccessibleName(words)
        self.setToolTip("\n".join(filter(None, (self.name, self._figure, hint))))
        self.updateGeometry()
        self.update()

    def _small(self) -> QFont:
        font = QFont(self.font())
        font.setPixelSize(11)
        return font

    def sizeHint(self) -> QSize:
        """As wide as its words, up to a limit."""
        text = min(_TEXT_LIMIT, self.fontMetrics().horizontalAdvance(self.name) + 2)
        width = 2 * _PAD + text + self._figure_width()
        return QSize(width + (_CROSS + 4 if self._writable else 0), HEIGHT)

    def _figure_width(self) -> int:
        if not self._figure:
            return 0
        return QFontMetrics(self._small()).horizontalAdvance(self._figure) + 6

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Raised, or only outlined by dashes."""
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        self._paint_ground(painter)
        right = self.width() - _PAD
        if self._writable:
            role = "text" if self.underMouse() or self.hasFocus() else "muted"
            cross = self._icons.pixmap("x", role, _CROSS, self.devicePixelRatioF())
            painter.drawPixmap(right - _CROSS + 2, (HEIGHT - _CROSS) // 2, cross)
            right -= _CROSS + 4
        middle = Qt.AlignmentFlag.AlignVCenter
        if self._figure:
            width = self._figure_width() - 6
            painter.setFont(self._small())
            painter.setPen(self._theme.color("muted"))
            painter.drawText(QRectF(right - width, 0, width + 1, HEIGHT), middle, self._figure)
            right -= width + 6
        painter.setFont(self.font())
        painter.setPen(self._theme.color("muted" if self.is_partial else "text"))
        room = right - _PAD
        text = self.fontMetrics().elidedText(self.name, Qt.TextElideMode.ElideMiddle, room)
        painter.drawText(QRectF(_PAD, 0, room + 1, HEIGHT), middle, text)
        painter.end()

    def _paint_ground(self, painter: QPainter) -> None:
        box = QRectF(self.rect()).adjusted(0.5, 0.5, -0.5, -0.5)
        lit = self.underMouse() and self.is_partial and self._writable
        painter.setBrush(Qt.BrushStyle.NoBrush)
        pen = QPen(self._theme.color("raised"), 1)
        if self.is_partial:
            pen = QPen(self._theme.color("strong"), 1, Qt.PenStyle.CustomDashLine)
            pen.setDashPattern([4, 3])
        if lit or not self.is_partial:
            painter.setBrush(self._theme.color("raised"))
        if self.hasFocus():
            pen = QPen(self._theme.color("accent"), 1)
        painter.setPen(pen)
        painter.drawRoundedRect(box, 6, 6)

    def _on_clicked(self) -> None:
        if self.is_partial and self._writable:
            self.wanted.emit(self.name)

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        """The cross at the right end takes the tag off."""
        on_cross = event.position().x() >= self.width() - _CROSS - _PAD - 2
        inside = self.rect().contains(event.position().toPoint())
        if self._writable and on_cross and inside and event.button() is Qt.MouseButton.LeftButton:
            self.setDown(False)
            self.removed.emit(self.name)
        else:
            super().mouseReleaseEvent(event)

    def event(self, event: QEvent) -> bool:
        """Delete means this chip here, not the images that are selected."""
        is_question = event.type() is QEvent.Type.ShortcutOverride
        keys = (*_REMOVE_KEYS, Qt.Key.Key_F2)
        if is_question and isinstance(event, QKeyEvent) and event.key() in keys:
            event.accept()
            return True
        return super().event(event)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Delete takes it off, Enter gives it to all, arrows go to the neighbours."""
        key = Qt.Key(event.key())
        if key in _REMOVE_KEYS and self._writable:
            self.removed.emit(self.name)
        elif key == Qt.Key.Key_F2 and self._writable:
            self.renamed.emit(self.name)
        elif key in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self._on_clicked()
        elif key in (Qt.Key.Key_Left, Qt.Key.Key_Up):
            self.focusPreviousChild()
        elif key in (Qt.Key.Key_Right, Qt.Key.Key_Down):
            self.focusNextChild()
        else:
            super().keyPressEvent(event)

    def contextMenuEvent(self, event: QContextMenuEvent) -> None:
        """Rename and delete."""
        place = event.globalPos()
        if event.reason() is not QContextMenuEvent.Reason.Mouse:
            place = self.mapToGlobal(self.rect().bottomLeft())
        self.menuAsked.emit(self.name, place)
        event.accept()
