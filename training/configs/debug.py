"""One step of everything, for the tests.

Command:  python -m training all --config debug --data DIR --labels DIR
Hardware: any
Time:     about a minute
Scores:   none; it only shows that every stage runs
"""

from __future__ import annotations

from training.config import Config

CONFIG = Config(
    name="debug",
    sizes=((32, 1), (64, 1)),
    cache_size=72,
    batch_size=4,
    pretrained=False,
    drawn_images=6,
    max_images=24,
    calibration_images=8,
)
