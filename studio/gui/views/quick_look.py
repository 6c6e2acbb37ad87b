"""Quick look: the current image over the whole window, as long as one wants to see it large."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from PySide6.QtCore import QEvent, QObject, Qt, Signal
from PySide6.QtGui import (
    QAction,
    QContextMenuEvent,
    QFocusEvent,
    QHideEvent,
    QKeyEvent,
    QMouseEvent,
    QPainter,
    QPaintEvent,
)
from PySide6.QtWidgets import QApplication, QHBoxLayout, QLabel, QVBoxLayout, QWidget

from studio.gui.context import Context
from studio.gui.models.asset_model import shown_name
from studio.gui.views.marks_line import HEIGHT, MarksLine
from studio.gui.views.slide_loader import SlideLoader
from studio.gui.views.stepper import Stepper
from studio.gui.views.zoom_canvas import ZoomCanvas
from studio.gui.views.zoom_keys import zoom_by_key
from studio.gui.widgets.named import named
from studio.gui.widgets.text import Text

_VEIL = 0.94  # what lies below is felt more than seen: colours are judged on neutral ground
_MARGIN = 28
_ON = (Qt.Key.Key_Right, Qt.Key.Key_Down, Qt.Key.Key_PageDown)
_BACK = (Qt.Key.Key_Left, Qt.Key.Key_Up, Qt.Key.Key_PageUp)
_OPEN = (Qt.Key.Key_Return, Qt.Key.Key_Enter)
_ENDS = (Qt.Key.Key_Home, Qt.Key.Key_End)
_BY_LINES = (Qt.Key.Key_Up, Qt.Key.Key_Down, Qt.Key.Key_PageUp, Qt.Key.Key_PageDown)
_OTHER_WINDOWS = (Qt.FocusReason.ActiveWindowFocusReason, Qt.FocusReason.PopupFocusReason)


class QuickLook(QWidget):
    """Covers the window and walks through all images of the view below, or the selected ones."""

    closed = Signal()
    stepped = Signal(int)  # to this image; the view below has to follow

    def __init__(
        self, context: Context, cover: QWidget, walker: QWidget, loader: SlideLoader, key: QAction
    ) -> None:
        super().__init__(cover)
        self._theme = context.theme
        self._cover = cover
        self._walker = walker
        self.is_of_selection = False
        self.setObjectName("quickLook")
        self.setAccessibleName(self.tr("Quick look"))
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self._canvas = ZoomCanvas(context.theme, self)
        self._canvas.ground = None
        self._canvas.installEventFilter(self)
        self._stepper = Stepper(self._canvas, loader, self)
        self._name = named(
            Text(context.theme, bold=True, elide=Qt.TextElideMode.ElideMiddle), "quickLookName"
        )
        self._name.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self._place = named(QLabel(), "muted")
        self._place.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self._place.setFixedHeight(HEIGHT)  # with and without marks beside it
        self._column = column = QVBoxLayout(self)
        column.setContentsMargins(_MARGIN, _MARGIN, _MARGIN, 14)
        column.setSpacing(4)
        column.addWidget(self._canvas, 1)
        line = QHBoxLayout()
        line.addWidget(self._name)
        column.addLayout(line)
        self._marks = MarksLine(context.theme, self)
        below = QHBoxLayout()
        below.setSpacing(10)
        below.addStretch(1)
        below.addWidget(self._marks)
        below.addWidget(self._place)
        below.addStretch(1)
        column.addLayout(below)
        self._stepper.slideChanged.connect(self._show_caption)
        self._stepper.ended.connect(self.closed)
        self.addAction(key)
        cover.installEventFilter(self)
        self.hide()

    def show_assets(self, ids: Sequence[int], index: int, *, of_selection: bool) -> None:
        """Cover the window with the image at this place of the list: all images, or selected ones.

        In the whole list, keys that go by lines are answered by the view below.
        """
        self.is_of_selection = of_selection
        self.setGeometry(self._cover.rect())
        self.show()
        self.raise_()
        self._column.activate()  # the picture is fetched for the size that it will have
        self._stepper.show_assets(ids, index)
        self.setFocus(Qt.FocusReason.OtherFocusReason)

    def follow(self, index: int) -> None:
        """The view below has moved on to this place of the whole list."""
        if not self.is_of_selection and index != self._stepper.index:
            self._stepper.go_to(index)

    def set_ids(self, ids: Sequence[int]) -> None:
        """Other images; where the one that is shown is gone, the next comes."""
        known = set(ids)
        kept = [asset_id for asset_id in self._stepper.ids() if asset_id in known]
        before = self.current_id()
        self._stepper.set_ids(kept if self.is_of_selection else ids)
        self._tell(before)

    def _tell(self, before: int | None) -> None:
        current = self.current_id()
        if current is not None and current != before:
            self.stepped.emit(current)

    def refresh(self, ids: Iterable[int]) -> None:
        """These assets changed."""
        self._stepper.refresh(ids)

    def current_id(self) -> int | None:
        """The asset that is shown."""
        return self._stepper.current_id()

    def _show_caption(self) -> None:
        details = self._stepper.slide().details
        name = "" if details is None else shown_name(details.name)
        words = self.tr("{index} of {count} selected") if self.is_of_selection else ""
        place = (words or self.tr("{index} of {count}")).format(
            index=f"{self._stepper.index + 1:,}", count=f"{self._stepper.count:,}"
        )
        self._name.setText(name)
        self._place.setText(place)
        self._marks.show_marks(details)
        told = (name, place, self._marks.accessibleName())
        self.setAccessibleDescription(", ".join(filter(None, told)))

    # --- events ----------------------------------------------------------------------------
    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Space and Escape close, arrows walk below, Z, plus and minus zoom."""
        key = Qt.Key(event.key())
        if key in (Qt.Key.Key_Space, Qt.Key.Key_Escape):
            self.closed.emit()
        elif zoom_by_key(self._canvas, event):
            pass
        elif key in (Qt.Key.Key_Return, Qt.Key.Key_Enter) or (
            key in _BY_LINES and not self.is_of_selection
        ):
            QApplication.sendEvent(self._walker, event)
        elif key in (*_ON, *_BACK, *_ENDS):
            self._walk(key)
        else:
            event.ignore()

    def _walk(self, key: Qt.Key) -> None:
        before, far = self.current_id(), self._stepper.count if key in _ENDS else 1
        self._stepper.step(far if key in _ON or key == Qt.Key.Key_End else -far)
        self._tell(before)

    def focusNextPrevChild(self, _ahead: bool) -> bool:
        """Nothing below can be reached."""
        return True

    def focusOutEvent(self, event: QFocusEvent) -> None:
        """Who goes on elsewhere does not want to look any more."""
        super().focusOutEvent(event)
        focus = QApplication.focusWidget()
        stays = focus is not None and self.isAncestorOf(focus)  # a message with a button
        if event.reason() not in _OTHER_WINDOWS and self.isVisible() and not stays:
            self.closed.emit()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Cover the window also when its size changes; a click beside the picture closes."""
        if watched is self._cover and event.type() is QEvent.Type.Resize and self.isVisible():
            self.setGeometry(self._cover.rect())
        if (
            watched is self._canvas
            and event.type() is QEvent.Type.MouseButtonPress
            and isinstance(event, QMouseEvent)
            and not self._canvas.picture_rect().contains(event.position())
        ):
            self.closed.emit()
            return True
        return super().eventFilter(watched, event)

    def mousePressEvent(self, event: QMouseEvent) -> None:
        """A click on the ground closes, and reaches nothing below."""
        event.accept()
        self.closed.emit()

    def contextMenuEvent(self, event: QContextMenuEvent) -> None:
        """There is none here, nor one of what lies below."""
        event.accept()

    def hideEvent(self, event: QHideEvent) -> None:
        """What is not seen is not decoded."""
        super().hideEvent(event)
        self._stepper.pause()

    def paintEvent(self, _event: QPaintEvent) -> None:
        veil = self._theme.color("window")
        veil.setAlphaF(_VEIL)
        painter = QPainter(self)
        painter.fillRect(self.rect(), veil)
        painter.end()
