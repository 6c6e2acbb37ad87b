"""The window: panels around one session, and what comes back from it."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING

from PySide6.QtCore import QByteArray, Signal
from PySide6.QtGui import QCloseEvent
from PySide6.QtWidgets import QMainWindow, QVBoxLayout, QWidget

from studio.core.collection import Sort
from studio.core.query import Query, parse_query
from studio.gui import wording
from studio.gui.actions import Actions
from studio.gui.appearance import Appearance
from studio.gui.board_order import BoardOrder
from studio.gui.browser import Counts
from studio.gui.center import Center
from studio.gui.collections import Collections
from studio.gui.color_search import ColorSearch
from studio.gui.drop_target import DropTarget
from studio.gui.grid_looks import GridLooks
from studio.gui.help_commands import HelpCommands
from studio.gui.icons import Icons
from studio.gui.image_commands import ImageCommands
from studio.gui.keyboard import Keyboard
from studio.gui.library_commands import LibraryCommands
from studio.gui.living_commands import LivingCommands
from studio.gui.looking import Looking
from studio.gui.marking import Marking
from studio.gui.search_guide import SearchGuide
from studio.gui.session import Session
from studio.gui.similar_search import SimilarSearch
from studio.gui.source_commands import SourceCommands
from studio.gui.stepping import Stepping
from studio.gui.theme import Theme
from studio.gui.widgets.banner import Banner
from studio.gui.widgets.bottom_bar import BottomBar
from studio.gui.widgets.columns import Columns
from studio.gui.widgets.jobs_panel import JobsPanel
from studio.gui.widgets.named import named
from studio.gui.widgets.offer import Offer
from studio.gui.widgets.sidebar import Sidebar
from studio.gui.widgets.toast import Toast
from studio.gui.widgets.top_bar import TopBar
from studio.settings import Settings

if TYPE_CHECKING:
    from studio.core.listing import Listing
    from studio.gui.widgets.inspector import Inspector

VIEWS = ("grid", "loupe", "compare", "colors", "justified", "swap_theme")


class MainWindow(QMainWindow):
    """Built without a library, so that it is on the screen before one is opened."""

    libraryWanted = Signal(object)  # Path
    settingChanged = Signal(str, object)  # name of a field of Settings, its new value
    closed = Signal()

    def __init__(self, theme: Theme, icons: Icons, settings: Settings) -> None:
        super().__init__()
        self.setObjectName("mainWindow")
        self.setWindowTitle("Fashion Studio")
        self.theme, self.icons, self.settings = theme, icons, settings
        self.session: Session | None = None
        self.inspector: Inspector | None = None
        self.counts: Counts | None = None
        self._shown = 0
        self.actions_ = Actions(self, icons)
        views = tuple(self.actions_[name] for name in VIEWS)
        self.top_bar = TopBar(
            theme, icons, views, self.actions_["jobs"], self.actions_["color_search"]
        )
        self.sidebar = Sidebar(theme, icons, settings.folded, settings.hidden_sections)
        self.center = Center(theme, icons)
        self.collections = Collections(
            self.sidebar, self.actions_, self.center.selected_ids, theme, icons, self
        )
        self.board_order = BoardOrder(self.collections, self.actions_, self.center, theme)
        self.bottom_bar = BottomBar(theme, icons)
        self.read_only_banner = Banner("readOnlyBanner", theme, icons)
        self.bundle_banner = Banner("bundleBanner", theme, icons)
        self.reanalysis_offer = Offer("reanalysisOffer", self.tr("Re-analyse"), theme, icons)
        self._lay_out()
        self.toast = Toast(self.center)
        self.jobs_panel = JobsPanel(theme, icons, self._body)
        self.drop_target = DropTarget(self, self._body, theme)
        self.drop_target.set_search(self.top_bar.search)
        self.looking = Looking(self)
        self.similar = SimilarSearch(self.center, self)
        self.color_search = ColorSearch(
            self._body, self.actions_["color_search"], settings.recent_colors
        )
        self.search_guide = SearchGuide(self.top_bar, settings.recent_searches, self)
        self.marking = Marking(self.center, self.actions_, self.toast, self)
        menu = self.top_bar.sort_button.menu()
        self.looks = GridLooks(self.center, self.actions_, menu, settings, self)
        self.looks.settingChanged.connect(self.settingChanged)
        self.sources = SourceCommands(self.sidebar, self)
        self.living = LivingCommands(self.actions_, self.center, self)
        self.stepping = Stepping(self.center, self.actions_["history"], self._body)
        self.appearance = Appearance(self)
        self.library_commands = LibraryCommands(self)
        self.image_commands = ImageCommands(self)
        self._connect()
        self.help_commands = HelpCommands(self)
        self.keyboard = Keyboard(self)
        self._restore_place()
        self.bottom_bar.set_message(self.tr("Opening the library…"))
        self.center.blank.setFocus()  # not on the first control, as if something were chosen

    # --- building --------------------------------------------------------------------------
    def _lay_out(self) -> None:
        self.actions_.fill(self.menuBar())
        self._body = named(QWidget(self), "body")
        self.columns = Columns(self.sidebar, self.center, self.settings.columns)
        inner = QVBoxLayout(self._body)
        inner.setContentsMargins(0, 0, 0, 0)
        inner.addWidget(self.columns)
        whole = named(QWidget(self), "whole")
        column = QVBoxLayout(whole)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addWidget(self.top_bar)
        column.addWidget(self.read_only_banner)
        column.addWidget(self.bundle_banner)
        column.addWidget(self.reanalysis_offer)
        column.addWidget(self.collections.offer)
        column.addWidget(self._body, 1)
        column.addWidget(self.bottom_bar)
        self.setCentralWidget(whole)

    def _restore_place(self) -> None:
        self.resize(1280, 800)
        self.setMinimumSize(760, 480)
        if self.settings.geometry:
            self.restoreGeometry(QByteArray.fromBase64(self.settings.geometry.encode("ascii")))
        self.top_bar.set_sidebar_width(self.columns.sidebar_width)
        self.columns.fit()

    def _connect(self) -> None:
        for action in self.actions_.all():
            if action not in (self.actions_["panels"], self.actions_["quick_look"]):
                self.addAction(action)
        self.actions_.connect_all(
            {
                "quit": self.close,
                "undo": lambda: self._on_session(Session.undo),
                "redo": lambda: self._on_session(Session.redo),
                "color_search": self.color_search.toggle,
                "clear": self.clear_filters,
                "grid": self.center.show_grid,
                "loupe": self.center.show_current_in_loupe,
                "compare": self.looking.toggle_compare,
                "quick_look": self.looking.toggle_quick_look,
                "full_screen": self.looking.toggle_full_screen,
                "colors": self._toggle_colors,
            }
        )
        self.sidebar.queryWanted.connect(self._set_query)
        self.collections.queryWanted.connect(self._set_query)
        self.collections.arrived.connect(self.search_guide.refresh)
        self.collections.told.connect(self.toast.show_text)
        self.top_bar.search.queryWanted.connect(self._set_query)
        self.top_bar.search.colorsWanted.connect(self.color_search.open)
        self.color_search.queryWanted.connect(self._set_query)
        self.color_search.recentChanged.connect(
            lambda colors: self.settingChanged.emit("recent_colors", colors)
        )
        self.search_guide.historyChanged.connect(
            lambda texts: self.settingChanged.emit("recent_searches", texts)
        )
        self.top_bar.sortWanted.connect(self._on_sort_wanted)
        self.bottom_bar.clearWanted.connect(self.clear_filters)
        self.center.no_matches.clearWanted.connect(self.clear_filters)
        self.center.selectionChanged.connect(self._on_selection_changed)
        self.center.pageChanged.connect(self._on_page_changed)
        self.center.queryWanted.connect(self._set_query)
        self.center.visibleChanged.connect(self._on_visible_changed)
        self.jobs_panel.retryWanted.connect(
            lambda job: self._on_session(lambda session: session.retry_failed(job))
        )
        self.reanalysis_offer.declined.connect(lambda: self._on_session(Session.decline_reanalysis))
        self.drop_target.searched.connect(
            lambda path: self.similar.find_like_file(self.query, path)
        )
        self.center.partDrawn.connect(
            lambda part, name: self.similar.find_like_part(self.query, part, name)
        )
        self.similar.queryWanted.connect(self._set_query)
        self.similar.told.connect(self.toast.show_text)

    def _on_session(self, command: Callable[[Session], None]) -> None:
        if self.session is not None:
            command(self.session)

    # --- the library -----------------------------------------------------------------------
    def set_library_name(self, name: str) -> None:
        """Name the library while it is being opened."""
        self.top_bar.set_library_name(name)

    def set_session(self, session: Session) -> None:
        """Show an open library."""
        from studio.gui.example_looks import ExampleLooks
        from studio.gui.views.placed_view import MAX_TILE, MIN_TILE
        from studio.gui.widgets.inspector import Inspector

        self.session = session
        context = session.context
        library = context.library
        self.bottom_bar.slider.setEnabled(True)
        self.bottom_bar.slider.setRange(MIN_TILE, MAX_TILE)
        self.bottom_bar.slider.setValue(self.settings.tile_size)
        keys = (self.actions_["panels"], self.actions_["quick_look"])
        self.center.open(context, self.bottom_bar.slider.value(), keys)
        self.inspector = Inspector(context)
        self.inspector.labelClicked.connect(self._on_label_clicked)
        self.inspector.colorClicked.connect(self.color_search.search)
        self.inspector.paletteMenuAsked.connect(self.image_commands.show_palette_menu)
        self.inspector.assetActivated.connect(self.center.show_loupe)
        self.columns.set_inspector(self.inspector)
        self.sidebar.set_taxonomy(context.taxonomy)
        looks = ExampleLooks(context, session)
        names = library.search_names
        self.top_bar.search.set_language(
            context.taxonomy, lambda text: parse_query(text, names), looks
        )
        self.search_guide.set_session(session)
        self.similar.set_context(context)
        self.living.set_session(session)
        self.sources.set_session(session)
        self.color_search.set_context(context)
        self.collections.set_session(session)
        self.board_order.set_session(session)
        self.top_bar.set_sort(session.browser.sort)
        self.top_bar.set_likeness(False)
        self.actions_.set_library(open_=True, writable=session.is_writable)
        self.actions_.set_history(None, None, writable=session.is_writable)
        self.image_commands.offer_removal(session.browser.query)
        self.center.empty.set_writable(session.is_writable)
        refusal = "" if session.is_writable else self.tr("This library is read-only")
        self.drop_target.set_refusal(refusal)
        self.read_only_banner.show_text(library.read_only_reason)
        problem = library.bundle_problem
        self.bundle_banner.show_text(
            self.tr("Images cannot be tagged: {problem} Browsing works.").format(problem=problem)
            if problem
            else ""
        )
        self._follow(session)
        self.looks.set_session(session)
        self.marking.set_session(session, self.inspector)
        self.stepping.set_session(session)
        session.start()
        self.library_commands.add_waiting()

    def _follow(self, session: Session) -> None:
        browser, jobs = session.browser, session.jobs
        browser.queryChanged.connect(self._on_query_changed)
        browser.sortChanged.connect(self.top_bar.set_sort)
        browser.idsArrived.connect(self._on_ids_arrived)
        browser.countsArrived.connect(self._on_counts_arrived)
        browser.colorsArrived.connect(self.sidebar.set_colors)
        browser.assetsChanged.connect(self._on_assets_changed)
        jobs.changed.connect(self._on_jobs_changed)
        session.told.connect(self.toast.show_text)
        session.jobsWanted.connect(self.jobs_panel.open)
        session.outdatedFound.connect(self._on_outdated_found)
        self.jobs_panel.set_jobs(jobs)

    def clear_session(self) -> None:
        """Let go of the library; the window stays."""
        self.marking.set_session(None)
        self.stepping.set_session(None)
        self.session = None
        self.counts = None
        self.search_guide.set_session(None)
        self.looks.set_session(None)
        self.similar.set_context(None)
        self.living.set_session(None)
        self.sources.set_session(None)
        self.color_search.set_context(None)
        self.color_search.set_query(Query())
        self.collections.set_session(None)
        self.board_order.set_session(None)
        self.center.close_library()
        self.drop_target.set_refusal("")
        if self.inspector is not None:
            self.inspector.hide()
            self.inspector.deleteLater()
            self.inspector = None
        self.actions_.set_library(open_=False, writable=False)
        self.sidebar.set_query(Query())
        self.sidebar.set_counts(None)
        self.sidebar.set_colors(None)
        self.top_bar.search.set_query(Query())
        self.top_bar.search.setEnabled(False)
        self.bottom_bar.job_line.show_job(None)
        self.read_only_banner.show_text("")
        self.bundle_banner.show_text("")
        self.reanalysis_offer.show_text("")
        self.bottom_bar.set_message(self.tr("Opening the library…"))

    def show_open_problem(self, reason: str) -> None:
        """The library cannot be opened."""
        self.center.problem.text.setText(reason)
        self.center.setCurrentWidget(self.center.problem)
        self.drop_target.set_refusal(self.tr("There is no library to add to"))
        self.library_commands.forget_waiting()
        self.bottom_bar.set_message("")

    # --- what came back --------------------------------------------------------------------
    def _on_outdated_found(self, count: int) -> None:
        self.reanalysis_offer.show_text(wording.outdated(count) if count else "")

    def _on_ids_arrived(self, listing: Listing) -> None:
        self._shown = len(listing)
        self.color_search.set_count(len(listing))
        self.center.set_ids(listing, total=self._total(), filtered=self._is_filtered())
        self.similar.on_ids_shown()
        self._show_counts()

    def _on_counts_arrived(self, counts: Counts) -> None:
        self.counts = counts
        self.sidebar.set_counts(counts)
        writable = self.session is not None and self.session.is_writable
        self.actions_.set_history(counts.undo, counts.redo, writable=writable)
        self.center.show_fitting_page(total=counts.library.all, filtered=self._is_filtered())
        self._show_counts()

    def _on_assets_changed(self, ids: list[int]) -> None:
        self.center.refresh(ids)
        if self.center.colors is not None:
            self.center.colors.refresh()
        selected = self.center.selected_ids()
        if self.inspector is not None and (
            not selected or any(asset_id in selected for asset_id in ids)
        ):
            self.inspector.refresh()

    def _on_query_changed(self, query: Query) -> None:
        self.similar.on_query_changed(query)
        self.sidebar.set_query(query)
        self.top_bar.search.set_query(query)
        self.top_bar.set_likeness(query.has_likeness)
        self.center.no_matches.set_query(query)
        self.color_search.set_query(query)
        self.collections.set_query(query)
        if self.center.grid is not None and query.has_likeness:
            self.center.grid.scrollToTop()  # where the nearest will be
        elif self.center.grid is not None:
            self.center.grid.keep_in_sight()
        if self.center.colors is not None:
            self.center.colors.set_query(query)
        self.image_commands.offer_removal(query)

    def _on_jobs_changed(self) -> None:
        if self.session is not None:
            self.bottom_bar.job_line.show_job(self.session.jobs.find_active())

    def _on_selection_changed(self, ids: Sequence[int]) -> None:
        if self.inspector is not None:
            self.inspector.show_selection(ids)
        self._show_counts()

    def _on_visible_changed(self, ids: list[int]) -> None:
        """On-screen images are analysed first."""
        session = self.session
        if session is not None and session.jobs.find_active() is not None:
            library = session.context.library
            session.context.tasks.read(lambda: library.prioritise(ids), lambda _none: None)

    def _on_page_changed(self) -> None:
        self.actions_["loupe"].setChecked(self.center.is_loupe)
        self.actions_["compare"].setChecked(self.center.is_compare)
        self.actions_["colors"].setChecked(self.center.is_colors)
        self.actions_["grid"].setChecked(not (self.center.is_large or self.center.is_colors))
        self.appearance.show_panels()

    def _toggle_colors(self) -> None:
        """The same key goes there and back."""
        if self.center.is_colors:
            self.center.show_grid()
        elif self.session is not None:
            self.center.show_colors(self.session.browser.query)
        self._on_page_changed()  # the action has checked itself, whatever came of it

    def _show_counts(self) -> None:
        if self.counts is not None:
            self.bottom_bar.set_counts(
                self._shown,
                self._total(),
                len(self.center.selected_ids()),
                filtered=self._is_filtered(),
            )
        if self.inspector is not None:
            self.inspector.set_shown(self._shown if self._is_filtered() else None)

    def _total(self) -> int:
        return self.counts.library.all if self.counts is not None else 0

    def _is_filtered(self) -> bool:
        return self.session is not None and bool(self.session.browser.query.terms)

    # --- filters ---------------------------------------------------------------------------
    def _set_query(self, query: Query) -> None:
        if self.session is not None:
            self.session.browser.set_query(query)
            if self.center.is_large:
                self.center.show_grid()

    @property
    def query(self) -> Query:
        """What is searched for."""
        return self.session.browser.query if self.session is not None else Query()

    def clear_filters(self) -> None:
        """Show everything again."""
        self._set_query(Query())

    def _on_label_clicked(self, facet: str, label: str) -> None:
        if self.session is not None:
            self._set_query(self.session.browser.query.with_values(facet, (label,)))

    def _on_sort_wanted(self, sort: Sort) -> None:
        if self.session is not None:
            self.session.browser.set_sort(sort)
            if sort not in (Sort.LIKENESS, Sort.BOARD):  # which go with the search
                self.settingChanged.emit("sort", sort.value)

    # --- leaving ---------------------------------------------------------------------------
    def closeEvent(self, event: QCloseEvent) -> None:
        """Remember the place; what runs is stopped and goes on at the next start."""
        self.looking.escape()  # what one comes back to is the window
        geometry = self.saveGeometry().toBase64().toStdString()
        self.settingChanged.emit("geometry", geometry)
        event.accept()
        self.marking.save_note()
        self.closed.emit()
