"""The bundle's network: the mean of two that went on from the quick one.

Command:  python -m training all --config best --data DIR (after quick, fine_a and fine_b)
Hardware: 2 CPU cores (AVX-512)
Time:     a few minutes for export and evaluation
Scores:   docs/model-card.md
"""

from __future__ import annotations

from training.config import Config

CONFIG = Config(name="best", sizes=((256, 1),), drawn_images=320, average_of=("fine_a", "fine_b"))
