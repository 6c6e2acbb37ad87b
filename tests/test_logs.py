"""The log goes to a file; only warnings reach the terminal."""

from __future__ import annotations

import logging
from collections.abc import Iterator
from pathlib import Path

import pytest

from studio.logs import FILE, MAX_BYTES, configure_logs


@pytest.fixture
def logger() -> Iterator[logging.Logger]:
    """The application's logger, as it was before the test again afterwards."""
    logger = logging.getLogger("studio")
    kept = logger.handlers[:], logger.level, logger.propagate
    logger.handlers = []
    yield logger
    for handler in logger.handlers:
        handler.close()
    logger.handlers, logger.level, logger.propagate = kept


@pytest.mark.usefixtures("logger")
def test_all_goes_to_the_file_and_warnings_to_the_terminal(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    file = configure_logs(tmp_path / "logs")
    assert file is not None
    logging.getLogger("studio.library").info("quiet")
    logging.getLogger("studio.library").warning("loud")
    assert "quiet" in file.read_text()
    terminal = capsys.readouterr().err
    assert "loud" in terminal
    assert "quiet" not in terminal


def test_configuring_twice_logs_once(tmp_path: Path, logger: logging.Logger) -> None:
    file = configure_logs(tmp_path)
    assert configure_logs(tmp_path) == file
    logger.info("once")
    assert file is not None
    assert file.read_text().count("once") == 1


@pytest.mark.usefixtures("logger")
def test_a_large_log_is_set_aside(tmp_path: Path) -> None:
    for name, text in ((FILE, "x" * MAX_BYTES), (f"{FILE}.1", "older")):
        (tmp_path / name).write_text(text)
    configure_logs(tmp_path)
    assert (tmp_path / FILE).read_text() == ""
    assert len((tmp_path / f"{FILE}.1").read_text()) == MAX_BYTES
    assert (tmp_path / f"{FILE}.2").read_text() == "older"


def test_a_folder_that_cannot_be_written_leaves_the_terminal(
    tmp_path: Path, logger: logging.Logger, capsys: pytest.CaptureFixture[str]
) -> None:
    (tmp_path / "logs").write_text("")
    assert configure_logs(tmp_path / "logs") is None
    assert "No log file" in capsys.readouterr().err
    assert logger.handlers
