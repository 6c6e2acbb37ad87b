"""What the window remembers between two starts: a small JSON file that may be lost."""

from __future__ import annotations

import json
import logging
import os
import tempfile
from dataclasses import asdict, dataclass, fields
from pathlib import Path
from typing import Any

log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class Settings:
    """The remembered choices, each with the value of a first start."""

    library: str = ""  # the last library folder; empty: the default one
    theme: str = "dark"
    tile_size: int = 180  # px
    geometry: str = ""  # the window's place and size, base64 of what Qt saves
    folded: tuple[str, ...] = ()  # sidebar sections that are closed, or opened against the default
    hidden_sections: tuple[str, ...] = ()  # of the sidebar
    recent: tuple[str, ...] = ()  # library folders, the last one first
    sort: str = "added"  # a value of core.collection.Sort
    group: str = "none"  # a value of core.collection.Grouping
    justified: bool = False  # pictures keep their proportions in the grid
    columns: tuple[str, ...] = ()  # widths of sidebar, images and inspector in px
    recent_colors: tuple[str, ...] = ()  # "#rrggbb" that were searched for, the last one first
    recent_searches: tuple[str, ...] = ()  # as they were typed, the last one first
    asked_to_remove: bool = False  # the question before the first removal was answered


def load_settings(file: Path) -> Settings:
    """Read the settings; whatever is missing or damaged keeps its default, with a log line."""
    try:
        data = json.loads(file.read_text(encoding="utf-8"))
        if not isinstance(data, dict):
            data = {}
            log.warning("The settings in %s are not an object, starting with defaults", file)
    except FileNotFoundError:
        return Settings()
    except (OSError, ValueError, RecursionError) as error:
        log.warning("The settings in %s cannot be read, starting with defaults: %s", file, error)
        return Settings()
    return Settings(**_checked(data))


def save_settings(file: Path, settings: Settings) -> None:
    """Write the settings whole or not at all; a folder that cannot be written costs a log line."""
    try:
        file.parent.mkdir(parents=True, exist_ok=True)
        handle, name = tempfile.mkstemp(dir=file.parent, prefix=file.name)
        draft = Path(name)
        try:
            with os.fdopen(handle, "w", encoding="utf-8") as stream:
                json.dump(asdict(settings), stream, indent=2)
            draft.replace(file)
        except BaseException:
            draft.unlink(missing_ok=True)
            raise
    except OSError as error:
        log.warning("The settings cannot be saved: %s", error)


def _checked(data: dict[str, Any]) -> dict[str, Any]:
    """The entries of `data` that are known and of the type that the default has."""
    defaults = Settings()
    kept: dict[str, Any] = {}
    for field in fields(Settings):
        if field.name not in data:
            continue
        value, default = data[field.name], getattr(defaults, field.name)
        if isinstance(default, tuple) and isinstance(value, list):
            value = tuple(item for item in value if isinstance(item, str))
        if type(value) is type(default):
            kept[field.name] = value
        else:
            log.warning("Setting %s is not understood, the default stands", field.name)
    return kept
