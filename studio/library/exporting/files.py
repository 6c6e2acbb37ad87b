"""Writing what was made: the whole file or nothing, and never over an image."""

from __future__ import annotations

import contextlib
import os
import stat
from pathlib import Path

from studio.core.errors import ExportError


def write_file(path: Path, content: bytes) -> None:
    """Write `content` to `path`, in place of what was there only once all of it is on the disk.

    An image is never written over, in the library or not; only a swatch sheet makes way for
    another. Raises ExportError with the reason.
    """
    check_place(path)
    partial = path.with_name(f".{path.name[:100]}.{os.getpid()}.partial")
    try:
        try:
            # The mode that the umask gives, as for any file that a program saves.
            descriptor = os.open(partial, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o666)
            with os.fdopen(descriptor, "wb") as stream:
                stream.write(content)
                stream.flush()
                os.fsync(stream.fileno())
            partial.replace(path)
        except BaseException:
            with contextlib.suppress(OSError):
                partial.unlink()
            raise
    except (OSError, ValueError) as error:
        words = getattr(error, "strerror", None) or str(error)
        raise ExportError(f"“{_shown(path.name)}” cannot be written ({words}).") from error


def check_place(path: Path) -> None:
    """Raise ExportError where `write_file` is sure to refuse; for asking before long work."""
    name = _shown(path.name)
    try:
        mode = path.stat().st_mode
    except FileNotFoundError:
        if not path.parent.is_dir():
            folder = _shown(str(path.parent))
            raise ExportError(f"There is no folder “{folder}” to write to.") from None
        return
    except (OSError, ValueError):
        return  # writing will say what is wrong
    if stat.S_ISDIR(mode):
        raise ExportError(f"“{name}” is a folder; name a file in it.")
    if not stat.S_ISREG(mode):
        raise ExportError(f"“{name}” is no file that could be replaced.")
    if _is_image(path):
        raise ExportError(f"“{name}” is an image, which is never written over: take another name.")


def _is_image(path: Path) -> bool:
    """Whether the file holds a picture that is not one of our swatch sheets."""
    from studio.imaging.sheet_picture import is_sheet
    from studio.imaging.sniff import HEAD_BYTES, sniff_format

    try:
        with path.open("rb") as stream:
            head = stream.read(HEAD_BYTES)
    except OSError as error:
        raise ExportError(
            f"“{_shown(path.name)}” is there and cannot be read: take another name."
        ) from error
    return sniff_format(head) is not None and not is_sheet(path)


def _shown(text: str) -> str:
    return os.fsencode(text).decode("utf-8", "replace")
