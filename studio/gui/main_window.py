"""The window: panels around one session, and the commands of its menus."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QByteArray, QEvent, QObject, QPoint, Qt, Signal
from PySide6.QtGui import QCloseEvent, QGuiApplication
from PySide6.QtWidgets import QMainWindow, QMenu, QVBoxLayout, QWidget

from studio.core.collection import Sort
from studio.core.query import Query, parse_query
from studio.gui import drops, wording
from studio.gui.actions import Actions
from studio.gui.board_order import BoardOrder
from studio.gui.browser import Counts
from studio.gui.center import Center
from studio.gui.collections import Collections
from studio.gui.color_search import ColorSearch
from studio.gui.dialogs import files
from studio.gui.drop_target import DropTarget
from studio.gui.focus import focus_next
from studio.gui.grid_looks import GridLooks
from studio.gui.icons import Icons
from studio.gui.library_menu import fill_library_menu
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
_TILE_STEP = 24


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
        self._counts: Counts | None = None
        self._shown = 0
        self._waiting: list[Path] = []  # dropped before there was a library
        self._panels_hidden = False
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
        self._connect()
        self._on_theme_changed()
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
        # Elsewhere the Tab key goes from control to control, as everywhere.
        self.actions_["panels"].setShortcutContext(Qt.ShortcutContext.WidgetWithChildrenShortcut)
        wires = {
            "add_folder": lambda: self._add(files.ask_for_folder(self)),
            "add_images": lambda: self._add(files.ask_for_images(self)),
            "reanalyse": self.reanalyse,
            "open_library": lambda: self._open(files.find_library_to_open(self)),
            "new_library": lambda: self._open(files.find_place_for_library(self)),
            "export_palette": self.export_palette,
            "quit": self.close,
            "undo": lambda: self._on_session(Session.undo),
            "redo": lambda: self._on_session(Session.redo),
            "paste": self.paste,
            "copy_hex": lambda: self._copy_palette("hex"),
            "copy_css": lambda: self._copy_palette("css"),
            "select_all": self.center.select_all,
            "select_none": self.center.select_none,
            "invert": self.center.invert_selection,
            "remove": self._remove_or_take_off,
            "remove_anyway": self.remove_selected,
            "restore": self.restore_selected,
            "show_file": self.show_file,
            "find": self._on_find,
            "find_similar": lambda: self.similar.find_like_selected(self._query()),
            "color_search": self.color_search.toggle,
            "like_palette": self.search_by_palette,
            "clear": self.clear_filters,
            "grid": self.center.show_grid,
            "loupe": self.center.show_current_in_loupe,
            "compare": self.looking.toggle_compare,
            "quick_look": self.looking.toggle_quick_look,
            "colors": self._toggle_colors,
            "panels": self._toggle_panels,
            "next_panel": self._focus_next_panel,
            "jobs": self.jobs_panel.toggle,
            "full_screen": self.looking.toggle_full_screen,
            "larger": lambda: self._step_tile_size(_TILE_STEP),
            "smaller": lambda: self._step_tile_size(-_TILE_STEP),
            "theme_dark": lambda: self._set_theme("dark"),
            "theme_light": lambda: self._set_theme("light"),
            "theme_system": lambda: self._set_theme("system"),
            "swap_theme": self._swap_theme,
            "shortcuts": self._show_shortcuts,
            "diagnostics": self._copy_diagnostics,
            "about": self._show_about,
            "escape": self._on_escape,
        }
        for name, slot in wires.items():
            self.actions_[name].triggered.connect(_without_argument(slot))
        self.theme.changed.connect(self._on_theme_changed)
        self.columns.sidebarMoved.connect(self.top_bar.set_sidebar_width)
        self.columns.widthsChanged.connect(
            lambda widths: self.settingChanged.emit("columns", widths)
        )
        self.sidebar.queryWanted.connect(self._set_query)
        self.sidebar.foldingChanged.connect(lambda keys: self.settingChanged.emit("folded", keys))
        self.sidebar.hidingChanged.connect(
            lambda keys: self.settingChanged.emit("hidden_sections", keys)
        )
        self.collections.queryWanted.connect(self._set_query)
        self.collections.arrived.connect(self.search_guide.refresh)
        self.collections.told.connect(self.toast.show_text)
        self.collections.sidebarWanted.connect(self._show_sidebar)
        self.top_bar.search.queryWanted.connect(self._set_query)
        self.top_bar.search.left.connect(self._focus_images)
        self.top_bar.search.colorsWanted.connect(self.color_search.open)
        self.color_search.queryWanted.connect(self._set_query)
        self.color_search.closed.connect(self._focus_images)
        self.color_search.recentChanged.connect(
            lambda colors: self.settingChanged.emit("recent_colors", colors)
        )
        self.search_guide.historyChanged.connect(
            lambda texts: self.settingChanged.emit("recent_searches", texts)
        )
        self.top_bar.sortWanted.connect(self._on_sort_wanted)
        self.top_bar.libraryMenuAboutToShow.connect(self._fill_library_menu)
        self.bottom_bar.clearWanted.connect(self.clear_filters)
        self.bottom_bar.tileSizeChanged.connect(self._on_tile_size_changed)
        self.center.empty.addFolderWanted.connect(self.actions_["add_folder"].trigger)
        self.center.empty.samplesWanted.connect(lambda: self._on_session(Session.add_samples))
        self.center.no_matches.clearWanted.connect(self.clear_filters)
        self.center.problem.otherWanted.connect(self.actions_["open_library"].trigger)
        self.center.selectionChanged.connect(self._on_selection_changed)
        self.center.pageChanged.connect(self._on_page_changed)
        self.center.tileSizeAsked.connect(self.bottom_bar.slider.setValue)
        self.center.menuAsked.connect(self._on_menu_asked)
        self.center.queryWanted.connect(self._set_query)
        self.center.visibleChanged.connect(self._on_visible_changed)
        self.jobs_panel.retryWanted.connect(
            lambda job: self._on_session(lambda session: session.retry_failed(job))
        )
        self.reanalysis_offer.accepted.connect(self.reanalyse)
        self.reanalysis_offer.declined.connect(lambda: self._on_session(Session.decline_reanalysis))
        for answer in (self.reanalysis_offer.accepted, self.reanalysis_offer.declined):
            answer.connect(self._focus_images)  # its buttons are gone
        self.drop_target.entered.connect(lambda: self._on_session(Session.prepare_import))
        self.drop_target.dropped.connect(self._add)
        self.drop_target.searched.connect(
            lambda path: self.similar.find_like_file(self._query(), path)
        )
        self.center.partDrawn.connect(
            lambda part, name: self.similar.find_like_part(self._query(), part, name)
        )
        self.similar.queryWanted.connect(self._set_query)
        self.similar.told.connect(self.toast.show_text)
        self.jobs_panel.installEventFilter(self)

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
        self.inspector.paletteMenuAsked.connect(self._on_palette_menu_asked)
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
        self._offer_removal(session.browser.query)
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
        waiting, self._waiting = self._waiting, []
        self._add(waiting)

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
        self._counts = None
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
        self._waiting.clear()
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
        self._counts = counts
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
        self._offer_removal(query)

    def _offer_removal(self, query: Query) -> None:
        """Among removed images one puts back, elsewhere one removes."""
        writable = self.session is not None and self.session.is_writable
        removed = self._is_trash()
        for name in ("remove", "remove_anyway"):
            self.actions_[name].setEnabled(writable and not removed)
        self.actions_["restore"].setEnabled(writable and removed)

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
        self.show_panels()

    def _show_counts(self) -> None:
        if self._counts is not None:
            library = self._counts.library
            self.bottom_bar.set_counts(
                self._shown,
                library.removed if self._is_trash() else library.all,
                len(self.center.selected_ids()),
                filtered=self._is_filtered(),
            )
        if self.inspector is not None:
            self.inspector.set_shown(self._shown if self._is_filtered() else None)

    def _total(self) -> int:
        return self._counts.library.all if self._counts is not None else 0

    def _is_trash(self) -> bool:
        return "removed" in self._query().values("is")

    def _is_filtered(self) -> bool:
        return self.session is not None and bool(self.session.browser.query.terms)

    # --- filters ---------------------------------------------------------------------------
    def _set_query(self, query: Query) -> None:
        if self.session is not None:
            self.session.browser.set_query(query)
            if self.center.is_large:
                self.center.show_grid()

    def _query(self) -> Query:
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

    def search_by_palette(self) -> None:
        """Show images with a palette like that of the first selected one."""
        ids = self.center.selected_ids()
        if ids:
            self.color_search.search_palette_of(ids[0])
        else:
            self.toast.show_text(self.tr("Select the image whose colours you look for."))

    def _on_find(self) -> None:
        self.top_bar.search.field.setFocus(Qt.FocusReason.ShortcutFocusReason)
        self.top_bar.search.field.selectAll()

    # --- adding and removing ---------------------------------------------------------------
    def _add(self, paths: list[Path]) -> None:
        """Import these; what comes while the library is being opened waits for it."""
        if self.session is not None:
            self.session.add(paths)
        else:
            self._waiting += paths

    def _open(self, folder: Path | None) -> None:
        if folder is not None:
            self.libraryWanted.emit(folder)

    def paste(self) -> None:
        """Add the files on the clipboard, or search by the picture that is there."""
        clipboard = QGuiApplication.clipboard()
        mime = clipboard.mimeData()
        paths = drops.list_paths(mime)
        if not paths and mime.hasImage():
            self.similar.find_like_picture(self._query(), clipboard.image())
        elif not paths:
            self.toast.show_text(
                self.tr("Nothing to paste: copy files, a folder or a picture first.")
            )
        elif self.session is not None:
            self.session.add(paths)

    def reanalyse(self) -> None:
        """Tag anew what an earlier bundle tagged, beginning with what is on the screen."""
        if self.session is not None:
            self.session.reanalyse(self.center.grid.visible_ids() if self.center.grid else ())

    def remove_selected(self) -> None:
        """Take the selected images out of the library; the first time it asks."""
        ids = self.center.selected_ids()
        if not ids or self.session is None:
            return
        if not self.settings.asked_to_remove:
            from studio.gui.dialogs.questions import ask_to_remove

            if not ask_to_remove(self, len(ids)):
                return
            self.settingChanged.emit("asked_to_remove", True)
        self.session.remove(ids)

    def _remove_or_take_off(self) -> None:
        """Of a board that is looked at, images are taken off it."""
        if not self.collections.boards.take_off():
            self.remove_selected()

    def restore_selected(self) -> None:
        """Put removed images back."""
        ids = self.center.selected_ids()
        if ids and self.session is not None:
            self.session.restore(ids)

    def _copy_palette(self, format_id: str) -> None:
        ids = self._palette_ids()
        if ids and self.session is not None:
            self.session.palettes.copy(ids, format_id)

    def export_palette(self) -> None:
        """Write the palette of the selection, or else of all that is shown, to a file."""
        ids = self._palette_ids()
        if ids and self.session is not None:
            title = "" if self.center.selected_ids() else self.session.describe_shown()
            self.session.palettes.export(ids, title)

    def _palette_ids(self) -> Sequence[int]:
        ids = self.center.selected_ids() or self.center.shown_ids()
        if not ids:
            self.toast.show_text(self.tr("There are no images here to take colours from."))
        return ids

    def show_file(self) -> None:
        """Open the folder of the first selected image in the file manager."""
        ids = self.center.selected_ids()
        if ids and self.session is not None:
            self.session.show_file(ids[0])

    def _on_menu_asked(self, place: QPoint) -> None:
        from studio.gui.image_menu import make_image_menu

        chosen, is_loupe = bool(self.center.selected_ids()), self.center.is_large
        menu = make_image_menu(self, self.actions_, has_images=chosen, is_loupe=is_loupe)
        if chosen:
            self.collections.boards.add_menu(menu)
        menu.popup(place)

    def _on_palette_menu_asked(self, place: QPoint) -> None:
        from studio.gui.image_menu import make_palette_menu

        make_palette_menu(self, self.actions_).popup(place)

    # --- looks -----------------------------------------------------------------------------
    def _toggle_panels(self) -> None:
        self._panels_hidden = not self._panels_hidden
        self.show_panels()

    def _show_sidebar(self) -> None:
        if self._panels_hidden:
            self._toggle_panels()

    def show_panels(self) -> None:
        """Show the columns beside the images, or hide them, as fits the page."""
        self.actions_["panels"].setChecked(not self._panels_hidden)
        shown = not self._panels_hidden and not self.looking.is_alone
        page = self.center.currentWidget()
        has_subject = self.center.has_images or page is self.center.no_matches
        self.columns.show_panels(sidebar=shown, inspector=shown and has_subject)

    def _toggle_colors(self) -> None:
        """The same key goes there and back."""
        if self.center.is_colors:
            self.center.show_grid()
        elif self.session is not None:
            self.center.show_colors(self.session.browser.query)
        self._on_page_changed()  # the action has checked itself, whatever came of it

    def _on_tile_size_changed(self, pixels: int) -> None:
        if self.center.grid is not None:
            self.center.grid.set_tile_size(pixels)
            self.settingChanged.emit("tile_size", pixels)

    def _step_tile_size(self, step: int) -> None:
        self.bottom_bar.slider.setValue(self.bottom_bar.slider.value() + step)

    def _set_theme(self, choice: str) -> None:
        self.theme.set_name(choice)
        self.settingChanged.emit("theme", choice)
        self._check_theme()

    def _swap_theme(self) -> None:
        self._set_theme("light" if self.theme.name == "dark" else "dark")

    def _check_theme(self) -> None:
        self.actions_[f"theme_{self.theme.choice}"].setChecked(True)

    def _on_theme_changed(self) -> None:
        self.actions_.tint()
        self._check_theme()

    # --- keyboard --------------------------------------------------------------------------
    def _on_escape(self) -> None:
        search = self.top_bar.search
        if self.looking.escape():
            pass
        elif self.jobs_panel.isVisible():
            self.jobs_panel.hide()
        elif self.stepping.is_open:
            self.stepping.toggle()
        elif self.color_search.is_open and not search.field.hasFocus():
            self.color_search.close()
        elif search.field.hasFocus():
            search.escape()
        elif self.center.is_large or self.center.is_colors:
            self.center.leave()
        elif self.similar.leave(self._query()):
            pass
        elif self._panels_hidden:
            self._toggle_panels()
        elif self.isFullScreen():
            self.looking.toggle_full_screen()
        else:
            self.center.select_none()

    def _focus_images(self) -> None:
        page = self.center.currentWidget()
        if page is not None:
            page.setFocus(Qt.FocusReason.OtherFocusReason)

    def _focus_next_panel(self) -> None:
        """Sidebar, search, an offer, images, inspector, and round again."""
        panels = [
            self.sidebar,
            self.top_bar.search,
            self.color_search.panel,
            self.reanalysis_offer,
            self.center,
            self.inspector,
            self.bottom_bar,
        ]
        shown = [panel for panel in panels if panel is not None and panel.isVisible()]
        focus_next(shown, self.focusWidget())

    # --- help ------------------------------------------------------------------------------
    def _show_shortcuts(self) -> None:
        from studio.gui.dialogs.shortcuts import ShortcutSheet

        ShortcutSheet(self).exec()

    def _show_about(self) -> None:
        from studio.gui.dialogs.questions import show_about

        show_about(self)

    def _copy_diagnostics(self) -> None:
        from studio.gui.diagnostics import describe

        QGuiApplication.clipboard().setText(describe(self.session, self._counts))
        self.toast.show_text(self.tr("Diagnostics copied. Paste them where you ask for help."))

    def _fill_library_menu(self, menu: QMenu) -> None:
        current = self.session.context.library.folder if self.session else None
        fill_library_menu(menu, self.actions_, self.settings.recent, current, self._open)

    # --- leaving ---------------------------------------------------------------------------
    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """The jobs button shows whether its panel is there."""
        if watched is self.jobs_panel and event.type() in {QEvent.Type.Show, QEvent.Type.Hide}:
            self.actions_["jobs"].setChecked(event.type() is QEvent.Type.Show)
        return super().eventFilter(watched, event)

    def closeEvent(self, event: QCloseEvent) -> None:
        """Remember the place; what runs is stopped and goes on at the next start."""
        self.looking.escape()  # what one comes back to is the window
        geometry = self.saveGeometry().toBase64().toStdString()
        self.settingChanged.emit("geometry", geometry)
        event.accept()
        self.marking.save_note()
        self.closed.emit()


def _without_argument(slot: Callable[[], object]) -> Callable[..., None]:
    """Actions pass their check mark along, which no command wants."""

    def call(_checked: bool = False) -> None:
        slot()

    return call
