"""Start-up, memory and responsiveness of the real window, each in a process of its own."""

from __future__ import annotations

import json
import os
import statistics
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from tests.helpers.display import missing_tools, open_display


@contextmanager
def window_environment() -> Iterator[dict[str, str]]:
    """A display of its own where that can be had, the offscreen platform elsewhere."""
    with tempfile.TemporaryDirectory() as home:
        if missing_tools():
            yield os.environ | {"QT_QPA_PLATFORM": "offscreen", "HOME": home}
        else:
            with open_display(Path(home)) as display:
                yield display.environment


def probe(environment: dict[str, str], *words: object) -> dict[str, Any]:
    """Run a probe and read what it found."""
    # Modules are compiled once, as they are where the application is installed.
    kept = {name: text for name, text in environment.items() if name != "PYTHONDONTWRITEBYTECODE"}
    done = subprocess.run(
        [sys.executable, "-m", "tests.bench.launch", *map(str, words)],
        env=kept,
        check=False,
        capture_output=True,
        text=True,
        timeout=600,
    )
    lines = [line for line in done.stdout.splitlines() if line.startswith("{")]
    if not lines:
        raise RuntimeError(f"The probe {words[0]} failed:\n{done.stdout}{done.stderr}")
    result: dict[str, Any] = json.loads(lines[-1])
    return result


def measure_start(environment: dict[str, str], library: Path, runs: int = 7) -> dict[str, float]:
    """CPU seconds to the first paint, taken in turns so that both meet the same weather."""
    bare, real = [], []
    for _ in range(runs):
        bare.append(probe(environment, "bare")["cpu"])
        real.append(probe(environment, "start", "--library", library)["cpu"])
    return {
        "bare_cpu_s": min(bare),
        "window_cpu_s": min(real),
        "ratio_of_minima": min(real) / min(bare),
        "ratio_of_medians": statistics.median(real) / statistics.median(bare),
    }
