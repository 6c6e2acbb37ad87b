"""What a look at the disk found."""

from __future__ import annotations

from dataclasses import dataclass, field

from studio.core.progress import Failure


@dataclass(slots=True)
class Findings:
    """Counts and names so far; written by one thread, read by others."""

    found: int = 0  # files that may be images
    registered: int = 0  # of these, new or changed
    unchanged: int = 0  # of these, known already
    moved: int = 0  # known by their content, at another place
    gone: int = 0
    back: int = 0
    asked: int = 0  # missing, and any of several copies
    unreachable: list[str] = field(default_factory=list)  # paths of sources
    unsettled: set[str] = field(default_factory=set)  # folders with files that are being written
    failures: list[Failure] = field(default_factory=list)
