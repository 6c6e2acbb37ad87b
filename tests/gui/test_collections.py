"""Smart collections and boards in the sidebar, on a real catalogue."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import QCoreApplication, QEvent, QMimeData, QPoint, QPointF, Qt
from PySide6.QtGui import QDragEnterEvent, QDragMoveEvent, QDropEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QMainWindow, QMessageBox

from studio.core.collection import Sort
from studio.core.edit import (
    AddToBoard,
    CollectionKind,
    CreateCollection,
    DeleteCollection,
    Edit,
    SetCollectionQuery,
)
from studio.core.query import Query, parse_query
from studio.gui.actions import Actions
from studio.gui.asset_drag import carry_collection, with_images
from studio.gui.collections import Collections
from studio.gui.context import Context
from studio.gui.icons import Icons
from studio.gui.models.collection_rows import id_of
from studio.gui.models.entry_model import ENTRY_ROLE, Entry
from studio.gui.session import Session
from studio.gui.tasks import SyncTasks
from studio.gui.theme import Theme
from studio.gui.widgets.collection_section import CollectionSection
from studio.gui.widgets.name_field import NameField
from studio.gui.widgets.sidebar import Sidebar
from studio.library.library import Library
from studio.resources import get_places
from studio.storage.catalogue import Catalogue
from tests.gui.waiting import settle, wait_for
from tests.storage.examples import analysis, files

SMART, BOARD = CollectionKind.SMART, CollectionKind.BOARD
COUNT = 6


class Desk:
    """The sidebar with its collections over a library; `selected` are the chosen images."""

    def __init__(self, library: Library, tasks: SyncTasks, theme: Theme, icons: Icons) -> None:
        self.window = QMainWindow()
        self.library = library
        self.selected: list[int] = []
        self.queries: list[Query] = []
        self.told: list[str] = []
        self.actions = Actions(self.window, icons)
        self.actions.set_library(open_=True, writable=not library.is_read_only)
        self.sidebar = Sidebar(theme, icons)
        self.window.setCentralWidget(self.sidebar)
        self.window.resize(260, 700)
        self.collections = Collections(
            self.sidebar, self.actions, lambda: self.selected, theme, icons, self.window
        )
        context = Context(library, tasks, theme, icons, library.taxonomy)
        self.session = Session(context, Sort.ADDED, self.window)
        self.collections.queryWanted.connect(self.look_at)
        self.sidebar.queryWanted.connect(self.look_at)
        self.collections.told.connect(lambda text, *_rest: self.told.append(text))
        self.session.told.connect(lambda text, *_rest: self.told.append(text))
        tasks.unhandledErrorOccurred.connect(lambda error: self.told.append(str(error)))
        self.sidebar.set_taxonomy(library.taxonomy)
        self.collections.set_session(self.session)
        self.window.show()
        settle()

    def look_at(self, query: Query) -> None:
        self.queries.append(query)
        self.sidebar.set_query(query)
        self.session.browser.set_query(query)
        self.collections.set_query(query)

    def make(self, kind: CollectionKind, name: str, **rest: object) -> int:
        created = self.library.apply(CreateCollection(kind, name, **rest)).created  # type: ignore[arg-type]
        assert created is not None
        wait_for(lambda: self.collections.tree.find(created) is not None)
        return created

    def apply(self, edit: Edit) -> None:
        self.library.apply(edit)
        settle(300)

    def rows(self, kind: CollectionKind) -> list[Entry]:
        model = self.section(kind).view.model()
        return [model.index(row, 0).data(ENTRY_ROLE) for row in range(model.rowCount())]

    def names(self, kind: CollectionKind) -> list[str]:
        return ["  " * row.depth + row.name for row in self.rows(kind)]

    def section(self, kind: CollectionKind) -> CollectionSection:
        return self.sidebar.section_of(kind)

    def stand_on(self, kind: CollectionKind, collection_id: int) -> CollectionSection:
        section = self.section(kind)
        index = section.collections.find_index(collection_id)
        assert index is not None
        section.view.setCurrentIndex(index)
        return section

    def press(
        self, kind: CollectionKind, collection_id: int, key: Qt.Key, alt: bool = False
    ) -> None:
        keys = Qt.KeyboardModifier.AltModifier if alt else Qt.KeyboardModifier.NoModifier
        QTest.keyClick(self.stand_on(kind, collection_id).view, key, keys)
        settle(300)

    def type_name(self, name: str, end: Qt.Key = Qt.Key.Key_Return) -> None:
        field = self.field()
        field.selectAll()
        QTest.keyClicks(field, name)
        QTest.keyClick(field, end)
        settle(300)

    def field(self) -> NameField:
        (field,) = self.fields()
        return field

    def fields(self) -> list[NameField]:
        return [f for f in self.window.findChildren(NameField) if f.isVisible()]

    def drag(self, kind: CollectionKind, mime: QMimeData, onto: int, where: float = 0.5) -> bool:
        """Let `mime` go over a row, that far down in it; whether it was taken."""
        view = self.section(kind).collections
        index = view.find_index(onto)
        assert index is not None
        rect = view.visualRect(index)
        place = QPoint(rect.center().x(), rect.top() + round(rect.height() * where))
        button, keys = Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier
        actions = Qt.DropAction.CopyAction | Qt.DropAction.MoveAction
        QApplication.sendEvent(view.viewport(), QDragEnterEvent(place, actions, mime, button, keys))
        move = QDragMoveEvent(place, actions, mime, button, keys)
        QApplication.sendEvent(view.viewport(), move)
        view.viewport().grab()  # paints where it would go
        drop = QDropEvent(QPointF(place), actions, mime, button, keys)
        QApplication.sendEvent(view.viewport(), drop)
        settle(300)
        return move.isAccepted()


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """Four dresses and two skirts."""
    folder = tmp_path / "library"
    with Catalogue.open(folder) as catalogue:
        catalogue.register_files(catalogue.add_source("/p"), files(COUNT), 1)
        garments = ("dress", "dress", "dress", "dress", "skirt", "skirt")
        catalogue.store_analyses([(n, analysis(g)) for n, g in enumerate(garments, start=1)])
    return folder


@pytest.fixture
def desk(folder: Path, sync_tasks: SyncTasks, theme: Theme, icons: Icons) -> Iterator[Desk]:
    library = Library.open(folder, get_places(), workers=1)
    library.prepare_search()
    desk = Desk(library, sync_tasks, theme, icons)
    yield desk
    close(desk)


def close(desk: Desk) -> None:
    desk.collections.set_session(None)
    desk.session.close()
    desk.window.close()
    desk.window.deleteLater()
    QCoreApplication.sendPostedEvents(desk.window, QEvent.Type.DeferredDelete)
    desk.library.close()


def images(*ids: int) -> QMimeData:
    return with_images(QMimeData(), ids)


# --- what is shown --------------------------------------------------------------------------
def test_both_kinds_stand_apart_as_trees_with_counts(desk: Desk) -> None:
    client = desk.make(SMART, "Client A", query="garment:dress")
    desk.make(SMART, "Skirts", query="garment:skirt", parent_id=client)
    desk.make(BOARD, "Moods", ids=(2, 5))
    assert desk.names(SMART) == ["Client A", "  Skirts"]
    assert [row.count for row in desk.rows(SMART)] == [4, 2]
    assert [(row.name, row.count) for row in desk.rows(BOARD)] == [("Moods", 2)]
    assert {row.icon for row in desk.rows(SMART)} == {"settings"}
    assert {row.icon for row in desk.rows(BOARD)} == {"pin"}


def test_counts_follow_changes(desk: Desk) -> None:
    desk.make(SMART, "Dresses", query="garment:dress")
    desk.make(BOARD, "Moods", ids=(1, 5))
    desk.library.remove([1])
    wait_for(lambda: [row.count for row in (*desk.rows(SMART), *desk.rows(BOARD))] == [3, 1])
    desk.session.undo()
    wait_for(lambda: [row.count for row in (*desk.rows(SMART), *desk.rows(BOARD))] == [4, 2])


def test_without_collections_the_sections_say_how_to_make_some(desk: Desk) -> None:
    for kind in (SMART, BOARD):
        section = desk.section(kind)
        assert section.isVisible()
        assert section._hint.isVisible()
    desk.make(BOARD, "Moods")
    assert not desk.section(BOARD)._hint.isVisible()


def test_folding_hides_what_stands_below(desk: Desk) -> None:
    parent = desk.make(BOARD, "Client A")
    child = desk.make(BOARD, "Looks", parent_id=parent)
    desk.make(BOARD, "Deep", parent_id=child)
    desk.press(BOARD, parent, Qt.Key.Key_Left)
    assert desk.names(BOARD) == ["Client A"]
    desk.press(BOARD, parent, Qt.Key.Key_Right)
    assert desk.names(BOARD) == ["Client A", "  Looks", "    Deep"]
    view = desk.section(BOARD).view
    QTest.keyClick(view, Qt.Key.Key_Right)
    assert view.currentIndex().row() == 1
    QTest.keyClick(view, Qt.Key.Key_Left)
    QTest.keyClick(view, Qt.Key.Key_Left)
    assert desk.names(BOARD) == ["Client A", "  Looks"]
    rect = view.visualRect(view.model().index(0, 0))
    QTest.mouseClick(
        view.viewport(), Qt.MouseButton.LeftButton, pos=QPoint(rect.left() + 12, rect.center().y())
    )
    assert desk.names(BOARD) == ["Client A"]


def test_rows_can_be_heard(desk: Desk) -> None:
    parent = desk.make(BOARD, "Client A", ids=(1,))
    desk.make(BOARD, "Looks", ids=(1, 2), parent_id=parent)
    model = desk.section(BOARD).view.model()
    spoken = [model.index(r, 0).data(Qt.ItemDataRole.AccessibleTextRole) for r in range(2)]
    assert spoken == ["Client A, 1 image, open", "Looks, 2 images, level 2"]


# --- making, naming, deleting ---------------------------------------------------------------
def test_the_search_is_saved_under_the_words_of_its_chips(desk: Desk) -> None:
    desk.section(SMART)._head.add_button.click()
    assert desk.told == ["Search or filter first: a smart collection saves that."]
    desk.look_at(parse_query("garment:dress"))
    desk.section(SMART)._head.add_button.click()
    assert desk.field().text() == "garment: dress"
    QTest.keyClick(desk.field(), Qt.Key.Key_Return)
    settle(300)
    (found,) = desk.library.list_collections()
    assert (found.kind, found.name, found.query) == (SMART, "garment: dress", "garment:dress")
    assert desk.told[-1] == "Made “garment: dress”."


def test_a_board_is_made_of_the_selection(desk: Desk) -> None:
    desk.selected = [3, 1]
    desk.actions["new_board"].trigger()
    assert desk.field().text() == "New board"
    desk.type_name("Resort 27")
    (found,) = desk.library.list_collections()
    assert desk.library.list_board(found.id) == [3, 1]
    assert desk.told == ["Made “Resort 27” with 2 images."]
    desk.actions["new_board"].trigger()
    assert not desk.collections.tree.name_problem(desk.field().text(), None)
    desk.type_name("", Qt.Key.Key_Escape)
    assert len(desk.library.list_collections()) == 1


@pytest.mark.parametrize(
    ("name", "problem"),
    [
        ("  ", "A name is missing."),
        ("x" * 201, "A name may have 200 letters."),
        ("moods", "There is a collection “moods” already."),
    ],
)
def test_a_name_that_cannot_be_is_refused_where_it_is_typed(
    desk: Desk, name: str, problem: str
) -> None:
    desk.make(BOARD, "Moods")
    other = desk.make(BOARD, "Looks")
    desk.press(BOARD, other, Qt.Key.Key_F2)
    desk.type_name(name)
    assert desk.field().toolTip() == problem
    assert desk.field().accessibleDescription() == problem
    desk.type_name("y" * 200)
    assert desk.fields() == []
    assert desk.names(BOARD) == ["Moods", "y" * 200]
    desk.section(BOARD).view.grab()
    index = desk.section(BOARD).view.model().index(1, 0)
    assert index.data(Qt.ItemDataRole.ToolTipRole) == "y" * 200


def test_leaving_the_field_keeps_a_good_name_and_drops_a_bad_one(desk: Desk) -> None:
    board = desk.make(BOARD, "Moods")
    for typed, kept in (("Looks", "Looks"), (" ", "Looks")):
        desk.press(BOARD, board, Qt.Key.Key_F2)
        field = desk.field()
        field.selectAll()
        QTest.keyClicks(field, typed)
        desk.section(SMART)._head.title.setFocus()
        settle(300)
        assert desk.fields() == []
        assert desk.names(BOARD) == [kept]


def test_delete_tells_and_can_be_undone(desk: Desk) -> None:
    board = desk.make(BOARD, "Moods", ids=(1, 2))
    desk.press(BOARD, board, Qt.Key.Key_Delete)
    assert desk.names(BOARD) == []
    assert desk.told == ["Deleted “Moods”. Its images stay in the library."]
    assert len(desk.library.list_ids()) == COUNT
    desk.session.undo()
    settle(300)
    assert desk.library.list_board(board) == [1, 2]


def test_a_command_of_the_window_deletes_nothing(desk: Desk) -> None:
    board = desk.make(BOARD, "Moods", ids=(1, 2))
    view = desk.stand_on(BOARD, board).view
    for key in (Qt.Key.Key_Backspace, Qt.Key.Key_Delete):
        QTest.keyClick(view, key, Qt.KeyboardModifier.ControlModifier)
    settle(300)
    assert desk.names(BOARD) == ["Moods"]


def test_delete_of_a_parent_asks(desk: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    parent = desk.make(BOARD, "Client A")
    desk.make(BOARD, "Looks", parent_id=parent)
    desk.make(BOARD, "Moods", parent_id=parent)
    asked: list[str] = []
    answers = iter(("Keep", "Delete"))

    def answer(box: QMessageBox) -> int:
        asked.append(box.text())
        wanted = next(answers)
        next(button for button in box.buttons() if button.text() == wanted).click()
        return 0

    monkeypatch.setattr(QMessageBox, "exec", answer)
    desk.press(BOARD, parent, Qt.Key.Key_Delete)
    assert len(desk.names(BOARD)) == 3
    desk.press(BOARD, parent, Qt.Key.Key_Delete)
    assert desk.names(BOARD) == []
    assert asked == ["Delete “Client A” and the 2 collections under it?"] * 2


def test_what_is_deleted_is_no_longer_looked_at(
    desk: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    parent = desk.make(BOARD, "Client A")
    child = desk.make(BOARD, "Looks", parent_id=parent, ids=(1,))
    desk.press(BOARD, child, Qt.Key.Key_Return)
    assert desk.queries[-1] == parse_query(f"in:#{child}")
    monkeypatch.setattr(QMessageBox, "exec", lambda box: box.defaultButton().click())
    desk.press(BOARD, parent, Qt.Key.Key_Delete)
    assert desk.names(BOARD) == []
    assert desk.queries[-1] == Query()


def test_the_search_of_a_collection_is_changed_and_saved(desk: Desk) -> None:
    smart = desk.make(SMART, "Looks", query="garment:dress")
    desk.collections.edit_search(smart)
    assert desk.queries[-1] == parse_query("garment:dress")
    assert not desk.collections.offer.isHidden()
    desk.look_at(parse_query("garment:skirt"))
    desk.collections.offer.accept_button.click()
    wait_for(lambda: desk.rows(SMART)[0].count == 2)
    assert desk.library.list_collections()[0].query == "garment:skirt"
    assert desk.queries[-1] == parse_query(f"in:#{smart}")
    assert desk.collections.offer.isHidden()


# --- moving ---------------------------------------------------------------------------------
def test_keys_move_rows_about(desk: Desk) -> None:
    first, second, third = (desk.make(BOARD, name) for name in "ABC")
    desk.press(BOARD, third, Qt.Key.Key_Up, alt=True)
    assert desk.names(BOARD) == ["A", "C", "B"]
    desk.press(BOARD, first, Qt.Key.Key_Down, alt=True)
    assert desk.names(BOARD) == ["C", "A", "B"]
    desk.press(BOARD, second, Qt.Key.Key_Right, alt=True)
    assert desk.names(BOARD) == ["C", "A", "  B"]
    desk.press(BOARD, second, Qt.Key.Key_Left, alt=True)
    assert desk.names(BOARD) == ["C", "A", "B"]
    desk.press(BOARD, third, Qt.Key.Key_Up, alt=True)  # there is nothing above
    assert desk.names(BOARD) == ["C", "A", "B"]


def test_a_row_is_dragged_before_behind_and_under_another(desk: Desk) -> None:
    first, second, third = (desk.make(BOARD, name) for name in "ABC")
    assert desk.drag(BOARD, carry_collection(third), first, 0.1)
    assert desk.names(BOARD) == ["C", "A", "B"]
    assert desk.drag(BOARD, carry_collection(third), first, 0.9)
    assert desk.names(BOARD) == ["A", "C", "B"]
    assert desk.drag(BOARD, carry_collection(second), first, 0.5)
    assert desk.names(BOARD) == ["A", "  B", "C"]


def test_a_parent_cannot_be_dropped_on_its_own_child(desk: Desk) -> None:
    parent = desk.make(BOARD, "Client A")
    child = desk.make(BOARD, "Looks", parent_id=parent)
    for where in (0.1, 0.5, 0.9):
        assert not desk.drag(BOARD, carry_collection(parent), child, where)
    assert not desk.drag(BOARD, carry_collection(parent), parent)
    assert desk.names(BOARD) == ["Client A", "  Looks"]
    assert desk.told == []


def test_a_board_is_not_put_among_smart_collections(desk: Desk) -> None:
    board, smart = desk.make(BOARD, "Moods"), desk.make(SMART, "Looks", query="dress")
    assert not desk.drag(SMART, carry_collection(board), smart)


# --- boards ---------------------------------------------------------------------------------
def test_images_are_dropped_on_a_board_and_b_repeats_it(desk: Desk) -> None:
    board = desk.make(BOARD, "Moods", ids=(1,))
    desk.make(BOARD, "Looks")
    assert desk.drag(BOARD, images(4, 2), board)
    assert desk.library.list_board(board) == [1, 4, 2]
    assert desk.told == ["Put 2 images on “Moods”."]
    desk.drag(BOARD, images(1, 3), board)  # one is there already, and stays in its place
    assert desk.library.list_board(board) == [1, 4, 2, 3]
    assert desk.told[-1] == "Put 1 image on “Moods”."
    assert desk.actions["add_to_board"].text() == "Add to “Moods”"
    desk.selected = [6]
    desk.actions["add_to_board"].trigger()
    settle(300)
    assert desk.library.list_board(board) == [1, 4, 2, 3, 6]
    desk.selected = [6]
    desk.actions["add_to_board"].trigger()
    assert desk.told[-1] == "All of it is on “Moods” already."


def test_images_are_not_dropped_on_a_smart_collection(desk: Desk) -> None:
    smart = desk.make(SMART, "Looks", query="garment:dress")
    assert not desk.drag(SMART, images(4), smart)


def test_images_dropped_beside_the_rows_make_a_board(desk: Desk) -> None:
    section, button = desk.section(BOARD), Qt.MouseButton.LeftButton
    keys, action, place = Qt.KeyboardModifier.NoModifier, Qt.DropAction.CopyAction, QPoint(40, 8)
    mime = images(5, 1)
    QApplication.sendEvent(section, QDragEnterEvent(place, action, mime, button, keys))
    QApplication.sendEvent(section, QDropEvent(QPointF(place), action, mime, button, keys))
    settle()
    desk.type_name("Pinned")
    (found,) = desk.library.list_collections()
    assert desk.library.list_board(found.id) == [5, 1]


def test_on_a_board_del_takes_off_the_board_alone(desk: Desk) -> None:
    board = desk.make(BOARD, "Moods", ids=(1, 2, 3))
    assert desk.actions["remove"].text() == "Remove from library"
    desk.selected = [2]
    assert not desk.collections.boards.take_off()
    desk.press(BOARD, board, Qt.Key.Key_Return)
    assert desk.queries[-1] == parse_query(f"in:#{board}")
    assert desk.actions["remove"].text() == "Take off “Moods”"
    assert desk.collections.boards.take_off()
    settle(300)
    assert desk.library.list_board(board) == [1, 3]
    assert len(desk.library.list_ids()) == COUNT
    assert desk.told[-1] == "Took 1 image off “Moods”. They stay in the library."


# --- bad input ------------------------------------------------------------------------------
def test_a_search_that_cannot_be_asked_says_why_and_the_others_are_counted(desk: Desk) -> None:
    broken = desk.make(SMART, "Broken", query='garment:"dre')
    own = desk.make(SMART, "Itself", query="garment:dress")
    desk.apply(SetCollectionQuery(own, f"in:#{own}"))
    gone = desk.make(BOARD, "Gone")
    desk.make(SMART, "Of a deleted one", query=f"in:#{gone}")
    desk.apply(DeleteCollection(gone))
    desk.make(SMART, "Of a deleted label", query="garment:crinoline")
    desk.make(SMART, "Whole", query="garment:skirt")
    rows = {row.name: row for row in desk.rows(SMART)}
    for name in ("Broken", "Itself", "Of a deleted one"):
        assert rows[name].count is None
        assert rows[name].badge == "triangle-alert"
        assert len(rows[name].help.splitlines()) == 2
    assert rows["Of a deleted label"].count == 0
    assert rows["Of a deleted label"].badge == "triangle-alert"
    assert "There is no “garment:crinoline”." in rows["Of a deleted label"].help
    assert not rows["Whole"].badge
    assert rows["Whole"].count == 2
    desk.section(SMART).view.grab()
    desk.collections.edit_search(broken)  # says what is wrong, and a new search can be saved
    assert "quotation" in desk.told[-1]
    desk.look_at(parse_query("garment:dress"))
    desk.collections.save_search_to(broken)
    wait_for(lambda: {row.name: row for row in desk.rows(SMART)}["Broken"].count == 4)


def test_a_thousand_collections(desk: Desk) -> None:
    for number in range(1000):
        desk.library.apply(
            CreateCollection(SMART, f"Look {number}", f"garment:dress rating>={number % 6}")
        )
    wait_for(lambda: len(desk.rows(SMART)) == 1000)
    assert desk.rows(SMART)[0].count == 4
    desk.section(SMART).view.grab()


def test_a_board_of_many_images(
    tmp_path: Path, sync_tasks: SyncTasks, theme: Theme, icons: Icons
) -> None:
    with Catalogue.open(tmp_path / "library") as catalogue:
        catalogue.register_files(catalogue.add_source("/p"), files(10_000), 1)
    desk = Desk(Library.open(tmp_path / "library", get_places()), sync_tasks, theme, icons)
    every = tuple(range(1, 10_001))
    board = desk.make(BOARD, "All", ids=every)
    assert desk.rows(BOARD)[0].count == 10_000
    desk.apply(AddToBoard(board, (10_000,), before_id=1))
    assert desk.library.list_board(board)[:2] == [10_000, 1]
    close(desk)


def test_a_library_that_is_read_only_shows_and_refuses(
    folder: Path, sync_tasks: SyncTasks, theme: Theme, icons: Icons
) -> None:
    with Catalogue.open(folder) as catalogue:
        catalogue.apply(CreateCollection(BOARD, "Moods", ids=(1,)))
    desk = Desk(Library.open(folder, get_places(), read_only=True), sync_tasks, theme, icons)
    (row,) = desk.rows(BOARD)
    board = id_of(row)
    assert not desk.section(BOARD)._head.add_button.isVisible()
    assert not desk.drag(BOARD, images(2), board)
    for key in (Qt.Key.Key_F2, Qt.Key.Key_Delete):
        desk.press(BOARD, board, key)
    assert desk.fields() == []
    desk.collections.delete(board)
    assert desk.told == [desk.library.read_only_reason]
    assert desk.names(BOARD) == ["Moods"]
    close(desk)


@pytest.mark.parametrize("kind", [SMART, BOARD])
def test_naming_leaves_the_sidebar_where_it_is(desk: Desk, kind: CollectionKind) -> None:
    desk.window.resize(260, 260)
    settle()
    for number in range(20):  # no boards: the first one is named in an empty section
        desk.library.apply(CreateCollection(SMART, f"Before {number}", query="color:red"))
    wait_for(lambda: len(desk.rows(SMART)) == 20)
    bar = desk.sidebar.verticalScrollBar()
    desk.look_at(parse_query("color:red"))
    desk.collections._make(kind)
    settle()
    place = bar.value()
    assert place > 0
    desk.type_name("After")
    assert bar.value() > 0
    assert abs(bar.value() - place) < 60
    assert desk.names(kind)[-1] == "After"
