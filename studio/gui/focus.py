"""F6: the focus goes from panel to panel."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QWidget


def focus_next(panels: Sequence[QWidget], focus: QWidget | None) -> None:
    """Move the focus into the panel after the one that holds `focus`, round and round."""
    here = next((i for i, panel in enumerate(panels) if _holds(panel, focus)), -1)
    for offset in range(1, len(panels) + 1):
        target = _find_first_stop(panels[(here + offset) % len(panels)])
        if target is not None:
            target.setFocus(Qt.FocusReason.TabFocusReason)
            return


def _holds(panel: QWidget, focus: QWidget | None) -> bool:
    return focus is not None and (focus is panel or panel.isAncestorOf(focus))


def _find_first_stop(panel: QWidget) -> QWidget | None:
    """The first widget of a panel that the Tab key would stop at."""
    for widget in (panel, *panel.findChildren(QWidget)):
        reachable = widget.focusPolicy() & Qt.FocusPolicy.TabFocus
        if reachable and widget.isVisible() and widget.isEnabled():
            return widget
    return None
