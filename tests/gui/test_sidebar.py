"""The sidebar shows counts, turns clicks and keys into filters, and remembers what is folded."""

from __future__ import annotations

import gc
import weakref

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QAbstractItemModelTester, QTest
from PySide6.QtWidgets import QApplication

from studio.core.collection import LibraryCounts, Source
from studio.core.query import Query, parse_query
from studio.gui.browser import Counts
from studio.gui.icons import Icons
from studio.gui.models.entry_model import ENTRY_ROLE, Entry, EntryModel
from studio.gui.theme import Theme
from studio.gui.widgets.entry_view import EntryView
from studio.gui.widgets.facet_section import FacetSection
from studio.gui.widgets.sidebar import Sidebar
from tests.gui.drawn_library import load

STYLES = ("casual", "elegant", "playful", "minimalist", "vintage", "streetwear", "edgy", "sporty")


def counts(**style: int) -> Counts:
    numbers = style or {label: 800 - 90 * rank for rank, label in enumerate(STYLES)}
    return Counts(
        LibraryCounts(900, 30, 12, 3, 1, 2, 0),
        {"style": numbers, "color": {"red": 5, "pink": 2}, "garment": {}, "pattern": {}},
        (Source(1, "/archive/Paris", "Paris", 900),),
        None,
        None,
    )


@pytest.fixture
def sidebar(app: QApplication, theme: Theme, icons: Icons) -> Sidebar:
    sidebar = Sidebar(theme, icons)
    sidebar.resize(248, 900)
    sidebar.set_taxonomy(load())
    sidebar.set_counts(counts())
    sidebar.show()
    app.processEvents()
    return sidebar


def view(sidebar: Sidebar, key: str) -> EntryView:
    found = sidebar.findChild(EntryView, f"entries-{key}")
    assert isinstance(found, EntryView)
    return found


def section(sidebar: Sidebar, name: str) -> FacetSection:
    found = sidebar.findChild(FacetSection, name)
    assert isinstance(found, FacetSection)
    return found


def names(sidebar: Sidebar, key: str) -> list[str]:
    model = view(sidebar, key).model()
    return [str(model.index(row, 0).data()) for row in range(model.rowCount())]


_KEYS = {
    "": Qt.KeyboardModifier.NoModifier,
    "ctrl": Qt.KeyboardModifier.ControlModifier,
    "alt": Qt.KeyboardModifier.AltModifier,
    "shift": Qt.KeyboardModifier.ShiftModifier,
}


def click(sidebar: Sidebar, key: str, row: int, holding: str = "") -> Query:
    wanted: list[Query] = []
    sidebar.queryWanted.connect(wanted.append)
    target = view(sidebar, key)
    place = target.visualRect(target.model().index(row, 0)).center()
    QTest.mouseClick(target.viewport(), Qt.MouseButton.LeftButton, _KEYS[holding], place)
    sidebar.queryWanted.disconnect(wanted.append)
    return wanted[-1]


def test_a_sidebar_goes_with_its_last_reference(theme: Theme, icons: Icons) -> None:
    """A cycle would be cleared on whatever thread the collector runs, and Qt would crash."""
    gc.disable()
    try:
        sidebar = Sidebar(theme, icons)
        sidebar.set_taxonomy(load())
        sidebar.set_counts(counts())
        gone = weakref.ref(sidebar)
        del sidebar
        assert gone() is None
    finally:
        gc.enable()


def test_labels_are_sorted_by_count_and_empty_ones_left_out(sidebar: Sidebar) -> None:
    sidebar.set_counts(counts(edgy=5, formal=50, casual=0))
    assert names(sidebar, "style") == ["Formal", "Edgy"]


def test_what_nobody_has_shows_no_section(sidebar: Sidebar) -> None:
    assert section(sidebar, "section-garment").isHidden()
    assert not section(sidebar, "section-style").isHidden()


def test_a_click_adds_and_shift_click_chooses_alone(sidebar: Sidebar) -> None:
    first = click(sidebar, "style", 0)
    assert first == parse_query("style:casual")
    sidebar.set_query(first)
    both = click(sidebar, "style", 1)
    assert both == parse_query("style:casual|elegant")
    assert click(sidebar, "style", 1, "ctrl") == both
    sidebar.set_query(both)
    assert click(sidebar, "style", 1, "shift") == parse_query("style:elegant")
    assert click(sidebar, "style", 1) == first
    sidebar.set_query(parse_query("style:casual -style:elegant"))
    assert click(sidebar, "style", 2, "shift") == parse_query("style:playful")


def test_alt_click_minus_and_the_menu_leave_out(sidebar: Sidebar) -> None:
    without = parse_query("-style:elegant")
    assert click(sidebar, "style", 1, "alt") == without
    styles = view(sidebar, "style")
    styles.enter_from(1)
    wanted: list[Query] = []
    sidebar.queryWanted.connect(wanted.append)
    styles.setCurrentIndex(styles.model().index(1, 0))
    QTest.keyClick(styles, Qt.Key.Key_Minus)
    assert wanted == [without]
    menu = styles.make_menu(styles.model().index(1, 0).data(ENTRY_ROLE))
    for action in menu.actions():
        action.trigger()
    assert wanted[1:] == [parse_query("style:elegant"), parse_query("style:elegant"), without]
    menu.close()


def test_what_is_left_out_is_marked_and_stays_in_sight(sidebar: Sidebar) -> None:
    sidebar.set_query(parse_query("-style:elegant"))
    sidebar.set_counts(counts(casual=50, edgy=5))
    row = names(sidebar, "style").index("Elegant")
    index = view(sidebar, "style").model().index(row, 0)
    assert index.data(ENTRY_ROLE).excluded
    assert index.data(Qt.ItemDataRole.AccessibleTextRole) == "Elegant, left out"
    view(sidebar, "style").grab()  # paints it


def test_filters_do_not_move_the_sections(sidebar: Sidebar, app: QApplication) -> None:
    labels = load().get("style").label_ids()
    sidebar.set_counts(counts(**{label: 100 - rank for rank, label in enumerate(labels)}))
    app.processEvents()
    place = section(sidebar, "section-color").y()
    sidebar.set_query(parse_query(f"style:{labels[-1]} color:red"))
    sidebar.set_counts(counts(casual=5, edgy=3))
    app.processEvents()
    assert section(sidebar, "section-color").y() == place
    shown = names(sidebar, "style")
    assert len(shown) == 9
    assert shown[:2] == ["Casual", "Edgy"]
    sidebar.set_query(Query())
    sidebar.set_counts(counts(casual=5))
    assert names(sidebar, "style") == ["Casual"]


def test_facets_are_combined(sidebar: Sidebar) -> None:
    sidebar.set_query(parse_query("style:casual"))
    red = names(sidebar, "color").index("Red")
    assert click(sidebar, "color", red) == parse_query("style:casual color:red")


def test_states_and_sources_filter(sidebar: Sidebar) -> None:
    row = names(sidebar, "is").index("To review")
    assert click(sidebar, "is", row) == parse_query("is:unsure")
    assert click(sidebar, "source", 0) == parse_query("source:Paris")


def test_all_images_lifts_every_filter(sidebar: Sidebar) -> None:
    sidebar.set_query(parse_query("style:casual color:red"))
    assert click(sidebar, "is", 0) == Query()


def test_more_labels_wait_behind_a_button(sidebar: Sidebar) -> None:
    labels = load().get("style").label_ids()
    sidebar.set_counts(counts(**{label: 100 - rank for rank, label in enumerate(labels)}))
    assert len(names(sidebar, "style")) == 9
    more = section(sidebar, "section-style")._more
    assert more.text() == f"{len(labels) - 9} more"
    more.click()
    assert len(names(sidebar, "style")) == len(labels)


def test_a_chosen_label_is_always_in_sight(sidebar: Sidebar) -> None:
    labels = load().get("style").label_ids()
    sidebar.set_query(parse_query(f"style:{labels[-1]}"))
    sidebar.set_counts(counts(**{label: 100 - rank for rank, label in enumerate(labels)}))
    assert names(sidebar, "style")[-1] == load().get("style").labels[-1].name


def test_failed_shows_only_when_there_is_something(sidebar: Sidebar) -> None:
    assert "Failed" in names(sidebar, "is")
    empty = counts()
    library = LibraryCounts(900, 30, 12, 3, 0, 2, 0)
    sidebar.set_counts(Counts(library, empty.facets, empty.sources, None, None))
    assert "Failed" not in names(sidebar, "is")


def test_keys_choose_and_cross_sections(sidebar: Sidebar, app: QApplication) -> None:
    wanted: list[Query] = []
    sidebar.queryWanted.connect(wanted.append)
    states = view(sidebar, "is")
    states.enter_from(-1)
    app.processEvents()
    QTest.keyClick(states, Qt.Key.Key_Down)
    sources = view(sidebar, "source")
    assert sources.currentIndex().row() == 0
    QTest.keyClick(sources, Qt.Key.Key_Space)
    assert wanted[-1] == parse_query("source:Paris")


def test_folding_is_told_and_restored(sidebar: Sidebar, theme: Theme, icons: Icons) -> None:
    told: list[tuple[str, ...]] = []
    sidebar.foldingChanged.connect(told.append)
    section(sidebar, "section-style").set_open(False)
    assert told == [("style",)]
    assert not view(sidebar, "style").isVisible()
    again = Sidebar(theme, icons, told[-1])
    again.set_taxonomy(load())
    assert not section(again, "section-style").is_open
    assert section(again, "section-color").is_open


def test_rows_can_be_heard(sidebar: Sidebar) -> None:
    sidebar.set_query(parse_query("style:casual"))
    index = view(sidebar, "style").model().index(0, 0)
    spoken = index.data(Qt.ItemDataRole.AccessibleTextRole)
    assert spoken == "Casual, 800 images, filter is on"
    assert index.data(Qt.ItemDataRole.ToolTipRole) == load().get("style").get_label("casual").help
    red = view(sidebar, "color").model().index(names(sidebar, "color").index("Red"), 0)
    assert red.data(Qt.ItemDataRole.ToolTipRole) == "Red · 5"


def test_the_model_keeps_qts_rules(app: QApplication) -> None:
    model = EntryModel(app)
    QAbstractItemModelTester(model, QAbstractItemModelTester.FailureReportingMode.Fatal, app)
    rows = [Entry("style", name, name, 5) for name in STYLES]
    model.set_entries(rows)
    changed: list[int] = []
    model.dataChanged.connect(lambda first, _last: changed.append(first.row()))
    model.set_entries([*rows[:-1], Entry("style", STYLES[-1], STYLES[-1], 6)])
    assert changed == [len(STYLES) - 1]
    model.set_entries(rows[::-1])
    assert model.rowCount() == len(STYLES)
    model.set_entries([])
    assert model.rowCount() == 0


def test_rows_keep_their_places_under_the_pointer(sidebar: Sidebar) -> None:
    from PySide6.QtCore import QEvent
    from PySide6.QtGui import QEnterEvent

    target = view(sidebar, "style")
    before = names(sidebar, "style")
    place = target.rect().center().toPointF()
    target.setAttribute(Qt.WidgetAttribute.WA_UnderMouse)
    QApplication.sendEvent(target, QEnterEvent(place, place, place))
    sidebar.set_counts(counts(**{label: 10 + rank for rank, label in enumerate(STYLES)}))
    assert names(sidebar, "style") == before
    target.setAttribute(Qt.WidgetAttribute.WA_UnderMouse, on=False)
    QApplication.sendEvent(target, QEvent(QEvent.Type.Leave))
    sidebar.set_counts(counts(**{label: 10 + rank for rank, label in enumerate(STYLES)}))
    assert names(sidebar, "style") == before[::-1]
