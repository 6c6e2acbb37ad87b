"""Where the application's files go on each platform."""

from __future__ import annotations

from pathlib import Path

from studio.paths import find_paths

HOME = Path("/home/ada")


def test_linux_uses_the_xdg_defaults() -> None:
    paths = find_paths({}, "linux", HOME)
    assert paths.default_library == HOME / ".local/share/fashion-studio/library"
    assert paths.settings == HOME / ".config/fashion-studio/settings.json"
    assert paths.logs == HOME / ".local/state/fashion-studio/logs"


def test_linux_follows_the_xdg_variables() -> None:
    paths = find_paths({"XDG_DATA_HOME": "/srv/data"}, "linux", HOME)
    assert paths.data == Path("/srv/data/fashion-studio")
    assert paths.config == HOME / ".config/fashion-studio"


def test_a_relative_xdg_variable_is_ignored() -> None:
    assert find_paths({"XDG_CACHE_HOME": "cache"}, "linux", HOME) == find_paths({}, "linux", HOME)


def test_mac_and_windows_use_their_own_places() -> None:
    mac = find_paths({}, "darwin", HOME)
    assert mac.data == HOME / "Library/Application Support/Fashion Studio"
    windows = find_paths({"LOCALAPPDATA": "/c/Local"}, "win32", HOME)
    assert windows.default_library == Path("/c/Local/Fashion Studio/library")
