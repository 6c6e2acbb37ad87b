"""Running a command as somebody whom permissions bind, also where the tests run as root."""

from __future__ import annotations

import os
import shutil
import subprocess

import pytest

_WITHOUT = ["setpriv", "--bounding-set=-dac_override,-dac_read_search"]


def bound_by_permissions() -> list[str]:
    """The words to put before a command; skips the test where root cannot be bound."""
    if os.geteuid() != 0:
        return []
    if (
        shutil.which("setpriv") is None
        or subprocess.run([*_WITHOUT, "true"], check=False).returncode
    ):
        pytest.skip("root may read and write everything here")
    return _WITHOUT
