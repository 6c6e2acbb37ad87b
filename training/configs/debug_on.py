"""The debug network goes on from where it stands, for the tests.

Command:  python -m training train --config debug_on --data DIR --labels DIR
Hardware: any
Time:     about a minute
Scores:   none
"""

from __future__ import annotations

from dataclasses import replace

from training.configs import debug

CONFIG = replace(debug.CONFIG, name="debug_on", start_from="debug", seed=8)
