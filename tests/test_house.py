"""Rules of the whole house that no linter knows."""

from __future__ import annotations

import subprocess
import sys
import tomllib
from pathlib import Path

import pytest

from studio import __version__
from studio.resources import get_places, get_root

ROOT = Path(__file__).parent.parent
HEAVY = {"numpy", "PIL", "onnxruntime", "sqlalchemy", "PySide6", "tensorflow", "keras", "asyncio"}


def test_packaging_does_not_shadow_the_library_of_that_name() -> None:
    assert list((ROOT / "packaging").rglob("__init__.py")) == []


def test_the_resources_are_found() -> None:
    assert get_root() == ROOT / "resources"
    assert get_places().taxonomy.is_file()


def test_the_changelog_knows_this_version() -> None:
    assert f"## [{__version__}]" in (ROOT / "CHANGELOG.md").read_text(encoding="utf-8")


def test_dependencies_of_training_are_pinned() -> None:
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    loose = [line for line in project["optional-dependencies"]["train"] if "==" not in line]
    assert loose == []


def modules_after(statement: str) -> set[str]:
    """What a fresh interpreter has loaded after `statement`."""
    code = f"import sys\n{statement}\nprint('\\n', *sorted(sys.modules), file=sys.stderr)"
    done = subprocess.run(
        [sys.executable, "-c", code], capture_output=True, text=True, check=True, cwd=ROOT
    )
    return set(done.stderr.split())


def test_the_window_paints_before_databases_and_networks_are_loaded() -> None:
    loaded = modules_after("import studio.gui.app")
    assert "PySide6" in loaded
    assert (HEAVY - {"PySide6"}) & loaded == set()


@pytest.mark.parametrize(
    "statement",
    [
        "import studio.__main__",
        "import studio.cli.main",
        "from studio.__main__ import main\ntry: main(['--version'])\nexcept SystemExit: pass",
        "from studio.__main__ import main\ntry: main(['--help'])\nexcept SystemExit: pass",
    ],
)
def test_nothing_heavy_is_loaded_before_it_is_needed(statement: str) -> None:
    assert HEAVY & modules_after(statement) == set()
