"""Numbers, times and colours as the window writes them."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtCore import QCoreApplication, QLocale

from studio.core.palette import GROUND, MOTIF, Swatch


def _tr(text: str) -> str:
    return QCoreApplication.translate("wording", text)


def count(number: int) -> str:
    """A number with the thousands apart: "6,193"."""
    locale = QLocale()
    if locale.language() is QLocale.Language.C:  # writes "6193"
        locale = QLocale(QLocale.Language.English, QLocale.Country.UnitedStates)
    return locale.toString(number)


def images(number: int) -> str:
    """As in "1 image" and "6,193 images"."""
    if number == 1:
        return _tr("1 image")
    return _tr("{count} images").format(count=count(number))


def colors(number: int) -> str:
    """As in "1 colour" and "12 colours"."""
    if number == 1:
        return _tr("1 colour")
    return _tr("{count} colours").format(count=count(number))


def files(number: int) -> str:
    """As in "1 file" and "12 files"."""
    if number == 1:
        return _tr("1 file")
    return _tr("{count} files").format(count=count(number))


def outdated(number: int) -> str:
    """That so many images could be tagged better."""
    if number == 1:
        return _tr("The tagger has improved. 1 image was tagged by an earlier one.")
    text = _tr("The tagger has improved. {count} images were tagged by an earlier one.")
    return text.format(count=count(number))


def swatch_name(swatch: Swatch) -> str:
    """As in "Navy", and of a print "Navy · ground"."""
    roles = {GROUND: _tr("{name} · ground"), MOTIF: _tr("{name} · motif")}
    return roles.get(swatch.role, "{name}").format(name=swatch.name)


def section(key: str) -> str:
    """What stands over a section of the grid: "May 2026", or the name of a folder."""
    if not key:
        return _tr("No date")
    year, _, month = key.partition("-")
    if len(key) == len("2026-05") and year.isdigit() and month.isdigit():
        name = QLocale().standaloneMonthName(int(month)) if 1 <= int(month) <= 12 else month
        return _tr("{month} {year}").format(month=name, year=year)
    return Path(key).name or key


def section_place(key: str) -> str:
    """Where the folder of a section is; empty for a month."""
    path = Path(key)
    return str(path.parent) if path.is_absolute() and path.name else ""


def time_left(seconds: float | None) -> str:
    """As in "42 s left" and "3 min left"; empty while nothing can be said."""
    if seconds is None:
        return ""
    if seconds < 90:
        return _tr("{count} s left").format(count=max(1, round(seconds)))
    if seconds < 90 * 60:
        return _tr("{count} min left").format(count=round(seconds / 60))
    return _tr("{count} h left").format(count=round(seconds / 3600))
