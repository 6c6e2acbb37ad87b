"""From the blend once more at the higher rates.

Command:  python -m training train --config again --data DIR
Hardware: 2 CPU cores (AVX-512)
Time:     about 12 minutes after the blend
Scores:   docs/training-log.md
"""

from __future__ import annotations

from dataclasses import replace

from training.configs import warm

CONFIG = replace(warm.CONFIG, name="again", sizes=((224, 6),), start_from="blend", seed=9)
