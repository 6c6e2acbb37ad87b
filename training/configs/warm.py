"""The quick network goes on at rates that let the backbone change.

Command:  python -m training train --config warm --data DIR (after the configuration quick)
Hardware: 2 CPU cores (AVX-512)
Time:     about 20 minutes
Scores:   docs/training-log.md
"""

from __future__ import annotations

from training.config import Config

CONFIG = Config(
    name="warm",
    sizes=((160, 6), (224, 8)),
    rate=5e-4,
    backbone_rate=1.0,
    frozen=3,
    weight_decay=0.05,
    mixup=0.3,
    drawn_images=320,
    start_from="quick",
    seed=8,
)
