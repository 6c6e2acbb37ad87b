"""Nothing heavy is loaded before the window is on the screen."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path

HEAVY = ("numpy", "PIL", "onnxruntime", "sqlalchemy", "sqlite3", "multiprocessing", "socket")

_PROGRAM = f"""
import json, sys
from pathlib import Path
from studio.gui import app, first_paint

def look(studio, folder):
    print(json.dumps([name for name in {HEAVY!r} if name in sys.modules]))
    studio.window.close()

app.Studio.start = look
from studio.resources import get_places
sys.exit(app.run(Path(sys.argv[1]), get_places(), argv=["test"]))
"""


def test_the_first_paint_comes_before_the_heavy_libraries(tmp_path: Path) -> None:
    done = subprocess.run(
        [sys.executable, "-c", _PROGRAM, str(tmp_path / "library")],
        env=os.environ | {"QT_QPA_PLATFORM": "offscreen", "PYTHONPATH": os.pathsep.join(sys.path)},
        cwd=Path(__file__).resolve().parents[2],
        capture_output=True,
        text=True,
        timeout=60,
        check=False,
    )
    assert done.returncode == 0, done.stderr
    assert json.loads(done.stdout) == []
    assert not (tmp_path / "library").exists()
