"""What somebody who helps has to know, as text for the clipboard; no names of files."""

from __future__ import annotations

import platform
from dataclasses import asdict
from typing import TYPE_CHECKING

from PySide6.QtCore import QLibraryInfo, QSysInfo
from PySide6.QtGui import QGuiApplication

from studio import __version__

if TYPE_CHECKING:
    from studio.gui.browser import Counts
    from studio.gui.session import Session


def describe(session: Session | None, counts: Counts | None) -> str:
    """Versions, screen, library and jobs, one fact a line."""
    lines = [
        f"Fashion Studio {__version__}",
        f"{QSysInfo.prettyProductName()}, {platform.machine()}",
        f"Python {platform.python_version()}, Qt {QLibraryInfo.version().toString()}",
        f"Platform {QGuiApplication.platformName()}",
    ]
    lines += [
        f"Screen {screen.size().width()}x{screen.size().height()} at {screen.devicePixelRatio():g}"
        for screen in QGuiApplication.screens()
    ]
    if counts is not None:
        lines.append(
            "Library: " + ", ".join(f"{name} {n}" for name, n in asdict(counts.library).items())
        )
    if session is not None:
        library = session.context.library
        lines.append(f"Read-only: {library.read_only_reason or 'no'}")
        lines.append(f"Tagging: {library.bundle_problem or 'works'}")
        for job in session.jobs.list_jobs():
            reasons = sorted({failure.reason for failure in job.progress.failures})
            lines.append(
                f"Job {job.state}: {job.progress.analysed} of {job.progress.total}, "
                f"{len(job.progress.failures)} failed {job.problem}"
            )
            lines += [f"  {reason}" for reason in reasons[:20]]
    return "\n".join(lines)
