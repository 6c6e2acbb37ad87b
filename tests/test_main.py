"""How the application starts, and what it says where it cannot."""

from __future__ import annotations

import os
import subprocess
import sys
from importlib.machinery import ModuleSpec
from pathlib import Path

import pytest
from PIL import Image

from studio import __version__
from studio.__main__ import main
from studio.gui import system_libraries
from studio.gui.system_libraries import find_missing_library

ROOT = Path(__file__).parent.parent


def test_the_version_is_told(capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit) as end:
        main(["--version"])
    assert end.value.code == 0
    assert __version__ in capsys.readouterr().out


@pytest.mark.skipif(not sys.platform.startswith("linux"), reason="elsewhere there is a display")
def test_without_a_display_it_says_so(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], tmp_path: Path
) -> None:
    for name in ("DISPLAY", "WAYLAND_DISPLAY", "QT_QPA_PLATFORM"):
        monkeypatch.delenv(name, raising=False)
    assert main(["--library", str(tmp_path / "library")]) == 1
    assert "no display" in capsys.readouterr().err
    assert not (tmp_path / "library").exists()


@pytest.mark.parametrize("words", [["dance"], ["--dance"], ["--library"]])
def test_wrong_usage_is_status_2(words: list[str]) -> None:
    done = subprocess.run(
        [sys.executable, "-m", "studio", *words],
        capture_output=True,
        text=True,
        check=False,
        cwd=ROOT,
    )
    assert done.returncode == 2
    assert "usage:" in done.stderr


def test_without_a_window_the_samples_are_imported_printed_and_pictured(tmp_path: Path) -> None:
    picture = tmp_path / "pictures" / "window.png"
    done = subprocess.run(
        f"{sys.executable} -m studio --sample --library library --screenshot {picture}".split(),
        capture_output=True,
        text=True,
        check=True,
        cwd=tmp_path,
        env=os.environ | {"QT_QPA_PLATFORM": "offscreen", "PYTHONPATH": str(ROOT)},
    )
    assert "36 images" in done.stdout
    for facet in ("Style:", "Colour:", "Garment:", "Pattern:"):
        assert facet in done.stdout
    assert str(picture) in done.stdout
    with Image.open(picture) as image:
        colors = image.convert("RGB").getcolors(maxcolors=1 << 24) or []
    # The window alone has some hundred colours: the rest are garments.
    assert len(colors) > 5000


def test_qt_that_is_not_installed_is_told(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(system_libraries, "find_spec", lambda _name: None)
    assert "PySide6 is not installed" in find_missing_library()


@pytest.mark.skipif(not sys.platform.startswith("linux"), reason="apt is Debian's")
def test_a_library_that_cannot_be_loaded_is_named_with_the_command(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    library = tmp_path / "Qt" / "lib" / "libQt6Gui.so.6"
    library.parent.mkdir(parents=True)
    library.write_bytes(b"no library at all")
    spec = ModuleSpec("PySide6", None, is_package=True)
    spec.submodule_search_locations = [str(tmp_path)]
    monkeypatch.setattr(system_libraries, "find_spec", lambda _name: spec)
    message = find_missing_library()
    assert "libQt6Gui.so.6" in message
    assert "sudo apt-get install libegl1" in message
