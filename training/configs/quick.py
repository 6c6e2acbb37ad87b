"""A fine-tune that two cores finish in about half an hour, up to 224 px.

Command:  python -m training all --config quick --data DIR --labels DIR --weights FILE
Hardware: 2 CPU cores (AVX-512)
Time:     about 30 minutes
Scores:   docs/training-log.md
"""

from __future__ import annotations

from training.config import Config

CONFIG = Config(
    name="quick", sizes=((160, 10), (224, 12)), weight_decay=0.05, mixup=0.3, drawn_images=320
)
