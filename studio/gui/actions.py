"""Every command of the window with its words, shortcut and icon; menus are made from them."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass

from PySide6.QtCore import QCoreApplication, QObject
from PySide6.QtGui import QAction, QActionGroup, QKeySequence
from PySide6.QtWidgets import QMenu, QMenuBar

from studio.core.organising import MAX_RATING
from studio.gui.icons import Icons


@dataclass(frozen=True, slots=True)
class Command:
    """A row of the table below."""

    name: str
    text: str
    keys: tuple[str, ...] = ()
    icon: str = ""
    checkable: bool = False
    writes: bool = False  # only where the library may be written
    needs_library: bool = False


SEPARATOR = Command("", "")
_ON_BAR = (
    *("grid", "loupe", "compare", "colors"),
    *("justified", "swap_theme", "jobs", "color_search"),
)

MENUS: tuple[tuple[str, tuple[Command, ...]], ...] = (
    (
        "&File",
        (
            Command("add_folder", "Add folder…", ("Ctrl+Shift+I",), "folder-plus", writes=True),
            Command("add_images", "Add images…", ("Ctrl+Shift+O",), "file-image", writes=True),
            Command("rescan", "Look for changes", ("F5",), "rotate-ccw", writes=True),
            Command("answer_moves", "Choose between copies…", (), writes=True),
            Command("find_missing", "Find missing files…", (), "search", writes=True),
            Command("reanalyse", "Re-analyse earlier images", (), "sparkles", writes=True),
            SEPARATOR,
            Command("open_library", "Open library…", ("Ctrl+O",), "folder-open"),
            Command("new_library", "New library…", ("Ctrl+N",), "plus"),
            SEPARATOR,
            Command(
                "export_palette", "Export palette…", ("Ctrl+Shift+E",), "upload", needs_library=True
            ),
            SEPARATOR,
            Command("quit", "Quit", ("Ctrl+Q",)),
        ),
    ),
    (
        "&Edit",
        (
            Command("undo", "Undo", ("Ctrl+Z",), "undo-2", writes=True),
            Command("redo", "Redo", ("Ctrl+Shift+Z", "Ctrl+Y"), "", writes=True),
            Command(
                "history", "History", ("Ctrl+Alt+H",), "clock", checkable=True, needs_library=True
            ),
            SEPARATOR,
            Command("paste", "Paste", ("Ctrl+V",), needs_library=True),
            Command("copy_hex", "Copy palette as hex", ("Ctrl+Shift+C",), needs_library=True),
            Command("copy_css", "Copy palette as CSS", needs_library=True),
            SEPARATOR,
            Command("select_all", "Select all", ("Ctrl+A",), needs_library=True),
            Command("select_none", "Select none", ("Ctrl+Shift+A",), needs_library=True),
            Command("invert", "Invert selection", ("Ctrl+I",), needs_library=True),
            SEPARATOR,
            Command(
                "show_file", "Show in file manager", ("Ctrl+R",), "folder-open", needs_library=True
            ),
            Command("add_to_board", "Add to board", ("B",), "pin", writes=True),
            Command("choose_board", "Add to a board…", ("Shift+B",), writes=True),
            Command("new_board", "New board…", ("Ctrl+Shift+B",), writes=True),
            Command("move_earlier", "Move earlier on the board", ("Ctrl+Shift+Left",)),
            Command("move_later", "Move later on the board", ("Ctrl+Shift+Right",)),
            Command("move_first", "Move to the front of the board", ("Ctrl+Shift+Home",)),
            Command("move_last", "Move to the end of the board", ("Ctrl+Shift+End",)),
            SEPARATOR,
            Command("remove", "Remove from library", ("Del",), "trash-2", writes=True),
            Command("remove_anyway", "Remove from library", ("Ctrl+Del",), writes=True),
            Command("restore", "Put back", (), "rotate-ccw", writes=True),
            Command("relink", "Find this file…", (), writes=True),
            Command("delete_files", "Move file to the system trash…", ("Shift+Del",), writes=True),
            Command("empty_trash", "Empty trash…", (), writes=True),
            SEPARATOR,
            Command("find", "Search", ("Ctrl+F",), "search", needs_library=True),
            Command(
                "find_similar", "Find similar", ("Ctrl+Shift+S",), "images", needs_library=True
            ),
            Command(
                "color_search",
                "Search by colour",
                ("Ctrl+Shift+F",),
                "droplet",
                checkable=True,
                needs_library=True,
            ),
            Command("like_palette", "Search by its palette", (), needs_library=True),
            Command("save_search", "Save search…", ("Ctrl+D",), "settings", writes=True),
            Command("clear", "Clear filters", ("Ctrl+Backspace",), needs_library=True),
        ),
    ),
    (
        "&Image",
        (
            Command("tag", "Add tags…", ("T", "Ctrl+T"), "tag", writes=True),
            Command("tags", "Manage tags…", (), "", writes=True),
            SEPARATOR,
            Command("rate_0", "No stars", ("0",), writes=True),
            *(
                Command(f"rate_{stars}", "★" * stars, (str(stars),), writes=True)
                for stars in range(1, MAX_RATING + 1)
            ),
            SEPARATOR,
            Command("pick", "Pick", ("P",), "flag", writes=True),
            Command("reject", "Reject", ("X",), "flag-off", writes=True),
            Command("unflag", "Unflag", ("U",), writes=True),
            SEPARATOR,
            Command("label_red", "Red label", ("6",), writes=True),
            Command("label_yellow", "Yellow label", ("7",), writes=True),
            Command("label_green", "Green label", ("8",), writes=True),
            Command("label_blue", "Blue label", ("9",), writes=True),
            Command("label_purple", "Purple label", (), writes=True),
        ),
    ),
    (
        "&View",
        (
            Command("grid", "Grid", ("G",), "layout-grid", checkable=True, needs_library=True),
            Command("loupe", "Loupe", ("E",), "image", checkable=True, needs_library=True),
            Command("compare", "Compare", ("C",), "columns-2", checkable=True, needs_library=True),
            Command("quick_look", "Quick look", ("Space",), "", needs_library=True),
            Command(
                "colors", "Colours", ("Shift+C",), "palette", checkable=True, needs_library=True
            ),
            SEPARATOR,
            Command(
                "justified",
                "Keep proportions",
                ("Shift+G",),
                "layout-justified",
                checkable=True,
                needs_library=True,
            ),
            SEPARATOR,
            Command("panels", "Panels", ("Tab",), checkable=True),
            Command("next_panel", "Next panel", ("F6",)),
            Command("jobs", "Jobs", ("Ctrl+J",), "list-checks", checkable=True),
            Command("full_screen", "Full screen", ("F11",), "maximize", checkable=True),
            SEPARATOR,
            Command("larger", "Larger thumbnails", ("Ctrl++", "Ctrl+="), needs_library=True),
            Command("smaller", "Smaller thumbnails", ("Ctrl+-",), needs_library=True),
            SEPARATOR,
            Command("theme_dark", "Dark", (), checkable=True),
            Command("theme_light", "Light", (), checkable=True),
            Command("theme_system", "As the system", (), checkable=True),
        ),
    ),
    (
        "&Help",
        (
            Command("shortcuts", "Keyboard shortcuts", ("?", "F1"), "keyboard"),
            Command("diagnostics", "Copy diagnostics"),
            Command("about", "About Fashion Studio", (), "info"),
        ),
    ),
)

# In none of these menus: a button, a key or another menu alone.
OTHERS = (
    Command("swap_theme", "Dark or light", (), "contrast"),
    Command("escape", "Back", ("Esc",)),
    Command("group_none", "Without groups", checkable=True),
    Command("group_date", "Group by month", checkable=True),
    Command("group_folder", "Group by folder", checkable=True),
)


def tr(text: str) -> str:
    """A command's words in the language of the window."""
    return QCoreApplication.translate("actions", text)


class Actions:
    """The actions by name; `actions["undo"].triggered` is where a command is wired."""

    def __init__(self, owner: QObject, icons: Icons) -> None:
        self._icons = icons
        self._menus_tinted = False
        self._commands = {
            command.name: command
            for table in (*(commands for _, commands in MENUS), OTHERS)
            for command in table
            if command.name
        }
        self._actions = {
            name: self._make(command, owner) for name, command in self._commands.items()
        }
        self._groups = [
            self._group(owner, ("theme_dark", "theme_light", "theme_system")),
            self._group(owner, ("grid", "loupe", "compare", "colors")),
            self._group(owner, ("group_none", "group_date", "group_folder")),
        ]
        self.set_library(open_=False, writable=False)

    def __getitem__(self, name: str) -> QAction:
        return self._actions[name]

    def connect_all(self, slots: Mapping[str, Callable[[], object]]) -> None:
        """Run these slots when the actions of these names are triggered."""
        for name, slot in slots.items():
            self._actions[name].triggered.connect(_without_argument(slot))

    def all(self) -> list[QAction]:
        """Every action; the window needs them for their shortcuts."""
        return list(self._actions.values())

    def fill(self, bar: QMenuBar) -> None:
        """Make the menus."""
        for title, commands in MENUS:
            menu = bar.addMenu(tr(title))
            menu.aboutToShow.connect(self.tint_menus)
            self._fill_menu(menu, commands)

    def tint(self) -> None:
        """Icons in the colours of the theme."""
        for name, command in self._commands.items():
            if command.icon and (name in _ON_BAR or self._menus_tinted):
                self._actions[name].setIcon(self._icons.icon(command.icon))

    def tint_menus(self) -> None:
        """Icons that only menus show are drawn when the first menu opens."""
        if not self._menus_tinted:
            self._menus_tinted = True
            self.tint()

    def set_library(self, *, open_: bool, writable: bool) -> None:
        """Switch off what needs a library, or one that may be written."""
        for name, command in self._commands.items():
            if command.writes:
                self._actions[name].setEnabled(open_ and writable)
            elif command.needs_library:
                self._actions[name].setEnabled(open_)

    def set_history(self, undo: str | None, redo: str | None, *, writable: bool) -> None:
        """Name what would be undone."""
        for name, word, step in (("undo", tr("Undo"), undo), ("redo", tr("Redo"), redo)):
            self._actions[name].setText(f"{word}: {step}" if step else word)
            self._actions[name].setEnabled(writable and step is not None)

    def _make(self, command: Command, owner: QObject) -> QAction:
        action = QAction(tr(command.text), owner)
        action.setObjectName(command.name)
        action.setCheckable(command.checkable)
        action.setShortcuts([QKeySequence(key) for key in command.keys])
        if command.keys:
            keys = QKeySequence(command.keys[0]).toString(QKeySequence.SequenceFormat.NativeText)
            action.setToolTip(f"{tr(command.text)} ({keys})")
        return action

    def _group(self, owner: QObject, names: tuple[str, ...]) -> QActionGroup:
        group = QActionGroup(owner)
        for name in names:
            group.addAction(self._actions[name])
        return group

    def _fill_menu(self, menu: QMenu, commands: tuple[Command, ...]) -> None:
        for command in commands:
            if command is SEPARATOR:
                menu.addSeparator()
            else:
                menu.addAction(self._actions[command.name])


def _without_argument(slot: Callable[[], object]) -> Callable[..., None]:
    """Actions pass their check mark along, which no command wants."""

    def call(_checked: bool = False) -> None:
        slot()

    return call
