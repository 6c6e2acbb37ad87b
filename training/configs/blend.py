"""The mean of the quick network and of what became of it at higher rates.

Command:  python -m training all --config blend --data DIR
Hardware: 2 CPU cores (AVX-512)
Time:     an hour with what it is the mean of
Scores:   docs/training-log.md
"""

from __future__ import annotations

from training.config import Config

CONFIG = Config(name="blend", sizes=((224, 1),), drawn_images=320, average_of=("quick", "warm"))
