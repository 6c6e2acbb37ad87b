"""A short message over the lower edge of the images, with at most one action."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QEvent, QObject, Qt, QTimer
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLabel, QPushButton, QWidget

from studio.gui.widgets.named import named

_SHOWN_MS = 8000
_BRIEFLY_MS = 2500  # for what can be seen anyway
_MARGIN = 20


class Toast(QFrame):
    """Stays eight seconds, longer while the pointer or the focus rests on it."""

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self.setObjectName("toast")
        self._over = parent
        self._lift = 0
        self._text = QLabel(self)
        self._action = named(QPushButton(self, flat=True), "link")
        self._action.setCursor(Qt.CursorShape.PointingHandCursor)
        self._run: Callable[[], None] | None = None
        row = QHBoxLayout(self)
        row.setContentsMargins(16, 8, 10, 8)
        row.setSpacing(12)
        row.addWidget(self._text)
        row.addWidget(self._action)
        self._timer = QTimer(self, singleShot=True, interval=_SHOWN_MS)
        self._timer.timeout.connect(self._on_timeout)
        self._action.clicked.connect(self._on_clicked)
        parent.installEventFilter(self)
        self.hide()

    def show_text(
        self,
        text: str,
        action: str = "",
        run: Callable[[], None] | None = None,
        *,
        briefly: bool = False,
    ) -> None:
        """Say `text`; `action` is the label of a button that calls `run`."""
        self._timer.setInterval(_BRIEFLY_MS if briefly else _SHOWN_MS)
        self._text.setText(text)
        self.setAccessibleName(text)
        self._action.setText(action)
        self._action.setVisible(bool(action))
        self._run = run
        self.adjustSize()
        self._place()
        self.show()
        self.raise_()
        self._timer.start()

    def set_lift(self, pixels: int) -> None:
        """Leave this much free at the lower edge, for a bar that lies there."""
        self._lift = pixels
        self._place()

    def move_over(self, parent: QWidget) -> None:
        """Stand over another widget from now on, also with what is being said."""
        said = not self.isHidden()
        self._over.removeEventFilter(self)
        self._over = parent
        self.setParent(parent)
        parent.installEventFilter(self)
        if said:
            self._place()
            self.show()
            self.raise_()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Keep to the middle of the lower edge."""
        if event.type() is QEvent.Type.Resize and self.isVisible():
            self._place()
        return super().eventFilter(watched, event)

    def _place(self) -> None:
        parent = self._over
        y = parent.height() - self.height() - _MARGIN - self._lift
        self.move(max(0, (parent.width() - self.width()) // 2), y)

    def _on_timeout(self) -> None:
        if self.underMouse() or self._action.hasFocus():
            self._timer.start()
        else:
            self.hide()

    def _on_clicked(self) -> None:
        run, self._run = self._run, None
        self.hide()
        if run:
            run()
