"""The mean network goes on and learns colours: strong light for half of the images.

Command:  python -m training all --config tone --data DIR (after the configuration best)
Hardware: 2 CPU cores (AVX-512)
Time:     about 25 minutes
Scores:   docs/training-log.md
"""

from __future__ import annotations

from training.config import Config

CONFIG = Config(
    name="tone",
    sizes=((160, 5), (224, 9)),
    rate=4e-4,
    backbone_rate=1.0,
    frozen=3,
    weight_decay=0.05,
    mixup=0.25,
    drawn_images=320,
    start_from="best",
    seed=10,
)
