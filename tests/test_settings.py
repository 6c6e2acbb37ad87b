"""Settings survive damage, unknown entries and folders that cannot be written."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from studio.settings import Settings, load_settings, save_settings


def test_settings_come_back(tmp_path: Path) -> None:
    settings = Settings(library="/photos/Bibliothèque", theme="light", folded=("color", "style"))
    save_settings(tmp_path / "deep" / "settings.json", settings)
    assert load_settings(tmp_path / "deep" / "settings.json") == settings
    assert [file.name for file in (tmp_path / "deep").iterdir()] == ["settings.json"]


def test_a_first_start_has_defaults(tmp_path: Path) -> None:
    assert load_settings(tmp_path / "settings.json") == Settings()


@pytest.mark.parametrize("text", [b"", b"{", b"[1]", b"null", b"\xff\xfe", b"[" * 100_000])
def test_a_damaged_file_gives_defaults(tmp_path: Path, text: bytes) -> None:
    file = tmp_path / "settings.json"
    file.write_bytes(text)
    assert load_settings(file) == Settings()


def test_one_bad_entry_costs_only_itself(tmp_path: Path) -> None:
    file = tmp_path / "settings.json"
    file.write_text('{"theme": 7, "tile_size": 240, "folded": ["style", 3], "from_later": {}}')
    assert load_settings(file) == Settings(tile_size=240, folded=("style",))


def test_a_folder_that_cannot_be_made_is_no_error(tmp_path: Path) -> None:
    (tmp_path / "config").write_text("a file, no folder")
    save_settings(tmp_path / "config" / "settings.json", Settings())
    assert (tmp_path / "config").read_text() == "a file, no folder"


@given(library=st.text(), size=st.integers(), folded=st.lists(st.text()))
def test_any_settings_come_back(
    tmp_path_factory: pytest.TempPathFactory, library: str, size: int, folded: list[str]
) -> None:
    file = tmp_path_factory.mktemp("settings") / "settings.json"
    settings = Settings(library=library, tile_size=size, folded=tuple(folded))
    save_settings(file, settings)
    assert load_settings(file) == settings
