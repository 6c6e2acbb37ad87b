"""A swatch sheet as a PNG, and how to tell such a picture from a photograph."""

from __future__ import annotations

import io
from pathlib import Path

from PIL import Image, ImageDraw, PngImagePlugin

from studio.core.swatch_sheet import LINE, PAPER, Align, Sheet, Words
from studio.imaging.fonts import Font, find_font

_SCALE = 2  # pixels a unit: sharp on every display, and in print at 13 cm
_MARK = "Fashion Studio swatch sheet"


def draw_sheet(sheet: Sheet) -> bytes:
    """The sheet as PNG (RGB, sRGB)."""
    picture = Image.new("RGB", (sheet.width * _SCALE, sheet.height * _SCALE), PAPER)
    draw = ImageDraw.Draw(picture)
    for box in sheet.boxes:
        left, top = round(box.x * _SCALE), round(box.y * _SCALE)
        right, bottom = round((box.x + box.width) * _SCALE), round((box.y + box.height) * _SCALE)
        if right <= left:
            continue  # a share of less than a pixel
        corners = (left, top, right - 1, bottom - 1)
        line = LINE if box.framed else None
        draw.rounded_rectangle(corners, round(box.radius * _SCALE), box.hex or None, line)
    face = find_font("".join(words.text for words in sheet.words))
    for words in sheet.words:
        _write(draw, words, face.font_variant(size=words.size * _SCALE))
    stream = io.BytesIO()
    about = PngImagePlugin.PngInfo()
    about.add_text("Software", _MARK)
    picture.save(stream, "PNG", pnginfo=about, dpi=(96 * _SCALE, 96 * _SCALE))
    return stream.getvalue()


def is_sheet(path: Path) -> bool:
    """Whether the file is a PNG that `draw_sheet` made."""
    try:
        with Image.open(path, formats=("PNG",)) as picture:
            return picture.info.get("Software") == _MARK
    except (OSError, SyntaxError, ValueError, Image.DecompressionBombError):
        return False


def _write(draw: ImageDraw.ImageDraw, words: Words, font: Font) -> None:
    text, room = words.text, words.room * _SCALE
    if font.getlength(text) > room:
        while text and font.getlength(f"{text}…") > room:
            text = text[:-1]
        text = f"{text.rstrip()}…"
    anchor = "ls" if words.align is Align.START else "rs"
    draw.text((words.x * _SCALE, words.y * _SCALE), text, words.color, font, anchor)
