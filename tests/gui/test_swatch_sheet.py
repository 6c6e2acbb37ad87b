"""A swatch sheet in SVG, drawn by Qt."""

from __future__ import annotations

import pytest
from PySide6.QtCore import QByteArray
from PySide6.QtGui import QColor, QImage, QPainter
from PySide6.QtSvg import QSvgRenderer

from studio.core.palette import Palette, Swatch
from studio.core.swatch_sheet import lay_out_sheet
from studio.library.exporting.formats import encode_palette, get_format

LOOK: Palette = (
    Swatch("#e9bf3c", 0.54, "yellow", "Mustard"),
    Swatch("#1b1b1d", 0.31, "black", "Ink black & <soft>"),
    Swatch("#fbfbfb", 0.15, "white", "Optic white"),
)


@pytest.mark.usefixtures("app")
def test_svg_shows_fields_shares_and_words() -> None:
    renderer = QSvgRenderer(QByteArray(encode_palette(LOOK, "SS27", get_format("svg"))))
    assert renderer.isValid()
    picture = QImage(renderer.defaultSize(), QImage.Format.Format_RGB32)
    picture.fill(0)
    painter = QPainter(picture)
    renderer.render(painter)
    painter.end()
    sheet = lay_out_sheet(LOOK, "SS27")
    for box, swatch in zip(sheet.boxes[-3:], LOOK, strict=True):
        middle = round(box.x + box.width / 2), round(box.y + box.height / 2)
        assert picture.pixelColor(*middle) == QColor(swatch.hex)
    bar = sheet.boxes[0]
    row = [picture.pixelColor(x, round(bar.y) + 30).name() for x in range(picture.width())]
    assert row.count("#e9bf3c") == pytest.approx(0.54 * (sheet.width - 80), abs=2)
    assert row[5] == "#ffffff"
    # Where the words stand, there is ink.
    words = sheet.words[1]
    inked = [
        picture.pixelColor(x, y).lightness() < 120
        for x in range(round(words.x), round(words.x) + 60)
        for y in range(round(words.y) - 12, round(words.y))
    ]
    assert any(inked)
