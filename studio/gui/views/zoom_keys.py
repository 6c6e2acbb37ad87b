"""The keys that zoom and move a picture, the same wherever one is looked at large."""

from __future__ import annotations

from PySide6.QtCore import QPointF, Qt
from PySide6.QtGui import QKeyEvent

from studio.gui.views.zoom_canvas import ZoomCanvas

_TOGGLES = (Qt.Key.Key_Z, Qt.Key.Key_Space)
_ZOOMS = {Qt.Key.Key_Plus: 1, Qt.Key.Key_Equal: 1, Qt.Key.Key_Minus: -1}
_MOVES = {
    Qt.Key.Key_Left: QPointF(-1, 0),
    Qt.Key.Key_Right: QPointF(1, 0),
    Qt.Key.Key_Up: QPointF(0, -1),
    Qt.Key.Key_Down: QPointF(0, 1),
}


def zoom_by_key(canvas: ZoomCanvas, event: QKeyEvent) -> bool:
    """Do what the key asks of the picture; False where it is none of these keys.

    Space and Z toggle fit and 100 %, plus and minus zoom, Ctrl+0 fits, Ctrl+1 is 100 %, Shift
    with an arrow moves a picture that is larger than its place.
    """
    key, modifiers = Qt.Key(event.key()), event.modifiers() & ~Qt.KeyboardModifier.KeypadModifier
    if modifiers == Qt.KeyboardModifier.ControlModifier:
        if key not in (Qt.Key.Key_0, Qt.Key.Key_1):
            return False
        canvas.fit() if key == Qt.Key.Key_0 else canvas.set_zoom(1.0)
    elif modifiers == Qt.KeyboardModifier.ShiftModifier and key in _MOVES:
        canvas.pan(_MOVES[key])
    elif key in _TOGGLES and not modifiers:
        canvas.set_zoom(1.0) if canvas.is_fitted else canvas.fit()
    elif key in _ZOOMS:
        canvas.step_zoom(_ZOOMS[key])
    else:
        return False
    return True
