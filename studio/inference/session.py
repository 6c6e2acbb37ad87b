"""onnxruntime, one thread a session, and the choice of the faster precision."""

from __future__ import annotations

import time
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np

from studio.core.errors import BundleError
from studio.inference.bundle import Bundle

if TYPE_CHECKING:
    from numpy.typing import NDArray

_TRIALS = 12


class Session:
    """One network, ready to run; not to be shared between processes."""

    def __init__(self, file: Path) -> None:
        import onnxruntime  # the heaviest import of the application: only where images are tagged

        options = onnxruntime.SessionOptions()
        # Worker processes are the parallelism; threads of their own would fight over the cores.
        options.intra_op_num_threads = 1
        options.inter_op_num_threads = 1
        options.log_severity_level = 3
        try:
            self._session: Any = onnxruntime.InferenceSession(
                str(file), options, providers=["CPUExecutionProvider"]
            )
        except Exception as error:
            raise BundleError(f"The model cannot be started ({file.name}).") from error
        self._input = self._session.get_inputs()[0].name
        self._outputs = [output.name for output in self._session.get_outputs()]

    def run(self, images: NDArray[np.uint8]) -> dict[str, NDArray[np.float32]]:
        """Every output for uint8 images [N, S, S, 3]."""
        values = self._session.run(self._outputs, {self._input: images})
        return dict(zip(self._outputs, values, strict=True))


def choose_precision(bundle: Bundle) -> str:
    """The precision that is faster on this computer: int8 wants instructions not all CPUs have.

    Takes about a quarter of a second; the caller keeps the answer.
    """
    probe = np.full((1, bundle.input_size, bundle.input_size, 3), 127, np.uint8)
    seconds = {}
    for precision, file in bundle.files.items():
        session = Session(file)
        session.run(probe)
        trials = []
        for _ in range(_TRIALS):
            started = time.perf_counter()
            session.run(probe)
            trials.append(time.perf_counter() - started)
        seconds[precision] = min(trials)
    return min(seconds, key=lambda precision: seconds[precision])
