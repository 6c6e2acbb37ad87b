"""A line across the top of the window for what lasts: read-only, no tagging, an offer."""

from __future__ import annotations

from PySide6.QtCore import QSize, Qt
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLabel, QSizePolicy, QToolButton, QWidget

from studio.gui.icons import Icons
from studio.gui.theme import Theme
from studio.gui.widgets.named import named


class Banner(QFrame):
    """Hidden while there is nothing to say."""

    def __init__(
        self,
        name: str,
        theme: Theme,
        icons: Icons,
        parent: QWidget | None = None,
        *,
        icon: str = "triangle-alert",
    ) -> None:
        super().__init__(parent)
        self.setObjectName(name)
        self.setProperty("role", "banner")
        self._icons, self._icon_name = icons, icon
        self._icon = QLabel(self)
        self._text = QLabel(self)
        self._text.setWordWrap(True)
        self._text.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        self._text.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Preferred)
        self._close = named(QToolButton(self), "flat")
        self._close.setAccessibleName(self.tr("Close this message"))
        self._close.setIconSize(QSize(14, 14))
        self._close.clicked.connect(self.hide)
        self._row = QHBoxLayout(self)
        self._row.setContentsMargins(16, 6, 8, 6)
        self._row.setSpacing(10)
        self._row.addWidget(self._icon)
        self._row.addWidget(self._text, 1)
        self._row.addWidget(self._close)
        theme.changed.connect(self._tint)
        self._tint()
        self.hide()

    def show_text(self, text: str) -> None:
        """Say it; an empty text hides the banner."""
        self._text.setText(text)
        self.setAccessibleName(text)
        self.setVisible(bool(text))

    def _tint(self) -> None:
        pixmap = self._icons.pixmap(self._icon_name, "accent", 16, self.devicePixelRatioF())
        self._icon.setPixmap(pixmap)
        self._close.setIcon(self._icons.icon("x", "muted", 14))
