"""Points in time as people say them: "today 14:02"."""

from __future__ import annotations

from datetime import datetime

from PySide6.QtCore import QCoreApplication, QDate, QLocale


def say(iso: str, now: datetime | None = None) -> str:
    """The time in words of the window, such as "today 14:02" or "3 Nov, 09:15".

    `iso` is ISO 8601 in UTC (or with its offset); `now` is for tests.
    """
    try:
        moment = datetime.fromisoformat(iso).astimezone()
    except ValueError:
        return ""
    today = (now or datetime.now().astimezone()).astimezone(moment.tzinfo).date()
    clock = f"{moment:%H:%M}"
    days = (today - moment.date()).days
    if days == 0:
        return QCoreApplication.translate("moments", "today {time}").format(time=clock)
    if days == 1:
        return QCoreApplication.translate("moments", "yesterday {time}").format(time=clock)
    day = QLocale().toString(
        QDate(moment.year, moment.month, moment.day),
        "d MMM" if moment.year == today.year else "d MMM yyyy",
    )
    return f"{day}, {clock}"
