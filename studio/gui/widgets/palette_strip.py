"""The palette of an image: one strip of shares, then a row for each colour."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QRectF, QSize, Qt, QTimer, Signal
from PySide6.QtGui import (
    QColor,
    QFont,
    QFontDatabase,
    QGuiApplication,
    QHelpEvent,
    QMouseEvent,
    QPainter,
    QPaintEvent,
)
from PySide6.QtWidgets import QAbstractButton, QHBoxLayout, QSizePolicy, QToolTip, QWidget

from studio.core.palette import Palette, Swatch, percent
from studio.gui import wording
from studio.gui.painting import paint_shares, round_corners
from studio.gui.theme import Theme

STRIP_HEIGHT = 26
ROW_HEIGHT = 21
RADIUS = 6
_COPIED_MS = 1200


class PaletteStrip(QWidget):
    """The colours side by side, each as wide as its share; a click searches for one."""

    colorClicked = Signal(str)  # "#rrggbb"

    def __init__(self, theme: Theme, palette: Palette, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._theme = theme
        self._swatches = palette
        self.setFixedHeight(STRIP_HEIGHT)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        shares = ", ".join(f"{swatch.name} {percent(swatch.coverage)}" for swatch in palette)
        self.setAccessibleName(self.tr("Palette: {shares}").format(shares=shares))

    def paintEvent(self, _event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        rect = QRectF(self.rect())
        paint_shares(painter, rect, [(swatch.hex, swatch.coverage) for swatch in self._swatches])
        round_corners(painter, rect, RADIUS, self._theme.color("panel"))
        painter.setPen(self._theme.color("line"))  # white on a white panel still has an edge
        painter.setBrush(Qt.BrushStyle.NoBrush)
        painter.drawRoundedRect(rect.adjusted(0.5, 0.5, -0.5, -0.5), RADIUS, RADIUS)
        painter.end()

    def event(self, event: QEvent) -> bool:
        if isinstance(event, QHelpEvent) and event.type() == QEvent.Type.ToolTip:
            swatch = self._find_swatch(event.pos().x())
            text = f"{swatch.name} {swatch.hex} {percent(swatch.coverage)}" if swatch else ""
            QToolTip.showText(event.globalPos(), text, self)
            return True
        return super().event(event)

    def mousePressEvent(self, event: QMouseEvent) -> None:
        """Wait for the release."""
        if event.button() != Qt.MouseButton.LeftButton:
            event.ignore()

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        """As a click on the row of the colour."""
        inside = self.rect().contains(event.position().toPoint())
        swatch = self._find_swatch(round(event.position().x())) if inside else None
        if swatch is not None and event.button() == Qt.MouseButton.LeftButton:
            self.colorClicked.emit(swatch.hex)

    def _find_swatch(self, x: int) -> Swatch | None:
        left = x / max(1, self.width()) * sum(swatch.coverage for swatch in self._swatches)
        for swatch in self._swatches:
            left -= swatch.coverage
            if left < 0:
                return swatch
        return None


class SwatchRow(QWidget):
    """Swatch and name (a click searches for the colour), hex (a click copies it), share."""

    colorClicked = Signal(str)  # "#rrggbb"

    def __init__(self, theme: Theme, swatch: Swatch, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(8)
        name = _NameButton(theme, swatch, self)
        name.clicked.connect(lambda: self.colorClicked.emit(swatch.hex))
        row.addWidget(name, 1)
        row.addWidget(HexButton(theme, swatch, self))
        row.addWidget(_Share(theme, percent(swatch.coverage), self))


class _RowButton(QAbstractButton):
    """A flat button drawn in theme colours that underlines under cursor and focus."""

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._theme = theme
        self.setFixedHeight(ROW_HEIGHT)
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        self.setAttribute(Qt.WidgetAttribute.WA_Hover)
        self.setFocusPolicy(Qt.FocusPolicy.TabFocus)

    def _paint_text(self, rect: QRectF, text: str, role: str, align: Qt.AlignmentFlag) -> None:
        painter = QPainter(self)
        lit = self.underMouse() or self.hasFocus()
        font = QFont(self.font())
        font.setUnderline(lit)
        painter.setFont(font)
        painter.setPen(self._theme.color("text" if lit and role == "muted" else role))
        elided = painter.fontMetrics().elidedText(
            text, Qt.TextElideMode.ElideRight, int(rect.width())
        )
        painter.drawText(rect, int(align | Qt.AlignmentFlag.AlignVCenter), elided)
        painter.end()


class _NameButton(_RowButton):
    def __init__(self, theme: Theme, swatch: Swatch, parent: QWidget | None = None) -> None:
        super().__init__(theme, parent)
        self._swatch = swatch
        self.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Fixed)
        self._label = wording.swatch_name(swatch)
        self.setText(self._label)
        self.setAccessibleName(
            self.tr("{name}, show images near this colour").format(name=self._label)
        )
        self.setToolTip(self.accessibleName())

    def sizeHint(self) -> QSize:
        return QSize(40, ROW_HEIGHT)

    def paintEvent(self, _event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(self._theme.color("line"))
        painter.setBrush(QColor(self._swatch.hex))
        top = (self.height() - 12) / 2
        painter.drawRoundedRect(QRectF(0.5, top + 0.5, 11, 11), 3, 3)
        painter.end()
        rect = QRectF(self.rect()).adjusted(20, 0, 0, 0)
        self._paint_text(rect, self._label, "text", Qt.AlignmentFlag.AlignLeft)


class HexButton(_RowButton):
    """The hex value; a click puts it on the clipboard and says so for a moment."""

    def __init__(self, theme: Theme, swatch: Swatch, parent: QWidget | None = None) -> None:
        super().__init__(theme, parent)
        font = QFontDatabase.systemFont(QFontDatabase.SystemFont.FixedFont)
        font.setPixelSize(12)
        self.setFont(font)
        self._hex = swatch.hex
        self.setText(swatch.hex)
        self.setToolTip(self.tr("Copy {hex}").format(hex=swatch.hex))
        self.setAccessibleName(self.toolTip())
        self._timer = QTimer(self, singleShot=True, interval=_COPIED_MS)
        self._timer.timeout.connect(lambda: self.setText(self._hex))
        self.clicked.connect(self._on_clicked)

    def sizeHint(self) -> QSize:
        metrics = self.fontMetrics()
        widest = max(metrics.horizontalAdvance(text) for text in ("#000000", self.tr("Copied")))
        return QSize(widest + 2, ROW_HEIGHT)

    def paintEvent(self, _event: QPaintEvent) -> None:
        role = "good" if self.text() != self._hex else "muted"
        self._paint_text(QRectF(self.rect()), self.text(), role, Qt.AlignmentFlag.AlignRight)

    def _on_clicked(self) -> None:
        QGuiApplication.clipboard().setText(self._hex)
        self.setText(self.tr("Copied"))
        self._timer.start()


class _Share(QWidget):
    def __init__(self, theme: Theme, text: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._theme = theme
        self._text = text
        self.setFixedSize(self.fontMetrics().horizontalAdvance("100 %") + 2, ROW_HEIGHT)

    def paintEvent(self, _event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setPen(self._theme.color("muted"))
        right = Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter
        painter.drawText(self.rect(), int(right), self._text)
        painter.end()
