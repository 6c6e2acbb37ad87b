"""The files of one pinned revision of a repository, fetched by git and checked one by one."""

from __future__ import annotations

import errno
import hashlib
import os
import re
import subprocess
import sys
from pathlib import Path

from training.errors import DataError, TrainingError

# Nothing of whoever runs this may change a byte, and nothing may stop to ask.
_OPTIONS = (
    "-c",
    "core.autocrlf=false",
    "-c",
    "core.symlinks=false",
    "-c",
    "advice.detachedHead=false",
)
_DISK_FULL = (os.strerror(errno.ENOSPC), "Out of diskspace")  # git has words of its own
_ENVIRONMENT = {"GIT_TERMINAL_PROMPT": "0", "LC_ALL": "C"}


def checkout(url: str, revision: str, paths: tuple[str, ...], folder: Path) -> dict[str, str]:
    """Bring `paths` of a revision into `folder`; returns the id of each file by its path.

    An interrupted call is made again from where git can go on. Raises DataError where the
    repository does not have the revision.
    """
    if re.fullmatch("[0-9a-f]{40}", revision) is None:
        raise DataError(f"{url}: {revision!r} is no revision; what a branch holds changes.")
    folder.mkdir(parents=True, exist_ok=True)
    _git(folder, "init", "--quiet")
    # A lock that an interrupted git left would stop this one; nobody else works in here.
    for lock in (folder / ".git").glob("*.lock"):
        lock.unlink()
    _git(folder, "config", "remote.origin.url", url)
    _git(folder, "sparse-checkout", "set", "--no-cone", *(f"/{path}" for path in paths))
    try:
        _git(folder, "fetch", "--depth", "1", "--filter=blob:none", "origin", revision)
    except TrainingError as error:
        raise DataError(f"{url}: revision {revision} cannot be fetched ({error}).") from error
    _git(folder, "checkout", "--force", "--detach", revision)
    return _ids(folder, paths)


def read_checked(folder: Path, path: str, expected: str) -> bytes:
    """A file of a checkout; raises DataError when it is missing or not what the revision holds."""
    try:
        content = (folder / path).read_bytes()
    except FileNotFoundError as error:
        raise DataError(f"{folder / path}: the file is missing.") from error
    # How git names a file: https://git-scm.com/book/en/v2/Git-Internals-Git-Objects
    blob = b"blob %d\0" % len(content) + content
    if hashlib.sha1(blob, usedforsecurity=False).hexdigest() != expected:
        raise DataError(
            f"{folder / path}: the checksum differs from the revision's. Remove the file and fetch "
            "again."
        )
    return content


def _ids(folder: Path, paths: tuple[str, ...]) -> dict[str, str]:
    ids = {}
    for entry in _git(folder, "ls-tree", "-r", "-z", "--full-tree", "HEAD").split("\0"):
        if entry:
            (_, kind, name), path = entry.split("\t")[0].split(), entry.split("\t", 1)[1]
            if kind == "blob" and path.startswith(paths):
                ids[path] = name
    return ids


def _git(folder: Path, *arguments: str) -> str:
    """What git prints; raises TrainingError with the last line of its complaint."""
    try:
        with subprocess.Popen(  # noqa: S603 - the arguments are our own pins and paths
            ["git", "-C", str(folder), *_OPTIONS, *arguments],  # noqa: S607 - git lies where it lies
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            env=os.environ | _ENVIRONMENT,
        ) as process:
            said, errors = process.communicate()
    except FileNotFoundError as error:
        raise TrainingError("git is not installed; the data sets are fetched with it.") from error
    lines = errors.decode(errors="replace").strip().splitlines()
    if process.returncode == 0:
        return said.decode(errors="surrogateescape")
    if any(words in line for line in lines for words in _DISK_FULL):
        raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC), str(folder))
    print(*lines, sep="\n", file=sys.stderr)
    raise TrainingError(f"git {arguments[0]}: {lines[-1] if lines else process.returncode}")
