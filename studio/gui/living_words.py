"""What a look at the sources found, in words."""

from __future__ import annotations

import os
from collections.abc import Collection

from PySide6.QtCore import QCoreApplication

from studio.core.progress import ImportProgress
from studio.gui import wording


def _tr(text: str) -> str:
    return QCoreApplication.translate("living", text)


def describe_look(progress: ImportProgress) -> str:
    """All of it, for who asked for the look."""
    parts = [_away(progress.unreachable)] if progress.unreachable else []
    if progress.registered:
        number = wording.count(progress.registered)
        parts.append(_tr("{count} new or changed").format(count=number))
    parts += _changes(progress)
    if progress.failures:
        number = wording.count(len(progress.failures))
        parts.append(_tr("{count} could not be read").format(count=number))
    return " · ".join(parts) or _tr("Nothing has changed.")


def describe_news(progress: ImportProgress, known_away: Collection[str] = ()) -> str:
    """What a person should hear of who did not ask: nothing of what is new, its tiles are seen.

    A source that is away is one message, said once (`known_away`), not one for each image.
    """
    away = [path for path in progress.unreachable if path not in known_away]
    if away:
        return _away(away)
    if progress.unreachable:
        return ""
    return " · ".join(_changes(progress))


def _changes(progress: ImportProgress) -> list[str]:
    parts = []
    if progress.moved:
        text = _tr("{count} found at a new place")
        parts.append(text.format(count=wording.files(progress.moved)))
    if progress.back:
        parts.append(_tr("{count} back").format(count=wording.files(progress.back)))
    if progress.gone and not progress.unreachable:
        parts.append(_tr("{count} missing").format(count=wording.files(progress.gone)))
    if progress.asked:
        text = _tr("{count} may be one of several copies")
        parts.append(text.format(count=wording.files(progress.asked)))
    return parts


def _away(paths: Collection[str]) -> str:
    names = [_name(path) for path in paths]
    if len(names) == 1:
        text = _tr("“{name}” cannot be reached. Its images stay, and are back when it is.")
        return text.format(name=names[0])
    text = _tr("{count} folders cannot be reached. Their images stay, and are back when they are.")
    return text.format(count=wording.count(len(names)))


def _name(path: str) -> str:
    return os.fsencode(os.path.basename(path) or path).decode("utf-8", "replace")
