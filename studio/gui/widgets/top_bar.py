"""The line above: library, search, views, order, jobs."""

from __future__ import annotations

from PySide6.QtCore import QSize, Qt, Signal
from PySide6.QtGui import QAction, QActionGroup, QResizeEvent
from PySide6.QtWidgets import QFrame, QHBoxLayout, QMenu, QToolButton, QWidget

from studio.core.collection import Sort
from studio.gui.icons import Icons
from studio.gui.theme import Theme
from studio.gui.widgets.named import named
from studio.gui.widgets.search_bar import SearchBar

_NARROW = 1000  # px, below which the search has the room of what the View menu has, too
_ALWAYS = ("grid", "loupe", "compare")


class TopBar(QFrame):
    """The library's name over the sidebar, the search over the images."""

    sortWanted = Signal(object)  # Sort
    libraryMenuAboutToShow = Signal(QMenu)

    def __init__(
        self,
        theme: Theme,
        icons: Icons,
        views: tuple[QAction, ...],
        jobs: QAction,
        colors: QAction,
    ) -> None:
        super().__init__()
        self.setObjectName("topBar")
        self.setFixedHeight(52)
        self._icons = icons
        self._sort = Sort.ADDED
        self._views: dict[QAction, QToolButton] = {}
        self.library_button = self._menu_button("libraryButton", self.tr("Library"))
        menu = self.library_button.menu()
        menu.aboutToShow.connect(lambda: self.libraryMenuAboutToShow.emit(menu))
        self.search = SearchBar(theme, icons, colors)
        self.sort_button = self._menu_button("sortButton", self.tr("Order"))
        self.sort_button.setFixedHeight(34)  # as its neighbours
        self._sort_group = QActionGroup(self)
        self._fill_sort_menu()
        self._jobs_button = named(QToolButton(self), "framed")
        self._jobs_button.setDefaultAction(jobs)
        self._jobs_button.setAccessibleName(self.tr("Jobs"))
        self._jobs_button.setFixedSize(34, 34)
        self._jobs_button.setIconSize(QSize(16, 16))
        self._row = QHBoxLayout(self)
        self._row.setContentsMargins(10, 0, 12, 0)
        self._row.setSpacing(10)
        self._left = QWidget(self)
        left = QHBoxLayout(self._left)
        left.setContentsMargins(0, 0, 0, 0)
        left.addWidget(self.library_button)
        left.addStretch(1)
        self._row.addWidget(self._left)
        self._row.addWidget(self.search, 1)
        self._row.addWidget(self._view_buttons(views))
        self._row.addWidget(self.sort_button)
        self._row.addWidget(self._jobs_button)
        self.set_sidebar_width(248)

    def set_sidebar_width(self, pixels: int) -> None:
        """Keep the search in line with the images."""
        self._left.setFixedWidth(max(120, pixels - self._row.spacing() - 11))

    def set_library_name(self, name: str) -> None:
        """What the button over the sidebar says."""
        metrics = self.library_button.fontMetrics()
        shown = metrics.elidedText(name, Qt.TextElideMode.ElideMiddle, 190)
        self.library_button.setText(f"{shown} ▾")
        self.library_button.setAccessibleName(self.tr("Library {name}").format(name=name))
        self.library_button.setToolTip(name)

    def set_sort(self, sort: Sort) -> None:
        """Show the order that is on."""
        self._sort = sort
        self._fit()
        for action in self._sort_group.actions():
            action.setChecked(action.data() == sort.value)

    def set_likeness(self, known: bool) -> None:
        """Whether there is something that images are more or less like."""
        self._offer(Sort.LIKENESS, known)

    def set_board(self, known: bool) -> None:
        """Whether a collection is asked for, which may have an order of its own."""
        self._offer(Sort.BOARD, known)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Where there is little room, it is the search that needs it."""
        super().resizeEvent(event)
        self._fit()

    def _fit(self) -> None:
        """What is on stays in sight; the rest of a narrow bar is in the View menu."""
        narrow = self.width() < _NARROW
        for action, button in self._views.items():
            shown = not narrow or action.objectName() in _ALWAYS or action.isChecked()
            button.setVisible(shown)
        name = sort_names(self)[self._sort]
        self.sort_button.setText(f"{self.tr('Order') if narrow else name} ▾")
        self.sort_button.setToolTip(name if narrow else "")

    def _offer(self, sort: Sort, offered: bool) -> None:
        for action in self._sort_group.actions():
            if action.data() == sort.value:
                action.setVisible(offered)

    def _fill_sort_menu(self) -> None:
        menu = self.sort_button.menu()
        for sort, name in sort_names(self).items():
            action = menu.addAction(name)
            action.setCheckable(True)
            action.setData(sort.value)
            self._sort_group.addAction(action)
        self._sort_group.triggered.connect(lambda action: self.sortWanted.emit(Sort(action.data())))
        self.set_sort(Sort.ADDED)
        self.set_likeness(False)
        self.set_board(False)

    def _menu_button(self, name: str, accessible: str) -> QToolButton:
        button = named(QToolButton(self), name)
        button.setAccessibleName(accessible)
        button.setPopupMode(QToolButton.ToolButtonPopupMode.InstantPopup)
        button.setToolButtonStyle(Qt.ToolButtonStyle.ToolButtonTextOnly)
        button.setMenu(QMenu(button))
        button.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        return button

    def _view_buttons(self, views: tuple[QAction, ...]) -> QFrame:
        frame = named(QFrame(self), "segments")
        frame.setFixedHeight(34)
        row = QHBoxLayout(frame)
        row.setContentsMargins(1, 1, 1, 1)
        row.setSpacing(0)
        for action in views:
            button = named(QToolButton(frame), "segment")
            button.setDefaultAction(action)
            button.setAccessibleName(action.text())
            button.setIconSize(QSize(16, 16))
            button.setFixedSize(34, 32)
            button.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
            row.addWidget(button)
            self._views[action] = button
            action.toggled.connect(self._fit)
        return frame


def sort_names(widget: QWidget) -> dict[Sort, str]:
    """The orders as the menu calls them."""
    return {
        Sort.ADDED: widget.tr("Recently added"),
        Sort.NAME: widget.tr("Name"),
        Sort.CAPTURED: widget.tr("Date captured"),
        Sort.RATING: widget.tr("Rating"),
        Sort.CONFIDENCE: widget.tr("Least sure first"),
        Sort.COLOR: widget.tr("Colour (hue)"),
        Sort.LIGHTNESS: widget.tr("Lightness"),
        Sort.LIKENESS: widget.tr("Most alike"),
        Sort.BOARD: widget.tr("Board order"),
    }
