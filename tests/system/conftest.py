"""A display for each test; without the tools the tests are skipped, in CI they fail."""

from __future__ import annotations

import os
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.helpers.display import Display, missing_tools, open_display


@pytest.fixture
def display(tmp_path: Path) -> Iterator[Display]:
    """An X server with a window manager and an empty home folder."""
    missing = missing_tools()
    if missing:
        reason = f"the system tests need {', '.join(missing)} (make system-deps)"
        if os.environ.get("CI") == "true":
            pytest.fail(reason)
        pytest.skip(reason)
    home = tmp_path / "home"
    home.mkdir()
    with open_display(home) as display:
        yield display
