"""Organising by hand: what keys, menu and inspector say of the selected images, told and undone."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, QTimer

from studio.core.edit import Applied, Edit, SetColorLabel, SetFlag, SetRating
from studio.core.organising import COLOR_LABELS, MAX_RATING, Flag
from studio.gui import mark_words
from studio.gui.actions import Actions
from studio.gui.center import Center
from studio.gui.session import Session
from studio.gui.widgets.toast import Toast

if TYPE_CHECKING:
    from studio.gui.tagging import Tagging
    from studio.gui.widgets.inspector import Inspector

_LATER_MS = 1500  # what is not on the screen is read once the hand rests


class Marking(QObject):
    """Each gesture is one step to undo, however many images; the window stays live."""

    def __init__(self, center: Center, actions: Actions, toast: Toast, parent: QObject) -> None:
        super().__init__(parent)
        self._center, self._actions, self._toast = center, actions, toast
        self._session: Session | None = None
        self._inspector: Inspector | None = None
        self._tagging: Tagging | None = None
        self._later: set[int] = set()  # marked, and not on the screen
        self._later_timer = QTimer(self, singleShot=True, interval=_LATER_MS)
        self._later_timer.timeout.connect(lambda: self._show_marks(list(self._later)))
        center.visibleChanged.connect(self._show_marks)
        for stars in range(MAX_RATING + 1):
            self._on(f"rate_{stars}", partial(SetRating, stars=stars))
        for name, flag in (
            ("pick", Flag.PICKED),
            ("reject", Flag.REJECTED),
            ("unflag", Flag.NONE),
        ):
            self._on(name, partial(SetFlag, flag=flag))
        for color in COLOR_LABELS:
            actions[f"label_{color}"].triggered.connect(
                lambda _checked=False, color=color: self.toggle_label(color)
            )

    def set_session(self, session: Session | None, inspector: Inspector | None = None) -> None:
        """Another library, or none."""
        from studio.gui.tagging import Tagging

        if self._tagging is not None:
            self._tagging.close()
            self._tagging = None
        self.save_note()
        self._later.clear()
        self._session, self._inspector = session, inspector
        if session is not None and inspector is not None:
            session.browser.marksChanged.connect(self._on_marks_changed)
            self._tagging = Tagging(session, self._center, inspector, self._actions)
            self._tagging.editWanted.connect(self.apply)

    def save_note(self) -> None:
        """Keep what is being typed, before the library is closed."""
        if self._inspector is not None:
            self._inspector.organiser.note.commit()

    def _on(self, name: str, make: Callable[[tuple[int, ...]], Edit]) -> None:
        def trigger(_checked: bool = False) -> None:
            ids = self._selected()
            if ids:
                self.apply(make(ids))

        self._actions[name].triggered.connect(trigger)

    def _selected(self) -> tuple[int, ...]:
        ids = self._center.selected_ids()
        if not ids:
            self._toast.show_text(self.tr("Select the images first."), briefly=True)
        return tuple(ids)

    # --- edits -----------------------------------------------------------------------------
    def toggle_label(self, color: str) -> None:
        """Mark the selected images; where all have this colour already, it comes off."""
        ids, session = self._selected(), self._session
        if not ids or session is None:
            return
        library = session.context.library

        def choose() -> Edit:
            marks = library.count_marks(ids)
            has_all = marks.color_labels.get(color, 0) == marks.images
            return SetColorLabel(ids, "" if has_all else color)

        self._apply(choose)

    def apply(self, edit: Edit) -> None:
        """Do it on the writer's thread and say so, with the way back."""
        self._apply(lambda: edit)

    def _apply(self, choose: Callable[[], Edit]) -> None:
        session = self._session
        if session is None:
            return
        if not session.is_writable:
            self._toast.show_text(session.context.library.read_only_reason)
            return
        library = session.context.library

        def work() -> tuple[Edit, Applied]:
            edit = choose()
            return edit, library.apply(edit)

        session.context.tasks.write(work, self._on_applied, owner=self)

    def _on_applied(self, done: tuple[Edit, Applied]) -> None:
        edit, applied = done
        text = mark_words.told(edit, len(applied.ids))
        if self._session is not None and applied.description and text:
            one = len(applied.ids) == 1
            self._toast.show_text(text, self.tr("Undo"), self._session.undo, briefly=one)

    # --- what came of it -------------------------------------------------------------------
    def _on_marks_changed(self, ids: Sequence[int]) -> None:
        """What is on the screen is read again; pictures are the same."""
        grid, session = self._center.grid, self._session
        if grid is None or session is None:
            return
        wanted = set(ids)
        self._later |= wanted
        self._show_marks(grid.visible_ids())
        self._later_timer.start()
        self._center.refresh_large(ids)
        chosen = self._center.selected_ids()
        # Without ids it is a tag itself that has changed.
        if self._inspector is not None and (not wanted or not wanted.isdisjoint(chosen)):
            self._inspector.refresh_marks()
        self._name_steps(session)

    def _show_marks(self, ids: Sequence[int]) -> None:
        """Read again those of these that were marked; the others wait until there is time."""
        due = [asset_id for asset_id in ids if asset_id in self._later]
        self._later.difference_update(due)
        if self._center.grid is not None and due:
            self._center.grid.refresh_marks(due)

    def _name_steps(self, session: Session) -> None:
        """Undo and redo name the new step without waiting for the counts."""
        library = session.context.library

        def done(steps: tuple[str | None, str | None]) -> None:
            if self._session is session:
                self._actions.set_history(*steps, writable=session.is_writable)

        session.context.tasks.read(
            lambda: (library.find_undo(), library.find_redo()), done, owner=self
        )
