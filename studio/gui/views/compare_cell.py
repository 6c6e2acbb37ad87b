"""One of the pictures that are compared, with its name below; the active one has a frame."""

from __future__ import annotations

from PySide6.QtCore import QRect, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QFocusEvent, QMouseEvent, QPainter, QPaintEvent, QPen, QResizeEvent
from PySide6.QtWidgets import QWidget

from studio.gui.models.asset_model import shown_name
from studio.gui.theme import Theme
from studio.gui.views.marks_line import MarksLine
from studio.gui.views.slide_loader import Slide
from studio.gui.views.zoom_canvas import ZoomCanvas
from studio.gui.widgets.text import Text

CAPTION = 42  # px, name and size below the picture
_LINE = 18
_FRAME = 2
_AIR = 8  # between frame and picture


class CompareCell(QWidget):
    """Takes the focus, and is the active one as long as no other takes it."""

    focused = Signal()
    opened = Signal()

    def __init__(self, asset_id: int, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.asset_id = asset_id
        self.joined = False  # zoomed and moved with the others
        self._theme = theme
        self._active = False
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.canvas = ZoomCanvas(theme, self)
        self.canvas.setMinimumSize(1, 1)
        self.canvas.ground = None  # the frame lies below
        self.name = Text(theme, pixels=12, elide=Qt.TextElideMode.ElideMiddle)
        self.facts = Text(theme, role="muted", pixels=12)
        self.marks = MarksLine(theme, self)
        for text in (self.name, self.facts):
            text.setParent(self)
            text.setAlignment(Qt.AlignmentFlag.AlignCenter)
            text.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)
        self.canvas.pressed.connect(lambda: self.setFocus(Qt.FocusReason.MouseFocusReason))
        self.canvas.doubleClicked.connect(self.opened)
        self.canvas.zoomWasChanged.connect(self._place)

    def set_active(self, active: bool) -> None:
        """Whether commands go to this one."""
        self._active = active
        self.update()

    def show_slide(self, slide: Slide, place: str) -> None:
        """What is known of its asset; `place` is "2 of 4"."""
        if slide.image is not None or slide.message:
            self.canvas.show_slide(slide)
        details = slide.details
        name = "" if details is None else shown_name(details.name)
        size = ""
        if details is not None and details.width:
            size = f"{details.width} × {details.height}"  # noqa: RUF001
        self.name.setText(name)
        self.facts.setText(size)
        self.marks.show_marks(details)
        self.setToolTip("" if details is None else shown_name(details.path))
        self.setAccessibleName(f"{name}, {place}" if name else place)
        words = [slide.message or size, self.marks.accessibleName()]
        self.setAccessibleDescription(", ".join(filter(None, words)))
        self._place()

    def _place(self) -> None:
        """The name stands right below the picture; of a larger one, at the edge."""
        framed = self._framed()
        left, width = framed.left() + _AIR, framed.width() - 2 * _AIR
        top = framed.bottom() - CAPTION
        self.name.setGeometry(left, top, width, _LINE)
        marks = self.marks.sizeHint()
        if marks.width():  # marks and size side by side, as far as there is room
            beside = self.facts.fontMetrics().horizontalAdvance(self.facts.text()) + _AIR + 4
            beside = min(max(0, width - marks.width()), beside)
            start = left + (width - marks.width() - beside) // 2
            self.marks.setGeometry(start, top + _LINE, min(width, marks.width()), marks.height())
            self.facts.setGeometry(start + marks.width() + _AIR, top + _LINE, beside - _AIR, _LINE)
        else:
            self.facts.setGeometry(left, top + _LINE, width, _LINE)
        self.update()

    def _framed(self) -> QRect:
        """What the frame goes round: the picture as far as it is seen, and its caption."""
        seen = self.canvas.picture_rect().toAlignedRect().translated(self.canvas.pos())
        if seen.isEmpty() or not self.canvas.geometry().contains(seen):
            return self.rect()
        least = min(self.width(), 160)  # a narrow picture still has a name
        half = max(seen.width() + 2 * _AIR, least) // 2
        middle = self.width() // 2
        top, bottom = seen.top() - _AIR, seen.bottom() + CAPTION + 4
        return QRect(middle - half, top, 2 * half, bottom - top).intersected(self.rect())

    # --- events ----------------------------------------------------------------------------
    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        room = self.size() - QSize(2 * _FRAME, _FRAME + CAPTION)
        self.canvas.setGeometry(_FRAME, _FRAME, room.width(), room.height())
        self._place()

    def paintEvent(self, _event: QPaintEvent) -> None:
        """A frame in the accent where the keyboard is, a grey one where it would come back to."""
        painter = QPainter(self)
        painter.fillRect(self.rect(), self._theme.color("window"))
        if self._active:
            role = "accent" if self.hasFocus() else "strong"
            painter.setRenderHint(QPainter.RenderHint.Antialiasing)
            painter.setPen(QPen(self._theme.color(role), _FRAME))
            painter.drawRoundedRect(QRectF(self._framed()).adjusted(1, 1, -1, -1), 4, 4)
        painter.end()

    def focusInEvent(self, event: QFocusEvent) -> None:
        super().focusInEvent(event)
        self.focused.emit()
        self.update()

    def focusOutEvent(self, event: QFocusEvent) -> None:
        super().focusOutEvent(event)
        self.update()

    def mousePressEvent(self, event: QMouseEvent) -> None:
        """The caption makes its image active, too."""
        self.setFocus(Qt.FocusReason.MouseFocusReason)
        event.accept()

    def mouseDoubleClickEvent(self, event: QMouseEvent) -> None:
        """And opens it."""
        if event.button() == Qt.MouseButton.LeftButton:
            self.opened.emit()
