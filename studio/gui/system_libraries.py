"""Tells in plain words which shared library Qt lacks, before Qt would abort without one."""

from __future__ import annotations

import ctypes
import os
import sys
from importlib.util import find_spec
from pathlib import Path

DEBIAN_PACKAGES = (
    "libegl1 libgl1 libxkbcommon-x11-0 libdbus-1-3 libfontconfig1 libxcb-cursor0 libxcb-icccm4 "
    "libxcb-keysyms1 libxcb-image0 libxcb-render-util0 libxcb-shape0 libxcb-xinerama0 libxcb-xkb1"
)


def find_missing_library() -> str:
    """What Qt cannot load on this computer, with the command that installs it; else empty.

    Loading the platform plugin here costs nothing: Qt loads the same file a moment later.
    """
    spec = find_spec("PySide6")
    if spec is None or not spec.submodule_search_locations:
        return "PySide6 is not installed. Install Fashion Studio again with pip."
    if not sys.platform.startswith("linux"):
        return ""
    root = Path(spec.submodule_search_locations[0]) / "Qt"
    libraries = [root / "lib" / "libQt6Gui.so.6"]
    if os.environ.get("DISPLAY") and os.environ.get("QT_QPA_PLATFORM", "xcb") == "xcb":
        libraries.append(root / "plugins" / "platforms" / "libqxcb.so")
    for library in libraries:
        try:
            if library.exists():
                ctypes.CDLL(str(library))
        except OSError as error:
            return (
                f"The window needs a system library that is missing ({error}).\n"
                f"On Debian or Ubuntu: sudo apt-get install {DEBIAN_PACKAGES}"
            )
    return ""
