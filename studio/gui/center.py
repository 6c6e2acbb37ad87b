"""The middle of the window: grid, loupe, compare, colours, or what stands there without images."""

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

MOST_COMPARED = 6

if TYPE_CHECKING:
    from studio.core.listing import Listing
    from studio.gui.views.colors_view import ColorsView
    from studio.gui.views.compare import CompareView
    from studio.gui.views.grid import GridView
    from studio.gui.views.loupe import Loupe
    from studio.gui.views.quick_look import QuickLook
    from studio.gui.views.slide_loader import SlideLoader


class Center(QStackedWidget):
    """Shows one page at a time; grid, loupe, compare and colours come with a library."""

    selectionChanged = Signal(object)  # Sequence[int]
    pageChanged = Signal()
    quickLookChanged = Signal(bool)  # whether it is there
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
        self.compare: CompareView | None = None
        self.quick_look: QuickLook | None = None
        self._slides: SlideLoader | None = None
        self._leads_to_compare = False  # from the loupe one goes back to the images compared
        self.colors: ColorsView | None = None
        self._context: Context | None = None
        self._keys: tuple[QAction, ...] = ()  # panels, quick look
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
        """Whether images are looked at, in the grid, one by one or side by side."""
        pages = {self.grid, self.loupe, self.compare}
        return self.currentWidget() in pages and self.grid is not None

    @property
    def is_loupe(self) -> bool:
        """Whether one image fills the page."""
        return self.loupe is not None and self.currentWidget() is self.loupe

    @property
    def is_compare(self) -> bool:
        """Whether several images stand side by side."""
        return self.compare is not None and self.currentWidget() is self.compare

    @property
    def is_large(self) -> bool:
        """Whether images are looked at large, one or several."""
        return self.is_loupe or self.is_compare

    @property
    def is_quick_look(self) -> bool:
        """Whether an image covers the window."""
        return self.quick_look is not None and self.quick_look.isVisible()

    @property
    def is_colors(self) -> bool:
        """Whether the colours of the images are looked at."""
        return self.colors is not None and self.currentWidget() is self.colors

    def open(self, context: Context, tile_size: int, keys: Sequence[QAction]) -> None:
        """Make the views of a library; `keys` (Tab, Space) mean what they do in the grid only."""
        from studio.gui.views.grid import GridView

        self.grid = GridView(context, self)
        self.grid.set_tile_size(tile_size)
        self.addWidget(self.grid)
        self.grid.selectionWasChanged.connect(self.selectionChanged)
        self.grid.assetActivated.connect(self.show_loupe)
        self.grid.tileSizeWasAsked.connect(self.tileSizeAsked)
        self.grid.visibleWasChanged.connect(self.visibleChanged)
        self.grid.menuWasAsked.connect(self.menuAsked)
        self.grid.addActions(keys)
        self._context, self._keys = context, tuple(keys)

    def close_library(self) -> None:
        """Drop the views of the library."""
        self.setCurrentWidget(self.blank)
        views: list[QWidget | None] = [self.grid, self.loupe, self.compare, self.colors]
        for view in views:
            if view is not None:
                self.removeWidget(view)
                view.deleteLater()
        for other in (self.quick_look, self._slides):
            if other is not None:
                other.deleteLater()
        self.grid = self.loupe = self.compare = self.colors = self._context = None
        self.quick_look = self._slides = None
        self._ids = []

    def selected_ids(self) -> Sequence[int]:
        """What a command applies to: the selection, or the one image that is looked at."""
        looked_at = self._looked_at()
        if looked_at is not None or self.is_large:
            return [] if looked_at is None else [looked_at]
        return self.grid.selected_ids() if self.grid and self.has_images else []

    def _looked_at(self) -> int | None:
        """The image in the loupe or in quick look, the active one of those compared."""
        if self.is_loupe and self.loupe is not None:
            return self.loupe.current_id()
        if self.is_compare and self.compare is not None:
            return self.compare.current_id()
        if self.is_quick_look and self.quick_look is not None:
            return self.quick_look.current_id()
        return None

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
        if self.is_compare and self.compare is not None:
            self.compare.set_ids(self._ids)
        if self.is_quick_look and self.quick_look is not None:
            self.quick_look.set_ids(self._ids)
        self.show_fitting_page(total=total, filtered=filtered)

    def show_fitting_page(self, *, total: int, filtered: bool) -> None:
        """The grid, or the page that says why it would be empty."""
        if self._ids and self.grid is not None:
            page: QWidget = self.grid
        elif filtered:
            page = self.no_matches
        else:
            page = self.blank if total else self.empty
        if not ((self.is_large or self.is_colors) and self._ids):
            self.setCurrentWidget(page)

    def refresh(self, ids: Sequence[int]) -> None:
        """These assets changed: read again what is shown of them."""
        if self.grid is not None:
            self.grid.refresh(ids)
        self.refresh_large(ids)

    def refresh_large(self, ids: Sequence[int]) -> None:
        """Only where images are looked at large; pictures whose files are the same stay."""
        if self.is_loupe and self.loupe is not None:
            self.loupe.refresh(ids)
        elif self.is_compare and self.compare is not None:
            self.compare.refresh(ids)
        elif self.is_quick_look and self.quick_look is not None:
            self.quick_look.refresh(ids)
        elif self._slides is not None:
            self._slides.renew(ids)

    def show_grid(self) -> None:
        """Back to the grid: at the image in the loupe, or where it was before the others."""
        self.close_quick_look()
        if self.grid is None or not (self.is_large or self.is_colors):
            return
        current = self.loupe.current_id() if self.loupe and self.is_loupe else None
        self._leads_to_compare = False
        self.setCurrentWidget(self.grid if self._ids else self.no_matches)
        selected = self.grid.selected_ids()
        if current is not None and self._ids:
            # Who looked at some of the selected images goes on with all of them.
            self.grid.set_current(current, selected if current in selected else ())
        self.selectionChanged.emit(self.grid.selected_ids())
        self.grid.setFocus()

    def show_current_in_loupe(self) -> None:
        """As the key E does, there and back."""
        if self.is_loupe:
            self._leave_loupe()
        else:
            self.show_loupe(self._looked_at())

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
        self._leads_to_compare = self.is_compare
        self.setCurrentWidget(self.loupe)
        self.loupe.show_assets(self._ids, index)
        self.loupe.setFocus()

    def leave(self) -> None:
        """Back to where one came from, as Escape does."""
        if self.is_loupe:
            self._leave_loupe()
        else:
            self.show_grid()

    def _leave_loupe(self) -> None:
        known = set(self._ids)
        compared = self.compare.ids() if self.compare and self._leads_to_compare else []
        kept = [asset_id for asset_id in compared if asset_id in known]
        self._leads_to_compare = False
        if kept and self.loupe is not None:
            self._show_compared(kept, self.loupe.current_id())
        else:
            self.show_grid()

    def show_compare(self) -> bool:
        """The first of the selected images side by side; of one, with the next one.

        False where there are no images.
        """
        if self.grid is None or not self._ids:
            return False
        current = self.grid.current_id()
        chosen: Sequence[int] = self.grid.selected_ids()
        looked_at = self._looked_at()
        if len(chosen) < 2 or (looked_at is not None and looked_at not in chosen):
            current = chosen[0] if chosen and looked_at is None else looked_at or current
            at = self._ids.index(current) if current in self._ids else 0
            chosen = self._ids[at : at + 2] if at + 1 < len(self._ids) else self._ids[-2:]
        elif looked_at is not None:
            current = looked_at
        self._show_compared(chosen[:MOST_COMPARED], current)
        return True

    def _show_compared(self, ids: Sequence[int], active: int | None) -> None:
        if self.compare is None and self._context is not None:
            self.compare = self._make_compare(self._context)
        if self.compare is not None:
            self.setCurrentWidget(self.compare)
            self.compare.show_assets(ids, self._ids, active)
            self.compare.setFocus()

    def show_quick_look(self) -> None:
        """The current image of the grid over the window; of several selected, these alone."""
        grid = self.grid
        if grid is None or self.currentWidget() is not grid or not self._ids:
            return
        if self.quick_look is None and self._context is not None:
            self.quick_look = self._make_quick_look(self._context)
        if self.quick_look is None:
            return
        if grid.current_id() is None:
            grid.set_current(self._ids[0])
        current, chosen = grid.current_id(), grid.selected_ids()
        if len(chosen) > 1:
            place = (chosen.find(current) if current is not None else None) or 0
            self.quick_look.show_assets(chosen, place, of_selection=True)
        else:
            self.quick_look.show_assets(self._ids, grid.currentIndex().row(), of_selection=False)
        self.quickLookChanged.emit(True)

    def _on_quick_look_stepped(self, asset_id: int) -> None:
        if self.grid is not None and self.quick_look is not None:
            selected = self.grid.selected_ids() if self.quick_look.is_of_selection else [asset_id]
            self.grid.set_current(asset_id, selected)

    def close_quick_look(self) -> None:
        """Back to the grid, at the image that was looked at."""
        if self.is_quick_look and self.quick_look is not None:
            had_focus = self.quick_look.hasFocus()
            self.quick_look.hide()
            self.quickLookChanged.emit(False)
            if had_focus and self.grid is not None and self.currentWidget() is self.grid:
                self.grid.setFocus()

    def show_chrome(self, shown: bool) -> None:
        """Whether there are lines under the pictures that are looked at large."""
        for view in (self.loupe, self.compare):
            if view is not None:
                view.show_chrome(shown)

    def show_colors(self, query: Query) -> None:
        """The colours of the images that are shown, or of several that are selected."""
        if self.grid is None or not self._ids or self.is_colors or self._context is None:
            return
        if self.colors is None:
            self.colors = self._make_colors(self._context)
        selected = [] if self.is_large else self.selected_ids()
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

        loupe = Loupe(context, self, self._slide_loader(context))
        loupe.closed.connect(self._leave_loupe)
        loupe.menuWasAsked.connect(self.menuAsked)
        loupe.partWasDrawn.connect(self.partDrawn)
        loupe.currentWasChanged.connect(lambda asset_id: self.selectionChanged.emit([asset_id]))
        loupe.addAction(self._keys[0])
        self.addWidget(loupe)
        return loupe

    def _make_compare(self, context: Context) -> CompareView:
        from studio.gui.views.compare import CompareView

        compare = CompareView(context, self, self._slide_loader(context))
        compare.closed.connect(self.show_grid)
        compare.menuWasAsked.connect(self.menuAsked)
        compare.assetActivated.connect(self.show_loupe)
        compare.activeWasChanged.connect(lambda asset_id: self.selectionChanged.emit([asset_id]))
        self.addWidget(compare)
        return compare

    def _make_quick_look(self, context: Context) -> QuickLook:
        from studio.gui.views.quick_look import QuickLook

        grid = self.grid
        assert grid is not None
        look = QuickLook(context, self.window(), grid, self._slide_loader(context), self._keys[1])
        look.closed.connect(self.close_quick_look)
        look.stepped.connect(self._on_quick_look_stepped)
        grid.currentWasChanged.connect(
            lambda: look.follow(grid.currentIndex().row()) if look.isVisible() else None
        )
        return look

    def _slide_loader(self, context: Context) -> SlideLoader:
        """One for all that shows images large, so that each finds what another has fetched."""
        from studio.gui.views.slide_loader import SlideLoader

        if self._slides is None:
            self._slides = SlideLoader(context, self)
        return self._slides
