"""What can be told of a folder without events: the times of it and of all folders below it."""

from __future__ import annotations

import os
from pathlib import Path

# Changes that another computer makes are no events here.
_KINDS = (
    "nfs nfs4 cifs smb2 smb3 smbfs 9p afs ncpfs davfs ceph glusterfs fuse.sshfs fuse.rclone"
    " fuse.gvfsd-fuse fuse.davfs2 fuse.glusterfs"
)
_REMOTE = frozenset(_KINDS.split(" "))
_MOUNTS = Path("/proc/self/mounts")


def is_remote(folder: str) -> bool:
    """Whether a folder is on another computer, as far as the system tells."""
    try:
        lines = _MOUNTS.read_bytes().splitlines()
    except OSError:
        return False
    best, kind = b"", b""
    path = os.fsencode(folder)
    for line in lines:
        fields = line.split(b" ")
        point = fields[1].replace(b"\\040", b" ")
        inside = path == point or path.startswith(point.rstrip(b"/") + b"/")
        if inside and len(point) >= len(best):
            best, kind = point, fields[2]
    return kind.decode("ascii", "replace") in _REMOTE


def read_times(root: str) -> dict[str, int]:
    """When something came to or went from each folder (mtime_ns): no file is looked at."""
    times: dict[str, int] = {}
    waiting = [root]
    while waiting:
        folder = waiting.pop()
        try:
            times[folder] = os.stat(folder).st_mtime_ns
            with os.scandir(folder) as entries:
                waiting += [
                    entry.path
                    for entry in entries
                    if entry.is_dir(follow_symlinks=False) and not entry.name.startswith(".")
                ]
        except OSError:
            continue
    return times
