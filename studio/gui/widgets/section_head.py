"""The head of a sidebar section: a title that folds, and small buttons beside it."""

from __future__ import annotations

from PySide6.QtCore import QRectF, QSize, Qt, Signal
from PySide6.QtGui import QContextMenuEvent, QFont, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QAbstractButton, QHBoxLayout, QSizePolicy, QToolButton, QWidget

from studio.gui.icons import Icons
from studio.gui.theme import Theme
from studio.gui.widgets.named import named

_HEIGHT = 24


def caps_font(base: QFont) -> QFont:
    """11 px capitals with letter spacing, for section heads."""
    font = QFont(base)
    font.setPixelSize(11)
    font.setWeight(QFont.Weight.DemiBold)
    font.setCapitalization(QFont.Capitalization.AllUppercase)
    font.setLetterSpacing(QFont.SpacingType.AbsoluteSpacing, 0.8)
    return font


class SectionTitle(QAbstractButton):
    """The title; a click folds the section."""

    def __init__(self, title: str, theme: Theme, icons: Icons, parent: QWidget) -> None:
        super().__init__(parent)
        self._theme = theme
        self._icons = icons
        self.setText(title)
        self.setAccessibleName(title)
        self.setCheckable(True)
        self.setChecked(True)
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.setFont(caps_font(self.font()))

    def sizeHint(self) -> QSize:
        """Room for the capitals and the air below them."""
        return QSize(100, _HEIGHT)

    def paintEvent(self, event: QPaintEvent) -> None:
        """Capitals; the chevron shows when it means something."""
        del event
        painter = QPainter(self)
        painter.setFont(caps_font(self.font()))
        hot = self.underMouse() or self.hasFocus()
        painter.setPen(self._theme.color("text" if hot else "muted"))
        rect = self.rect().adjusted(6, 0, -8, -4)
        painter.drawText(rect, Qt.AlignmentFlag.AlignVCenter, self.text())
        if hot or not self.isChecked():
            name = "chevron-down" if self.isChecked() else "chevron-right"
            pixmap = self._icons.pixmap(name, "muted", 14, self.devicePixelRatioF())
            painter.drawPixmap(rect.right() - 14, rect.center().y() - 6, pixmap)
        if self.hasFocus():
            painter.setRenderHint(QPainter.RenderHint.Antialiasing)
            painter.setPen(QPen(self._theme.color("accent"), 1))
            painter.drawRoundedRect(QRectF(self.rect()).adjusted(0.5, 0.5, -0.5, -3.5), 6, 6)

    def enterEvent(self, event: object) -> None:
        """Show the chevron."""
        del event
        self.update()

    def leaveEvent(self, event: object) -> None:
        """Hide it."""
        del event
        self.update()


class SectionHead(QWidget):
    """The title with what can be done with the whole section."""

    toggled = Signal(bool)  # open or not
    clearWanted = Signal()
    addWanted = Signal()
    menuAsked = Signal(object)  # QPoint on the screen

    def __init__(
        self, title: str, theme: Theme, icons: Icons, parent: QWidget, add_help: str = ""
    ) -> None:
        super().__init__(parent)
        self._icons = icons
        self.title = SectionTitle(title, theme, icons, self)
        self.clear_button = self._make_button("clearFacet", self.tr("Clear this filter"))
        self.clear_button.hide()
        self.add_button = self._make_button("addToSection", add_help)
        self.add_button.setVisible(bool(add_help))
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(0)
        row.addWidget(self.title)
        row.addWidget(self.clear_button, alignment=Qt.AlignmentFlag.AlignTop)
        row.addWidget(self.add_button, alignment=Qt.AlignmentFlag.AlignTop)
        self.title.toggled.connect(self.toggled)
        self.clear_button.clicked.connect(self.clearWanted)
        self.add_button.clicked.connect(self.addWanted)
        theme.changed.connect(self._tint)
        self._tint()

    def set_clearable(self, clearable: bool) -> None:
        """Offer to lift what the section filters by."""
        self.clear_button.setVisible(clearable)

    def contextMenuEvent(self, event: QContextMenuEvent) -> None:
        """By mouse or menu key."""
        place = event.globalPos()
        if event.reason() is not QContextMenuEvent.Reason.Mouse:
            place = self.mapToGlobal(self.rect().bottomLeft())
        self.menuAsked.emit(place)

    def _make_button(self, name: str, words: str) -> QToolButton:
        button = named(QToolButton(self), name)
        button.setIconSize(QSize(12, 12))
        button.setFixedSize(20, 20)
        button.setToolTip(words)
        button.setAccessibleName(words)
        button.setCursor(Qt.CursorShape.PointingHandCursor)
        return button

    def _tint(self) -> None:
        self.clear_button.setIcon(self._icons.icon("x", "muted", 12))
        self.add_button.setIcon(self._icons.icon("plus", "muted", 12))
