"""The committed bundle: the mean of the best network and the one that learned colours from it.

Command:  python -m training all --config full --data DIR
Hardware: 2 CPU cores (AVX-512)
Time:     two hours with what it is the mean of
Scores:   docs/model-card.md
"""

from __future__ import annotations

from training.config import Config

CONFIG = Config(name="full", sizes=((224, 1),), drawn_images=320, average_of=("best", "tint"))
