"""What every test stands on: a home of its own, and Hypothesis without a clock."""

from __future__ import annotations

import os
from collections.abc import Iterator
from pathlib import Path

import pytest
from hypothesis import HealthCheck, settings

os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")  # as the application does
HERE = Path(__file__).parent

# A loaded machine is slow; slowness is no fault that a test may report.
settings.register_profile(
    "calm", deadline=None, suppress_health_check=[HealthCheck.too_slow], database=None
)
settings.load_profile("calm")


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Mark what needs TensorFlow or a display by the folder it lies in."""
    for item in items:
        for name in ("training", "system"):
            if item.path.is_relative_to(HERE / name):
                item.add_marker(name)


@pytest.fixture(scope="session", autouse=True)
def _own_home(tmp_path_factory: pytest.TempPathFactory) -> Iterator[None]:
    """Keep the settings, libraries and logs of whoever runs the tests out of them."""
    home: Path = tmp_path_factory.mktemp("home")
    with pytest.MonkeyPatch.context() as patch:
        for variable in ("XDG_DATA_HOME", "XDG_CONFIG_HOME", "XDG_CACHE_HOME", "XDG_STATE_HOME"):
            patch.setenv(variable, str(home / variable.lower()))
        yield
