"""The quick network goes on at 256 px: member b of the mean.

Command:  python -m training train --config fine_b --data DIR (after the configuration quick)
Hardware: 2 CPU cores (AVX-512)
Time:     about 20 minutes
Scores:   docs/training-log.md
"""

from __future__ import annotations

from training.config import Config

CONFIG = Config(
    name="fine_b",
    sizes=((256, 8),),
    cache_size=288,
    rate=3e-4,
    weight_decay=0.05,
    mixup=0.3,
    drawn_images=320,
    start_from="quick",
    seed=9,
)
