"""The inspector edits what a person gave the whole selection, by mouse and by keyboard."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QDialog, QMenu

from studio.core.edit import AddTag, SetFlag, SetNote, SetRating
from studio.core.organising import Flag
from studio.gui.dialogs.rename_tag import RenameTag
from studio.gui.dialogs.tag_manager import TagManager
from studio.gui.widgets.organiser import Organiser
from studio.gui.widgets.tag_field import TagField
from tests.gui.marked_window import MarkedWindow, draw, make_library, open_window
from tests.gui.waiting import settle, wait_for

LEFT = Qt.MouseButton.LeftButton
CONTROL = Qt.KeyboardModifier.ControlModifier


@pytest.fixture(scope="module")
def made(app: QApplication, tmp_path_factory: pytest.TempPathFactory) -> Path:
    del app
    folder = tmp_path_factory.mktemp("organiser")
    return make_library(folder / "library", draw(folder / "pictures"))


@pytest.fixture
def marked(made: Path, tmp_path: Path) -> Iterator[MarkedWindow]:
    with open_window(made, tmp_path / "settings.json") as marked:
        yield marked
        marked.forget_marks()


def organiser(marked: MarkedWindow) -> Organiser:
    assert marked.window.inspector is not None
    return marked.window.inspector.organiser


def select(marked: MarkedWindow, *places: int) -> tuple[int, ...]:
    """Select, and wait until the inspector shows it."""
    ids = marked.select(*places)
    inspector = marked.window.inspector
    assert inspector is not None
    wait_for(lambda: inspector.can_tag() and organiser(marked).marks.isVisible())
    return ids


def open_field(marked: MarkedWindow) -> TagField:
    marked.press(Qt.Key.Key_T)
    field = organiser(marked).tags.field
    wait_for(field.hasFocus)
    return field


def chips(marked: MarkedWindow) -> list[str]:
    return [chip.accessibleName() for chip in organiser(marked).tags.chips.values()]


# --- stars, flags, labels ------------------------------------------------------------------
def test_a_click_gives_stars_and_the_same_again_takes_them(marked: MarkedWindow) -> None:
    (first,) = select(marked, 0)
    stars = organiser(marked).marks.stars
    third = QPoint(3 + 17 * 2 + 8, stars.height() // 2)
    QTest.mouseClick(stars, LEFT, pos=third)
    wait_for(lambda: marked.details(first).rating == 3)
    wait_for(lambda: stars.accessibleName() == "Rating: 3 stars")
    QTest.mouseClick(stars, LEFT, pos=third)
    wait_for(lambda: marked.details(first).rating == 0)


def test_mixed_stars_show_their_range(marked: MarkedWindow) -> None:
    ids = marked.ids()
    marked.library.apply(SetRating(tuple(ids[:2]), 3))
    marked.library.apply(SetRating(tuple(ids[2:3]), 5))
    select(marked, 0, 1, 2)
    stars = organiser(marked).marks.stars
    wait_for(lambda: stars.mixed == "3–5")  # noqa: RUF001
    assert stars.accessibleName() == "Rating: 3 to 5 stars"
    stars.setFocus()
    marked.press(Qt.Key.Key_Right)
    wait_for(lambda: {marked.details(i).rating for i in ids[:3]} == {5})


def test_flags_and_labels_toggle_for_all(marked: MarkedWindow) -> None:
    ids = marked.ids()
    marked.library.apply(SetFlag(tuple(ids[:1]), Flag.PICKED))
    chosen = select(marked, 0, 1)
    row = organiser(marked).marks
    pick = row.flags[Flag.PICKED]
    wait_for(lambda: pick.accessibleName() == "Picked, 1 of 2")
    pick.setFocus()
    marked.press(Qt.Key.Key_Space)
    wait_for(lambda: all(marked.details(i).flag is Flag.PICKED for i in chosen))
    wait_for(lambda: pick.accessibleName() == "Picked, on")
    marked.press(Qt.Key.Key_Space)
    wait_for(lambda: all(marked.details(i).flag is Flag.NONE for i in chosen))
    row.dots["green"].setFocus()
    marked.press(Qt.Key.Key_Space)
    wait_for(lambda: all(marked.details(i).color_label == "green" for i in chosen))
    wait_for(lambda: row.dots["green"].accessibleName() == "Green label, on")
    assert row.dots["green"].hasFocus()  # the panel was not built anew under the keyboard


# --- tags ----------------------------------------------------------------------------------
def test_tags_by_keyboard_alone(marked: MarkedWindow) -> None:
    first, second = select(marked, 0, 1)
    field = open_field(marked)
    QTest.keyClicks(field, "client A")
    assert field.rows() == ["Create “client A”"]
    marked.press(Qt.Key.Key_Return)
    wait_for(lambda: chips(marked) == ["Tag client A"])
    assert field.hasFocus()
    QTest.keyClicks(field, "silk, Raw  silk,")  # commas give what is written
    wait_for(lambda: len(chips(marked)) == 3)
    assert marked.details(first).tags == marked.details(second).tags
    assert marked.details(first).tags == ("client A", "Raw silk", "silk")
    assert field.text() == ""
    marked.press(Qt.Key.Key_Backspace)  # takes the last chip off
    wait_for(lambda: len(chips(marked)) == 2)
    marked.press(Qt.Key.Key_Escape)
    assert not field.isVisible()
    assert marked.window.center.selected_ids() == [first, second]  # Escape closed the field alone
    assert marked.window.center.grid is not None
    assert marked.window.center.grid.hasFocus()


def test_enter_takes_the_top_hit_and_tab_goes_on(marked: MarkedWindow) -> None:
    ids = marked.ids()
    for name in ("resort 26", "client A", "resort 27"):
        marked.library.apply(AddTag((ids[5],), name))
    (first,) = select(marked, 0)
    field = open_field(marked)
    wait_for(lambda: field.rows() == ["resort 27", "client A", "resort 26"])  # recent ones first
    QTest.keyClicks(field, "re")
    assert field.rows() == ["resort 27", "resort 26", "Create “re”"]
    marked.press(Qt.Key.Key_Return)
    wait_for(lambda: marked.details(first).tags == ("resort 27",))
    wait_for(lambda: field.rows() == ["client A", "resort 26"])
    marked.press(Qt.Key.Key_Tab)
    marked.press(Qt.Key.Key_Tab)
    marked.press(Qt.Key.Key_Return)
    wait_for(lambda: set(marked.details(first).tags) == {"resort 27", "resort 26"})
    QTest.keyClicks(field, "cl")
    marked.press(Qt.Key.Key_Down)  # past the hit, to what makes a new one
    marked.press(Qt.Key.Key_Return)
    wait_for(lambda: "cl" in marked.details(first).tags)


def test_a_chip_that_some_have(marked: MarkedWindow) -> None:
    ids = marked.ids()
    marked.library.apply(AddTag(tuple(ids[:1]), "client A"))
    select(marked, 0, 1, 2)
    wait_for(lambda: chips(marked) == ["Tag client A, 1 of 3"])
    chip = organiser(marked).tags.chips["client A"]
    QTest.mouseClick(chip, LEFT, pos=QPoint(12, 12))
    wait_for(lambda: chips(marked) == ["Tag client A"])
    assert all(marked.details(i).tags == ("client A",) for i in ids[:3])
    QTest.mouseClick(chip, LEFT, pos=QPoint(chip.width() - 10, 12))  # the cross
    wait_for(lambda: chips(marked) == [])
    assert all(marked.details(i).tags == () for i in ids[:3])


def test_delete_on_a_chip_removes_the_tag_and_no_image(marked: MarkedWindow) -> None:
    (first,) = select(marked, 0)
    for name in ("one", "two"):
        marked.library.apply(AddTag((first,), name))
    wait_for(lambda: len(chips(marked)) == 2)
    organiser(marked).tags.chips["one"].setFocus()
    marked.press(Qt.Key.Key_Delete)
    wait_for(lambda: chips(marked) == ["Tag two"])
    assert organiser(marked).tags.chips["two"].hasFocus()
    assert first in marked.library.list_ids()


def test_three_hundred_tags_and_long_names(marked: MarkedWindow) -> None:
    (first,) = select(marked, 0)
    for number in range(300):
        marked.library.apply(AddTag((first,), f"tag {number} " + "long " * (number % 30)))
    tags = organiser(marked).tags
    wait_for(lambda: tags._more.text() == "260 more")
    assert max(chip.width() for chip in tags.chips.values()) <= tags.width()
    assert marked.window.inspector is not None
    assert marked.window.inspector.horizontalScrollBar().maximum() == 0
    tags._more.click()
    assert len(tags.chips) == 300
    field = open_field(marked)
    wait_for(lambda: not field.rows())  # the image has them all
    QTest.keyClicks(field, "tag 299")
    assert field.rows() == ["Create “tag 299”"]


def test_a_tag_is_renamed_and_merged(marked: MarkedWindow, monkeypatch: pytest.MonkeyPatch) -> None:
    first, second = marked.ids()[:2]
    marked.library.apply(AddTag((first,), "client A"))
    marked.library.apply(AddTag((second,), "Client Ann"))
    select(marked, 0)
    wait_for(lambda: "client A" in organiser(marked).tags.chips)
    said: list[tuple[str, str]] = []

    def answer(dialog: RenameTag) -> int:
        dialog.field.setText("client ann")
        said.append((dialog.hint.text(), dialog.accepts.text()))
        return QDialog.DialogCode.Accepted

    monkeypatch.setattr(RenameTag, "exec", answer)
    organiser(marked).tags.chips["client A"].setFocus()
    marked.press(Qt.Key.Key_F2)
    wait_for(lambda: chips(marked) == ["Tag Client Ann"])
    assert said == [
        ("There is a tag “Client Ann” already: the two become one. It can be undone.", "Merge")
    ]
    assert marked.library.list_tags() == ["Client Ann"]
    marked.library.undo()
    wait_for(lambda: chips(marked) == ["Tag client A"])


def test_the_menu_on_a_chip_deletes_a_tag_everywhere(marked: MarkedWindow) -> None:
    ids = marked.ids()
    marked.library.apply(AddTag(tuple(ids), "client A"))
    select(marked, 0)
    wait_for(lambda: "client A" in organiser(marked).tags.chips)
    chip = organiser(marked).tags.chips["client A"]
    chip.menuAsked.emit("client A", chip.mapToGlobal(QPoint(5, 5)))
    menu = marked.window.findChild(QMenu, "tagMenu")
    assert menu is not None
    next(action for action in menu.actions() if "all images" in action.text()).trigger()
    menu.close()
    wait_for(lambda: marked.library.list_tags() == [])
    wait_for(lambda: chips(marked) == [])


def test_the_menu_on_a_chip_shows_the_images_with_the_tag(marked: MarkedWindow) -> None:
    ids = marked.ids()
    marked.library.apply(AddTag(tuple(ids[:3]), "client A"))
    select(marked, 0)
    wait_for(lambda: "client A" in organiser(marked).tags.chips)
    chip = organiser(marked).tags.chips["client A"]
    chip.menuAsked.emit("client A", chip.mapToGlobal(QPoint(5, 5)))
    menu = marked.window.findChild(QMenu, "tagMenu")
    assert menu is not None
    menu.actions()[0].trigger()
    menu.close()
    wait_for(lambda: marked.ids() == ids[:3])
    marked.window.clear_filters()
    wait_for(lambda: marked.ids() == ids)


def test_all_tags_in_a_list(marked: MarkedWindow) -> None:
    (first,) = select(marked, 0)
    for name in ("silk", "client A", "wool"):
        marked.library.apply(AddTag((first,), name))
    marked.window.actions_["tags"].trigger()
    manager = marked.window.findChild(TagManager)
    assert manager is not None
    shown = manager.list
    wait_for(lambda: shown.count() == 3)
    assert [shown.item(row).text() for row in range(3)] == ["client A", "silk", "wool"]
    manager.filter.setText("SI")
    assert [shown.item(row).text() for row in range(shown.count())] == ["silk"]
    shown.setCurrentRow(0)
    shown.setFocus()
    QTest.keyClick(manager, Qt.Key.Key_Delete)
    wait_for(lambda: set(marked.library.list_tags()) == {"client A", "wool"})
    wait_for(lambda: shown.count() == 0)
    manager.close()


def test_the_field_opens_over_the_loupe_where_the_inspector_is_hidden(
    marked: MarkedWindow,
) -> None:
    marked.select(0)
    marked.window.center.show_loupe()
    marked.window.actions_["panels"].trigger()
    third = marked.ids()[0]
    marked.press(Qt.Key.Key_T)
    field = marked.window.focusWidget()
    assert isinstance(field, TagField)
    QTest.keyClicks(field, "linen")
    marked.press(Qt.Key.Key_Return)
    wait_for(lambda: marked.details(third).tags == ("linen",))
    marked.press(Qt.Key.Key_Escape)
    assert not field.isVisible()
    assert marked.window.center.is_loupe
    assert marked.window.center.loupe is not None
    assert marked.window.center.loupe.hasFocus()


# --- notes ---------------------------------------------------------------------------------
def test_a_note_is_saved_by_key_and_on_leaving(marked: MarkedWindow) -> None:
    (first,) = select(marked, 0)
    note = organiser(marked).note
    note.setFocus()
    QTest.keyClicks(note, "Wool from Biella")
    marked.press(Qt.Key.Key_Return, CONTROL)
    wait_for(lambda: marked.details(first).note == "Wool from Biella")
    assert note.hasFocus()
    QTest.keyClicks(note, ", heavy")
    assert marked.window.center.grid is not None
    marked.window.center.grid.setFocus()
    wait_for(lambda: marked.details(first).note.endswith(", heavy"))
    assert len(marked.steps()) == 3


def test_nothing_typed_is_lost_when_the_selection_changes(marked: MarkedWindow) -> None:
    first, second = marked.ids()[:2]
    select(marked, 0)
    note = organiser(marked).note
    note.setFocus()
    QTest.keyClicks(note, "for the first")
    grid = marked.window.center.grid
    assert grid is not None
    grid._select((second,), second)  # the focus stays in the note
    wait_for(lambda: marked.details(first).note == "for the first")
    wait_for(lambda: note.toPlainText() == "")
    assert marked.details(second).note == ""
    assert [d.note for d in marked.library.list_details([second])] == [""]


def test_what_others_change_does_not_disturb_the_typing(marked: MarkedWindow) -> None:
    (first,) = select(marked, 0)
    note = organiser(marked).note
    note.setFocus()
    QTest.keyClicks(note, "half a sen")
    marked.library.apply(SetRating((first,), 4))
    wait_for(lambda: organiser(marked).marks.stars.accessibleName() == "Rating: 4 stars")
    assert marked.window.inspector is not None
    marked.window.inspector.refresh()
    settle(100)
    assert note.toPlainText() == "half a sen"
    assert note.hasFocus()


def test_different_notes_are_named_and_kept(marked: MarkedWindow) -> None:
    ids = marked.ids()
    marked.library.apply(SetNote(tuple(ids[:1]), "one"))
    select(marked, 0, 1)
    note = organiser(marked).note
    wait_for(lambda: note.placeholderText() == "Different notes")
    assert note.toPlainText() == ""
    before = marked.steps()
    note.setFocus()
    marked.press(Qt.Key.Key_Escape)  # nothing was typed: nothing is changed
    settle(50)
    assert marked.steps() == before
    assert marked.details(ids[0]).note == "one"


def test_a_note_that_is_being_typed_is_kept_when_the_window_closes(
    made: Path, tmp_path: Path
) -> None:
    with open_window(made, tmp_path / "settings.json") as marked:
        (first,) = select(marked, 3)
        note = organiser(marked).note
        note.setFocus()
        QTest.keyClicks(note, "last words")
        marked.window.close()
    with open_window(made, tmp_path / "settings.json") as marked:
        assert marked.details(first).note == "last words"
        marked.forget_marks()


def test_a_read_only_library_shows_and_edits_nothing(
    marked: MarkedWindow, made: Path, tmp_path: Path
) -> None:
    (first,) = select(marked, 0)
    marked.library.apply(AddTag((first,), "client A"))
    with open_window(made, tmp_path / "second.json") as second:
        select(second, 0)
        wait_for(lambda: chips(second) == ["Tag client A"])
        assert not organiser(second).tags.adder.isVisible()
        assert organiser(second).note.isReadOnly()
        assert not organiser(second).marks.isEnabled()
        chip = organiser(second).tags.chips["client A"]
        QTest.mouseClick(chip, LEFT, pos=QPoint(chip.width() - 10, 12))
        settle(50)
        assert chips(second) == ["Tag client A"]
