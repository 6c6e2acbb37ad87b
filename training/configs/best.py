"""The mean of the quick network and two that went on from it.

Command:  python -m training all --config best --data DIR
Hardware: 2 CPU cores (AVX-512)
Time:     an hour and a half with what it is the mean of
Scores:   docs/training-log.md
"""

from __future__ import annotations

from training.config import Config

CONFIG = Config(
    name="best", sizes=((224, 1),), drawn_images=320, average_of=("quick", "warm", "again")
)
