"""The head of colours alone goes on, in true light.

Command:  python -m training all --config tint --data DIR
Hardware: 2 CPU cores (AVX-512)
Time:     ten minutes, and what it goes on from
Scores:   docs/training-log.md
"""

from __future__ import annotations

from training.config import Config

CONFIG = Config(
    name="tint",
    sizes=((224, 10),),
    rate=4e-4,
    mixup=0.0,
    strong_light=0.0,
    drawn_images=320,
    start_from="tone",
    only="color",
    seed=11,
)
