"""An X server of its own with a window manager, a file manager and a mouse that moves by itself."""

from __future__ import annotations

import os
import shutil
import signal
import subprocess
import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from io import BytesIO
from pathlib import Path
from typing import TypeVar

import numpy as np
from numpy.typing import NDArray
from PIL import Image

T = TypeVar("T")

TOOLS = ("Xvfb", "openbox", "pcmanfm", "xdotool", "import", "dbus-run-session")
SIZE = (1680, 1050)

# No side pane and large thumbnails, so that every file is well in reach of the mouse.
PCMANFM = """\
[ui]
always_show_tabs=0
side_pane_mode=hidden
view_mode=icon
show_hidden=0
show_statusbar=0
win_width=640
win_height=640
"""
OPENBOX = """\
<?xml version="1.0" encoding="UTF-8"?>
<openbox_config xmlns="http://openbox.org/3.4/rc">
  <placement><policy>Smart</policy></placement>
  <theme><name>Clearlooks</name></theme>
  <desktops><number>1</number></desktops>
</openbox_config>
"""


def missing_tools() -> list[str]:
    """The programs that a display needs and this computer lacks."""
    return [tool for tool in TOOLS if shutil.which(tool) is None]


def wait_for(what: str, check: Callable[[], T | None], seconds: float = 60) -> T:
    """The first value of `check` that is true or a picture; fails with `what` after `seconds`."""
    deadline = time.monotonic() + seconds
    while time.monotonic() < deadline:
        found = check()
        if isinstance(found, np.ndarray) or found:
            return found
        time.sleep(0.1)
    raise AssertionError(f"waited {seconds:.0f} s in vain for {what}")


@dataclass
class Display:
    """A running X server; `environment` makes programs appear on it, with a home of their own."""

    environment: dict[str, str]
    processes: list[subprocess.Popen[bytes]] = field(default_factory=list)

    def start(
        self, command: Sequence[str | Path], extra: Mapping[str, str] | None = None
    ) -> subprocess.Popen[bytes]:
        """Start a program on the display, in a process group of its own."""
        with (Path(self.environment["HOME"]) / "programs.log").open("ab") as log:
            process = subprocess.Popen(
                [str(word) for word in command],
                env=self.environment | dict(extra or {}),
                start_new_session=True,
                stdout=log,
                stderr=log,
            )
        self.processes.append(process)
        return process

    def xdotool(self, *words: object) -> str:
        """Run xdotool and return what it prints."""
        return subprocess.run(
            ["xdotool", *map(str, words)],
            env=self.environment,
            check=True,
            capture_output=True,
            text=True,
            timeout=30,
        ).stdout.strip()

    def find_windows(self, title: str) -> list[str]:
        """The visible windows whose title has `title` in it, as X ids."""
        found = subprocess.run(
            ["xdotool", "search", "--onlyvisible", "--name", title],
            env=self.environment,
            check=False,
            capture_output=True,
            text=True,
            timeout=30,
        )
        return found.stdout.split()

    def wait_for_window(self, title: str, seconds: float = 60) -> str:
        """The first window with `title`, as soon as it is visible."""
        return wait_for(f"a window called {title!r}", lambda: self.find_windows(title), seconds)[0]

    def place(self, window: str, x: int, y: int, width: int, height: int) -> None:
        """Move and resize a window, and wait until it is there."""
        self.xdotool("windowactivate", "--sync", window)
        self.xdotool("windowsize", window, width, height)
        self.xdotool("windowmove", window, x, y)
        time.sleep(0.5)

    def middle(self, window: str) -> tuple[int, int]:
        """The middle of a window, on the screen."""
        height, width = self.picture(window).shape[:2]
        return self.point_at(window, width // 2, height // 2)

    def point_at(self, window: str, x: int, y: int) -> tuple[int, int]:
        """Move the mouse to a place of a window; returns where that is on the screen.

        The geometry that xdotool tells is off by the frame that a window manager draws.
        """
        self.xdotool("mousemove", "--window", window, x, y)
        time.sleep(0.1)
        lines = self.xdotool("getmouselocation", "--shell").splitlines()
        values = dict(line.split("=", 1) for line in lines)
        return int(values["X"]), int(values["Y"])

    def click(self, window: str, x: int, y: int) -> None:
        """Click with the left button, at a place of a window."""
        self.point_at(window, x, y)
        self.xdotool("click", 1)

    def drag(self, start: tuple[int, int], end: tuple[int, int], steps: int = 20) -> None:
        """Press at `start`, move in steps that applications notice, let go at `end`."""
        self.xdotool("mousemove", *start)
        time.sleep(0.2)
        self.xdotool("mousedown", 1)
        time.sleep(0.2)
        for step in range(1, steps + 1):
            x = start[0] + (end[0] - start[0]) * step // steps
            y = start[1] + (end[1] - start[1]) * step // steps
            self.xdotool("mousemove", x, y)
            time.sleep(0.03)
        time.sleep(0.3)
        self.xdotool("mouseup", 1)

    def picture(self, window: str = "root") -> NDArray[np.uint8]:
        """What is to be seen, as an array [height, width, 3]."""
        shot = subprocess.run(
            ["import", "-silent", "-window", window, "png:-"],
            env=self.environment,
            check=True,
            capture_output=True,
            timeout=30,
        ).stdout
        with Image.open(BytesIO(shot)) as image:
            return np.asarray(image.convert("RGB"))

    def wait_for_rest(self, window: str, seconds: float = 30) -> NDArray[np.uint8]:
        """What is to be seen once it has not changed for a second."""
        last = self.picture(window)
        since = time.monotonic()
        deadline = since + seconds
        while time.monotonic() < min(deadline, since + 1):
            time.sleep(0.2)
            now = self.picture(window)
            if now.shape != last.shape or (now != last).any():
                last, since = now, time.monotonic()
        return last

    def save_picture(self, file: Path, window: str = "root") -> None:
        """Write a screenshot (PNG)."""
        file.parent.mkdir(parents=True, exist_ok=True)
        Image.fromarray(self.picture(window)).save(file)

    def open_folder(self, folder: Path) -> str:
        """Show `folder` in a real file manager; returns its window."""
        self.start(["dbus-run-session", "--", "pcmanfm", folder])
        return self.wait_for_window(f"^{folder.name}$")

    def drag_all_files(self, manager: str, target: tuple[int, int]) -> None:
        """Select everything in the file manager and drag it to a place of the screen."""
        self.xdotool("windowactivate", "--sync", manager)
        plain = self.wait_for_rest(manager).astype(np.int16)
        self.xdotool("key", "ctrl+a")
        self.wait_for_rest(manager)
        x, y = wait_for("a selection", lambda: self._find_selected(manager, plain))
        self.drag(self.point_at(manager, x, y), target)

    def _find_selected(self, manager: str, plain: NDArray[np.int16]) -> tuple[int, int] | None:
        """A pixel in the midst of what selecting has changed."""
        now = self.picture(manager).astype(np.int16)
        if now.shape != plain.shape:
            return None
        changed = np.abs(now - plain).max(axis=2) > 24
        solid = changed.copy()
        for step in (1, 2, 3):
            solid[:, step:] &= changed[:, :-step]
            solid[step:, :] &= changed[:-step, :]
        rows, columns = np.nonzero(solid)
        return (int(columns[0]) - 2, int(rows[0]) - 2) if len(rows) else None

    def stop(self) -> None:
        """End every program that was started here, children included."""
        for process in reversed(self.processes):
            end_group(process)


def end_group(process: subprocess.Popen[bytes]) -> None:
    """End a process that leads a group, and the group with it."""
    for number in (signal.SIGTERM, signal.SIGKILL):
        try:
            os.killpg(process.pid, number)
        except ProcessLookupError:
            break
        try:
            process.wait(timeout=10)
        except subprocess.TimeoutExpired:
            continue
    process.wait(timeout=10)


@contextmanager
def open_display(home: Path) -> Iterator[Display]:
    """A display with a window manager, and `home` as the home folder of what runs on it."""
    environment = _environment(home)
    reader, writer = os.pipe()
    server = subprocess.Popen(
        f"Xvfb -displayfd {writer} -screen 0 {SIZE[0]}x{SIZE[1]}x24 -nolisten tcp -noreset".split(),
        pass_fds=[writer],
        start_new_session=True,
        stderr=subprocess.DEVNULL,
    )
    os.close(writer)
    try:
        with os.fdopen(reader) as answer:
            number = answer.readline().strip()
        assert number, "the X server did not start"
        display = Display(environment | {"DISPLAY": f":{number}"})
        try:
            display.start(["openbox"])
            wait_for("the window manager", lambda: _has_manager(display), 30)
            yield display
        finally:
            display.stop()
    finally:
        end_group(server)


def _has_manager(display: Display) -> bool:
    found = subprocess.run(
        ["xdotool", "get_num_desktops"],
        env=display.environment,
        check=False,
        capture_output=True,
        timeout=30,
    )
    return found.returncode == 0


def _environment(home: Path) -> dict[str, str]:
    dropped = ("WAYLAND_DISPLAY", "QT_QPA_PLATFORM", "DBUS_SESSION_BUS_ADDRESS", "DISPLAY")
    environment = {name: value for name, value in os.environ.items() if name not in dropped}
    environment |= {"HOME": str(home), "LC_ALL": "C.UTF-8", "NO_AT_BRIDGE": "1"}
    for variable, folder in (
        ("XDG_CONFIG_HOME", ".config"),
        ("XDG_DATA_HOME", ".local/share"),
        ("XDG_CACHE_HOME", ".cache"),
        ("XDG_STATE_HOME", ".local/state"),
        ("XDG_RUNTIME_DIR", ".runtime"),
    ):
        path = home / folder
        path.mkdir(parents=True, exist_ok=True)
        path.chmod(0o700)
        environment[variable] = str(path)
    for name, text in (
        ("pcmanfm/default/pcmanfm.conf", PCMANFM),
        ("openbox/rc.xml", OPENBOX),
    ):
        file = home / ".config" / name
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text(text, encoding="utf-8")
    return environment
