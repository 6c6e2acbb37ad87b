"""What may stand after `format:`, `orientation:`, `year:`, `month:`, `captured` and `added`."""

from __future__ import annotations

import re
from collections.abc import Mapping
from datetime import date

# As the library calls them; a test sees to it that every format it reads is among them.
FORMATS = ("jpeg", "png", "webp", "heif", "tiff", "psd", "gif", "avif", "bmp")
ORIENTATIONS = ("portrait", "landscape", "square")
# Sides that differ by less than this, in percent of the shorter one, look like a square.
SQUARE_PERCENT = 5

_OTHER_NAMES: Mapping[str, str] = {
    "jpg": "jpeg",
    "tif": "tiff",
    "heic": "heif",
    "psb": "psd",
    "photoshop": "psd",
    "upright": "portrait",
    "vertical": "portrait",
    "horizontal": "landscape",
}
_DATE = re.compile(r"([0-9]{4})(?:-([0-9]{1,2})(?:-([0-9]{1,2}))?)?")
_YEAR = re.compile(r"[0-9]{4}")
_MONTH = re.compile(r"([0-9]{4})-(0?[1-9]|1[0-2])")


def read_value(field: str, text: str) -> str:
    """The value in the one way of writing it; raises ValueError in words for a designer.

    >>> read_value("format", "JPG"), read_value("month", "2026-5")
    ('jpeg', '2026-05')
    """
    value = _OTHER_NAMES.get(text.lower(), text.lower())
    if field == "format":
        return _one_of(field, value, FORMATS)
    if field == "orientation":
        return _one_of(field, value, ORIENTATIONS)
    if field == "year":
        if not _YEAR.fullmatch(value) or value == "0000":
            raise ValueError("A year has four digits, as in year:2026.")
        return value
    month = _MONTH.fullmatch(value)
    if month is None or month[1] == "0000":
        raise ValueError("A month is a year and a number from 01 to 12, as in month:2026-05.")
    return f"{month[1]}-{int(month[2]):02}"


def read_date(text: str) -> str:
    """A day, a month or a year, each in the one way of writing it; raises ValueError in words.

    >>> read_date("2026-5-1"), read_date("2026-05"), read_date("2026")
    ('2026-05-01', '2026-05', '2026')
    """
    found = _DATE.fullmatch(text)
    if found is not None:
        parts = [int(part) for part in found.groups() if part is not None]
        try:
            date(*parts, *(1, 1)[: 3 - len(parts)])
        except ValueError:
            pass
        else:
            return "-".join([f"{parts[0]:04}", *(f"{part:02}" for part in parts[1:])])
    raise ValueError("A date is a day, a month or a year, as in captured>=2026-05-31 or 2026-05.")


def date_number(value: str) -> tuple[int, int]:
    """The number that stands for a date, and what a day (20260531) is divided by to compare.

    >>> date_number("2026-05-31"), date_number("2026-05"), date_number("2026")
    ((20260531, 1), (202605, 100), (2026, 10000))
    """
    return int(value.replace("-", "")), {4: 10_000, 7: 100, 10: 1}[len(value)]


def _one_of(field: str, value: str, known: tuple[str, ...]) -> str:
    if value not in known:
        raise ValueError(f"“{field}:{value}” is not known. Known are {', '.join(known)}.")
    return value
