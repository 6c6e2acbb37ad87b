"""The sidebar's facets of ratings, flags, labels, tags, dates, folders: rows, choices, hiding."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QFileDialog, QMenu, QMessageBox

from studio.core.collection import FacetCounts, LibraryCounts, Source
from studio.core.query import Query, parse_query
from studio.gui import facet_choice
from studio.gui.app import Studio
from studio.gui.browser import Counts
from studio.gui.filters import Choice
from studio.gui.icons import Icons
from studio.gui.models.entry_model import ENTRY_ROLE, Entry
from studio.gui.theme import Theme
from studio.gui.widgets.facet_section import FacetSection
from studio.gui.widgets.searched_section import SectionSearch
from studio.gui.widgets.section_menu import make_section_menu
from studio.gui.widgets.sidebar import Sidebar
from studio.resources import get_places
from studio.storage.catalogue import Catalogue
from tests.gui.drawn_library import load
from tests.gui.waiting import settle, wait_for
from tests.storage.examples import analysis, files

FACETS: FacetCounts = {
    "style": {"casual": 5},
    "rating": {"5": 2, "4": 3, "1": 1, "0": 20},
    "flag": {"picked": 4, "rejected": 1, "none": 21},
    "colorlabel": {"green": 2, "none": 24},
    "tag": {"client a": 3, "linen": 1, "none": 22},
    "source": {"/archive/Paris": 20, "/archive/Milan": 6},
    "year": {"2025": 4, "2026": 9},
    "month": {"2025-11": 4, "2026-01": 2, "2026-05": 7},
    "format": {"jpeg": 20, "png": 6},
    "orientation": {"portrait": 26},
}
SOURCES = (
    Source(1, "/archive/Paris", "Paris", 20),
    Source(2, "/archive/Milan", "Milan", 6, reachable=False),
)


def counts(facets: FacetCounts = FACETS, sources: tuple[Source, ...] = SOURCES) -> Counts:
    library = LibraryCounts(26, 3, 1, 0, 0, 0, 0)
    return Counts(library, facets, sources, None, None, ("client A", "linen"))


@pytest.fixture
def sidebar(app: QApplication, theme: Theme, icons: Icons) -> Sidebar:
    sidebar = Sidebar(theme, icons)
    sidebar.resize(248, 1400)
    sidebar.set_taxonomy(load())
    for key in ("rating", "flag", "colorlabel", "tag", "date", "format", "orientation"):
        section(sidebar, key).set_open(True)
    sidebar.set_counts(counts())
    sidebar.queryWanted.connect(sidebar.set_query)  # as the window does
    sidebar.show()
    app.processEvents()
    return sidebar


def section(sidebar: Sidebar, key: str) -> FacetSection:
    return next(each for each in sidebar.list_sections() if each.key == key)


def rows(sidebar: Sidebar, key: str) -> list[Entry]:
    model = section(sidebar, key).view.model()
    return [model.index(row, 0).data(ENTRY_ROLE) for row in range(model.rowCount())]


def numbers(sidebar: Sidebar, key: str) -> dict[str, int | None]:
    return {entry.name: entry.count for entry in rows(sidebar, key)}


def press(sidebar: Sidebar, key: str, name: str, what: Qt.Key, *keys: str) -> Query:
    """Press a key on a row; what the sidebar asks for then."""
    view = section(sidebar, key).view
    row = [entry.name for entry in rows(sidebar, key)].index(name)
    view.setCurrentIndex(view.model().index(row, 0))
    held = Qt.KeyboardModifier.NoModifier
    for each in keys:
        held |= Qt.KeyboardModifier[f"{each}Modifier"]
    QTest.keyClick(view, what, held)
    view.grab()  # paints it
    return sidebar._query


ENTER = Qt.Key.Key_Return


def test_every_facet_has_its_rows(sidebar: Sidebar) -> None:
    assert numbers(sidebar, "rating") == {
        "★★★★★": 2,
        "★★★★ and up": 5,
        "★★★ and up": 5,
        "★★ and up": 5,
        "★ and up": 6,
        "No stars": 20,
    }
    assert numbers(sidebar, "flag") == {"Picked": 4, "Rejected": 1, "Not flagged": 21}
    assert numbers(sidebar, "colorlabel")["Green"] == 2
    assert numbers(sidebar, "tag") == {"client A": 3, "linen": 1}
    assert numbers(sidebar, "source") == {"Paris": 20, "Milan": 6}
    assert numbers(sidebar, "format") == {"JPEG": 20, "PNG": 6}
    assert numbers(sidebar, "orientation") == {"Portrait": 26, "Landscape": 0, "Square": 0}


def test_facets_beyond_the_first_ones_are_folded_until_somebody_opens_them(
    theme: Theme, icons: Icons
) -> None:
    fresh = Sidebar(theme, icons)
    fresh.set_taxonomy(load())
    shut = {each.key for each in fresh.list_sections() if not each.is_open}
    assert shut == {"rating", "flag", "colorlabel", "tag", "date", "format", "orientation"}
    again = Sidebar(theme, icons, ("flag", "style"))
    again.set_taxonomy(load())
    assert section(again, "flag").is_open
    assert not section(again, "style").is_open


def test_years_open_to_months(sidebar: Sidebar) -> None:
    assert numbers(sidebar, "date") == {"2026": 9, "2025": 4}
    press(sidebar, "date", "2026", Qt.Key.Key_Right)
    assert numbers(sidebar, "date") == {"2026": 9, "January": 2, "May": 7, "2025": 4}
    assert press(sidebar, "date", "May", ENTER) == parse_query("month:2026-05")
    press(sidebar, "date", "2026", Qt.Key.Key_Left)
    assert list(numbers(sidebar, "date")) == ["2026", "May", "2025"]  # what filters stays
    assert press(sidebar, "date", "2025", ENTER) == parse_query("year:2025")


def test_enter_adds_shift_enter_shows_alone_alt_enter_leaves_out(sidebar: Sidebar) -> None:
    assert press(sidebar, "tag", "client A", ENTER) == parse_query('tag:"client a"')
    assert press(sidebar, "tag", "linen", ENTER) == parse_query('tag:"client a"|linen')
    assert press(sidebar, "tag", "linen", ENTER, "Shift") == parse_query("tag:linen")
    assert press(sidebar, "tag", "client A", ENTER, "Alt") == parse_query(
        'tag:linen -tag:"client a"'
    )
    assert rows(sidebar, "tag")[0].excluded
    assert press(sidebar, "tag", "linen", ENTER) == parse_query('-tag:"client a"')
    assert press(sidebar, "flag", "Picked", ENTER) == parse_query('-tag:"client a" flag:picked')


def test_a_facet_is_cleared_by_its_head(sidebar: Sidebar) -> None:
    head = section(sidebar, "tag")._head
    assert head.clear_button.isHidden()
    sidebar.set_query(parse_query("tag:linen -tag:knit flag:picked"))
    assert not head.clear_button.isHidden()
    head.clear_button.click()
    assert sidebar._query == parse_query("flag:picked")
    sidebar.set_query(parse_query("year:2025 -month:2026-01"))
    section(sidebar, "date")._head.clear_button.click()
    assert sidebar._query == Query()


def test_ratings_are_one_scale(sidebar: Sidebar) -> None:
    assert press(sidebar, "rating", "★★★★ and up", ENTER) == parse_query("rating>=4")
    assert press(sidebar, "rating", "★★ and up", ENTER) == parse_query("rating>=2")
    assert press(sidebar, "rating", "★★ and up", ENTER) == Query()
    assert press(sidebar, "rating", "No stars", ENTER, "Alt") == parse_query("-rating=0")
    assert [entry.name for entry in rows(sidebar, "rating") if entry.excluded] == ["No stars"]
    sidebar.set_query(parse_query("rating>3"))
    assert [entry.name for entry in rows(sidebar, "rating") if entry.active] == ["★★★★ and up"]


@given(
    st.lists(
        st.tuples(
            st.sampled_from(("rating", "tag", "year", "month", "flag")),
            st.sampled_from(("0", "1", "2")),
            st.sampled_from(Choice),
        ),
        max_size=6,
    )
)
def test_the_last_choice_is_what_is_asked_for(steps: list[tuple[str, str, Choice]]) -> None:
    values = {
        "rating": ("0", ">=2", ">=4"),
        "tag": ("a", "b", "c"),
        "year": ("2024", "2025", "2026"),
        "month": ("2024-01", "2025-02", "2026-03"),
        "flag": ("picked", "rejected", "none"),
    }
    query = Query()
    for field, which, choice in steps:
        value = values[field][int(which)]
        before = query
        query = facet_choice.apply(before, field, value, choice)
        assert query != before
        others = [term for term in before.terms if term.field not in _touched(field)]
        assert [term for term in query.terms if term.field not in _touched(field)] == others
        asked, left_out = set(query.values(field)), set(query.excluded(field))
        assert not asked & left_out
    for field in ("year", "month"):
        assert not any(t.field == field for t in facet_choice.clear(query, field).terms)


def _touched(field: str) -> set[str]:
    return {"year", "month"} if field in ("year", "month") else {field}


def test_a_value_that_is_gone_shows_while_it_is_filtered_by(sidebar: Sidebar) -> None:
    sidebar.set_query(parse_query("style:crinoline tag:lost flag:picked -colorlabel:red"))
    assert [entry.name for entry in rows(sidebar, "style") if entry.active] == ["crinoline"]
    assert [entry.name for entry in rows(sidebar, "tag") if entry.active] == ["lost"]
    assert [entry.name for entry in rows(sidebar, "colorlabel") if entry.excluded] == ["Red"]
    sidebar.set_query(Query())
    assert "crinoline" not in numbers(sidebar, "style")


def test_many_tags_are_searched(sidebar: Sidebar) -> None:
    field = section(sidebar, "tag").findChild(SectionSearch)
    assert field is not None
    assert field.isHidden()
    many = {f"tag {n:02}": 50 - n for n in range(40)} | {"linen": 1}
    sidebar.set_counts(counts({**FACETS, "tag": many}))
    assert field.isVisible()
    sidebar.set_query(parse_query('tag:"tag 07"'))
    QTest.keyClicks(field, "LIN")
    assert list(numbers(sidebar, "tag")) == ["tag 07", "linen"]
    QTest.keyClick(field, Qt.Key.Key_Escape)
    assert len(rows(sidebar, "tag")) == 8


def test_sections_are_hidden_and_come_back(sidebar: Sidebar, theme: Theme, icons: Icons) -> None:
    told: list[tuple[str, ...]] = []
    sidebar.hidingChanged.connect(told.append)
    menu = make_section_menu(sidebar, "flag", sidebar)
    by_name = {action.text(): action for action in menu.actions()}
    by_name["Hide “Flag”"].trigger()
    assert section(sidebar, "flag").isHidden()
    assert told[-1] == ("flag",)
    menu.close()
    again = Sidebar(theme, icons, hidden=told[-1])
    again.set_taxonomy(load())
    again.set_counts(counts())
    assert section(again, "flag").isHidden()
    menu = make_section_menu(again, "style", again)
    {action.text(): action for action in menu.actions()}["Flag"].trigger()
    assert not section(again, "flag").isHidden()
    menu.close()


def test_a_folder_out_of_reach_looks_so_and_namesakes_go_by_their_paths(sidebar: Sidebar) -> None:
    milan = rows(sidebar, "source")[1]
    assert milan.dim
    assert milan.badge == "unplug"
    assert milan.help.splitlines() == ["/archive/Milan", "This folder cannot be reached now."]
    twins = (Source(1, "/a/Look", "Look", 20), Source(2, "/b/Look", "Look", 6))
    sidebar.set_counts(counts(sources=twins))
    assert press(sidebar, "source", "Look", ENTER) == parse_query("source:/a/Look")


# --- folders, in the window -----------------------------------------------------------------
@pytest.fixture
def studio(app: QApplication, tmp_path: Path) -> Iterator[Studio]:
    """The window on a folder of three files that are no pictures, but known as analysed."""
    del app
    photos = tmp_path / "photos"
    photos.mkdir()
    with Catalogue.open(tmp_path / "library") as catalogue:
        found = files(3, str(photos))
        for file in found:
            Path(file.path).write_bytes(b"x" * file.size)
        catalogue.register_files(catalogue.add_source(str(photos)), found, 1)
        catalogue.store_analyses([(n, analysis()) for n in range(1, 4)])
    studio = Studio(get_places(), tmp_path / "settings.json", "dark")
    studio.window.show()
    studio.open_library(tmp_path / "library")
    wait_for(lambda: studio.window.session is not None)
    wait_for(lambda: bool(rows(studio.window.sidebar, "source")))
    yield studio
    studio.window.close()
    studio.deleteLater()


def menu_of_folder(studio: Studio) -> dict[str, object]:
    view = section(studio.window.sidebar, "source").view
    menu: QMenu = view.make_menu(view.model().index(0, 0).data(ENTRY_ROLE))
    return {action.text(): action.trigger for action in menu.actions()}


def test_a_folder_is_watched_or_not(studio: Studio) -> None:
    session = studio.window.session
    assert session is not None
    library = session.context.library
    before = library.sources.list_all()[0].watched
    trigger(menu_of_folder(studio)["Watch for changes"])
    wait_for(lambda: library.sources.list_all()[0].watched is not before)


def test_a_folder_has_moved(
    studio: Studio, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    session = studio.window.session
    assert session is not None
    library = session.context.library
    new = tmp_path / "elsewhere"
    (tmp_path / "photos").rename(new)
    monkeypatch.setattr(QFileDialog, "getExistingDirectory", lambda *_args: str(new))
    trigger(menu_of_folder(studio)["The folder has moved…"])
    wait_for(lambda: library.sources.list_all()[0].path == str(new))
    session.undo()
    wait_for(lambda: library.sources.list_all()[0].path == str(tmp_path / "photos"))


def test_a_folder_is_removed_when_that_is_meant(
    studio: Studio, monkeypatch: pytest.MonkeyPatch
) -> None:
    session = studio.window.session
    assert session is not None
    library = session.context.library
    answers = iter(("Keep", "Remove"))

    def answer(box: QMessageBox) -> int:
        wanted = next(answers)
        next(button for button in box.buttons() if button.text() == wanted).click()
        return 0

    monkeypatch.setattr(QMessageBox, "exec", answer)
    trigger(menu_of_folder(studio)["Remove from the library…"])
    settle(300)
    assert len(library.list_ids()) == 3
    trigger(menu_of_folder(studio)["Remove from the library…"])
    wait_for(lambda: library.list_ids() == [])
    session.undo()
    wait_for(lambda: len(library.list_ids()) == 3)


def trigger(call: object) -> None:
    assert callable(call)
    call()
