"""One application for the window's tests, in which every Qt warning is a failure."""

from __future__ import annotations

import gc
import os
from collections.abc import Iterator
from pathlib import Path

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")

import pytest
from PySide6.QtCore import QMessageLogContext, QSettings, QtMsgType, qInstallMessageHandler
from PySide6.QtWidgets import QApplication

from studio.gui.icons import Icons
from studio.gui.tasks import SyncTasks, Tasks
from studio.gui.theme import Theme

RESOURCES = Path(__file__).resolve().parents[2] / "resources"

# What the offscreen platform says of itself, whatever the application does.
_PLATFORM_NOISE = ("This plugin does not support",)
_OLD = 20  # collections of the younger objects, after which all are looked at


@pytest.fixture(scope="session")
def app(tmp_path_factory: pytest.TempPathFactory) -> QApplication:
    """The one QApplication of the process; settings go to a folder of the test run."""
    QSettings.setDefaultFormat(QSettings.Format.IniFormat)
    QSettings.setPath(
        QSettings.Format.IniFormat,
        QSettings.Scope.UserScope,
        str(tmp_path_factory.mktemp("settings")),
    )
    QApplication.setOrganizationName("Fashion Studio tests")
    app = QApplication.instance() or QApplication(["tests"])
    assert isinstance(app, QApplication)
    app.setStyle("Fusion")
    gc.disable()  # as the application does: a widget dies on the thread of the window
    return app


@pytest.fixture(autouse=True)
def qt_warnings(app: QApplication) -> Iterator[list[str]]:
    """Fails the test in which Qt complained."""
    messages: list[str] = []

    def note(kind: QtMsgType, _context: QMessageLogContext, text: str) -> None:
        if kind != QtMsgType.QtDebugMsg and not text.startswith(_PLATFORM_NOISE):
            messages.append(text)

    previous = qInstallMessageHandler(note)
    yield messages
    app.processEvents()
    gc.collect(2 if gc.get_count()[2] > _OLD else 1)
    qInstallMessageHandler(previous)
    assert not messages


@pytest.fixture
def theme(app: QApplication) -> Iterator[Theme]:
    theme = Theme(RESOURCES / "themes", "dark", parent=app)
    yield theme
    theme.deleteLater()


@pytest.fixture
def icons(theme: Theme) -> Icons:
    return Icons(RESOURCES / "icons", theme)


@pytest.fixture
def tasks(app: QApplication) -> Iterator[Tasks]:
    """The threaded runner."""
    tasks = Tasks(app)
    yield tasks
    tasks.shut_down()
    tasks.deleteLater()


@pytest.fixture
def sync_tasks(app: QApplication) -> SyncTasks:
    """Everything happens before the call returns."""
    return SyncTasks(app)
