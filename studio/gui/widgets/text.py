"""Text in a colour of the theme that gives way in a narrow panel instead of widening it."""

from __future__ import annotations

from PySide6.QtCore import QSize, Qt
from PySide6.QtGui import QFont, QPainter, QPaintEvent
from PySide6.QtWidgets import QAbstractButton, QLabel, QSizePolicy, QWidget

from studio.gui.icons import Icons
from studio.gui.theme import Theme
from studio.gui.widgets.section_head import caps_font


class Text(QLabel):
    """One elided line, or (`wraps`) as many lines as it needs."""

    def __init__(
        self,
        theme: Theme,
        text: str = "",
        role: str = "text",
        *,
        pixels: int = 13,
        bold: bool = False,
        wraps: bool = False,
        elide: Qt.TextElideMode = Qt.TextElideMode.ElideRight,
    ) -> None:
        super().__init__(text)
        self._theme = theme
        self._role = role
        self._elide = elide
        self.setTextFormat(Qt.TextFormat.PlainText)
        self.setWordWrap(wraps)
        font = QFont(self.font())
        font.setPixelSize(pixels)
        font.setWeight(QFont.Weight.DemiBold if bold else QFont.Weight.Normal)
        self.setFont(font)
        vertical = QSizePolicy.Policy.Minimum if wraps else QSizePolicy.Policy.Fixed
        policy = QSizePolicy(QSizePolicy.Policy.Ignored, vertical)
        policy.setHeightForWidth(wraps)
        self.setSizePolicy(policy)

    def minimumSizeHint(self) -> QSize:
        """Any width will do."""
        return QSize(0, self.fontMetrics().height())

    def paintEvent(self, _event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setPen(self._theme.color(self._role))
        text, flags = self.text(), int(self.alignment())
        if self.wordWrap():
            flags |= int(Qt.TextFlag.TextWordWrap)
        else:
            text = self.fontMetrics().elidedText(text, self._elide, self.width())
        painter.drawText(self.rect(), flags, text)
        painter.end()


class SectionHead(Text):
    """Small capitals over a section."""

    def __init__(self, theme: Theme, text: str) -> None:
        super().__init__(theme, text, "muted")
        self.setFont(caps_font(self.font()))


class FoldHead(QAbstractButton):
    """Small capitals that fold what stands below them."""

    def __init__(
        self, theme: Theme, icons: Icons, text: str, parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self._theme = theme
        self._icons = icons
        self.setText(text)
        self.setAccessibleName(text)
        self.setCheckable(True)
        self.setFont(caps_font(self.font()))
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        self.setAttribute(Qt.WidgetAttribute.WA_Hover)
        self.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Fixed)

    def sizeHint(self) -> QSize:
        return QSize(120, 22)

    def paintEvent(self, _event: QPaintEvent) -> None:
        painter = QPainter(self)
        lit = self.underMouse() or self.hasFocus()
        painter.setPen(self._theme.color("text" if lit else "muted"))
        middle = Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter
        painter.drawText(self.rect(), int(middle), self.text())
        name = "chevron-down" if self.isChecked() else "chevron-right"
        chevron = self._icons.pixmap(name, "muted", 14, self.devicePixelRatioF())
        left = self.fontMetrics().horizontalAdvance(self.text()) + 6
        painter.drawPixmap(left, (self.height() - 14) // 2, chevron)
        painter.end()
