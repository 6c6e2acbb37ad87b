"""The middle of the window: grid, loupe, colours, or what stands there when there are no images."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from PySide6.QtCore import QPoint, Qt, Signal
from PySide6.QtGui import QAction, QImage
from PySide6.QtWidgets import QPushButton, QStackedWidget, QWidget

from studio.core.query import Query
from studio.gui.context import Context
from studio.gui.icons import Icons
from studio.gui.theme import Theme
from studio.gui.views.grid_place import GridPlace
from studio.gui.widgets.empty_state import EmptyState, MessagePage, NoMatches, OpenProblem

if TYPE_CHECKING:
    from studio.core.listing import Listing
    from studio.gui.views.colors_view import ColorsView
    from studio.gui.views.grid import GridView
    from studio.gui.views.loupe import Loupe


class Center(QStackedWidget):
    """Shows one page at a time; grid, loupe and colours come with a library."""

    selectionChanged = Signal(object)  # Sequence[int]
    pageChanged = Signal()
    tileSizeAsked = Signal(int)
    visibleChanged = Signal(list)
    menuAsked = Signal(QPoint)  # on the screen
    queryWanted = Signal(object)  # Query
    partDrawn = Signal(QImage, str)  # of an image in the loupe, and the name of that

    def __init__(self, theme: Theme, icons: Icons) -> None:
        super().__init__()
        self.setObjectName("center")
        self.blank = QWidget()
        self.blank.setFocusPolicy(Qt.FocusPolicy.ClickFocus)
        self.empty = EmptyState(theme, icons)
        self.no_matches = NoMatches(theme, icons)
        self.problem = OpenProblem(theme, icons)
        self.grid: GridView | None = None
        self.loupe: Loupe | None = None
        self.colors: ColorsView | None = None
        self._context: Context | None = None
        self._panels: QAction | None = None
        self._ids: Sequence[int] = []
        for page in (self.blank, self.empty, self.no_matches, self.problem):
            self.addWidget(page)
        self.currentChanged.connect(self._on_current_changed)

    def _on_current_changed(self) -> None:
        """A message takes the focus itself: no button looks as if it were chosen already."""
        page, focus = self.currentWidget(), self.window().focusWidget()
        if isinstance(page, MessagePage) and focus in page.findChildren(QPushButton):
            page.setFocus(Qt.FocusReason.OtherFocusReason)
        self.pageChanged.emit()

    @property
    def has_images(self) -> bool:
        """Whether images are looked at, in the grid or the loupe."""
        return self.currentWidget() in {self.grid, self.loupe} and self.grid is not None

    @property
    def is_loupe(self) -> bool:
        """Whether one image fills the page."""
        return self.loupe is not None and self.currentWidget() is self.loupe

    @property
    def is_colors(self) -> bool:
        """Whether the colours of the images are looked at."""
        return self.colors is not None and self.currentWidget() is self.colors

    def open(self, context: Context, tile_size: int, panels: QAction) -> None:
        """Make the views of a library; the Tab key hides the panels beside them."""
        from studio.gui.views.grid import GridView

        self.grid = GridView(context, self)
        self.grid.set_tile_size(tile_size)
        self.addWidget(self.grid)
        self.grid.selectionWasChanged.connect(self.selectionChanged)
        self.grid.assetActivated.connect(self.show_loupe)
        self.grid.tileSizeWasAsked.connect(self.tileSizeAsked)
        self.grid.visibleWasChanged.connect(self.visibleChanged)
        self.grid.menuWasAsked.connect(self.menuAsked)
        self.grid.addAction(panels)
        self._context, self._panels = context, panels

    def close_library(self) -> None:
        """Drop the views of the library."""
        self.setCurrentWidget(self.blank)
        views: list[QWidget | None] = [self.grid, self.loupe, self.colors]
        for view in views:
            if view is not None:
                self.removeWidget(view)
                view.deleteLater()
        self.grid = self.loupe = self.colors = self._context = None
        self._ids = []

    def selected_ids(self) -> Sequence[int]:
        """What a command applies to: the selection, in the loupe the image that is shown."""
        if self.is_loupe and self.loupe is not None:
            current = self.loupe.current_id()
            return [] if current is None else [current]
        return self.grid.selected_ids() if self.grid and self.has_images else []

    def shown_ids(self) -> Sequence[int]:
        """Every image that the grid shows, selected or not."""
        return self._ids

    def place(self) -> GridPlace:
        """Where one is in the grid; in the loupe, at its image."""
        if self.grid is None:
            return GridPlace()
        current = self.loupe.current_id() if self.loupe and self.is_loupe else None
        return self.grid.place() if current is None else GridPlace((current,), current)

    def restore_place(self, place: GridPlace) -> None:
        """Go back there."""
        if self.grid is not None:
            self.grid.restore_place(place)

    def select_all(self) -> None:
        """Every image that is shown."""
        if self.grid is not None and self.currentWidget() is self.grid:
            self.grid.select_all()

    def select_none(self) -> None:
        """No image."""
        if self.grid is not None and self.currentWidget() is self.grid:
            self.grid.select_none()

    def invert_selection(self) -> None:
        """Those that were not selected."""
        if self.grid is not None and self.currentWidget() is self.grid:
            self.grid.invert_selection()

    def set_ids(self, listing: Listing, *, total: int, filtered: bool) -> None:
        """Show these images, or why there are none."""
        if self.grid is None:
            return
        self._ids = listing.ids
        self.grid.set_ids(listing)
        if self.is_loupe and self.loupe is not None:
            self.loupe.set_ids(self._ids)  # without ids it closes itself
            if self._ids:
                return
        self.show_fitting_page(total=total, filtered=filtered)

    def show_fitting_page(self, *, total: int, filtered: bool) -> None:
        """The grid, or the page that says why it would be empty."""
        if self._ids and self.grid is not None:
            page: QWidget = self.grid
        elif filtered:
            page = self.no_matches
        else:
            page = self.blank if total else self.empty
        if not ((self.is_loupe or self.is_colors) and self._ids):
            self.setCurrentWidget(page)

    def show_grid(self) -> None:
        """From loupe or colours back to the grid, at the image that was looked at."""
        if self.grid is None or not (self.is_loupe or self.is_colors):
            return
        current = self.loupe.current_id() if self.loupe and self.is_loupe else None
        self.setCurrentWidget(self.grid if self._ids else self.no_matches)
        if current is not None and self._ids:
            self.grid.set_current(current)
        self.grid.setFocus()

    def show_current_in_loupe(self) -> None:
        """As the key E does."""
        self.show_loupe()

    def show_loupe(self, asset_id: int | None = None) -> None:
        """One image as large as fits: the one named, the current one, or the first."""
        if self.grid is None or not self._ids:
            return
        if self.loupe is None and self._context is not None:
            self.loupe = self._make_loupe(self._context)
        if self.loupe is None:
            return
        wanted = asset_id if asset_id is not None else self.grid.current_id()
        index = self._ids.index(wanted) if wanted in self._ids else 0
        self.setCurrentWidget(self.loupe)
        self.loupe.show_assets(self._ids, index)
        self.loupe.setFocus()

    def show_colors(self, query: Query) -> None:
        """The colours of the images that are shown, or of several that are selected."""
        if self.grid is None or not self._ids or self.is_colors or self._context is None:
            return
        if self.colors is None:
            self.colors = self._make_colors(self._context)
        selected = [] if self.is_loupe else self.selected_ids()
        chosen = 1 < len(selected) < len(self._ids)
        self.colors.show_colors(query, selected if chosen else ())
        self.setCurrentWidget(self.colors)
        self.colors.setFocus()

    def _make_colors(self, context: Context) -> ColorsView:
        from studio.gui.views.colors_view import ColorsView

        colors = ColorsView(context, self)
        colors.queryWanted.connect(self.queryWanted)
        self.addWidget(colors)
        return colors

    def _make_loupe(self, context: Context) -> Loupe:
        from studio.gui.views.loupe import Loupe

        loupe = Loupe(context, self)
        loupe.closed.connect(self.show_grid)
        loupe.menuWasAsked.connect(self.menuAsked)
        loupe.partWasDrawn.connect(self.partDrawn)
        loupe.currentWasChanged.connect(lambda asset_id: self.selectionChanged.emit([asset_id]))
        if self._panels is not None:
            loupe.addAction(self._panels)
        self.addWidget(loupe)
        return loupe
