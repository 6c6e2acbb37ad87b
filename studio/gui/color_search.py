"""Searching by colour in the window: the panel, the eyedropper, the colours used last."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Signal
from PySide6.QtGui import QAction
from PySide6.QtWidgets import QWidget

from studio.core.asset import AssetDetails
from studio.core.query import BLEND, Query, Term
from studio.core.shade import Shade, blend_of, format_blend
from studio.gui.color_filter import ColorFilter, with_colors

if TYPE_CHECKING:
    from studio.gui.context import Context
    from studio.gui.dropper import Dropper
    from studio.gui.widgets.color_panel import ColorPanel

_RECENT = 10


class ColorSearch(QObject):
    """Makes the panel when it is asked for the first time; without a library there is none."""

    queryWanted = Signal(object)  # Query
    recentChanged = Signal(tuple)  # "#rrggbb", the newest first
    closed = Signal()

    def __init__(self, body: QWidget, action: QAction, recent: tuple[str, ...]) -> None:
        super().__init__(body)
        self._body, self._action = body, action
        self._recent = tuple(color for color in recent if _is_color(color))
        self._context: Context | None = None
        self._query = Query()
        self._shown = 0
        self.panel: ColorPanel | None = None
        self.dropper: Dropper | None = None

    @property
    def is_open(self) -> bool:
        """Whether the panel is there."""
        return self.panel is not None and self.panel.isVisible()

    def set_context(self, context: Context | None) -> None:
        """Search this library; None: there is none any more."""
        self._context = context
        if self.dropper is not None:
            self.dropper.stop()
        if self.panel is not None:
            self.panel.hide()
            self.panel.deleteLater()
            self.panel = None

    def toggle(self) -> None:
        """Show the panel, or hide it."""
        if self.is_open:
            self.close()
        else:
            self.open()

    def open(self) -> None:
        """Show the panel."""
        panel = self.panel = self.panel or self._make_panel()
        if panel is None:
            self._action.setChecked(False)
            return
        panel.set_recent(self._recent)
        panel.open()
        if self._context is not None:
            library = self._context.library
            self._context.tasks.read(library.prepare_color_search, lambda _none: None, owner=self)

    def close(self) -> None:
        """Hide the panel."""
        if self.dropper is not None:
            self.dropper.stop()
        if self.panel is not None:
            self.panel.hide()

    def search(self, hex_: str) -> None:
        """Look for one colour in place of those that were asked for."""
        self.remember(hex_)
        self.queryWanted.emit(with_colors(self._query, ColorFilter((Shade(hex_),))))

    def search_palette_of(self, asset_id: int) -> None:
        """Look for images with a palette like that of an asset."""
        if self._context is not None:
            library = self._context.library
            self._context.tasks.read(
                lambda: library.get_details(asset_id), self._on_palette_read, owner=self
            )

    def _on_palette_read(self, details: AssetDetails) -> None:
        if details.palette:
            blend = blend_of((swatch.hex, swatch.coverage) for swatch in details.palette)
            term = Term(BLEND, (format_blend(blend),), operator="~")
            self.queryWanted.emit(Query((*self._query.without(BLEND).terms, term)))

    def set_query(self, query: Query) -> None:
        """The filters that are on."""
        self._query = query
        if self.panel is not None:
            self.panel.set_query(query)

    def set_count(self, shown: int) -> None:
        """How many images match them."""
        self._shown = shown
        if self.panel is not None:
            self.panel.set_count(shown)

    def remember(self, hex_: str) -> None:
        """A colour was searched for."""
        if self._recent[:1] != (hex_,):
            rest = tuple(color for color in self._recent if color != hex_)
            self._recent = (hex_, *rest)[:_RECENT]
            if self.panel is not None:
                self.panel.set_recent(self._recent)
            self.recentChanged.emit(self._recent)

    def _make_panel(self) -> ColorPanel | None:
        from studio.gui.widgets.color_panel import ColorPanel

        if self._context is None:
            return None
        context, library = self._context, self._context.library
        panel = ColorPanel(
            context.theme, context.icons, library.color_names, library.search_names, self._body
        )
        panel.queryWanted.connect(self.queryWanted)
        panel.used.connect(self.remember)
        panel.dropperWanted.connect(self._on_dropper_wanted)
        panel.visibilityChanged.connect(self._on_visibility_changed)
        panel.set_query(self._query)
        panel.set_count(self._shown)
        return panel

    def _on_visibility_changed(self, visible: bool) -> None:
        self._action.setChecked(visible)
        if not visible:
            self.closed.emit()

    def _on_dropper_wanted(self) -> None:
        from studio.gui.dropper import Dropper

        if self._context is None:
            return
        if self.dropper is None:
            self.dropper = Dropper(self._body.window(), self._context.theme)
            self.dropper.picked.connect(self._on_picked)
        self.dropper.start()

    def _on_picked(self, hex_: str) -> None:
        if self.panel is not None:
            self.panel.pick(hex_)


def _is_color(text: str) -> bool:
    digits = text[1:]
    return text[:1] == "#" and len(digits) == 6 and all(d in "0123456789abcdef" for d in digits)
