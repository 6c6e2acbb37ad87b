"""The inside of one worker process: receive an item, work, answer; nothing else."""

from __future__ import annotations

import contextlib
import multiprocessing
import os
import signal
import threading
from collections.abc import Callable
from multiprocessing.connection import Connection
from pathlib import Path
from typing import Any

from studio.core.errors import DamagedImage, ImageError, ImageTooLarge


def serve(
    pipe: Connection,
    function: Callable[[Any], Any],
    initializer: Callable[..., None] | None,
    initargs: tuple[Any, ...],
    memory_limit_bytes: int,
) -> None:
    """Answer ("ready" | "broken" | "done", value) until the other end of the pipe is gone."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # Ctrl+C is for the parent, which ends us
    threading.Thread(target=_end_with_parent, name="watch", daemon=True).start()
    for name in ("OMP_NUM_THREADS", "OPENBLAS_NUM_THREADS", "MKL_NUM_THREADS"):
        os.environ[name] = "1"  # before numpy is imported: the processes are the parallelism
    if hasattr(os, "nice"):
        with contextlib.suppress(OSError):
            os.nice(5)  # the window comes first
    try:
        if initializer is not None:
            initializer(*initargs)
    except Exception as error:  # noqa: BLE001 - whatever it is, the parent has to hear of it
        with contextlib.suppress(OSError):
            pipe.send(("broken", str(error) or type(error).__name__))
        return
    _limit_memory(memory_limit_bytes)
    with contextlib.suppress(EOFError, OSError):  # the parent has gone: so do we
        pipe.send(("ready", None))
        while True:
            pipe.send(("done", _answer(function, pipe.recv())))


def _end_with_parent() -> None:
    """A parent that was killed cannot end a worker that a decoder keeps busy for ever."""
    parent = multiprocessing.parent_process()
    if parent is not None:
        parent.join()
        os._exit(1)


def _answer(function: Callable[[Any], Any], item: Any) -> Any:
    try:
        return function(item)
    except ImageError as error:
        return error
    except MemoryError:
        return ImageTooLarge("The picture needs more memory than one image may take.")
    except Exception as error:  # noqa: BLE001 - one file never stops the others
        return DamagedImage(f"The picture could not be analysed ({type(error).__name__}).")


def _limit_memory(extra_bytes: int) -> None:
    """Cap the address space at what is in use now plus `extra_bytes`, where the system can."""
    try:
        import resource

        pages = int(Path("/proc/self/statm").read_text(encoding="ascii").split()[0])
        limit = pages * resource.getpagesize() + extra_bytes
        resource.setrlimit(resource.RLIMIT_AS, (limit, limit))
    except (ImportError, OSError, ValueError):
        return  # Windows and macOS: the time limit has to do
