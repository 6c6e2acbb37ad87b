"""The filters of the search bar as chips, each removable by mouse or keyboard."""

from __future__ import annotations

from itertools import pairwise
from typing import TYPE_CHECKING

from PySide6.QtCore import QEvent, QPoint, QRectF, QSize, Qt, Signal
from PySide6.QtGui import (
    QColor,
    QImage,
    QKeyEvent,
    QMouseEvent,
    QPainter,
    QPainterPath,
    QPaintEvent,
    QPen,
)
from PySide6.QtWidgets import QAbstractButton, QHBoxLayout, QScrollArea, QSizePolicy, QWidget

from studio.core.query import SHADE, Group, Item, Query, format_item, walk
from studio.gui import filters
from studio.gui.filters import Names
from studio.gui.icons import Icons
from studio.gui.painting import paint_shares
from studio.gui.theme import Theme
from studio.gui.widgets.named import named
from studio.gui.widgets.scroll_hints import ScrollHints

if TYPE_CHECKING:
    from studio.core.taxonomy import Taxonomy
    from studio.gui.example_looks import ExampleLooks, Look

_HEIGHT = 24
_PADDING = 8
_DOT = 10
_PICTURE = 18  # of the image that is searched by
_SWATCH = 14  # a colour itself: large enough to be judged
_STRIP = 44
_CROSS = 12
_TEXT_LIMIT = 260
_GROUP_LIMIT = 420  # px, of what has several terms in it
_REMOVE_KEYS = (Qt.Key.Key_Delete, Qt.Key.Key_Backspace, Qt.Key.Key_Space)
_EDIT_KEYS = (Qt.Key.Key_Return, Qt.Key.Key_Enter, Qt.Key.Key_F2)


class Chip(QAbstractButton):
    """One term or group: dots for its families, or the very colours; its words, a cross."""

    removed = Signal(object)  # Item
    edited = Signal(object)  # Item: to be text again
    opened = Signal()  # the colours of the term were clicked

    def __init__(
        self, term: Item, taxonomy: Taxonomy, theme: Theme, icons: Icons, parent: QWidget
    ) -> None:
        super().__init__(parent)
        self.term = term
        self._taxonomy = taxonomy
        self._picture = QImage()
        self._room = 10_000
        self._theme = theme
        self._icons = icons
        self._dots = filters.swatches(term, taxonomy)
        self._strip = filters.strip(term)
        self._is_shade = term.field == SHADE
        if self._is_shade:
            self.setCursor(Qt.CursorShape.PointingHandCursor)
        self._say(filters.describe(term, taxonomy))
        self.setAccessibleDescription(self.tr("Delete removes it, Enter edits it as text"))
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)

    def _say(self, text: str, full: str = "") -> None:
        self.setText(text)
        self.setToolTip(f"{full or text}\n{format_item(self.term)}")
        named = (full or text).replace("\n", ", ")
        self.setAccessibleName(self.tr("Filter {text}").format(text=named))

    def name_collections(self, names: Names) -> None:
        """Say the names of collections that are asked for by their numbers."""
        if any(term.field == "in" for term in walk([self.term])):
            self._say(filters.describe(self.term, self._taxonomy, names))
            self.updateGeometry()
            self.update()

    def show_look(self, look: Look) -> None:
        """Show the image that is searched by: its name and a small picture."""
        if look.text:
            words = self.tr("not {text}") if self.term.excluded else "{text}"
            self._say(words.format(text=look.text), words.format(text=look.full))
        self._picture = look.picture
        self.updateGeometry()
        self.update()

    def sizeHint(self) -> QSize:
        """As wide as what it says."""
        limit = _GROUP_LIMIT if isinstance(self.term, Group) else _TEXT_LIMIT
        text = min(limit, self.fontMetrics().horizontalAdvance(self.text()) + 2)
        width = 2 * _PADDING + self._dots_width() + text + 6 + _CROSS
        return QSize(min(width, self._room), _HEIGHT)

    def set_room(self, pixels: int) -> None:
        """No wider than this: what the chip shows first stays in sight."""
        if pixels != self._room:
            self._room = pixels
            self.updateGeometry()

    def _dots_width(self) -> int:
        if not self._picture.isNull():
            return _PICTURE + 2
        if self._strip:
            return _STRIP + 6
        side = _SWATCH if self._is_shade else _DOT
        return len(self._dots) * (side + 4) + (2 if self._dots else 0)

    def paintEvent(self, event: QPaintEvent) -> None:
        """Raised, with the cross brighter under the pointer."""
        del event
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        box = QRectF(self.rect()).adjusted(0.5, 0.5, -0.5, -0.5)
        ring = self._theme.color("accent") if self.hasFocus() else self._theme.color("raised")
        painter.setPen(QPen(ring, 1))
        painter.setBrush(self._theme.color("raised"))
        painter.drawRoundedRect(box, 6, 6)
        if self._picture.isNull():
            self._paint_colors(painter)
        else:
            self._paint_picture(painter)
        x = _PADDING + self._dots_width()
        room = self.width() - x - _CROSS - 6 - _PADDING
        text = self.fontMetrics().elidedText(self.text(), Qt.TextElideMode.ElideRight, int(room))
        painter.setPen(self._theme.color("text"))
        painter.drawText(QRectF(x, 0, room, _HEIGHT), Qt.AlignmentFlag.AlignVCenter, text)
        role = "text" if self.underMouse() or self.hasFocus() else "muted"
        cross = self._icons.pixmap("x", role, _CROSS, self.devicePixelRatioF())
        painter.drawPixmap(self.width() - _PADDING - _CROSS + 2, (_HEIGHT - _CROSS) // 2, cross)

    def _paint_picture(self, painter: QPainter) -> None:
        """To the edge, in the curve of the chip."""
        place = QRectF(3, (_HEIGHT - _PICTURE) / 2, _PICTURE, _PICTURE)
        shape = QPainterPath()
        shape.addRoundedRect(place, 4, 4)
        painter.save()
        painter.setRenderHint(QPainter.RenderHint.SmoothPixmapTransform)
        painter.setClipPath(shape)
        painter.drawImage(place, self._picture)
        painter.restore()

    def _paint_colors(self, painter: QPainter) -> None:
        """Swatches, the strip of a palette, or dots for families."""
        painter.setPen(QPen(self._theme.color("strong"), 1))
        if self._strip:
            box = QRectF(_PADDING, (_HEIGHT - _SWATCH) / 2, _STRIP, _SWATCH)
            paint_shares(painter, box, self._strip)
            painter.setBrush(Qt.BrushStyle.NoBrush)
            painter.drawRect(box.adjusted(0.5, 0.5, -0.5, -0.5))
        x = float(_PADDING)
        for color in self._dots:
            painter.setBrush(QColor(color))
            if self._is_shade:
                box = QRectF(x + 0.5, (_HEIGHT - _SWATCH) / 2 + 0.5, _SWATCH - 1, _SWATCH - 1)
                painter.drawRoundedRect(box, 3, 3)
                x += _SWATCH + 4
            else:
                painter.drawEllipse(QRectF(x, (_HEIGHT - _DOT) / 2, _DOT, _DOT))
                x += _DOT + 4

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        """Only the cross removes: a chip is easily hit by mistake. Colours are opened."""
        super().mouseReleaseEvent(event)
        place = event.position().toPoint()
        if not self.rect().contains(place):
            return
        if place.x() >= self.width() - _CROSS - _PADDING - 4:
            self.removed.emit(self.term)
        elif self._is_shade:
            self.opened.emit()

    def mouseDoubleClickEvent(self, event: QMouseEvent) -> None:
        """Text can say more than a chip shows; the first click opened colours in their panel."""
        super().mouseDoubleClickEvent(event)
        if not self._is_shade and event.position().x() < self.width() - _CROSS - _PADDING - 4:
            self.edited.emit(self.term)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Delete, Backspace and Space remove, Enter edits; arrows go to the neighbours."""
        if event.key() in _REMOVE_KEYS:
            self.removed.emit(self.term)
        elif event.key() in _EDIT_KEYS:
            self.edited.emit(self.term)
        elif event.key() == Qt.Key.Key_Left:
            self.focusPreviousChild()
        elif event.key() == Qt.Key.Key_Right:
            self.focusNextChild()
        else:
            super().keyPressEvent(event)

    def event(self, event: QEvent) -> bool:
        """Delete means this chip here, not the images that are selected."""
        is_question = event.type() is QEvent.Type.ShortcutOverride
        keys = (*_REMOVE_KEYS, *_EDIT_KEYS)
        if is_question and isinstance(event, QKeyEvent) and event.key() in keys:
            event.accept()
            return True
        return super().event(event)

    def enterEvent(self, event: object) -> None:
        """Brighten the cross."""
        del event
        self.update()

    def leaveEvent(self, event: object) -> None:
        """Dim it."""
        del event
        self.update()


class ChipRow(QScrollArea):
    """The chips side by side; more than fit are scrolled, the newest in sight."""

    termRemoved = Signal(object)
    termEdited = Signal(object)
    colorsOpened = Signal()

    def __init__(self, theme: Theme, icons: Icons, parent: QWidget) -> None:
        super().__init__(parent)
        self._theme, self._icons = theme, icons
        self._chips: dict[Item, Chip] = {}
        self._looks: ExampleLooks | None = None
        self._names: Names = str
        self._limit = 10_000
        self.setObjectName("chips")
        self.setFrameShape(QScrollArea.Shape.NoFrame)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setVerticalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.setWidgetResizable(True)
        self.setFixedHeight(_HEIGHT)
        self._body = named(QWidget(), "chipsBody")
        self._row = QHBoxLayout(self._body)
        self._row.setContentsMargins(0, 0, 0, 0)
        self._row.setSpacing(8)
        self.setWidget(self._body)
        self.hide()
        # Also when a picture arrives and makes its chip wider.
        bar = self.horizontalScrollBar()
        bar.rangeChanged.connect(lambda _first, last: bar.setValue(last))
        self.hints = ScrollHints(self, theme)
        theme.changed.connect(self._body.update)

    def set_looks(self, looks: ExampleLooks | None) -> None:
        """Where chips of images find what these look like."""
        self._looks = looks
        if looks is not None:
            looks.arrived.connect(self._show_looks)

    def set_names(self, names: Names) -> None:
        """What collections are called that are asked for by their numbers."""
        self._names = names
        for chip in self._chips.values():
            chip.name_collections(names)
        self._fit()

    def focus_last(self) -> None:
        """Go to the chip before the field."""
        if self._chips:
            list(self._chips.values())[-1].setFocus(Qt.FocusReason.BacktabFocusReason)

    def _show_looks(self) -> None:
        for term, chip in self._chips.items():
            look = self._looks.find(term) if self._looks is not None else None
            if look is not None:
                chip.show_look(look)
        self._fit()

    def set_query(self, query: Query, taxonomy: Taxonomy) -> None:
        """One chip a term; chips that stay are kept, with the focus on them."""
        for term in [term for term in self._chips if term not in query.terms]:
            chip = self._chips.pop(term)
            if chip.hasFocus():
                self.window().setFocus()
            self._row.removeWidget(chip)
            chip.deleteLater()
        for place, term in enumerate(query.terms):
            if term not in self._chips:
                chip = Chip(term, taxonomy, self._theme, self._icons, self._body)
                chip.removed.connect(self.termRemoved)
                chip.edited.connect(self.termEdited)
                chip.opened.connect(self.colorsOpened)
                chip.name_collections(self._names)
                self._chips[term] = chip
                chip.show()
            self._row.insertWidget(place, self._chips[term])
        self._chips = {term: self._chips[term] for term in query.terms}  # as they stand
        chips = list(self._chips.values())
        for before, after in pairwise(chips):
            self.setTabOrder(before, after)
        self.setVisible(bool(query.terms))
        self._show_looks()

    def set_limit(self, pixels: int) -> None:
        """The room there is; typing needs some, too."""
        self._limit = pixels
        self._fit()

    def _fit(self) -> None:
        for chip in self._chips.values():
            chip.set_room(self._limit)
        widths = [chip.sizeHint().width() for chip in self._chips.values()]
        wanted = sum(widths) + self._row.spacing() * max(0, len(widths) - 1)
        self.setFixedWidth(min(wanted, self._limit))
        self._body.setMinimumWidth(wanted)

    def wheelEvent(self, event: object) -> None:
        """Turn the wheel to see the others."""
        delta: QPoint = event.angleDelta()  # type: ignore[attr-defined]
        bar = self.horizontalScrollBar()
        bar.setValue(bar.value() - (delta.y() or delta.x()))
