"""The mean of two debug networks, for the tests: one step of everything, from data to bundle.

Command:  python -m training all --config debug_mean --data DIR --labels DIR
Hardware: any
Time:     about two minutes
Scores:   none
"""

from __future__ import annotations

from dataclasses import replace

from training.configs import debug

CONFIG = replace(debug.CONFIG, name="debug_mean", average_of=("debug", "debug_on"))
