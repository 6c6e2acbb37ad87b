"""Where this computer keeps the application's data, settings, caches and logs."""

from __future__ import annotations

import os
import sys
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

NAME = "Fashion Studio"
FOLDER = "fashion-studio"


@dataclass(frozen=True, slots=True)
class Paths:
    """The folders of one user; none of them need exist yet."""

    data: Path
    config: Path
    cache: Path
    logs: Path

    @property
    def default_library(self) -> Path:
        """The library that opens when none was named or remembered."""
        return self.data / "library"

    @property
    def settings(self) -> Path:
        """The settings file."""
        return self.config / "settings.json"


def find_paths(
    environment: Mapping[str, str] = os.environ,
    platform: str = sys.platform,
    home: Path | None = None,
) -> Paths:
    """The folders that the platform's conventions give (XDG on Linux)."""
    home = home or Path.home()
    if platform == "darwin":
        support = home / "Library" / "Application Support" / NAME
        caches = home / "Library" / "Caches" / NAME
        return Paths(support, support, caches, home / "Library" / "Logs" / NAME)
    if platform == "win32":
        local = Path(environment.get("LOCALAPPDATA") or home / "AppData" / "Local") / NAME
        return Paths(local, local, local / "Cache", local / "Logs")

    def xdg(variable: str, default: str) -> Path:
        # The specification has relative values ignored.
        value = environment.get(variable, "")
        base = Path(value) if value.startswith("/") else home / default
        return base / FOLDER

    return Paths(
        data=xdg("XDG_DATA_HOME", ".local/share"),
        config=xdg("XDG_CONFIG_HOME", ".config"),
        cache=xdg("XDG_CACHE_HOME", ".cache"),
        logs=xdg("XDG_STATE_HOME", ".local/state") / "logs",
    )
