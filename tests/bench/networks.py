"""The shipped network against plain MobileNetV2, on one core."""

from __future__ import annotations

import statistics
import time
from pathlib import Path
from typing import Any

import numpy as np

from studio.inference.bundle import Bundle
from studio.inference.session import Session
from tests.bench.mobilenet import SIDE, write_mobilenet

ROUNDS = 40
RUNS = 5  # of each network in a round


def compare_networks(bundle: Bundle, work: Path) -> dict[str, float]:
    """Milliseconds an image of both, taken in turns, and the ratio of their medians.

    The shipped int8 network says everything: predictions, embedding, mask and evidence. Both run
    in the application's own session: one thread, one image at a time. Above 1 it is the faster one.
    """
    random = np.random.default_rng(7)
    image = random.integers(0, 256, (1, bundle.input_size, bundle.input_size, 3)).astype(np.uint8)
    plain_image = random.normal(0, 1, (1, 3, SIDE, SIDE)).astype(np.float32)
    shipped = Session(bundle.files["int8"])
    plain = Session(write_mobilenet(work / "mobilenet.onnx"))
    runs: tuple[tuple[Session, Any, list[float]], ...] = (
        (shipped, image, []),
        (plain, plain_image, []),
    )
    for number in range(ROUNDS + 1):
        for session, picture, times in runs:
            taken = [_time(session, picture) for _ in range(RUNS)]
            if number:  # the first round warms up
                times.extend(taken)
    shipped_ms, plain_ms = (times for _session, _picture, times in runs)
    return {
        "rounds": ROUNDS,
        "shipped_int8_ms": statistics.median(shipped_ms),
        "mobilenet_v2_fp32_ms": statistics.median(plain_ms),
        "ratio_of_minima": min(plain_ms) / min(shipped_ms),
        "ratio_of_medians": statistics.median(plain_ms) / statistics.median(shipped_ms),
    }


def _time(session: Session, image: Any) -> float:
    started = time.perf_counter()
    session.run(image)
    return (time.perf_counter() - started) * 1000
