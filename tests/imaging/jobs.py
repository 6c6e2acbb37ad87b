"""What the workers of the pool tests do; importable by name, as a spawned process needs it."""

from __future__ import annotations

import os
import time
from pathlib import Path

from studio.core.errors import DamagedImage
from studio.imaging.decode import decode


def work(item: str) -> str:
    if item.startswith("hang"):
        time.sleep(600)
    if item.startswith("die"):
        os._exit(7)
    if item.startswith("eat"):
        return str(len(bytearray(2 << 30)))
    if item.startswith("bad"):
        raise DamagedImage("The picture is damaged.")
    if item.startswith("surprise"):
        raise KeyError(item)
    return item.upper()


def take_a_while(item: str) -> str:
    time.sleep(0.02)
    return item.upper()


def open_picture(path: str) -> tuple[int, int]:
    decoded = decode(Path(path))
    return decoded.width, decoded.height


def refuse() -> None:
    raise RuntimeError("no colour names")


def give_up() -> None:
    os._exit(3)
