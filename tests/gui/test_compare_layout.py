"""Pictures that are compared have places of one size that do not overlap and lie in the room."""

from __future__ import annotations

from itertools import combinations

from hypothesis import given
from hypothesis import strategies as st
from PySide6.QtCore import QRect, QSize

from studio.gui.views.compare_layout import GAP, arrange

SHAPES = st.builds(QSize, st.integers(0, 12_000), st.integers(0, 12_000))
CAPTION = 42


@given(st.integers(240, 4000), st.integers(240, 3000), st.lists(SHAPES, min_size=1, max_size=6))
def test_places_are_equal_apart_and_inside(width: int, height: int, shapes: list[QSize]) -> None:
    room = QSize(width, height)
    places = arrange(room, shapes, CAPTION)
    assert len(places) == len(shapes)
    assert len({(place.width(), place.height()) for place in places}) == 1
    assert all(QRect(0, 0, width, height).contains(place) for place in places)
    assert not any(one.intersects(other) for one, other in combinations(places, 2))


def columns(room: QSize, shapes: list[QSize]) -> int:
    places = arrange(room, shapes, CAPTION)
    return sum(place.top() == places[0].top() for place in places)


def test_the_shape_of_the_pictures_decides() -> None:
    portrait, landscape = QSize(2000, 3000), QSize(3000, 2000)
    wide, high = QSize(1400, 800), QSize(800, 1400)
    assert columns(wide, [portrait] * 2) == 2
    assert columns(high, [landscape] * 2) == 1
    assert columns(wide, [portrait] * 4) == 4
    assert columns(wide, [landscape] * 4) == 2
    assert columns(wide, [portrait] * 6) in (3, 6)
    assert columns(wide, [landscape] * 6) == 3


def test_a_last_row_that_is_not_full_is_centred() -> None:
    room = QSize(1200, 900)
    places = arrange(room, [QSize(3000, 2400)] * 5, CAPTION)
    last = [place for place in places if place.top() != places[0].top()]
    assert len(last) == 2
    assert abs((last[0].left() + last[-1].right()) / 2 - room.width() / 2) <= GAP


def test_no_room_is_no_reason_to_fail() -> None:
    assert arrange(QSize(0, 0), [], CAPTION) == []
    assert len(arrange(QSize(0, 0), [QSize(10, 10)] * 6, CAPTION)) == 6
