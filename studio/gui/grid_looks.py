"""How the grid is laid out and what it is divided by: two choices that are remembered."""

from __future__ import annotations

from PySide6.QtCore import QObject, Signal
from PySide6.QtWidgets import QMenu

from studio.core.collection import Grouping
from studio.gui.actions import Actions
from studio.gui.center import Center
from studio.gui.session import Session
from studio.settings import Settings

_GROUPS = {f"group_{group.value}": group for group in Grouping}


class GridLooks(QObject):
    """Wires the commands; the choices hold for whichever library is open."""

    settingChanged = Signal(str, object)  # name of a field of Settings, its new value

    def __init__(
        self, center: Center, actions: Actions, menu: QMenu, settings: Settings, parent: QObject
    ) -> None:
        """`menu` is that of the order, to which the groups are added."""
        super().__init__(parent)
        self._center, self._actions = center, actions
        self._session: Session | None = None
        self._justified = settings.justified
        known = settings.group in list(Grouping)
        self._group = Grouping(settings.group) if known else Grouping.NONE
        menu.addSeparator()
        for name, group in _GROUPS.items():
            menu.addAction(actions[name])
            actions[name].triggered.connect(lambda _on=False, group=group: self.set_group(group))
        actions["justified"].triggered.connect(self.set_justified)
        self._check()

    def set_session(self, session: Session | None) -> None:
        """Look so at this library, whose views have been made and ask for nothing yet."""
        self._session = session
        if session is None:
            return
        session.browser.set_grouping(self._group)
        session.browser.set_needs_shapes(self._justified)
        if self._center.grid is not None:
            self._center.grid.set_justified(self._justified)

    def set_justified(self, justified: bool) -> None:
        """Rows in which pictures keep their proportions, or the uniform grid."""
        self._justified = justified
        if self._session is not None and self._center.grid is not None:
            self._session.browser.set_needs_shapes(justified)
            self._center.grid.set_justified(justified)
        self._check()
        self.settingChanged.emit("justified", justified)

    def set_group(self, group: Grouping) -> None:
        """Sections in the grid, or none."""
        self._group = group
        if self._session is not None:
            self._session.browser.set_grouping(group)
        self._check()
        self.settingChanged.emit("group", group.value)

    def _check(self) -> None:
        self._actions["justified"].setChecked(self._justified)
        for name, group in _GROUPS.items():
            self._actions[name].setChecked(group is self._group)
