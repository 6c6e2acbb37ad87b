"""A typeface that can write a text, on whatever computer this is."""

from __future__ import annotations

from collections.abc import Iterator
from functools import lru_cache

from PIL import ImageFont

# Pillow's own face (Aileron) writes plain English alike everywhere; these stand in where it lacks
# a letter. Looked for by name in the folders of the system.
_FILES = (
    "Inter-Regular.ttf",
    "segoeui.ttf",
    "Arial Unicode.ttf",
    "DejaVuSans.ttf",
    "NotoSans-Regular.ttf",
    "NotoSansCJK-Regular.ttc",
    "msyh.ttc",
    "PingFang.ttc",
    "YuGothM.ttc",
    "malgun.ttf",
    "arial.ttf",
)
_NOTHING = "\uffff"  # a letter that no face has: what it draws stands for every missing one

Font = ImageFont.FreeTypeFont


def find_font(text: str) -> Font:
    """The first face that has every letter of `text`, else the one that has most of them."""
    letters = {letter for letter in text if letter.isprintable() and not letter.isspace()}
    best, least = None, len(letters) + 1
    for font in _list_fonts():
        missing = _count_missing(font, letters)
        if missing < least:
            best, least = font, missing
        if missing == 0:
            break
    assert best is not None  # Pillow's own face is always there
    return best


def _list_fonts() -> Iterator[Font]:
    own = ImageFont.load_default(16)
    if isinstance(own, Font):
        yield own
    for name in _FILES:
        font = _load(name)
        if font is not None:
            yield font


@lru_cache(maxsize=len(_FILES))
def _load(name: str) -> Font | None:
    try:
        return ImageFont.truetype(name, 16)
    except OSError:
        return None


def _count_missing(font: Font, letters: set[str]) -> int:
    unknown = _shape(font, _NOTHING)
    return sum(_shape(font, letter) == unknown for letter in letters)


def _shape(font: Font, letter: str) -> tuple[tuple[int, int], bytes]:
    mask = font.getmask(letter)
    return mask.size, bytes(mask)
