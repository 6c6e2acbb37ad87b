"""A painted tile has the expected colours in the expected places."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

import pytest
from PySide6.QtCore import QPoint, QRect
from PySide6.QtGui import QColor, QImage, QPainter
from PySide6.QtWidgets import QStyle, QStyleOptionViewItem

from studio.core.asset import Tile
from studio.core.organising import Flag
from studio.gui.mark_words import LABEL_COLORS
from studio.gui.models.asset_model import TILE_ROLE, AssetModel
from studio.gui.tasks import SyncTasks
from studio.gui.theme import Theme
from studio.gui.thumbnails import ThumbnailCache
from studio.gui.views.tile_badges import BADGE
from studio.gui.views.tile_delegate import (
    TileDelegate,
    cell_size,
    picture_rect,
    strip_rect,
    tile_rect,
)
from tests.gui.drawn_library import FAILED, MISSING, PENDING, UNSURE, DrawnLibrary
from tests.gui.waiting import settle

PICKED, REJECTED, STARRED, LABELLED = 21, 22, 23, 24  # ids of images with these marks
IDS = [1, PENDING, FAILED, MISSING, UNSURE, PICKED, REJECTED, STARRED, LABELLED]
CELL = QRect(QPoint(20, 30), cell_size(100))
NONE = QStyle.StateFlag.State_None
SELECTED = QStyle.StateFlag.State_Selected
FOCUS = QStyle.StateFlag.State_HasFocus


class MarkedLibrary(DrawnLibrary):
    """Some images have been marked by hand."""

    def _tile(self, asset_id: int) -> Tile:
        flags = {PICKED: Flag.PICKED, REJECTED: Flag.REJECTED}
        return replace(
            super()._tile(asset_id),
            flag=flags.get(asset_id, Flag.NONE),
            rating=3 if asset_id == STARRED else 0,
            color_label="blue" if asset_id == LABELLED else "",
        )


class Stage:
    """A model, its thumbnails and the delegate over them."""

    def __init__(self, theme: Theme, tasks: SyncTasks) -> None:
        library = MarkedLibrary()
        self.theme = theme
        self.model = AssetModel(library, tasks)
        self.cache = ThumbnailCache(library, tasks)
        self.cache.set_side(100)
        self.delegate = TileDelegate(theme, self.cache)
        self.delegate.set_cell(cell_size(100))
        self.model.set_ids(IDS)
        self.model.index(0).data(TILE_ROLE)
        for asset_id in IDS:
            self.cache.find(asset_id)
        settle()

    def paint(self, asset_id: int, state: QStyle.StateFlag = NONE) -> QImage:
        image = QImage(160, 170, QImage.Format.Format_RGB32)
        image.fill(self.theme.color("window"))
        option = QStyleOptionViewItem()
        option.rect = CELL
        option.state = state
        painter = QPainter(image)
        self.delegate.paint(painter, option, self.model.index(IDS.index(asset_id)))
        painter.end()
        return image


@pytest.fixture
def stage(theme: Theme, sync_tasks: SyncTasks) -> Iterator[Stage]:
    stage = Stage(theme, sync_tasks)
    yield stage
    for part in (stage.delegate, stage.cache, stage.model):
        part.deleteLater()


def is_near(color: QColor, expected: QColor, tolerance: int = 14) -> bool:
    return all(
        abs(one - two) <= tolerance
        for one, two in (
            (color.red(), expected.red()),
            (color.green(), expected.green()),
            (color.blue(), expected.blue()),
        )
    )


def badge_ground(image: QImage) -> QColor:
    """The colour of the badge's rim, beside its glyph."""
    picture = picture_rect(CELL)
    return image.pixelColor(picture.right() - BADGE - 4 + 3, picture.top() + 6 + BADGE // 2)


def test_the_picture_fills_its_square(stage: Stage) -> None:
    image, rect = stage.paint(1), picture_rect(CELL)
    for point in (rect.center(), rect.topLeft() + QPoint(4, 4), rect.bottomRight() - QPoint(4, 4)):
        assert is_near(image.pixelColor(point), QColor("#c02020"))
    assert image.pixelColor(rect.left() - 3, rect.center().y()) == stage.theme.color("window")


def test_the_strip_shows_the_shares(stage: Stage) -> None:
    image, rect = stage.paint(1), strip_rect(CELL)
    assert rect.height() == 5
    row = [image.pixelColor(x, rect.center().y()) for x in range(rect.left(), rect.right() + 1)]
    assert row[10] == QColor("#e9bf3c")
    assert row[90] == QColor("#1b1b1d")
    yellow = sum(color == QColor("#e9bf3c") for color in row)
    assert abs(yellow - 75) <= 1  # 0.6 of 0.6 + 0.2
    assert {color.name() for color in row[2:-2]} == {"#e9bf3c", "#1b1b1d"}  # without a gap


@pytest.mark.parametrize("name", ["dark", "light"])
def test_selection_is_a_frame_of_two_pixels(stage: Stage, name: str) -> None:
    stage.theme.set_name(name)
    image, rect = stage.paint(1, SELECTED), tile_rect(CELL)
    accent, middle = stage.theme.color("accent"), rect.center().y()
    assert image.pixelColor(rect.left() - 1, middle) == accent
    assert image.pixelColor(rect.left() - 2, middle) == accent
    assert image.pixelColor(rect.left() - 3, middle) == stage.theme.color("window")
    assert is_near(image.pixelColor(rect.left(), middle), QColor("#c02020"))
    stage.theme.set_name("dark")


def test_the_current_tile_is_framed_while_the_keyboard_is_used(stage: Stage) -> None:
    rect = tile_rect(CELL)

    def frame(state: QStyle.StateFlag) -> list[QColor]:
        image = stage.paint(1, state)
        return [image.pixelColor(rect.left() - at, rect.center().y()) for at in range(1, 5)]

    text = stage.theme.color("text")
    assert text not in frame(FOCUS)
    stage.delegate.shows_focus = True
    assert text in frame(FOCUS)
    assert text in frame(FOCUS | SELECTED)
    assert text not in frame(SELECTED)


def test_a_pending_tile_is_calm(stage: Stage) -> None:
    image, rect = stage.paint(PENDING), picture_rect(CELL)
    panel, muted = stage.theme.color("panel"), stage.theme.color("muted")
    colors = {
        image.pixelColor(x, rect.center().y()).name() for x in range(rect.left(), rect.right())
    }
    assert image.pixelColor(rect.left() + 4, rect.top() + 10) == panel
    assert len(colors) > 1  # the name is written
    assert not any(QColor(color).lightness() > muted.lightness() + 2 for color in colors)
    assert badge_ground(image) == panel


def test_badges(stage: Stage) -> None:
    assert is_near(badge_ground(stage.paint(1)), QColor("#c02020"))
    for asset_id in (UNSURE, MISSING):
        ground = badge_ground(stage.paint(asset_id))
        assert ground.lightness() < 80
    assert is_near(badge_ground(stage.paint(FAILED)), stage.theme.color("bad"))


def test_painting_reads_nothing(stage: Stage) -> None:
    library = stage.cache._library
    assert isinstance(library, DrawnLibrary)
    library.calls.clear()
    for asset_id in IDS:
        stage.paint(asset_id, SELECTED)
    assert library.calls == []


def corner(image: QImage, *, right: bool, bottom: bool) -> QImage:
    """A corner of the picture."""
    rect = picture_rect(CELL)
    half = QRect(rect.topLeft(), rect.size() / 2)
    if right:
        half.moveRight(rect.right())
    if bottom:
        half.moveBottom(rect.bottom())
    return image.copy(half)


def test_marks_lie_in_corners_of_their_own(stage: Stage) -> None:
    plain = stage.paint(1)
    places = {
        (x, y): corner(plain, right=x, bottom=y) for x in (False, True) for y in (False, True)
    }
    for asset_id, expected in ((PICKED, (False, False)), (STARRED, (False, True))):
        image = stage.paint(asset_id)
        changed = {
            at for at, was in places.items() if corner(image, right=at[0], bottom=at[1]) != was
        }
        assert expected in changed
        assert (True, True) not in changed  # where the colour label is
        assert (True, False) not in changed  # where the state is


def test_a_colour_label_is_a_dot_at_the_lower_right(stage: Stage) -> None:
    image, rect = stage.paint(LABELLED), picture_rect(CELL)
    dot = rect.bottomRight() - QPoint(10, 10)
    assert is_near(image.pixelColor(dot), QColor(LABEL_COLORS["blue"]))
    assert corner(image, right=False, bottom=True) == corner(
        stage.paint(1), right=False, bottom=True
    )


def test_what_was_rejected_is_faded(stage: Stage) -> None:
    rect = picture_rect(CELL)
    plain, faded = (stage.paint(i).pixelColor(rect.center()) for i in (1, REJECTED))
    assert faded.red() < 0.6 * plain.red()
    strip = strip_rect(CELL).center()
    assert stage.paint(REJECTED).pixelColor(strip) != stage.paint(1).pixelColor(strip)
