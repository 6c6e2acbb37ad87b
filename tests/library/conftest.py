from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from studio.library.library import Library
from studio.resources import get_places


@pytest.fixture
def library(tmp_path: Path) -> Iterator[Library]:
    opened = Library.open(tmp_path / "library", get_places(), workers=1)
    yield opened
    opened.close()


@pytest.fixture
def photos(tmp_path: Path) -> Path:
    folder = tmp_path / "photos"
    folder.mkdir()
    return folder
