"""The founding article's CNN, from scratch: what can be had without transfer learning.

Command:  python -m training baselines --only cnn --data DIR
Hardware: 2 CPU cores (AVX-512)
Time:     docs/training-log.md
Scores:   build/training/baselines.json
"""

from __future__ import annotations

from training.config import Config

CONFIG = Config(
    name="cnn",
    sizes=((224, 12),),
    rate=5e-4,
    weight_decay=0.0,
    label_smoothing=0.0,
    mixup=0.0,
    new_background=0.0,
    balanced=False,
    pretrained=False,
    fabrics=False,
)
