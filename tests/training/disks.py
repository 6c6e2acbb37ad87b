"""A disk that is really full, for a test."""

from __future__ import annotations

import subprocess
from pathlib import Path

import pytest


def run_on_small_disk(
    folder: Path, size: str, command: list[str], *, cwd: Path, before: str = ":"
) -> subprocess.CompletedProcess[str]:
    """Run `command` with an empty disk of `size` at `folder`, which lists what it left, at the end.

    `before` is a line of shell that fills the disk with what has to be there; the disk exists in
    the command's own namespace alone.
    """
    if subprocess.run(["unshare", "-rm", "true"], capture_output=True, check=False).returncode:
        pytest.skip("this system allows no mounts in a namespace of one's own")
    folder.mkdir(parents=True, exist_ok=True)
    script = (
        f'mount -t tmpfs -o size={size} none "$0" && {before}; "$@"; status=$?; '
        'cd "$0" && find . -type f | sort; exit $status'
    )
    return subprocess.run(
        ["unshare", "-rm", "sh", "-c", script, str(folder), *command],
        capture_output=True, text=True, check=False, cwd=cwd,
    )  # fmt: skip
