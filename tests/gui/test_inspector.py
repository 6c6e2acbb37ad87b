"""The inspector says what is known, in every state of an image and for any selection."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtGui import QColor, QGuiApplication
from PySide6.QtTest import QSignalSpy, QTest
from PySide6.QtWidgets import QAbstractButton, QLabel, QWidget

from studio.core.palette import Palette
from studio.gui.context import Context
from studio.gui.icons import Icons
from studio.gui.tasks import SyncTasks, Tasks
from studio.gui.theme import Theme
from studio.gui.widgets.inspector import Inspector
from studio.gui.widgets.palette_strip import HexButton, PaletteStrip, SwatchRow
from studio.gui.widgets.prediction_row import PredictionRow
from studio.gui.widgets.preview import Preview
from studio.gui.widgets.text import FoldHead
from tests.gui import drawn_library
from tests.gui.drawn_library import FAILED, MISSING, PENDING, DrawnLibrary
from tests.gui.waiting import settle, wait_for

LEFT = Qt.MouseButton.LeftButton


@pytest.fixture
def library() -> DrawnLibrary:
    return DrawnLibrary()


@pytest.fixture
def inspector(
    library: DrawnLibrary, sync_tasks: SyncTasks, theme: Theme, icons: Icons
) -> Iterator[Inspector]:
    inspector = Inspector(Context(library, sync_tasks, theme, icons, drawn_library.load()))
    inspector.resize(316, 900)
    inspector.show()
    yield inspector
    inspector.deleteLater()


def page(inspector: Inspector) -> QWidget:
    shown = inspector.widget()
    assert shown is not None
    return shown


def texts(inspector: Inspector) -> str:
    return "\n".join(label.text() for label in page(inspector).findChildren(QLabel))


def rows(inspector: Inspector) -> list[str]:
    return [row.accessibleName() for row in page(inspector).findChildren(PredictionRow)]


def test_nothing_selected_speaks_of_the_library(inspector: Inspector) -> None:
    assert "6" in texts(inspector)
    assert "128 to review" in texts(inspector)
    assert "Select an image" in texts(inspector)


def test_nothing_selected_under_a_filter_speaks_of_what_is_shown(inspector: Inspector) -> None:
    inspector.set_shown(1299)
    assert "1,299 images shown" in texts(inspector)
    assert "in the library" in texts(inspector)
    assert "to review" not in texts(inspector)
    inspector.set_shown(0)
    assert "0 images shown" in texts(inspector)
    assert "Select an image" not in texts(inspector)
    inspector.show_selection([1])
    inspector.set_shown(2)
    assert "look_0001.jpg" in texts(inspector)
    inspector.show_selection([])
    assert "2 images shown" in texts(inspector)
    inspector.set_shown(None)
    assert "128 to review" in texts(inspector)


def test_one_image(inspector: Inspector) -> None:
    inspector.show_selection([1])
    assert "look_0001.jpg" in texts(inspector)
    assert "600 × 900 · JPEG · Street / Paris" in texts(inspector)  # noqa: RUF001
    assert rows(inspector) == ["Bohemian, 81 %", "Dress, 38 %, not sure", "Solid, 88 %"]
    (strip,) = page(inspector).findChildren(PaletteStrip)
    assert strip.accessibleName() == "Palette: Mustard 60 %, Ink black 20 %"
    name = inspector.findChild(QLabel, "inspectorName")
    assert isinstance(name, QLabel)
    assert name.toolTip() == "/archive/Street/Paris/look_0001.jpg"


def test_preview_and_strip_show_the_colors(inspector: Inspector) -> None:
    inspector.show_selection([1])
    settle()
    preview, strip = inspector.findChild(Preview), inspector.findChild(PaletteStrip)
    assert isinstance(preview, Preview)
    assert isinstance(strip, PaletteStrip)
    shown = preview.grab().toImage().pixelColor(preview.rect().center())
    assert abs(shown.red() - 0xC0) < 14
    image = strip.grab().toImage()
    assert image.pixelColor(image.width() // 2, 13) == QColor("#e9bf3c")
    assert image.pixelColor(image.width() * 9 // 10, 13) == QColor("#1b1b1d")


@pytest.mark.parametrize(
    ("asset_id", "words"),
    [
        (PENDING, "Analysing…"),
        (FAILED, "The file ends too early."),
        (MISSING, "This file is missing."),
    ],
)
def test_states_in_words(inspector: Inspector, asset_id: int, words: str) -> None:
    inspector.show_selection([asset_id])
    assert words in texts(inspector)


def test_an_image_that_is_gone(inspector: Inspector, library: DrawnLibrary) -> None:
    library.gone = {1}
    inspector.show_selection([1])
    assert "no longer in the library" in texts(inspector)


def test_a_click_on_a_label_filters(inspector: Inspector) -> None:
    inspector.show_selection([1])
    clicked = QSignalSpy(inspector.labelClicked)
    row = inspector.findChildren(PredictionRow)[0]
    QTest.mouseClick(row, LEFT)
    assert clicked.at(0) == ["style", "bohemian"]


def test_a_click_on_a_color_searches_for_it_and_on_its_hex_copies(inspector: Inspector) -> None:
    inspector.show_selection([1])
    clicked = QSignalSpy(inspector.colorClicked)
    (swatch, _) = inspector.findChildren(SwatchRow)
    (name, hex_value) = swatch.findChildren(QAbstractButton)
    QTest.mouseClick(name, LEFT)
    assert clicked.at(0) == ["#e9bf3c"]
    strip = inspector.findChild(PaletteStrip)
    assert isinstance(strip, PaletteStrip)
    QTest.mouseClick(strip, LEFT, pos=QPoint(strip.width() - 3, 10))
    assert clicked.at(1) == ["#1b1b1d"]
    assert isinstance(hex_value, HexButton)
    assert hex_value.text() == "#e9bf3c"
    QTest.mouseClick(hex_value, LEFT)
    assert QGuiApplication.clipboard().text() == "#e9bf3c"
    assert hex_value.text() == "Copied"


def test_all_scores_unfold_and_stay_so(inspector: Inspector) -> None:
    inspector.show_selection([1])
    fold = inspector.findChild(FoldHead)
    assert isinstance(fold, FoldHead)
    QTest.mouseClick(fold, LEFT)
    assert "Casual, 30 %" in rows(inspector)
    inspector.show_selection([2])
    assert "Casual, 30 %" in rows(inspector)


def test_several_images_show_what_they_share(inspector: Inspector) -> None:
    inspector.show_selection([1, 2, 3, PENDING])
    assert "Applies to 4 images" in texts(inspector)
    assert "1 still to be analysed" in texts(inspector)
    assert rows(inspector) == [
        "Bohemian, 2 of 4",
        "Romantic, 1 of 4",
        "Dress, 3 of 4",
        "Solid, 3 of 4",
    ]
    (strip,) = page(inspector).findChildren(PaletteStrip)
    assert strip.accessibleName() == "Palette: Mustard 60 %, Ink black 20 %"


def test_a_huge_selection_is_sampled(inspector: Inspector, library: DrawnLibrary) -> None:
    inspector.show_selection(range(100, 50_100))
    assert "50" in texts(inspector)
    assert "sample of 2,000" in texts(inspector)
    assert len(library.asked("details")) == 2000


def test_only_the_last_selection_is_shown(
    library: DrawnLibrary, tasks: Tasks, theme: Theme, icons: Icons
) -> None:
    inspector = Inspector(Context(library, tasks, theme, icons, drawn_library.load()))
    library.gate.clear()
    for asset_id in range(20, 60):
        inspector.show_selection([asset_id])
    library.gate.set()
    wait_for(lambda: inspector.widget() is not None and "look_0059.jpg" in texts(inspector))
    assert len(library.asked("details")) < 10  # what was passed by was not read
    settle(30)
    assert "look_0059.jpg" in texts(inspector)
    inspector.deleteLater()


def test_refresh_reads_again(inspector: Inspector, library: DrawnLibrary) -> None:
    inspector.show_selection([1])
    library.names[1] = "renamed.jpg"
    inspector.refresh()
    assert "renamed.jpg" in texts(inspector)


def test_refresh_without_news_leaves_the_page_and_its_focus(inspector: Inspector) -> None:
    inspector.show_selection([1])
    row = inspector.findChildren(PredictionRow)[0]
    row.setFocus()
    inspector.refresh()
    assert inspector.findChildren(PredictionRow)[0] is row
    assert inspector.focusWidget() is row


def test_fits_a_narrow_panel_with_long_names(inspector: Inspector, library: DrawnLibrary) -> None:
    library.names[1] = "a_very_long_name_" * 12 + ".jpg"
    inspector.resize(240, 900)
    inspector.show_selection([1])
    settle()
    assert page(inspector).width() == inspector.viewport().width()
    assert page(inspector).minimumSizeHint().width() <= 240


def test_themes_repaint_what_is_shown(inspector: Inspector, theme: Theme) -> None:
    inspector.show_selection([FAILED])
    theme.set_name("light")
    settle()
    corner = page(inspector).grab().toImage().pixelColor(2, page(inspector).height() - 2)
    assert corner.lightness() > 200
    theme.set_name("dark")


class _Colorless(DrawnLibrary):
    """Every image is transparent throughout."""

    def _palette(self, asset_id: int) -> Palette:
        del asset_id
        return ()


def test_an_image_without_a_colour_says_so(
    sync_tasks: SyncTasks, theme: Theme, icons: Icons
) -> None:
    inspector = Inspector(Context(_Colorless(), sync_tasks, theme, icons, drawn_library.load()))
    inspector.show_selection([1])
    assert "No colour: there is nothing to be seen." in texts(inspector)
    assert "Palette" not in texts(inspector)
    inspector.deleteLater()
