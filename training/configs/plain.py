"""The baseline that the network has to beat: the same one fine-tuned plainly.

No blending, no balance, no other backgrounds, no drawn images, no fabrics; one size, one rate for
all layers, nothing frozen, and no loss but those of the labels.

Command:  python -m training baselines --only plain --data DIR
Hardware: 2 CPU cores (AVX-512)
Time:     docs/training-log.md
Scores:   build/training/baselines.json
"""

from __future__ import annotations

from training.config import Config

CONFIG = Config(
    name="plain",
    sizes=((224, 8),),
    rate=3e-4,
    backbone_rate=1.0,
    weight_decay=0.01,
    label_smoothing=0.0,
    dropout=0.2,
    mixup=0.0,
    ema=0.0,
    embedding_weight=0.0,
    mask_weight=0.0,
    new_background=0.0,
    balanced=False,
    frozen=0,
    fabrics=False,
)
