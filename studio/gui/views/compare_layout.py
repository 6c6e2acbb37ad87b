"""Where pictures that are compared stand: places of one size that leave them as large as fits."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QRect, QSize

GAP = 10  # px between places and around them


def arrange(room: QSize, shapes: Sequence[QSize], caption: int) -> list[QRect]:
    """The place of each picture of these shapes (pixels; empty: unknown), row by row.

    Below each picture is a caption so many px high. The last row is centred.
    """
    if not shapes:
        return []
    count = len(shapes)
    balanced = {-(-count // rows) for rows in range(1, count + 1)}  # never five and one
    columns = max(balanced, key=lambda columns: _covered(room, shapes, caption, columns))
    place = _place(room, len(shapes), columns)
    rows = -(-len(shapes) // columns)
    top = GAP + (room.height() - GAP - rows * (place.height() + GAP)) // 2
    places = []
    for at in range(len(shapes)):
        row, column = divmod(at, columns)
        in_row = min(columns, len(shapes) - row * columns)
        left = GAP + (room.width() - GAP - in_row * (place.width() + GAP)) // 2
        x, y = left + column * (place.width() + GAP), top + row * (place.height() + GAP)
        places.append(QRect(x, y, place.width(), place.height()))
    return places


def _place(room: QSize, count: int, columns: int) -> QSize:
    rows = -(-count // columns)
    width = (room.width() - GAP * (columns + 1)) // columns
    height = (room.height() - GAP * (rows + 1)) // rows
    return QSize(max(1, width), max(1, height))


def _covered(
    room: QSize, shapes: Sequence[QSize], caption: int, columns: int
) -> tuple[float, float, int]:
    """How much of the room the pictures cover; of equals, the better smallest, the fewest rows."""
    place = _place(room, len(shapes), columns)
    space = QSize(place.width(), max(1, place.height() - caption))
    areas = []
    for shape in shapes:
        wide, high = (shape.width(), shape.height()) if not shape.isEmpty() else (3, 4)
        scale = min(space.width() / wide, space.height() / high)
        areas.append(wide * scale * high * scale)
    return (round(sum(areas)), min(areas), columns)
